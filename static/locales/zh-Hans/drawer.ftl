# 打开的订单：「现在」以外的各栏。

log-title = 经过
log-more = 更早的 { $count } 条
log-because = ：{ $reason }
log-skewed = 设备时间有偏差
