### The planning rules panel: what each setting is called, and what more or less of it does.

rules-group-horizon = Reach and way of planning
rules-group-worth = What an order is worth
rules-group-word = Agreed times and complaints
rules-group-haste = Sooner, or on the way
rules-group-calm = Calm in the plan
rules-group-overtime = Overtime and reserve
rules-group-offers = Times for customers
rules-unit-minutes = { $value } min
rules-unit-days = { $value } d
rules-unit-percent = { $value }%
rules-unit-points = { $value } points
rules-sign-minutes = min
rules-sign-days = days
rules-sign-percent = %
rules-sign-points = points
rules-choice-apply = Apply
rules-choice-propose = Propose
rules-default = Default { $value }
rules-range = { $least } to { $most }
rules-wrong-number = A whole number from { $least } to { $most }
rules-to-default = Use the default
rules-to-default-of = Use the default for { $name }
rules-changed = Changed
rules-was = Now { $value }
rules-own = Not the default
rules-intro = A plan is made anew as soon as you save. Costs are minutes of road that we would drive to avoid the thing.
rules-read-only = Team leads, district managers and administrators change these rules.
rules-pending =
    { $count ->
        [0] Nothing changed
        [one] 1 change not saved
       *[other] { $count } changes not saved
    }
rules-save = Save and plan anew
rules-drop = Discard
rules-saved = Rules saved; a plan is being made
rules-put-back-done = Old values are back; a plan is being made
rules-fix-first =
    { $count ->
        [one] 1 value cannot be right
       *[other] { $count } values cannot be right
    }
rules-others = Somebody changed the rules meanwhile. You see their values, and your changes are still here; look and save again.
rules-history = History
rules-no-history = Nobody has changed them yet.
rules-history-line = { $name }: { $old } → { $new }
rules-put-back = Put the old values back
rules-put-back-of = Put back the values before { $time }

rule-weights-served = Worth of serving an order
rule-weights-served-what = What every served order counts. More: when not everything fits, as many orders as possible; less: priority and due times decide.
rule-weights-priority = Worth of a point of priority
rule-weights-priority-what = Added for each point of an order’s priority. More: high priorities push others out sooner; less: orders count more alike.
rule-weights-near = Worth of being due soon
rule-weights-near-what = Added when an order is due, or its agreed time comes, soon. More: what is close goes first; less: near and far count alike.
rule-weights-broken = Worth of a promise already broken
rule-weights-broken-what = Added once a promise is broken, as each further day costs again. More: broken ones are mended first; less: those that can still be kept come first.
rule-weights-late = Lost after the due time
rule-weights-late-what = Share of an order’s worth that is lost when it is served after its due time. More: punctual comes before many; less: late is better than never.
rule-weights-missed = Lost outside the booked time
rule-weights-missed-what = Share that is lost when a visit is outside the agreed time or the booked half-day. More: customers’ times are kept; less: the plan is freer.
rule-weights-word = Worth of our word
rule-weights-word-what = Added once a time was agreed with the customer, and lost whole outside it. More: agreed times hardly ever give way; less: they may give way to other orders.
rule-weights-urgent = Lost after a complaint’s time
rule-weights-urgent-what = Share that is lost after the time that was confirmed to whoever complained. More: urgent complaints override other work; less: they weigh like the rest.
rule-days = Days planned ahead
rule-days-what = How many days a plan covers, today included. More: it sees further and takes longer; less: faster, but later conflicts show up late.
rule-changes = When a better plan turns up in the day
rule-changes-what = Apply: routes change at once. Propose: a dispatcher adopts it or not, and the running plan stands meanwhile.
rule-duration-percentile = How long a visit is planned
rule-duration-percentile-what = Share of past visits that were done within the planned time. More: looser days, fewer delays, fewer visits; less: fuller days that slip more easily.
rule-fair-days = Days that count for a fair load
rule-fair-days-what = Where a fair load is an aim: how many past days count. More: evened out over a longer time; less: only the last days matter.
rule-word-soon-min = An agreed time is soon
rule-word-soon-min-what = An agreed time within this span weighs half as much again. More: agreed times are guarded earlier; less: only at the last moment.
rule-edge-cost-min = Cost of the edge of an agreed hour
rule-edge-cost-min-what = Road we would drive rather than plan a visit where any delay breaks the agreed hour. More: visits keep a margin; less: they may sit at the very edge.
rule-notice-min = Notice before a visit
rule-notice-min-what = Whom nobody has called yet is not visited sooner than this. More: customers are better prepared; less: gaps are filled faster.
rule-delay-cost-min = Cost of a day’s delay
rule-delay-cost-min-what = Road we would drive to serve an order one day earlier. More: sooner, with more driving; less: orders wait until they are on the way.
rule-urgent-delay-cost-min = Cost of a day’s delay when it is due
rule-urgent-delay-cost-min-what = The same for an order whose due time is near or gone. More: it is hurried; less: it waits like any other.
rule-urgent-within-min = Due soon means within
rule-urgent-within-min-what = From how long before its due time an order is hurried. More: earlier; less: only what is due right now.
rule-late-cost-min = Cost of an hour late
rule-late-cost-min-what = Road we would drive to save an hour after the due time, beyond what lateness loses. More: late ones are reached fast; less: how late matters little.
rule-change-cost-min = Cost of another technician
rule-change-cost-min-what = Road that has to be saved before a visit goes to another technician than in the running plan. More: calmer plans; less: more swaps and shorter roads.
rule-handover-cost-min = Cost of taking over an accepted order
rule-handover-cost-min-what = Road that has to be saved before an order leaves the technician who has accepted it. More: it nearly always stays; less: it may still move.
rule-shift-cost-min = Cost of another time
rule-shift-cost-min-what = Road that has to be saved before a visit of today moves to another time. More: steadier times; less: visits move about more.
rule-shift-free-min = Still the same time
rule-shift-free-min-what = So much earlier or later is no other time. More: small moves are free; less: every move counts.
rule-stranger-cost-min = Cost of a stranger
rule-stranger-cost-min-what = Road that has to be saved before somebody comes who neither owns the area nor was at this line before. More: familiar faces; less: whoever is near.
rule-overtime-min = Overtime allowed
rule-overtime-min-what = How long after the end of a shift somebody may get home. More: more is done today; less: people finish on time.
rule-word-overtime-min = More overtime to keep our word
rule-word-overtime-min-what = How much later still, to keep a time that was agreed. More: fewer broken words; less: the end of the shift comes first.
rule-overtime-cost-min = Cost of an hour of overtime
rule-overtime-cost-min-what = Road we would drive to save an hour of overtime. More: overtime is rare; less: it is used freely.
rule-reserve = Reserve at the end of a shift
rule-reserve-what = Share of what is left of a shift that costs like overtime already. More: room for the unforeseen; less: fuller days.
rule-offered-days = Days offered to customers
rule-offered-days-what = How many days ahead customers may choose a time. More: more choice; less: dates are closer and change less.
rule-repairs-reserved = Kept for repairs
rule-repairs-reserved-what = Share of each half-day that only repairs may take. More: faults find somebody sooner; less: installs and moves find a time more easily.
rule-slot-hold-min = A chosen time is held
rule-slot-hold-min-what = How long a time is kept for whoever is choosing. More: no hurry; less: what is not taken is free for others sooner.
