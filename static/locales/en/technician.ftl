### The technician's phone: what now, what next.

app-name = Sanxian for technicians
app-title = Today
loading = Fetching today's orders
list-comma = { ", " }
list-semicolon = { "; " }
not-yet = not yet
tabs-label = Main pages
tab-today = Today
tab-messages = Messages
tab-me = Me

today-title = Today
today-sub = { $date }, { $count } to go
today-after = Then { $count } more
today-standing = Standing still: { $count }
today-empty = No orders yet today
today-all-done = Everything for today is done
today-empty-hint = A new order appears here by itself.
row-sub = { $kind }, { $address }
done-word = Done
done-count = { $count ->
    [one] { $count } order
   *[other] { $count } orders
    }
done-title = { $count } done today
done-all-kept = All kept
done-broken = { $count } broken
done-broke = { $promise } broken
day-no-answer = Today's orders could not be fetched
day-no-answer-hint = There is no signal, and nothing of today is kept on this phone yet. Try again where there is signal.
day-kept = { $count ->
    [one] { $count } step is kept on this phone
   *[other] { $count } steps are kept on this phone
    } and will be sent when there is signal.

queue-waiting = { $count ->
    [one] { $count } step to send
   *[other] { $count } steps to send
    }
queue-waiting-hint = Kept on this phone, sent when there is signal
queue-unstored = This phone cannot store more
queue-unstored-hint = Keep this page open until it is sent
queue-refused = { $count ->
    [one] { $count } step was not accepted
   *[other] { $count } steps were not accepted
    }
queue-refused-hint = See why
offline-since = This is how it was at { $time }
offline-works = Go on working, it is sent when there is signal

order-to-take = To take
order-to-call = To call
when-open = open
when-agreed = Agreed; { $window } counts as on time
when-planned-booked = Planned; booked for { $booked }, not agreed yet
when-planned = Planned, not agreed yet
when-not-planned = Not in the route yet
fact-from = From
fact-plan = Plan
fact-travel = Drive
fact-depot = Depot
fact-depot-at = first, at { $time }
fact-limit = Limit
fact-duration = Takes
fact-about = about { $span }
fact-address = Address
fact-note = Note
fact-number = Number
limit-install = working by { $time }, { $left } left
limit-move = moved by { $time }, { $left } left
limit-repair = repaired by { $time }, { $left } left
limit-over = was { $time }, { $span } over
limit-paused = Paused

call-name = Call { $name }
contact-within = Call { $name } within { $span }
contact-overdue = Call { $name }, { $span } late
contact-until = { $kind }, { $area }; agree a time by { $time }
contact-tried = Tried at { $time }: { $outcome }
contact-left = { $span } left to agree a time
contact-late = { $span } late to agree a time
contact-left-first = By { $time }
contact-left-tried = By { $time }; first call made

quick-call = Call
quick-way = Map
quick-way-to = Find the way to { $address }
quick-redial = Redial
deed-take = Take { $name }'s order
deed-take-all = Take { $count } new orders
deed-contact = Agree a time with { $name }
deed-set-off = Set off to { $name }
deed-arrive = At { $name }'s door
deed-go-on = Go on at { $name }'s
deed-call = Call { $name }
deed-call-again = Call { $name } again
deed-choose-time = Choose the agreed time
deed-agree = Agreed: { $time }
deed-record = Note it, call { $time }
deed-record-last = Note this call
deed-start-install = Start the installation
deed-start-move = Start the move
deed-start-repair = Start the repair
deed-optical = Note the receive power
deed-speed = Note the speed
deed-complete = Complete the order

said-taken = { $count ->
    [one] Taken
   *[other] { $count } taken
    }
said-set-off = On the way; the customer sees it
said-attempt = Noted; the next call is { $time }
said-agreed = Agreed with { $name }: { $time }
said-tested = The speed is fine
said-tested-low = Noted; the speed is below the pass mark
said-completed = { $name }'s order is complete
said-recorded = Noted
said-answered = The customer has the answer

ladder-call = Call { $name }
ladder-not-reached = { $name } was not reached
ladder-title = Three more: morning, noon and evening
ladder-first = First call, { $time }
ladder-first-after = { $span } after taking it: { $outcome }
ladder-morning = a.m.
ladder-noon = noon
ladder-evening = eve
ladder-tried = Called { $time }: { $outcome }
ladder-next = One tap to call from { $time }
ladder-now = You can call now
ladder-missed = No call was made
ladder-last = The last one
ladder-if-needed = Only if the one before fails
ladder-next-tag = Next
ladder-end = Only then the clock may stop
ladder-end-hint = The customer gets a link to choose a time; choosing starts the clock again
ladder-if-not = If nobody answers, three more
ladder-quiet = Nobody is called 21:00–08:00, and the clock stands still
call-from = Call again from { $time }
call-until = Call now, until { $time }
call-chooses = Not reached; the customer chooses a time
call-missed = One call was missed: call now
outcome-title = How did the call go?
outcome-title-at = The call at { $time }: how did it go?
outcome-reached = Reached

