### Words that all pages share: one word for one thing.

## Kinds of work
kind-install = New line
kind-move = Move
kind-repair = Repair
kind-install-mbps = New line, { $mbps }M
kind-move-mbps = Move, { $mbps }M
kind-repair-mbps = Repair, { $mbps }M
tier-standard = Standard area
tier-premium = Premium area

## Status of an order
status-accepted = Received
status-assigned = Assigned
status-taken = Taken
status-contacted = Time agreed
status-on-the-way = On the way
status-on-site = On site
status-working = Working
status-tested = Tested
status-completed = Completed
status-confirmed = Confirmed
status-on-hold = On hold
status-withdrawal-requested = Withdrawal asked
status-withdrawal-verified = Withdrawal verified
status-withdrawn = Withdrawn
status-visit-failed = Visit failed

## Steps
step-accept = Receive
step-assign = Assign
step-unassign = Take back
step-decline = Decline
step-take = Take
step-contact = Agree a time
step-attempt = Call attempt
step-set-off = Set off
step-arrive = Arrive
step-start-work = Start work
step-test = Test
step-complete = Complete
step-confirm = Confirm
step-hold = Hold
step-resume = Resume
step-request-withdrawal = Ask to withdraw
step-retract-withdrawal = Do not withdraw
step-verify-withdrawal = Verify the withdrawal
step-withdraw = Withdraw
step-fail-visit = Visit failed
step-reopen = Reopen
step-ask = Ask
step-answer = Answer
step-dispute-pause = Dispute a pause
step-decide-dispute = Decide the dispute
step-approve-pause = Let the late pause count
step-confirm-urgent = Confirm as urgent
step-settle-urgent = Urgent complaint settled
step-correct-tier = Correct the tier
step-correct-address = Correct the address

## Promises
promise-complete = Complete
promise-urgent = Urgent
promise-accept = Take
promise-contact = Contact
promise-arrive = Arrive
promise-speed = Speed
promise-cancel-verify = Verify withdrawal
promise-cancel-done = Finish withdrawal
promise-answer = Answer
promise-callback = Call back
promise-care = Care

## State of a promise: colour, shape and word
state-kept = Kept
state-track = On track
state-risk = At risk
state-jeop = About to break
state-broken = Broken
state-paused = Paused
state-attempted = Tried
state-void = No longer owed

## Reasons
reason-customer-later = Customer wants a later date
reason-not-ready = Premises are not ready
reason-unreachable = Customer cannot be reached
reason-no-access = No access
reason-withdrawal = Customer asked to withdraw
reason-force-majeure = Force majeure
reason-incident = A fault that many have
reason-parts = Parts are missing
reason-line-fault = Fault on the line
reason-other = Something else

## Outcome of a call
outcome-no-answer = No answer
outcome-busy = Busy
outcome-off = Phone off
outcome-wrong-number = Wrong number

## Who
role-customer = Customer
role-technician = Technician
role-dispatcher = Dispatcher
role-lead = Team lead
role-manager = District manager
role-admin = Administrator
role-system = System

## Days and times
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-after-tomorrow = the day after tomorrow
day-and-time = { $day } { $time }
date-same-month = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
    }
date-other-month = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
    }
date-long = { $weekday } { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
    }
half-am = { $day } a.m.
half-pm = { $day } p.m.
half-only-am = morning
half-only-pm = afternoon
weekday-0 = Sun
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
span-less = under 1 min
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days } d { $hours } h
ago = { $span } ago
ago-seconds = { $seconds } s ago
distance-metres = { $metres } m
distance-kilometres = { $kilometres } km

## Connection
live-connecting = connecting
live-live = live
live-reconnecting = reconnecting
live-offline = no network
live-sure = { $time } checked
no-answer = No answer came back, and nothing is lost. Try again when the network is better.
went-wrong = Something went wrong, and nothing is lost. Please try again.

## Buttons that are everywhere
action-back = Back
action-close = Close
action-retry = Try again
action-undo = Undo
action-why = Why?
action-sign-out = Sign out
language-switch = Language
theme-switch = Light or dark
theme-auto = As the phone
theme-light = Light
theme-dark = Dark

## Why this time
why-basis = How it is counted
why-history = What happened
because-started = Counted from { $at }
because-target = Due { $at }
because-assigned = Given to the technician { $at }
because-agreed = Agreed for { $at }
because-window = On time from { $at } to { $until }
because-attempt-failed = A call { $at } was not answered
because-attempt-owed = The next call is between { $at } and { $until }
because-paused = Paused { $at } to { $until }: { $reason }
because-paused-open = Paused since { $at }: { $reason }
because-paused-provisionally = Paused for now { $at } to { $until }: { $reason }
because-paused-provisionally-open = Paused for now since { $at }: { $reason }
because-pause-taken-out = The pause { $at } to { $until } was taken out: { $reason }
because-pause-taken-out-open = The pause since { $at } was taken out: { $reason }
because-pause-after-breach = The pause { $at } to { $until } came too late to count: { $reason }
because-pause-after-breach-open = The pause since { $at } came too late to count: { $reason }
because-worked-until-reopened = It worked { $at } to { $until }, which does not count
because-moved = Moved by { $seconds }, to { $at }
because-broken = Broken { $at }
because-broken-early = Too early, { $at }
because-met-late = Done late, { $at }
because-kept = Done { $at }
because-void = No longer owed since { $at }
because-attempted = All calls made by { $at }, nobody reached
because-restarted = The address changed { $at }: counted anew
because-tier-corrected = The area's class was corrected { $at }: its limit counts from the start
because-measured = Measured { $measured }, contract { $contracted }, pass mark { $percent } %
because-became-a-time = A time was agreed in place of the booked part of the day
because-replaced-by-us = We moved the time { $at }; the old one still counts
because-replaced-by-customer = The customer moved the time { $at }; the new one counts
because-cancelled = The visit was called off in good time, { $at }
because-cancelled-late = The visit was called off too late: it still counts
because-break-withdrawn = The breach was taken back { $at }
because-holidays-unknown = The public holidays of { NUMBER($year, useGrouping: 0) } are not published yet: counted without them
