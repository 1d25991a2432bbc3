### The dispatcher's board: state, then time, then place; verbs before nouns; as short as the Chinese.

## Top bar
board-brand = Sanxian
board-nobody = Nobody yet
district-pick = Change district
date-before = The day before
date-after = The day after
date-today = Today
search-label = Search
search-placeholder = Order, customer, address, technician
search-none = Nothing found for “{ $query }”
search-none-hint = Search by order number, customer, last digits of the phone, address, area, technician or badge.
search-clear = Clear the search
figures-title = Today’s four promises
figure-complete-install = New lines in time
figure-complete-repair = Repairs in time
figure-contact = 2-hour contact
figure-arrive = On-time arrival
figure-jeop = { $count } about to break
figure-risk = { $count } at risk
figure-broken = { $count } broken
figure-kept = { $count } kept
figure-running = { $count } in time
figure-all = { $kept } kept, { $broken } broken, { $running } in time, { $jeop } of them about to break
people-here = Also here: { $names }
board-connecting = Connecting
board-live-connecting = Connecting
board-live-live = Live
board-live-reconnecting = Reconnecting
board-live-offline = No network
me-menu = { $name }’s account
me-promises = What we promise
offline-since = Connection lost; this is how it was at { $time }
offline-never = Not connected yet
offline-hint = It reconnects and catches up by itself; what you do now is sent if that takes less than two minutes, and not later.
offline-unsent = { $count ->
    [one] One deed waits; it is sent if the network is back within two minutes
   *[other] { $count } deeds wait; they are sent if the network is back within two minutes
    }
offline-give-up = Do not send

## Switching on narrow screens
tabs-title = Views
tab-risks = Risks
tab-lanes = Schedule
tab-map = Map
tab-order = Order
side-title = Map and order

## Risks
risk-title = First to break
risk-count = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
risk-news = { $count ->
    [one] 1 update
   *[other] { $count } updates
}
risk-row-title = { $promise } · { $customer }
risk-row-what = { $kind }, { $address }; { $limit }
risk-none = No promise is about to break
risk-none-hint = When one is, it appears here, the first to break on top, with who could save it.
risk-none-yet = No orders today yet
risk-none-found = Not among the risks
risk-saved = Out of danger; leaves when the list is left
left-over = { $span } over
limit-by = by { $time }
limit-arrive = arrive by { $time }
limit-contact = agree by { $time }
broken-count = { $count } broken
broken-row = { $customer }: { $promise }, { $limit }
broken-owed = { $money } owed
action-see = See
action-fold = Fold

## Causes
cause-called = { $count ->
    [one] Called once at { $time }: { $outcome }
   *[other] Called { $count } times, last { $time }: { $outcome }
}
cause-not-called = Taken { $span } ago, not called yet
cause-silent = No signal from { $technician } for { $span }
cause-not-taken = { $technician } has not taken it yet
cause-question = The customer’s question is not answered
cause-callback = The customer was not called back yet
cause-care = The customer is dissatisfied, and the care is not finished
cause-verify = The withdrawal is not verified
cause-withdraw = Verified, not withdrawn yet
cause-failed = The visit failed; not planned again yet
cause-unassigned = No technician yet: { $reason }
cause-task = Waits for “{ $title }” ({ $name }, due { $time })
cause-task-over = Waits for “{ $title }”, which { $name } has not done; it was due { $time }
cause-no-time = { $technician } has it, without a time
cause-end-late = Ends about { $time }, { $late } late
cause-arrive-late = Arrives about { $time }, { $late } late
cause-end-overrun = Ends about { $time }; the visit before runs { $minutes } min over
cause-arrive-overrun = Arrives about { $time }; the visit before runs { $minutes } min over
cause-end-close = Ends about { $time }, only { $left } to spare
cause-arrive-close = Arrives about { $time }, only { $left } to spare
left-out-unknown = no room
left-out-no-shift = nobody on shift
left-out-person-away = person away
left-out-no-skill = no skill
left-out-window-closed = window over
left-out-capacity = too much to carry
left-out-no-time = too far
left-out-no-room = all full
left-out-predecessor = waits for another

