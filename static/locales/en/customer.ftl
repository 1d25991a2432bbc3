### The customer's page: where it is, who comes, when.

loading = Fetching your order
list-comma = { ", " }
fresh-comma = { ", " }
order-install = New line
order-move = Moving your line
order-repair = Repair
order-install-mbps = New line, { $mbps }M
order-move-mbps = Moving your line, { $mbps }M
order-repair-mbps = Repair, { $mbps }M
our-technician = our technician
master = { $surname }
failed-eyebrow = Not there yet
failed-title = Your order cannot be shown just now

now-label = Where it is now
now-received = We have your order and are finding a technician
now-calling = { $who } calls you by *{ $time }*
now-to-call = { $who } will call you
now-agreed = { $who } comes { $day } *{ $time }*
now-on-the-way = { $who } is on the way, here about *{ $time }*
now-set-off = { $who } is on the way
now-late = We are late.|New time: by *{ $time }*
now-late-open = We are late and on our way
now-here = { $who } is here
now-working-install = { $who } is putting in your line
now-working-move = { $who } is moving your line
now-working-repair = { $who } is repairing it
now-done-install = It works
now-done-move = It works at the new place
now-done-repair = It works again
now-done-speed-install = It works, measured at *{ $mbps }* Mbps
now-done-speed-move = It works at the new place, measured at *{ $mbps }* Mbps
now-done-speed-repair = It works again, measured at *{ $mbps }* Mbps
now-paused-until = We come again *{ $day }*
now-paused = Waiting for your word
now-failed = It did not work out; we call you for a new time
now-withdrawing = You asked to withdraw
now-withdrawn = The order is withdrawn

sub-booked = Booked for { $booked }
sub-assigning = You see here at once who comes
sub-calling = to agree the exact time with you
sub-agreed = On time is { $window }
sub-expected = { ". As it looks now, about " }{ $time }
sub-agreed-at = { "Agreed " }{ $time }{ ". " }
sub-left = { $span } to go
sub-any-moment = Any moment now
sub-late = { $who } has not set off yet; we are chasing it
sub-late-coming = { $who } is coming
sub-arrived = Here since { $time }
sub-ends-install = working about { $time }
sub-ends-move = moved about { $time }
sub-ends-repair = repaired about { $time }
sub-contract = { "Contract " }{ $mbps }, pass mark { $pass }{ ". " }
sub-done-at = Done { $time }
sub-confirmed = { ". You confirmed it" }
sub-paused-customer-later = You said that this suits you
sub-paused-not-ready = Tell us when the place is ready
sub-paused-unreachable = We could not reach you; please choose a time
sub-paused-no-access = The technician was not let in; please choose a time
sub-paused-force-majeure = Weather or disaster: we come when it is safe
sub-paused-other = The clock stands still
sub-failed = The technician was there and could not finish
sub-verify = We check it with you by { $time }
sub-withdraw = Done by { $time }
sub-withdrawing = We check it with you
sub-withdrawn = Nobody will come any more. Call us if you change your mind.

step-name-accepted = Received
step-name-contacted = Agreed
step-name-moved = Moved
step-name-on-the-way = Set off
step-name-on-site = Arrives
step-name-on-site-past = Arrived
step-name-completed-install = Works
step-name-completed-move = Works
step-name-completed-repair = Works
step-about = about { $time }
step-by = by { $time }

map-label = Map: the technician is on the way, { $distance } away
map-left = { $distance } away
map-age = position { $ago }
who-badge = Badge { $badge }
who-call = Call { $name }
who-verify = Before opening, check that the badge says { $badge }

vows-title = What we promise
vow-state-track = On track
vow-state-risk = On track
vow-state-jeop = Tight
vow-state-paused = Paused
vow-state-kept = Kept
vow-state-broken = Broken
vow-broken = Broken
vow-complete-install-open = Working by { $due }
vow-complete-move-open = Moved by { $due }
vow-complete-repair-open = Repaired by { $due }
vow-complete-install-kept = Working in time
vow-complete-move-kept = Moved in time
vow-complete-repair-kept = Repaired in time
vow-complete-install-early = Working, { $days ->
    [one] 1 day
   *[other] { $days } days
    } early
vow-complete-move-early = Moved, { $days ->
    [one] 1 day
   *[other] { $days } days
    } early
