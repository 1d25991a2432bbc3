### The page of the promises: versions, catalogue, form and preview.

## The page
admin-title = What we promise
admin-lead = Every promise to our customers, as dated versions. An order keeps the version of the day on which it was accepted; whatever is changed here holds only for orders accepted later.
admin-to-board = To the board
admin-loading = Reading the versions …
admin-versions = Versions
admin-from = from { $day }
admin-open-orders = { $count ->
    [one] 1 open order
   *[other] { $count } open orders
    }
admin-by = {", "}saved by { $name }
admin-state-past = Past
admin-state-current = In force
admin-state-future = To come
admin-catalogue = Version { $version }
admin-fixed = This version is or was in force and never changes: orders count by it.
admin-waiting = This version waits for its first day and can still be changed.
admin-new = New version from this one
admin-edit = Change
admin-remove = Take back
admin-remove-sure = Take version { $version } back? Nothing is under it yet.
admin-saved = Version { $version } is saved.
admin-removed = Version { $version } is taken back.
admin-none = –
admin-comma = {", "}
admin-semicolon = {"; "}
admin-colon = {": "}

## The table
admin-column-promise = Promise
admin-column-order = Order
admin-column-target = Until when
admin-column-counts = What counts
admin-column-warnings = Warnings
admin-column-breach = Told at a breach
admin-column-costs = A breach costs
about-complete = Work done and tested
about-urgent = Urgent complaint settled
about-accept = Technician takes the order
about-contact = Customer reached, time agreed
about-arrive = At the door on time
about-speed = Speed as contracted
about-cancel-verify = Withdrawal verified
about-cancel-done = Withdrawal finished
about-answer = Question answered
about-callback = Customer called back
about-care = Care case closed
admin-any-kind = Every order
admin-kind-and-tier = { $kind }, { $tier }
admin-place = { $promise }, { $order }
admin-unit-d = { $n } d
admin-unit-h = { $n } h
admin-unit-min = { $n } min
admin-unit-s = { $n } s
admin-unit-name-d = days
admin-unit-name-h = hours
admin-unit-name-min = minutes
admin-end-of-day = 24:00
admin-point-same = { $time } the same day
admin-point-next = { $time } the next day
admin-point-later = { $time } after { $days } days
admin-target-within = within { $span }
admin-target-by = by { $point }
admin-target-cut-off = before { $cutOff }: { $before }; later: { $after }
admin-target-around = agreed time ± { $span }
admin-target-early-late = from { $early } before to { $late } after the agreed time
admin-target-share = at least { $percent } % of the contracted rate
admin-target-own = the deadline that the customer named
admin-counts-always = every hour
admin-counts-contact = contact hours
admin-counts-office = office hours
admin-may-pause = {", "}may be paused
admin-tells-technician = technician
admin-tells-lead = team lead
admin-tells-manager = district manager
admin-tells-director = duty director
admin-tells-customer = customer
admin-costs-nothing = –
admin-costs-once = ¥{ $yuan } once
admin-costs-day = ¥{ $yuan } a started day
admin-warned = { $percent } %: { $tells }
admin-yuan = ¥{ $yuan }
admin-yuan-sign = ¥
admin-settings = For all promises
field-version = Version
field-valid-from = Valid from
field-tiers = Classes of area
field-cap-yuan = Most compensation an order
field-at-risk-percent = At risk from
field-cancel-ahead = A visit may be called off until
field-contact-hours = Contact hours
field-office-hours = Office hours
field-halves = Morning, afternoon, whole day
field-ladder = Parts of the day for further calls
field-promises = Promises

## The form
admin-form = Writing version { $version }
admin-to-text = Edit as text (TOML)
admin-to-form = Back to the form
admin-as-text = The text
admin-promises = Promises
admin-preview = Show what it changes
admin-preview-first = Look first at what it changes
admin-save = Save
admin-leave = Discard
admin-faults = { $count ->
    [one] One thing cannot be saved as it is.
   *[other] { $count } things cannot be saved as they are.
    }