## Who could save it
rescue-call = I call now
rescue-reassign = To { $technician } { $price }
rescue-assign = To { $technician } { $price }
rescue-price = { $minutes } min
rescue-arrive = arrives { $time }
rescue-breaks-none = breaks nothing
rescue-breaks = breaks { $count }: { $promises }
rescue-breaks-short = breaks { $count }
rescue-moves = { $count ->
    [one] moves 1 visit, nobody promised
   *[other] moves { $count } visits, none promised
 }
risk-order = In the order in which they are predicted to break: first what breaks by what is expected now (the median), then what breaks one time in ten, last what is only short of time; the soonest on top
risk-sure = Expected only at { $expected }: breaks at { $time }
risk-likely = Kept if all goes well; one time in ten not before { $expected }: breaks at { $time }
risk-close = Expected to be kept, but { $time } is near
risk-undone = Breaks at { $time } unless somebody acts
rescue-make-room = Room at { $technician } { $price }
rescue-moves-short = moves { $count }
rescue-swap = Swap with { $technician } { $price }
rescue-swaps = { $technician } takes { $customer }, who was promised no time
rescue-overtime = { $technician } { $minutes } min overtime
rescue-overtime-for = for today only, { $minutes } more minutes for { $technician }, recorded as the dispatcher’s choice
rescue-other-time = Agree { $time }
rescue-old-time-counts = the customer is told; the former time still counts as missed
rescue-borrow = Borrow { $technician } ({ $district }) { $price }
rescue-borrowed = works here today, { $district } has one fewer
rescue-saves = keeps { $promises }
did-swap = { $customer } goes to { $technician }, { $other } to { $otherTechnician }
did-overtime = { $technician } works { $minutes } min longer today and keeps { $customer }
did-other-time = { $customer } has { $time } now, and is told
did-borrow = { $technician } is borrowed from { $district } for today, for { $customer }
rescue-none = Nobody can take it: full or too far
rescue-not-movable = Under way: cannot be reassigned
rescue-asking = Working out who can take it
rescue-ask = Who could take it?
rescue-again = Work it out again

## Schedule
lanes-title = Technicians and time
lanes-people = { $count ->
    [one] 1 person
   *[other] { $count } people
}
lanes-working = { $count } on
lane-load = { $open } still to do, { $total } today
lane-lunch = Lunch
lane-clash = { $minutes } min overlap
doing-road = driving
doing-on = working
doing-free = free
doing-off = off duty
doing-lost = no signal
doing-leave = on leave
visit-label = { $kind }, { $customer }, { $area }, { $from } to { $to }, { $status }, promise: { $state }
loading-board = Fetching the day’s orders and technicians
failed-title = This day could not be fetched
failed-act = Fetch it again
board-no-answer = The server did not answer. Nothing is lost; it is tried again every few seconds.
board-no-district = This account has no district yet. An administrator sets it.
board-not-sent = No answer
board-not-sent-why = It may have arrived or not: what the board shows is what holds. If nothing has changed, do it again.
empty-today = No orders today yet
empty-today-hint = Orders come in at the intake desk, by the intake API or from a table; they appear here by themselves.
empty-today-take = Take the first order
empty-today-act = See the intake API
empty-day = No orders on this day
empty-day-hint = No visit is booked for it.
empty-day-act = Back to today
empty-people = No technicians yet
empty-people-hint = Import technicians and orders, and the schedule fills itself.

## Not planned
tray-title = Orders without a place
tray-unassigned = { $count } unassigned
tray-untimed = { $count } without a time
tray-untimed-why = { $technician }, no time yet
tray-paused = { $count } paused
tray-held = { $count } held for an incident
tray-later = { $count } on later days
tray-new = just received

## In hand
hand-what = { $customer } ({ $kind })
hand-to = → { $technician }
hand-price = { $price } of travel
hand-times = arrives { $arrive }, ends { $end }
hand-count = { $count ->
    [0] Nobody can take it
    [one] 1 person can take it
   *[other] { $count } people can take it
}
hand-here = from here
hand-key-move = choose
hand-key-drop = drop
hand-key-cancel = put back
hand-pick = Tap a technician’s lane
key-enter = Enter
hand-not-movable = { $customer }’s order cannot be reassigned
hand-not-movable-why = It is “{ $status }” now.
hand-refused = { $technician } cannot take it
hand-refused-why = Reason: { $reason }. The order stays where it was.

