# Every step of an order: the list behind "More", and what each step is asked.

act-find = Find a step
act-not-now = Not now
act-no-match = No such step
form-more = More to add
form-choose = Choose
form-sending = Sending…
form-not-sent = No answer came. What you entered is kept; press again once you are connected, it counts once.
field-note = Note
field-channel = How
field-text = In words
field-kind = What kind
field-question-id = Which question
field-pause = Which pause
field-upheld = Ruling
field-address = The right address
field-area-id = Area
field-lat = Latitude
field-lon = Longitude
field-agreed-at = Agreed time
field-offered-at = Earliest slot that we offered
field-deadline-at = Deadline
field-from-at = From
field-until-at = Until (optional)
channel-phone = Phone
channel-sms = Text message
channel-wechat = WeChat
channel-web = Web page
channel-in-person = In person
upheld-true = Take the pause out
upheld-false = Let it stand
kind-question = Question
kind-complaint = Complaint
kind-opinion = Opinion

do-merge = Merge a duplicate
do-correct-address = Correct the address
do-ask = Note what the customer says
do-answer = Answer
do-dispute-pause = Dispute a pause for the customer
do-decide-dispute = Decide a dispute
do-restore = Restore with its incident
do-declare-force-majeure = Declare force majeure
do-end-force-majeure = Lift force majeure
did-merge = { $closed } merged into { $kept }
did-correct-address = { $customer }: address corrected
did-ask = Noted; it waits for an answer
did-dispute-pause = { $customer }: the pause is disputed
form-merge = Which order is the same matter?
form-correct-address = What is the right address?
form-ask = What did the customer say?
form-answer = What do we answer?
form-dispute-pause = Which pause does the customer dispute?
form-decide-dispute = How is the dispute decided?
form-approve-pause = Which pause counts?
form-declare-force-majeure = Can nobody work here?
did-declare-force-majeure = Force majeure declared; its orders are on hold
did-end-force-majeure = Force majeure lifted; the clocks run again

trial-title = What it changes
trial-nothing = Promises and plan stay as they are
trial-tier = Area’s class: { $was } becomes { $now }
trial-ends = { $name }: no longer owed
trial-begins = { $name } starts, due { $due }
trial-moves = { $name }: { $was } becomes { $due }
trial-state = { $name }: { $state }
trial-ends-agreement = The agreed time ends
trial-leaves-plan = Leaves the running plan until the next one
clock-running = running
clock-paused = paused
clock-kept = kept
clock-attempted = attempted
clock-broken = broken

address-was = Now: { $address }
address-missing = Place not found: choose the area
address-looking = Looking for the place…
address-by-provider = Place found by its address
address-by-area = The middle of the area is used
address-by-none = This address was not found: choose the area
address-place = Place
address-restarts = With another address the promise starts again from now; this cannot be undone.

merge-find = Find by number, phone, name or address
merge-likely = Probably the same matter
merge-found = Found
merge-none = Nothing found
merge-no-likely = No open order looks alike: find it above
merge-beside = Both orders
merge-kept = Goes on
merge-closed = Is closed into it
merge-own = { " " }(this one)
merge-accepted = Received
merge-customer = Customer
merge-address = Address
merge-means = The order received first goes on with its own clocks; the other’s questions and notes are kept. This cannot be undone.

majeure-district = The whole district
majeure-orders = { $count ->
    [one] 1 open order
   *[other] { $count } open orders
}
majeure-means = The completion of every open order there stands still, not of this one alone.

phone-copy = Copy the number
phone-copied = Number copied
