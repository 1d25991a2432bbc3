### Why an order is planned as it is, or not at all, what would change that, and what is different between two plans. The server says it to the board and the command line.

plan-title = Why { $number } is planned so
plan-title-unassigned = Why { $number } has no place
plan-none = There is no order { $order }
plan-comma = {", "}
plan-and = {", "}
plan-with = { $names }: { $what }
plan-heading-seat = Planned
plan-heading-time = Why this time
plan-heading-possible = With others
plan-heading-blocked = Cannot have it
plan-heading-ways-out = Ways out
plan-seat = { $technician }, { $start } to { $end }

## Whether the planner has a say in it
plan-standing-planned = Planned
plan-standing-unassigned = No place in the plan
plan-standing-under-way = Under way: it is not planned any more
plan-standing-not-planned = Stands still or is over: it is not planned
plan-standing-later = Booked for a day that is not planned yet

## The time, step by step
plan-time-starts-out = Sets out { $at }
plan-time-held-up = Busy until { $at }
plan-time-stop-before = Done at { $other } { $at }
plan-time-depot = At the depot { $at } to { $until }
plan-time-break = Lunch { $at } to { $until }
plan-time-road = { $span } on the road, there { $at }
plan-time-waits-for-time = Waits { $span }: the agreed time begins { $at }
plan-time-waits-for-window = Waits { $span }: the booked half-day begins { $at }
plan-time-as-announced = Stays at the time that was planned before
plan-time-in-promised-time = Inside the agreed time, { $at } to { $until }
plan-time-in-window = Inside the booked half-day, { $at } to { $until }
plan-time-outside-window = Outside what the customer was told, { $at } to { $until }
plan-time-after-due = { $span } after the due time { $at }
plan-time-later-day = No better place sooner

## What decided
plan-decided-only-one = Nobody else can do it
plan-decided-held = { $by ->
    [desk] The desk gave it to { $technician }
    [contacted] { $technician } has agreed the time with the customer
   *[other] { $technician } has taken it
}
plan-decided-lost = { $technician } would be next, and would break: { $breaks }
plan-decided-lost-plain = { $technician } would be next, at a worse time
plan-decided-travel = { $technician } would be next: { $span } more road
plan-decided-work = { $technician } would be next: { $span } more at work
plan-decided-overtime = { $technician } would be next, with overtime as dear as { $span } of road
plan-decided-late = { $technician } would be next, later by what { $span } of road is worth
plan-decided-delay = { $technician } would be next, on a later day
plan-decided-way = { $technician } would be next, at another time than planned before
plan-decided-stranger = { $technician } would be next, but does not know the customer
plan-decided-changed = { $technician } would be next, but { $span } of road is not worth a change
plan-decided-load = { $technician } would be next, but has more to do already
plan-decided-equal = { $technician } could have it as well
plan-decided-cheaper-elsewhere = Alone, { $technician } would be cheaper by { $span }; the whole plan is better so

## The parts of a price
plan-part-travel = { $span } { $sign ->
    [less] less road
   *[more] more road
}
plan-part-work = { $span } { $sign ->
    [less] less at work
   *[more] more at work
}
plan-part-overtime = { $sign ->
    [less] less overtime
   *[more] overtime
} (worth { $span })
plan-part-late = { $sign ->
    [less] less late
   *[more] later
} (worth { $span })
plan-part-delay = { $sign ->
    [less] an earlier day
   *[more] a later day
} (worth { $span })
plan-part-way = { $sign ->
    [less] at the planned time
   *[more] at another time
} (worth { $span })
plan-part-stranger = { $sign ->
    [less] knows the customer
   *[more] a stranger
} (worth { $span })
plan-part-changed = { $sign ->
    [less] as announced
   *[more] a change
} (worth { $span })
plan-part-load = { $sign ->
    [less] less to do
   *[more] more to do
} (worth { $span })
plan-part-none = as good
plan-breaks = breaks: { $breaks }
plan-at = { $start }

## The rule that keeps it from somebody
plan-blocked-away = away
plan-blocked-person = only { $technician } may
plan-blocked-excluded = not wanted by the customer
plan-blocked-declined = handed it back
plan-blocked-skills = no skill: { $names }
plan-blocked-level = skill not high enough: { $names }
plan-blocked-waits = { $other } comes first and has no place
plan-blocked-window = its time has gone by
plan-blocked-capacity = too much to carry
plan-blocked-parts = not in the van: { $names }
plan-blocked-shift = too long or too far, even for an empty day
plan-blocked-shift-over = even an empty day is { $span } too short
plan-blocked-tasks = as many visits as allowed
plan-blocked-full = full
plan-blocked-full-over = full, { $span } short