## Done here
did-assign = { $customer } given to { $technician }
did-insert = { $customer } given to { $technician }; { $count ->
    [one] one visit moved
   *[other] { $count } visits moved
 }
did-unassign = { $customer } taken back
did-contact = { $customer } agreed for { $time }
did-attempt = { $customer } not reached, noted
did-hold = { $customer } on hold
did-resume = { $customer }’s clock runs again
did-resume-visit = { $customer } will be visited after all
did-request-withdrawal = { $customer } asks to withdraw, noted
did-retract-withdrawal = { $customer } does not withdraw
did-verify-withdrawal = { $customer }’s withdrawal verified
did-withdraw = { $customer } withdrawn
did-fail-visit = { $customer }: visit failed, to be planned again
did-confirm = { $customer } confirmed
did-reopen = { $customer } reopened
did-confirm-urgent = { $customer }: urgent, deadline noted
did-settle-urgent = { $customer }: urgent complaint settled
did-correct-tier = { $customer }: area’s class corrected
did-answer = Answered; the customer sees it
did-link = { $customer }’s link copied
did-link-detail = It shows this order only; earlier links stay valid until they expire.
undone = Undone: { $what }
last-line = { $time } { $what }
change-assigned = { $who } gave { $customer } to { $technician }
change-unassigned = { $who } took { $customer } back
change-agreed = { $who } agreed { $time } with { $customer }
change-status = { $who }: { $customer } { $status }
legend-title = Legend
legend-limit = Promise limit
legend-leg = Travel
legend-leg-estimated = Travel (estimated)
roads-none = Travel times are estimated from the straight line: there are no road times.
roads-partly = Travel times from and to { $count } of { $places } places are estimated from the straight line.
legend-over = Over plan
legend-slack = Slack
legend-overtime = Overtime
legend-changed = Changed by others

## Map
map-title = Map
map-larger = Larger map
map-smaller = Smaller map
map-technician = { $name }, { $ago }

