# 升级收件箱。

escalations-hint = 这里是升级到本岗位的承诺，先到期的在前。谁接手、何时接手，大家都看得到。
escalations-none = 没有等着处理的升级
escalations-done = 最近办结 { $count } 条
escalation-percent = 时间已用 { $percent } %
escalation-broken = 已破约
escalation-due = { $time } 到期
escalation-nobody = 还没派人
escalation-free = 还没有人接手
escalation-mine = 由我处理，{ $time } 接手
escalation-theirs = { $name }在处理，{ $time } 接手
escalation-handed = { $name }转来
escalation-other = { $rung }时已升级：{ $name }在处理
escalation-take = 我来处理
escalation-take-over = 改由我处理
escalation-hand = 转给同事
escalation-hand-to = 转给谁
escalation-no-colleague = 本区没有别的同事
escalation-settle = 写下怎么办的
escalation-what = 做了什么
escalation-done-button = 办结
escalation-done-by = { $name } { $time } 办结
escalations-tasks = { $count } 项任务到点提醒
escalation-task = { $name }负责，限 { $time }
escalation-task-attend = 我来跟