vow-complete-repair-early = Repaired, { $days ->
    [one] 1 day
   *[other] { $days } days
    } early
vow-complete-install-broken = Not working by { $due }
vow-complete-move-broken = Not moved by { $due }
vow-complete-repair-broken = Not repaired by { $due }
vow-arrive-open = Here { $window }
vow-arrive-by = Here by { $due }
vow-arrive-kept = Here { $time }, on time
vow-arrive-early = Here { $time }, too early
vow-arrive-broken = Not here by { $due }
vow-contact-open = In touch by { $due }
vow-contact-kept = In touch within 2 hours
vow-contact-broken = Not in touch by { $due }
vow-contact-attempted = We called and could not reach you
vow-urgent-open = Restored by { $due }
vow-urgent-kept = Restored by the time you named
vow-urgent-broken = Not restored by { $due }
vow-speed-open = At least 90 % of the contracted speed
vow-speed-kept = At least 90 % of the contracted speed
vow-speed-broken = Below 90 % of the contracted speed; we improve the line
vow-cancel-verify-open = Withdrawal checked with you by { $due }
vow-cancel-verify-kept = Withdrawal checked with you
vow-cancel-verify-broken = Withdrawal not checked by { $due }
vow-cancel-done-open = Withdrawn by { $due }
vow-cancel-done-kept = Withdrawn in time
vow-cancel-done-broken = Not withdrawn by { $due }
vow-owe = If late: { $amount } off your bill, by itself
vow-owe-arrive = Over 1 h early or late: { $amount }
vow-paid = { $amount }, on your account
vow-will-pay = { $amount } off your bill, by itself
vow-took = It took { $span }
vow-took-less = It took under a minute
why-this-time = Why this time?
why-moved = Why did it move?

owe-label = What we owe
owe-broken = Broken: { $promise }
owe-how = is on your account and comes off your next bill. Nothing to claim
owe-another-time = Another time

paused-title = Clock paused
paused-since = Paused since { $time }
paused-until = { ", runs again " }{ $time }
paused-due = { ". The promise now reads " }{ $time }.
paused-earlier = Come earlier
paused-dispute = I did not ask for this
paused-dispute-fact = That is not so
paused-dispute-open = You disagree with the pause; the team lead is checking
paused-dispute-upheld = Checked: you are right, the pause is taken out
paused-dispute-rejected = Checked: the pause stands
paused-hint = The team lead checks it; if you are right, the pause is taken out.

prepare-title = Please prepare
prepare-install-1 = Your ID card (first contract)
prepare-install-2 = Access to the wiring box, a socket nearby
prepare-install-3 = One adult at home
prepare-move-1 = Bring the old terminal and its power supply along
prepare-move-2 = Access to the new wiring box, a socket nearby
prepare-move-3 = One adult at the new place
prepare-repair-1 = Leave the terminal powered and the cables as they are
prepare-repair-2 = Access to the wiring box
prepare-repair-3 = One adult at home

doing-label = You can
do-change = Change the time
do-broken = Something is wrong
do-retract-install = I want it after all
do-retract-move = I want it after all
do-retract-repair = I want it after all
do-withdraw-install = Withdraw the order
do-withdraw-move = Withdraw the order
do-withdraw-repair = Withdraw the order
change-title = Which time suits you?
change-day = Which day
change-choose = Choose a time
change-do = Change to { $day } { $time }
change-window = We come between { $window }.
withdraw-title-install = Withdraw the order?
withdraw-title-move = Withdraw the order?
withdraw-title-repair = Withdraw the order?
withdraw-choose = Choose a reason
withdraw-not-needed = No longer needed
withdraw-moved-away = I moved away
withdraw-other-operator = I chose another operator
withdraw-too-late = It takes too long
withdraw-other = Something else
withdraw-do = Ask to withdraw
withdraw-hint = We check it with you by tomorrow and finish within 2 more days. Until then you can change your mind.
broken-title = What is still wrong?
broken-say = Say what is wrong
broken-example = Such as: slow in the evening, no signal in the bedroom
broken-do = Tell us
broken-hint = The order is opened again, and the promise goes on counting.
verdict-title = Is everything working?
verdict-works = It works
verdict-broken = Not quite

talk-title = Messages
talk-you = You
talk-us = Customer care
talk-sending = sending
talk-write = Ask a question
talk-send = Send
talk-hint = Whoever sees it first owns it; you have an answer within 24 hours
