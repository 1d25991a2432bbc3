# The incidents panel of the board.

incident-new = New incident
incident-from-map = Draw on the map
incidents-all = All incidents
incidents-open = { $count ->
    [one] One open
   *[other] { $count } open
}
incidents-restored = Restored lately
incidents-none = No open incident. When many report the same fault, put their orders together here: one hold, one message, one release.
incident-count = { $count ->
    [one] one order
   *[other] { $count } orders
}
incident-since = since { $time }
incident-since-label = Since
incident-by = by { $name }
incident-expected = Back by { $time }
incident-no-end = End not known
incident-is-held = Visits held
incident-not-held = Visits not held
incident-is-told = Told
incident-not-told = Not told
incident-restored-at = Restored { $time }
incident-restored = Restored
incident-suggested-title = Looks like one fault
incident-suggested = { $count } repairs in { $where } within { $minutes } min look like one fault
incident-suggested-hint = The first came { $time }
incident-not-one = Not one fault
incident-below = lines below { $port }
incident-cause = Cause
incident-end = Expected end
incident-end-unknown = Not known
incident-in-hours = In { $hours } h
incident-title = Name for the desk (not told to customers)
incident-orders = { $count ->
    [0] Orders
   *[other] Orders: { $count }
}
incident-orders-none = None picked yet: find them here, or draw around them on the map.
incident-add = Add an order
incident-add-hint = Number, name, address
incident-add-none = Nothing open found
incident-add-all = Add all { $count }
incident-remove = Take { $customer } out: another cause
incident-scope = What it covers
incident-scope-short = Covers
incident-scope-hint = New repair reports from these areas, or on lines below this port, join by themselves.
incident-scope-joins = new reports join
incident-port = Port or splitter (the beginning of the line ids)
incident-ports = In common
incident-port-count = { $prefix } ({ $count })
incident-missing-cause = Choose a cause; “not known yet” is one.
incident-missing-scope = Pick orders, an area or a port.
incident-do-open = Open the incident
incident-did-open = { $count ->
    [one] Incident opened with one order
   *[other] Incident opened with { $count } orders
}
incident-change = Change
incident-save = Save
incident-did-change = Incident changed
incident-members = Orders in it
incident-members-none = No orders yet; new reports that fall into its scope join by themselves.
incident-automatic = Joined by itself
incident-visit-futile = Visit would be in vain
incident-visit-held = Visit held
incident-visit-later = Visit after the end
incident-visit-under-way = Technician under way
incident-visit-on-hold = On hold for another reason
incident-visit-over = Done
incident-did-add = { $count ->
    [one] One order added
   *[other] { $count } orders added
}
incident-did-remove = { $customer } taken out
incident-futile = { $count ->
    [0] No visit would be in vain now
    [one] One visit would be in vain
   *[other] { $count } visits would be in vain
}
incident-held-all = { $count ->
    [0] New reports are held at once
    [one] One visit held, new ones at once
   *[other] { $count } visits held, new ones at once
}
incident-hold-hint = Technicians are free for others. Our clocks run on; a visit called off within two hours of its time counts as missed.
incident-under-way = { $count ->
    [one] One technician is on the way or there: call
   *[other] { $count } technicians are on the way or there: call
}
incident-do-hold = Hold visits
incident-did-hold = { $count ->
    [one] One visit held
   *[other] { $count } visits held
}
incident-untold = { $count ->
    [0] New reports are told at once
    [one] One customer does not know yet
   *[other] { $count } orders whose customers do not know yet
}
incident-told-all = All customers are told, new ones at once
incident-tell-hint = One message a person, in their language: the cause, the expected end, that the promise still counts.
incident-do-tell = Tell customers
incident-did-tell = Customers are told
incident-end-title = The line works again
incident-restore-hint = What is held goes on, customers are told, the plan is made anew.
incident-restore = Restore…
incident-restore-title = Which lines have you tested good?
incident-restore-ask = These repairs are done without a visit; the others get their visit. A customer for whom it does not work can say so and is served again.
incident-solved-all = All { $count } repairs tested good
incident-restore-sum = { $solved } done, { $rest } go on
incident-do-restore = Restored: release all
incident-did-restore = Incident over: { $solved } done, { $count } go on
incident-visit-goes-on = Goes on
incident-crew = Line crew not asked yet
incident-crew-hint = One task for whoever mends the line, due when the end is expected.
incident-crew-team = Team
incident-do-crew = Ask the crew
incident-did-crew = The crew is asked
incident-crew-asked = Asked: { $team }
incident-crew-has = { $name } has the line work
incident-crew-done = The line crew is done
incident-crew-due = due { $time }
incident-tasks = { $count ->
    [0] Needs something else of somebody
    [one] 1 open task
   *[other] { $count } open tasks
}
incident-task = { $name }, due { $time }
incident-do-task = New task…