## Order
order-tabs-title = Parts of this order
tab-now = Now
tab-story = Story
tab-contact = Contact
tab-work = Work
tab-linked = Linked
tab-audit = Audit
drawer-none = Choose an order to see its promises, its story and the next step.
drawer-key-search = search
drawer-key-move = reassign the chosen one
drawer-key-undo = undo
drawer-close = Close the order
drawer-gone = This order is not here any more.
drawer-failed = Its story could not be fetched.
drawer-saves = Who could save it
drawer-takes = Who could take it
drawer-plan-planned = Why planned so
drawer-plan-homeless = Why it has no place
drawer-plan-time = Why this time
drawer-plan-possible = With others
drawer-plan-blocked = Cannot have it
drawer-plan-ways = What would help
drawer-plan-do = Do it
drawer-plan-more = { $count } more
drawer-plan-people = { $names } and others, { $count } in all
drawer-plan-list = { ", " }
drawer-plan-failed = It could not be worked out.
order-kind-premium = { $kind } · premium area
order-from = Moves from { $address }
fact-status = Now
fact-technician = Technician
fact-time = Time
fact-phone = Phone
fact-note = Note
fact-needs = Needs
fact-area = Area
fact-planned = planned { $times }
fact-likely = likely { $time }, nine times in ten by { $latest }
fact-arrives = arrives about { $time }
fact-ends = ends about { $time }
fact-agreed = agreed { $time }
fact-booked = booked { $half }
fact-not-agreed = no time agreed yet
fact-duration = { $minutes } min
speaks-zh-Hant = reads Traditional Chinese
speaks-en = speaks English
skill-install = New line
skill-move = Move
skill-repair = Repair
promises-title = Promises
promise-took = { $name }, took { $span }
promise-met = { $name }, { $time }
promise-paused = { $name }, clock stopped
promise-was-due = { $name }, was due { $time }
promise-due-name = { $name } by { "" }
promise-due-tail = { "" }
promise-left = { $span } left
promise-over = { $span } over
promise-expected = expected { $time }
why = Why
event-accept = Received
event-assign = Given to { $technician }
event-assign-none = To be assigned
event-unassign = Taken back{ $because }
event-decline = Declined{ $because }
event-take = Taken
event-contact = { $by ->
    [us] We moved it to { $time }
   *[customer] Agreed { $time }
}
event-attempt = Called: { $outcome }
event-set-off = Set off
event-arrive = Arrived
event-start-work = Work started
event-test = { $mbps ->
    [0] Tested
   *[other] Tested, { $mbps }M
}
event-complete = Completed
event-confirm = Confirmed
event-hold = On hold{ $because }
event-hold-incident = Visit held for an incident; the promises run on
event-resume = Goes on
event-request-withdrawal = Asked to withdraw{ $because }
event-retract-withdrawal = Does not withdraw
event-verify-withdrawal = Withdrawal verified: { $verdict }
event-withdraw = Withdrawn
event-fail-visit = Visit failed{ $because }
event-reopen = Reopened{ $because }
event-ask = Customer asked
event-answer = Answered
event-merge = Closed: the same report as an earlier order
event-restore = Restored with the incident: line tested good
event-incident-joined = Put down to an incident
event-incident-left = Has another cause: out of the incident
event-incident-told = Customer told of the incident
event-incident-over = The incident is over
event-linked = { $relation ->
    [optimisation] Too slow: linked to the network optimisation
    [repeat] The line failed again: linked
   *[duplicate] The same report twice: linked
}
event-answer-tried = Called with the answer: { $outcome }
event-call-back-tried = Called back: { $outcome }
event-called-back = { $rating ->
    [0] Called back
   *[other] Called back: { $rating } of 5
}
event-rated = Rated { $rating } of 5
event-complained = Dissatisfied: a care case begins
event-care-moved = { $stage ->
    [locate] Care: cause located
    [analyse] Care: cause analysed
   *[care] Care: put right with the customer
}
event-care-closed = { $verdict ->
    [satisfied] Care: the customer is satisfied
   *[dissatisfied] Care: the customer is still dissatisfied
}
event-handed-over = Handed over
event-planned = Planned { $from }–{ $to }
event-planned-none = No place in the plan
event-broken = Broken: { $promise }
event-break-withdrawn = Break corrected: { $promise }
event-compensated = { $promise }: { $money } owed
questions-title = The customer’s questions
questions-open = { $count ->
    [one] 1 question waits for an answer
   *[other] { $count } questions wait for an answer
}
question-open = Waits for an answer
question-answer = Answer
question-answered = Answer: { $answer }
question-placeholder = Write to the customer
question-send = Answer

## Next steps
do-assign = Assign
do-reassign = Reassign
do-unassign = Take back
do-contact = Agree a time
do-recontact = Re-agree
do-attempt = No reply
do-hold = Hold
do-resume = Run the clock again
do-resume-visit = Visit after all
do-request-withdrawal = Customer withdraws
do-retract-withdrawal = Customer stays
do-verify-withdrawal = Verify the withdrawal
do-withdraw = Withdraw
do-fail-visit = Visit failed
do-confirm = Confirm for the customer
do-reopen = Reopen
drawer-tasks = The order waits for
drawer-task = { $name } has it, by { $time }
drawer-task-over = { $name } has it, overdue since { $time }
drawer-task-visit = Nobody goes there before it is done
do-confirm-urgent = Confirm an urgent complaint
do-settle-urgent = Urgent: the line works
do-correct-tier = Correct the area’s class
form-confirm-urgent = By when does the customer need it?
form-correct-tier = Which class is right?
field-tier = Area’s class
act-more = More
act-none = Waiting for the technician
act-link = Copy the customer’s link
act-link-by-hand = Copy it by hand
form-contact = What time did the customer agree to?
form-attempt = Called, and?
form-hold = Why does the clock stop?
form-unassign = Why take it back?
form-request-withdrawal = Why does the customer withdraw?
form-verify-withdrawal = Asked the customer: whose reason is it?
form-fail-visit = Why did it fail?
form-reopen = Why reopen it?
form-not-now = Not now
field-day = Day
field-time = Time
field-offered = Earliest slot that we offered
field-until = Until (optional)
field-reason = Reason
field-by = Whose wish
field-outcome = Outcome
field-verdict = Finding
by-customer = Customer’s wish
by-us = We move it
verdict-customer = The customer’s own
verdict-ours = Ours
verdict-never = Never asked for
slots-title = The plan can keep
slots-looking = Looking for room in the plan…
slots-none = The plan has no room in the coming days.
slots-unknown = What the plan can keep is not known just now.
slots-extra = { $span } more road
slots-no-extra = on the way
slots-late = breaks the promise
slots-held = Held until { $time }.
missing-time = Choose a time
missing-choice = Choose one
missing-reason = Give a reason