admin-unit = Unit
admin-day = Day
admin-day-same = the same day
admin-day-next = the next day
admin-day-later = { $days } days later
admin-opens = Opens
admin-closes = Closes
admin-kind = Kind of order
admin-tier = Class of area
admin-shape = How it is counted
admin-shape-within = so many hours
admin-shape-by = a time of day
admin-shape-cut-off = by the hour of acceptance
admin-within = Within
admin-by-time = By
admin-cut-off = Line between early and late
admin-before = Started before it
admin-after = Started at it or later
admin-early = At most so early
admin-late = At most so late
admin-share = Share of the contracted rate
admin-pausable = May be paused
admin-amount = Amount
admin-price-none = nothing
admin-price-once = an amount, once
admin-price-day = an amount for each started day
admin-percent = At
admin-tells = Tells
admin-warning-add = Add a warning
admin-warning-remove = Remove this warning
admin-row-add = Add a promise
admin-row-remove = Remove this promise
admin-tiers-hint = A class promises what its own rows say, and for the rest what standard areas are promised.
admin-tier-name = Name, such as pilot
admin-tier-add = Add a class
admin-tier-remove = Remove { $tier }
admin-more-as-text = Office hours, the parts of the day for calls and the half-days are edited as text.

## What it would change
admin-preview-title = Version { $version } instead of { $before }
admin-preview-orders = This changes { $running } running orders, { $future } future ones a day.
admin-preview-mean = The mean of the last { $days } days.
admin-preview-keep = { $count ->
    [one] 1 open order keeps its older version.
   *[other] { $count } open orders keep their older version.
    }
admin-preview-from = It holds from { $day }.
admin-preview-until = It holds from { $day } until { $until }, when the next one begins.
admin-preview-same = It promises the same as the version before.
admin-new-tiers = New classes: { $tiers }
admin-gone-tiers = No longer classes: { $tiers }
admin-added = New: { $target }
admin-dropped = No longer promised: { $target }
admin-sample = Started { $at }: due { $before } → { $after }

## What cannot be
fault-missing = This is missing.
fault-unknown-field = There is no such field.
fault-unknown = “{ $got }” is not among the choices.
fault-type = “{ $got }” cannot stand here.
fault-name = “{ $got }” is no name: use letters, digits and dashes.
fault-date = “{ $got }” is no date, such as 2027-01-01.
fault-time = “{ $got }” is no time of day, such as 08:00.
fault-span = “{ $got }” is no length of time that can be promised: more than nothing, at most a year.
fault-amount = “{ $got }” is no amount: yuan with at most two decimals.
fault-negative = “{ $got }” is less than nothing.
fault-range = “{ $got }” is out of range.
fault-shape = This promise cannot have such a target or price.
fault-never-opens = These hours never open: nothing would ever be counted.
fault-backwards = It ends before it begins ({ $got }).
fault-outside = It lies outside of the contact hours ({ $got }).
fault-overlaps = It begins before the part before it ends ({ $got }).
fault-after-breach = A warning comes before the breach: { $got } is too late.
fault-out-of-order = Warnings come one after the other: { $got } is not later than the one before.
fault-nobody = A warning tells somebody.
fault-twice = It stands twice.
fault-not-promised = A promise that every standard area has is missing.
fault-not-pausable = Only the work itself can be paused.
fault-counts = A time of day counts every hour: only a span can rest at night.
fault-tier-in-use = Some area has a class that is not among these.
fault-not-ahead = { $got } has begun: choose a day to come.
fault-day-taken = On { $got } another version begins.

## What done work has taught
learned-title = What done work has taught
learned-lead = Learned every night from completed visits and planned with from then on. A factor is what it really took, divided by what was expected; few visits move it little.
learned-district = District
learned-nothing = Nothing has been learned yet: the usual durations hold.
learned-from = { $at }, from { $visits } visits and { $roads } roads. Visits are planned so that { $percentile } of 100 take no longer.
learned-more = By area and technician ({ $count })
learned-column-what = What
learned-column-factor = Factor
learned-column-error = Error
learned-column-minutes = Duration
learned-column-spread = Single ones differ by
learned-column-count = Learned from
learned-minutes = { $minutes } min (usual: { $usual })
learned-road = All roads
learned-road-at = Roads, { $part }
learned-part-night = at night
learned-part-morning = 7:00–9:00
learned-part-forenoon = 9:00–12:00
learned-part-noon = 12:00–14:00
learned-part-afternoon = 14:00–17:00
learned-part-evening = 17:00–20:00