## Ways out
plan-way-assign = { $technician } has room: there { $start }
plan-way-overtime = { $span } { $allowed ->
    [none] of overtime for { $technician } saves it
   *[some] more overtime than allowed for { $technician } saves it
}: there { $start }, home { $back }
plan-way-overtime-plain = { $span } { $allowed ->
    [none] of overtime for { $technician }
   *[some] more overtime than allowed for { $technician }
}: there { $start }, home { $back }
plan-way-other-time = Ask the customer for { $start }: { $technician }
plan-way-waiver = Let { $technician } do it without { $names }: there { $start }
plan-way-supplies = Bring { $technician } { $names }: there { $start }
plan-way-depot = { $technician } fetches { $names } from the depot: there { $start }
plan-way-other-person = Give it to { $technician }: there { $start }
plan-way-move-other = Give { $other } to { $second }, then { $technician } is there { $start }
plan-way-two-technicians = { $technician } and { $second } together: there { $start }
plan-way-drop-other = Leave out { $other }, which weighs less: { $technician } is there { $start }
plan-way-still = { $way }; still breaks: { $breaks }

## Two plans: what became of a visit
plan-change-appeared = to { $technician }, { $start }
plan-change-vanished = not planned any more, was { $was-technician } { $was-start }
plan-change-technician = { $was-technician } → { $technician }, { $start }
plan-change-day = { $was-start } → { $start }
plan-change-time = { $was-start } → { $start }
plan-changed-line = { $change }. { $cause }

## And why
plan-cause-new-order = New order
plan-cause-order-gone = Done, on hold or withdrawn
plan-cause-room-freed = { $other } left its place
plan-cause-room-found = There is room now
plan-cause-no-room = No room any more
plan-cause-technician-away = { $was-technician } is away
plan-cause-technician-back = { $technician } is back
plan-cause-technician-held-up = { $was-technician } is held up for { $span }
plan-cause-not-allowed = { $was-technician } may not do it any more
plan-cause-asked-for = Given by hand
plan-cause-window-changed = The agreed time is another one
plan-cause-duration-changed = It takes another time than thought
plan-cause-new-order-took-place = The new order { $other } took its place
plan-cause-keeps-own-promise = So its promise is kept
plan-cause-keeps-promise-of = So the promise to { $other } is kept
plan-cause-cheaper-road = { $span } less road
plan-cause-less-overtime = { $span } less overtime
plan-cause-exchanged = In exchange with { $other }
plan-cause-cheaper-in-all = The whole plan is better so
plan-cause-stop-before-overran = { $other }, the stop before, runs { $span } over
plan-cause-stop-before-moved = { $other }, the stop before, moved by { $span }
plan-cause-stop-before-gone = { $other } before it is gone
plan-cause-stop-added-before = { $other } comes before it now
plan-cause-road-changed = The road takes { $span } { $sign ->
    [less] less
   *[more] more
}
plan-cause-other-order-of-visits = The visits are in another order
plan-cause-break-moved = Lunch moved
plan-cause-set-off-later = Sets off { $span } later

## The skills
plan-skill-install = new lines
plan-skill-move = moves
plan-skill-repair = repairs

## The board's plan panel
planner-plan = Running plan { $version }
planner-no-plan = There is no plan yet
planner-now = Plan now
planner-idle = The planner waits for changes.
planner-at-work = The planner is at work for { $name }.
planner-late = { $name } asked for a plan { $span }; the planner does not answer. The running plan stays.
planner-failed = The last search made no plan ({ $why }). The running plan stands in, and it is tried again within a minute.
planner-why-died = it broke off
planner-why-hung = it took too long
planner-why-failed = it found nothing valid
planner-why-starting = it was still starting
planner-made = Made { $time }
planner-by-hand = by hand
planner-asked-by = asked for by { $name }
planner-took = { $seconds } s of search
planner-under-way = A plan is under way already; you are told when it is there.
planner-done = Plan { $version } is running
planner-proposals = Proposals and what-ifs
planner-no-proposals = Nothing is proposed.
planner-left = Without a place: { $count }
planner-none-left = Every order has a place.
planner-standing-waiting = being worked out
planner-standing-open = to decide
planner-standing-failed = failed
planner-stale = out of date

## One proposal beside the running plan
compare-back = All proposals
compare-stale = Made for a plan that is over. Adopting it asks for a new one.
compare-figures = Both plans in figures
compare-then = With it
compare-part = With the chosen part
compare-filter = Which changes
compare-filter-all = All
compare-filter-agreed = Agreed times changed
compare-filter-promises = Promises
compare-none = No such change.
compare-decide = Decide
compare-along = { $count ->
    [one] One more change has to go along
   *[other] { $count } more changes have to go along
}
compare-adopt-part = { $count ->
    [one] Adopt one change
   *[other] Adopt { $count } changes
}
compare-take = Choose the change of { $number }
compare-promise-saved = promise kept
compare-promise-broken = promise broken
compare-agreed = leaves the agreed time
ghost-now = { $number } would be here at { $time }
ghost-was = { $number } would leave { $time }

## Imagined days
given-away = Without { $names }
given-overtime = overtime up to { $span }
given-helpers = { $count ->
    [one] one more technician
   *[other] { $count } more technicians
}
given-added = { $count ->
    [one] one more order
   *[other] { $count } more orders
}
given-withdrawn = without order { $numbers }
given-roads = roads take { $percent } %
imagine-added = One more order
imagine-where = Where
imagine-middle = middle of the district
imagine-select = To leave an order out, select it on the board.
imagine-remove = Remove { $what }
plan-along-same-day = the same technician’s day is driven as planned, or not at all
plan-along-waits = one of them has to be done before the other
