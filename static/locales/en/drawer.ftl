# The open order's tabs, but for the first.

log-title = Story
log-more = { $count } earlier
log-because = : { $reason }
log-skewed = device clock was off

tab-failed = This could not be fetched.
tab-stale = The newest could not be fetched; this is what was known before.

story-kinds = Which kinds
story-promises = Promises
story-plan = Plan
story-contact = Contact
story-work = Visit
story-messages = Messages
story-matters = Other
story-by = By whom
story-everybody = Everybody
story-person = { $name } ({ $count })
story-none = Nothing of that kind.
story-all = Show everything
story-times = Happened { $happened }, recorded { $recorded }
story-late = Late
story-late-when = recorded { $recorded }, { $span } later
story-correction = Correction
story-folds = after { $count } earlier { $count ->
    [one] plan
   *[other] plans
}
story-moved = { $promise }: from { $was } to { $due }
story-warned = { $promise }: { $percent } % of the time gone, warned
story-message = { $to ->
    [customer] To the customer
   *[staff] To staff
}, { $occasion }: { $state }
message-sent = sent
message-queued = waiting
message-failed = failed
message-moot = overtaken

occasion-accepted = Order accepted
occasion-assigned = Technician assigned
occasion-agreed-time = Time agreed
occasion-on-the-way = On the way
occasion-late-risk = May be late
occasion-choose-time = Choose a time
occasion-paused = Clock stopped
occasion-resumed = Clock runs again
occasion-broken = Promise broken
occasion-completed = Completed
occasion-answer = Answer
occasion-withdrawn = Withdrawn
occasion-merged = Merged
occasion-incident-open = Incident
occasion-incident-over = Incident over
occasion-survey = Survey
occasion-care = Care
occasion-dispute-decided = Dispute decided
occasion-warned = Deadline near
occasion-escalated = Escalated
occasion-handed-over = Handed over
occasion-disputed = Pause disputed
occasion-review-due = Pause to review

contact-call = Call { $name }, { $phone }
contact-hours = Contact hours { $from }–{ $to }
contact-not-now = Not a time to call: outside { $from }–{ $to } a call counts for nothing
ladder-title = First contact
ladder-not-yet = It begins when a technician has the order.
ladder-first = First call
ladder-by = by { $time }
ladder-reached = reached { $time }
ladder-over = no call is owed
ladder-exhausted = every part of the day tried
ladder-due = reach them, or try again, by { $time }
ladder-tried = tried { $time }
ladder-missed = missed
ladder-owed = next
ladder-part = { $day }, { $part }
ladder-rule = By policy { $version }: after a call that fails, one each in the morning, at noon and in the evening that follow.
rung-morning = morning
rung-noon = noon
rung-evening = evening
calls-title = Calls
calls-none = Nobody has called yet.
calls-off-hours = outside the contact hours: counts for nothing
by-console = console
by-inbox = inbox
by-phone = Phone
by-sms = Text message
by-wechat = WeChat
by-web = Web
by-in-person = In person
by-voice = Phone
by-third-party = Third party
call-contact = { $how }: reached, { $time } agreed
call-attempt = { $how }: { $outcome }
call-answer-tried = { $how }, to answer: { $outcome }
call-call-back-tried = { $how }, call-back: { $outcome }
call-called-back = { $rating ->
    [0] { $how }: called back
   *[other] { $how }: called back, rated { $rating }
}
messages-title = Messages
messages-none = Nothing has been written yet.
messages-no-channel = No channel is set up: nobody is written to.
message-again = Send again
message-again-sent = sent again
message-again-by = sent again by { $name }
message-words = Words
fate-sent = sent { $time } ({ $channel }){ $tries ->
    [one] { "" }
   *[other] , at try { $tries }
}
fate-queued = leaves { $time }
fate-retry = { $tries ->
    [one] { $tries } try
   *[other] { $tries } tries
}, again { $time }: { $reason }
fate-failed = given up { $time }: { $reason }
fate-moot = { $time }: overtaken, not sent
call-backs-title = Call-backs
call-back-open = to be called back by { $time }
call-back-done = { $rating ->
    [0] heard { $time }
   *[other] heard { $time }, rated { $rating }
}
call-back-reopened = reopened: the next completion is called back
call-back-next = { $tries ->
    [0] may be called from { $time }
    [one] { $tries } call, again from { $time }
   *[other] { $tries } calls, again from { $time }
}

