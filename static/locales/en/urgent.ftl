# The strip of what has a hard deadline, above the lanes.

urgent-title = Hard deadlines
urgent-key = Go there (U); ← → from one to the next
urgent-count = { $count ->
    [one] 1 hard deadline
   *[other] { $count } hard deadlines
}
urgent-soonest = soonest in { $span }
urgent-left = { $span }
urgent-over = { $span } over
urgent-due = due { $time }
urgent-order = Urgent: { $customer }
urgent-nobody = Nobody yet
urgent-away = { $name } is away
urgent-waits = { $name }; waits for { $taker }
urgent-act = { $act }: { $what }
urgent-do-assign = Assign
urgent-do-reassign = Reassign
urgent-do-contact = Call
urgent-do-resume = Resume
urgent-do-settle = Settle
urgent-do-look = Look
urgent-do-accept = Accept
urgent-do-attend = I see to it
urgent-do-hand-over = Hand over
urgent-do-done = Done
