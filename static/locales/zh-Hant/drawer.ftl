# 打開的訂單：「現在」以外的各欄。

log-title = 經過
log-more = 更早的 { $count } 則
log-because = ：{ $reason }
log-skewed = 裝置時間有偏差
