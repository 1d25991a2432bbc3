# Every district at a glance, and the reserve.

overview-districts = The districts, the worst first
overview-district = District
overview-unassigned = Nobody's
overview-escalations = Escalations
overview-on-duty = On duty
overview-figure = { $name } { $pct } %
overview-nothing-decided = Nothing decided yet today
reserve-title = Today's reserve
reserve-today-only = The reserve is today's only.
reserve-none = Nobody is on standby today; a lead arranges it.
reserve-none-head = Nobody is on standby today; arrange it below.
reserve-hours = standby { $from }–{ $until }
reserve-call = Call { $technician } out
reserve-call-sure = Yes, call { $technician } out
reserve-called = called out { $from }–{ $until }
reserve-called-now = { $technician } is called out; the plan is being made anew
reserve-back = Take back
standby-who = Who
standby-from = From
standby-until = Until
standby-put = Put on standby
offer-put = Neighbours may borrow today
extra-overtime = { $technician } may work { $minutes } min longer today
extra-lent = { $technician } is lent to a neighbour today
extra-offered = Neighbours may borrow { $technician } today
