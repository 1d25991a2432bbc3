# The escalations inbox.

escalations-hint = Promises that were escalated to this role, the soonest due first. Everybody sees who has one, and since when.
escalations-none = Nothing waits here
escalations-done = { $count } settled lately
escalation-percent = { $percent } % of the time is over
escalation-broken = Broken
escalation-due = due { $time }
escalation-nobody = nobody assigned
escalation-free = Nobody has it yet
escalation-mine = I have it since { $time }
escalation-theirs = { $name } has it since { $time }
escalation-handed = handed over by { $name }
escalation-other = { $rung }: { $name } has it
escalation-take = I have it
escalation-take-over = I take it over
escalation-hand = Hand over
escalation-hand-to = Hand over to
escalation-no-colleague = Nobody else works in this district
escalation-settle = Say what was done
escalation-what = What was done
escalation-done-button = Settle
escalation-done-by = { $name } settled it { $time }
escalations-tasks = { $count ->
    [one] A task rings
   *[other] { $count } tasks ring
}
escalation-task = { $name } has it, due { $time }
escalation-task-attend = I see to it