agree-title = Which time?
agree-title-booked = Which time? Booked for { $booked }
agree-day = Which day
agree-fits = fits the route
agree-none = No time is left on this day; choose another.
agree-window = Anything from { $window } counts as on time.
agree-other = Another time
agree-full = The plan has no room left on this day; choose another, or agree another time.
agree-unknown = Without signal: whether the plan has room is not known.
agree-late = late
agree-held = { " " }Kept until { $time }.
agree-looking = Looking for room on your route…
agree-best = least extra road
agree-by-title = Who asked for the change?
agree-by-customer = The customer
agree-by-us = We did

visit-title = { $name }: { $kind }
visit-gone = This order is not yours any more
visit-gone-hint = It may have been reassigned or withdrawn. What you did is on record.
visit-attempts = Calls so far
visit-agree-again = Agree another time
visit-back-to-day = Back to today
stands-on-hold = On hold. The order comes back to the route when it is time or the customer says so.
stands-visit-failed = This visit failed. The desk plans a new one.
stands-withdrawal-requested = A withdrawal was asked for and will be verified; you need not go.
stands-withdrawal-verified = The withdrawal is verified; you need not go.
stands-withdrawn = The order is withdrawn.
arrived-at = Arrived { $time }{ $punctual }
arrived-on-time = { ", on time" }
arrived-late = { ", late" }
arrived-early = { ", early" }
worked-so-far = { $span } at work
worked-in-all = { $span } of work
gate-label = { $done } of { $all } done
gate-missing = { $count } to go before completing
gate-ready = Everything is there: ready to complete
gate-finished = Completed
gate-start = Start
gate-optical = Receive power
gate-speed = Speed test
gate-complete = Complete
start-hint = Knock, show the badge, put on shoe covers, then start
optical-fits = { $dbm } dBm, between −8 and −27
optical-out = { $dbm } dBm is not between −8 and −27: check the fibre first
optical-hint = As on the power meter; −8 to −27 is fine
optical-skip = No meter
optical-skipped = not measured
speed-pass = Contract { $contracted }, pass mark 90 % ({ $pass })
speed-any = The mean of three wired tests
speed-hint = { $percent } % of the contract, pass mark 90 % ({ $pass })
speed-hint-low = { $percent } % of the contract, below the pass mark of 90 % ({ $pass }); check and test again
complete-hint = { $name } then gets the result and is asked to confirm
complete-after = { $name } is asked to confirm
reading-save = Note it
reading-edit = Change { $what }
reading-wrong = A number above 0, at most { $max }

trouble-install = Trouble
trouble-repair = Trouble
trouble-decline = Decline
trouble-title = What is it at { $name }'s?
trouble-until = Until which day?
trouble-note = Anything to add (optional)
trouble-why = Why
trouble-say-why = Say why first
trouble-decline-hint = Say why; the desk gives it to somebody else
trouble-no-access = No access
trouble-no-access-hint = Nobody there, or not let in; this visit fails
trouble-not-ready = Premises are not ready
trouble-not-ready-hint = No power, no duct, building work
trouble-parts = Parts are missing
trouble-parts-hint = Our reason: the clock goes on
trouble-line-fault = Fault on the line
trouble-line-fault-hint = Another team is needed; the clock goes on
trouble-other = Something else
trouble-other-hint = Say in a word what it is
trouble-customer-later = The customer wants a later day
trouble-customer-later-hint = The clock stops until that day
trouble-hold-not-ready = Premises are not ready yet
trouble-hold-not-ready-hint = The clock stops until the customer says so
trouble-withdraw = The customer does not want it
trouble-withdraw-hint = Ask to withdraw; it is verified the next day
trouble-offered = We offered { $time }; the clock stops from then on
trouble-called = Did you call from the door?
trouble-photo = Did you take a photo of the closed door?
trouble-yes = Yes
trouble-no = No
trouble-proof = The clock stops only if you came on time, called and took a photo
trouble-do-decline = Hand the order back
trouble-do-fail-visit = Note it, the visit failed
trouble-do-hold = Note it, stop the clock
trouble-do-request-withdrawal = Ask to withdraw

messages-sub = Whoever sees it first owns it; answer within 24 hours
messages-empty = No question is waiting
messages-empty-hint = What customers ask appears here.
messages-answer = Answer
messages-send = Send

me-sub = Badge { $badge }, { $team }
me-shift = Shift
me-van = In the van
part = { $part ->
    [ont] Modem (ONT)
    [drop_cable] Drop cable
   *[other] { $part }
    }
part-of-load = { $count } of { $load }
van-fill = The van is full again
van-filled = The van is full again.
me-language = Language
me-theme = Look
refused-title = Steps that were not accepted
refused-step = { $step }, { $name }
refused-now = Now: { $status }.
refused-gone = The order is not yours any more.
refused-open = See the order
refused-seen = Understood, put away
sign-out-waiting = { $count ->
    [one] { $count } step is not sent yet
   *[other] { $count } steps are not sent yet
    }
sign-out-waiting-hint = They stay on this phone and are sent when you sign in again.
sign-out-stay = Stay
sign-out-offline = No signal: the sign-in would stay open at the server. Try again later.