## Lists
list-comma = { ", " }
list-and = { " and " }

## For the lead to decide
rulings-title = Pauses for the lead to decide
ruling-disputed = The customer disputes this pause
ruling-late = Pause heard of after the breach
ruling-span = { $from } to { $until }
ruling-since = since { $from }
ruling-waits = The lead is to decide
do-uphold = Take the pause out
do-reject = Let it stand
do-approve-pause = Let it count
did-decide-dispute = { $customer }: dispute decided
did-approve-pause = { $customer }: the pause counts
event-dispute-pause = Customer disputed the pause{ $because }
event-decide-dispute = Dispute decided{ $because }
event-approve-pause = Pause approved{ $because }
event-confirm-urgent = Urgent complaint confirmed: works by { $time }
event-settle-urgent = Urgent complaint settled
event-correct-tier = Area's class corrected
event-correct-address = Address corrected: counted anew
event-force-majeure = Force majeure
event-review-due = Pause to be reviewed by the lead{ $because }

## Proposed and imagined plans
proposal-title = The planner proposes
proposal-saved = { $count ->
    [one] saves 1 promise
   *[other] saves { $count } promises
 }
proposal-broken = { $count ->
    [one] breaks 1 promise
   *[other] breaks { $count } promises
 }
proposal-moved = { $count ->
    [one] 1 visit changes hands or day
   *[other] { $count } visits change hands or day
 }
proposal-agreed = { $count ->
    [one] 1 agreed time changes
   *[other] { $count } agreed times change
 }
proposal-less-road = { $span } less road
proposal-more-road = { $span } more road
proposal-changes = { $count ->
    [one] 1 change
   *[other] { $count } changes
 }
proposal-no-place = no place
proposal-adopt = Adopt
proposal-dismiss = Not this one
proposal-adopted = { $count ->
    [one] Adopted: 1 visit changed
   *[other] Adopted: { $count } visits changed
 }
what-if-open = What if …
what-if-title = What if …
what-if-away = Away for the rest of the day
what-if-overtime = Overtime up to
what-if-helpers = More technicians
what-if-roads = Roads take
what-if-without = without order { $number }
what-if-as-is = as it is
what-if-ask = Work it out
what-if-waiting = The planner is working it out. This takes a few seconds.
what-if-failed = The planner could not work this out.
what-if-now = Now
what-if-then = Then
what-if-row-visits = Visits with a place
what-if-row-unassigned = Without a place
what-if-row-late-visits = Late, or at another time than wanted
what-if-row-agreed-missed = Agreed times missed
what-if-row-travel = On the road
what-if-row-overtime = Overtime
what-if-unreal = Only imagined: it cannot be adopted.
what-if-drop = Drop it
what-if-helper = helper
what-if-order = imagined order
panels-title = Work panels
panel-waiting = { $panel }, { $count } waiting

