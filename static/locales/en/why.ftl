### Why: how a promise was counted. The server says it to the board, the customer's page and the command line; `.customer` is what a customer is told.

why-title = The promises of { $number }
why-promise = { $promise } (number { $occasion })
why-none = This promise has not begun.
why-no-order = There is no order { $order }
why-head = { $kind }, { $tier }, times of { $zone }, now { $now }
why-due = by { $at }
why-exact-date = { $weekday } { $year }-{ $month }-{ $day } { $time }
why-exact-span = { $span } { $seconds } s
why-hours = { $hours } h
why-list-and = {", "}

## From when
why-started-complete = Accepted { $at }: counted from then
why-started-urgent = Confirmed as urgent { $at }: counted from then
why-started-accept = Assigned { $at }: counted from then
why-started-contact = The technician took the order { $at }: counted from then
    .customer = Your technician took the order { $at }: counted from then
why-started-arrive = The time of the visit was set { $at }
why-started-speed = Measured at completion { $at }
    .customer = Measured when the work was done, { $at }
why-started-cancel-verify = From { $at } the reason for withdrawing is to be verified
    .customer = From { $at } we owe you a call about why you withdraw
why-started-cancel-done = Verified { $at }: counted from then
why-started-answer = Asked { $at }: counted from then
    .customer = You asked { $at }: counted from then
why-started-callback = Completed { $at }: counted from then
why-started-care = The customer was dissatisfied { $at }: counted from then
why-received = {" "}(we heard of it { $received })
why-policy = Under version { $version } of the promises: { $kind }, { $tier }

## Until when
why-target-within = { $limit } at any hour, to { $at }
why-target-within-contact = { $limit } between { $opens } and { $closes } each day, to { $at }
why-target-within-office = { $limit } of office hours, to { $at }
why-target-before = Accepted before { $cut_off }: due { $at }
why-target-after = Accepted at { $cut_off } or later: due { $at }
why-target-local = Due { $at }
why-target-own = The customer's own deadline: { $at }
    .customer = Your own deadline: { $at }
why-target-share = { $percent } % of the contracted rate, { $mbps } Mbps
    .customer = At least { $mbps } Mbps must be measured

## Pauses
why-paused = Paused { $at } to { $until }: { $reason }. { $moved ->
    [0] The due time stays.
   *[other] The due time moves by { $span }.
}
why-paused-open = Paused since { $at }: { $reason }. { $moved ->
    [0] The due time has not moved yet.
   *[other] The due time has moved by { $span } so far.
}
why-paused-provisionally = Paused for now { $at } to { $until }: { $reason }. It counts only once all calls are made
    .customer = Paused for now { $at } to { $until }: { $reason }. We will call again
why-paused-provisionally-open = Paused for now since { $at }: { $reason }. It counts only once all calls are made
    .customer = Paused for now since { $at }: { $reason }. We will call again
why-pause-taken-out = The pause { $at } to { $until } does not count: { $reason }
why-pause-taken-out-open = The pause since { $at } does not count: { $reason }
why-pause-after-breach = The pause { $at } to { $until } was heard of after the breach and does not count: { $reason }
    .customer = The pause { $at } to { $until } was recorded too late and does not count: { $reason }
why-pause-after-breach-open = The pause since { $at } was heard of after the breach and does not count: { $reason }
    .customer = The pause since { $at } was recorded too late and does not count: { $reason }
why-evidence-recorded = Recorded by { $by }{ $evidence ->
    [none] {""}
   *[other] . Evidence: { $proof }
}
why-evidence-kept = Evidence: { $proof }
why-evidence-attempt = Evidence: { $channel } { $at }, { $outcome }
why-evidence-arrived = Evidence: at the door { $at }
why-evidence-photo = Evidence: a photo of the closed door { $at }
why-evidence-request = Evidence: { $by } asked to withdraw { $at }
why-evidence-declared = Evidence: force majeure declared { $at } by { $by }
why-disputed = Disputed { $at } by { $by }
    .customer = You disagreed with it { $at }
why-dispute-upheld = Decided { $at } by { $by }: the customer is right, the pause is taken out
    .customer = Checked { $at }: you are right, the pause is taken out
why-dispute-rejected = Decided { $at } by { $by }: the pause stands
    .customer = Checked { $at }: the pause stands
why-pause-approved = Approved { $at } by { $by }: the pause counts

## How it ended
why-assigned = Given to { $technician } { $at }
why-moved = Pauses moved it by { $span }, to { $at }
why-kept = Done { $at }: kept
why-broken = Not done by { $at }: broken
    .customer = Not done by { $at }: we did not keep it
