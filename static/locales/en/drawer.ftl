# The open order's tabs, but for the first.

log-title = Story
log-more = { $count } earlier
log-because = : { $reason }
log-skewed = device clock was off
