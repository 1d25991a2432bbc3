# 泳道上方：有硬时限的事

urgent-title = 硬时限
urgent-key = 按 U 到这里，← → 逐项看
urgent-count = { $count } 项硬时限
urgent-soonest = 最近还剩 { $span }
urgent-left = { $span }
urgent-over = 超 { $span }
urgent-due = 限 { $time }
urgent-order = 紧急投诉：{ $customer }
urgent-nobody = 还没派人
urgent-away = { $name }不在岗
urgent-waits = { $name }，等{ $taker }接手
urgent-act = { $act }：{ $what }
urgent-do-assign = 派单
urgent-do-reassign = 改派
urgent-do-contact = 联系
urgent-do-resume = 恢复
urgent-do-settle = 办结
urgent-do-look = 看
urgent-do-accept = 接手
urgent-do-attend = 我来跟
urgent-do-hand-over = 移交
urgent-do-done = 完成