why-measured = Measured { $measured } Mbps, contract { $contracted } Mbps

## What happened
why-recomputed = Computed anew: { $event }. Due { $was } became { $due }, { $span } { $way ->
    [later] later
   *[other] earlier
}
why-recomputed-by-time = Computed anew { $at }: due { $was } became { $due }, { $span } { $way ->
    [later] later
   *[other] earlier
}
why-warned = { $at }, { $percent } % of the time used: told { $tells }
why-announced = { $at }, announced as broken to { $tells }: it was due { $due }
    .customer = { $at }, we told you that we had not kept it: it was due { $due }
why-taken-back = Announced as broken { $announced }, taken back { $at }: { $event }
    .customer = We said { $announced } that we had not kept it; corrected { $at }: { $event }
why-owed = Compensation of { $amount } recorded { $at }
    .customer = We owe you { $amount } since { $at }; it comes off your bill
why-owed-goodwill = Compensation of { $amount } recorded { $at }; the promise proved kept, but the customer had been told, so it stays
    .customer = We owe you { $amount } since { $at }; it proved to be in time, but what we told you stays
why-owed-withdrawn = Compensation of { $amount } recorded { $at }, withdrawn when the promise proved kept
    .customer = { $amount } recorded { $at }, withdrawn because it proved to be in time
why-event = { $what } { $occurred }
why-event-late = { $what } of { $occurred } reached us { $received }

## Who
why-by = { $name } ({ $role })
why-by-customer = the customer
    .customer = you
why-by-technician = the technician
why-by-us = us
why-tells-technician = the technician
why-tells-lead = the team lead
why-tells-manager = the district manager
why-tells-director = the duty director
why-tells-customer = the customer
why-channel-phone = phone call
why-channel-sms = text message
why-channel-wechat = WeChat message
why-channel-web = message on the web
why-channel-in-person = looked for in person

## The reason of a pause, to a customer
why-reason-customer-later = you asked for a later date
why-reason-not-ready = the premises were not ready
why-reason-unreachable = our calls did not reach you
why-reason-no-access = the technician could not get in
why-reason-withdrawal = you asked to withdraw
why-reason-force-majeure = weather or disaster

## What happened, in a few words
why-did-accept = the acceptance
why-did-assign = the assignment
why-did-unassign = the assignment taken back
why-did-decline = the assignment declined
why-did-take = the technician's acceptance
why-did-contact = the time agreed
why-did-attempt = the call that was not answered
why-did-set-off = the setting off
why-did-arrive = the arrival
why-did-start-work = the start of the work
why-did-test = the test
why-did-complete = the completion
why-did-confirm = the customer's confirmation
why-did-hold = the pause
why-did-resume = the end of the pause
why-did-request-withdrawal = the request to withdraw
why-did-retract-withdrawal = the withdrawal given up
why-did-verify-withdrawal = the withdrawal verified
why-did-withdraw = the withdrawal
why-did-fail-visit = the failed visit
why-did-reopen = the reopening
why-did-merge = the merging of two reports
why-did-restore = the end of the incident
why-did-incident-joined = the incident
why-did-incident-left = the other cause
why-did-incident-told = the word about the incident
why-did-incident-over = the end of the incident
why-did-ask = the question
why-did-answer = the answer
why-did-dispute-pause = the disputed pause
why-did-decide-dispute = the decision on the dispute
why-did-approve-pause = the approval of the pause
why-did-confirm-urgent = the urgent complaint confirmed
why-did-settle-urgent = the urgent complaint settled
why-did-correct-tier = the correction of the area's class
why-did-correct-address = the correction of the address
why-did-linked = the linked order
why-did-answer-tried = the answer that reached nobody
why-did-call-back-tried = the call-back that reached nobody
why-did-called-back = the call-back
why-did-rated = the rating
why-did-complained = the complaint
why-did-care-moved = the progress of the care case
why-did-care-closed = the end of the care case
why-did-handed-over = the hand-over
why-did-planned = the plan
why-did-warned = the warning
why-did-broken = the breach
why-did-break-withdrawn = the breach taken back
why-did-compensated = the compensation
why-did-force-majeure = the declaration of force majeure
why-did-review-due = the review of the pause

## What a pause rests on
evidence-agreed-time = the time that was agreed
evidence-booked-slot = the half-day that was booked
evidence-offered-slot = a slot that was offered
evidence-seen-on-site = seen on site
evidence-customers-word = the customer's own word
evidence-ladder = the calls that the rule asks for
evidence-call-and-photo = a call and a photo at the door
evidence-request = the customer's request to withdraw
evidence-declaration = a manager's declaration