# The map and incidents
panel-plan = Plan
panel-tasks = Tasks
act-task = Needs another team
team-desk = The desk
task-rang = { $percent } % of the time for “{ $title }” are gone
task-rang-over = “{ $title }” is overdue
task-rang-owner = { $name } has it
panel-escalations = Escalations
panel-overview = Districts and reserve
scope-team = { $team }
scope-district = Whole district
scope-to-district = Only { $team } is shown; tap for the whole district
scope-to-team = The whole district is shown; tap for { $team } only
panel-incidents = Incidents
panel-intake = Intake
panel-rules = Planning rules
map-routes = Routes of all technicians
map-routes-all = Show the routes of all
map-routes-chosen = Only the route of whoever is chosen
map-lasso = Draw around orders
map-lasso-draw = Draw around the orders that belong together
map-lasso-sight = Take all in sight
map-lasso-more = Draw more
map-caught = { $count ->
    [one] One order chosen
   *[other] { $count } orders chosen
}
map-cluster = { $count } orders, the worst: { $state }
map-legend = Orders on the map by state; press to hide
map-legend-state = { $state }: { $count }
order-in-incident = in an incident
fact-incident = Incident
incident-make = Make an incident
incident-add-to = Add to “{ $name }”
incident-added = { $count ->
    [one] One order put to the incident
   *[other] { $count } orders put to the incident
}
cause-fibre-cut = Cut cable
cause-power = Power failure
cause-equipment = Broken equipment
cause-works = Our own works
cause-unknown = Not known yet
status-held-for-incident = Visit held for an incident

# Finding, lists, printing and alerts
panel-lists = Lists of orders
search-orders-all = All orders
search-technicians = Technicians
search-areas = Areas
search-commands = Open
search-recent = Recent
search-looking = Searching all days…
search-away = { $name } is away
alarm-on = Alert me when a promise turns red
alarm-off = Stop alerting me
alarm-always = Alert me while I look at the board, too
alarm-away = Alert me only while I look elsewhere
alarm-title = { $count ->
    [one] A promise is about to break
   *[other] { $count } promises are about to break
}
alarm-refused = The browser does not allow notifications; there will be a tone only.
print-board = Print this day
print-risks = Print the risks
risk-list = As a list: CSV, XLSX
print-day-title = Day plan
print-risks-title = Risks
print-tasks-title = Tasks
print-at = Printed { $time }
print-people = { $people } technicians, { $orders } orders
print-shift = { $from }–{ $to }
print-away = away
print-none = No visits
print-unplaced = Without a time or a technician ({ $count })
print-limit = { $promise } by { $time }
print-col-state = State
print-col-left = Left
print-col-due = Due
print-col-promise = Promise
print-col-order = Order
print-col-customer = Customer
print-col-address = Address
print-col-technician = Technician
print-col-why = Why
print-col-what = What
print-col-owner = Owner
print-col-for = For

## Views of the lanes, foresight, two at once
zoom-title = How much time
zoom-half = Half a day
zoom-day = Day
zoom-week = Week
group-title = Group
group-none = None
group-team = Team
group-area = Area
group-skill = Skill
group-other = No group
group-count = { $people ->
    [one] 1 person
   *[other] { $people } people
 }, { $open } to do
lane-shift-end = Shift ends { $time }; later is overtime
lane-slack = May slip { $minutes } min
week-cell = { $day }: { $count ->
    [one] 1 visit
   *[other] { $count } visits
 }, { $hours } h
week-none = { $day }: no visits
week-failed = No answer; try again
hand-key-price = by price
hand-key-any = anybody
hand-blocked = The plan refuses: { $reason }
hand-unknown = No price came; it can be given all the same
cost-later = { $day } { $price }
hand-overtime = { $minutes } min overtime
hand-key-place = earlier or later
hand-no-place = No place to choose in this lane today
place-between = between { $after } and { $before }
place-last = last, after { $after }
place-first = first, before { $before }
place-alone = first of the day
place-visit = another visit
did-place = { $customer } put in { $technician }’s day: { $place }
held-by = { $who } is moving it
force-title = Give it to { $technician } all the same?
force-why = Reason (kept on record)
force-missing = It needs a reason.
force-customer-asks = The customer asks for them
force-arranged = Arranged with them
force-skilled = They can; the record is old
force-overtime-agreed = Overtime agreed
force-cancel = Put back
force-do = Give it
did-force = { $customer } given to { $technician } against the plan; reason kept
event-assign-forced = Given to { $technician } against the plan{ $because }
action-redo = Redo
undo-gone = Cannot be undone: { $what }
undo-gone-away = The order has left this board.
undo-gone-status = It is “{ $status }” now and cannot change hands.
undo-gone-moved = { $who } has given it to { $technician } since.
contest = Somebody was quicker: { $what }
contest-kept = Yours was not done; theirs stands.
contest-mine = Do mine all the same