work-none = Nobody has been there yet. It is expected to take { $span }.
work-visit = Visit { $number }
work-travel = On the road
work-on-site = On site
work-as-expected = as expected ({ $estimate })
work-over = { $span } over the expected { $estimate }
work-under = { $span } under the expected { $estimate }
work-speed = Speed test
work-mbps = { $mbps } Mbit/s
work-of-contract = { $mbps } of { $contracted } Mbit/s ({ $percent } %)
work-gate = { $gate } % needed
work-no-gate = no contracted rate to compare with
work-passed = Passed
work-too-slow = Too slow
work-line-tests = Line tests
work-dbm = { $dbm } dBm
work-from-desk = from the desk
work-parts = Parts and tools
work-parts-used = Used
work-parts-needed = Needed
work-parts-not-yet = taken from the van at completion
work-parts-none = none for this kind
work-tools = Tools
work-piece = { $piece } × { $count }
piece-ont = ONT
piece-drop-cable = drop cable
piece-optical-meter = optical meter
piece-splicer = splicer
work-photos = Photos
work-photos-none = No photo.
work-photo = { $time }, { $name }: { $reason }
work-photo-flag = The log says that a photo was taken; the picture itself was not sent in.
work-signed = Sign-off
work-confirmed = { $name } confirmed it { $time }
work-not-confirmed = Not confirmed yet, and no signature.
work-fault-check = Fault check at the desk

linked-orders = Orders
linked-none = No other order of this line, customer or address.
linked-order = { $kind }, { $status }
why-optimisation-later = puts this order’s slow line right
why-optimisation-first = was too slow; this order puts it right
why-repeat-later = failed again within 30 days of this
why-repeat-first = this failed again within 30 days of it
why-duplicate-later = the same report, merged into this
why-duplicate-first = this is the same report, merged into it
why-waits-for = has to be done before this
why-same-line = same line
why-same-customer = same customer
why-same-address = same address
linked-incident = since { $time }
linked-incident-left = left { $time }: another cause
linked-incident-over = restored { $time }
linked-incident-automatic = joined by itself
linked-care = Care
care-cause-rating = Low rating
care-cause-complaint = Complaint
care-cause-verdict = Still dissatisfied
linked-rating = rated { $rating }
linked-care-open = since { $time }; next: { $stage ->
    [locate] locate
    [analyse] analyse
    [care] care
   *[other] the customer’s verdict
}
linked-care-closed = closed { $time }: { $verdict ->
    [satisfied] satisfied
   *[other] still dissatisfied
}
linked-money = Compensation
linked-goodwill = goodwill: it was kept, but the customer had been told
linked-money-owed = owed since { $time }
linked-money-told = told { $time }
linked-money-billed = billed { $time }
linked-money-off = taken back { $time }: the promise was kept

audit-log = Sealed log
audit-holds = { $count ->
    [one] { $count } event
   *[other] { $count } events
}, nothing was changed
audit-broken = The log was changed
audit-checkpoint = Checkpoint { $number } of { $time } seals it up to #{ $covered }
audit-no-checkpoint = No checkpoint has seen it yet; it is chained only
audit-beyond = { $count } after it, chained only
audit-no-key = There is no audit key here, so nothing can be proven.
audit-no-export = A lead can export this
audit-wrong = Changed
audit-unreadable = Time unreadable
audit-received = received { $time }
audit-under = checkpoint { $number }
audit-chained = chained only
place-desk = desk
place-phone = phone
place-customers-page = customer’s page
place-server = server
wrong-edited = Edited
wrong-inserted = Inserted
wrong-forged = Edited or inserted
wrong-removed = Removed
wrong-unproven = Unproven
wrong-order-edited = Order does not agree
wrong-order-removed = Order removed
wrong-checkpoint = Checkpoint damaged
