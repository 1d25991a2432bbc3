# 泳道上方：有硬時限的事

urgent-title = 硬時限
urgent-key = 按 U 到這裡，← → 逐項看
urgent-count = { $count } 項硬時限
urgent-soonest = 最近還剩 { $span }
urgent-left = { $span }
urgent-over = 超 { $span }
urgent-due = 限 { $time }
urgent-order = 緊急投訴：{ $customer }
urgent-nobody = 還沒派人
urgent-away = { $name }不在
urgent-waits = { $name }，等{ $taker }接手
urgent-act = { $act }：{ $what }
urgent-do-assign = 派單
urgent-do-reassign = 改派
urgent-do-contact = 聯絡
urgent-do-resume = 恢復
urgent-do-settle = 辦結
urgent-do-look = 看
urgent-do-accept = 接手
urgent-do-attend = 我來跟進
urgent-do-hand-over = 移交
urgent-do-done = 完成
