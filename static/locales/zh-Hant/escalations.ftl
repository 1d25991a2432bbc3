# 升級收件匣。

escalations-hint = 這裡是升級到本職位的承諾，先到期的在前。誰接手、何時接手，大家都看得到。
escalations-none = 沒有等著處理的升級
escalations-done = 最近辦結 { $count } 條
escalation-percent = 時間已用 { $percent } %
escalation-broken = 已破約
escalation-due = { $time } 到期
escalation-nobody = 還沒派人
escalation-free = 還沒有人接手
escalation-mine = 由我處理，{ $time } 接手
escalation-theirs = { $name }在處理，{ $time } 接手
escalation-handed = { $name }轉來
escalation-other = { $rung }時已升級：{ $name }在處理
escalation-take = 我來處理
escalation-take-over = 改由我處理
escalation-hand = 轉給同事
escalation-hand-to = 轉給誰
escalation-no-colleague = 本區沒有別的同事
escalation-settle = 寫下怎麼辦的
escalation-what = 做了什麼
escalation-done-button = 辦結
escalation-done-by = { $name } { $time } 辦結
escalations-tasks = { $count } 項任務到點提醒
escalation-task = { $name }負責，限 { $time }
escalation-task-attend = 我來跟進
