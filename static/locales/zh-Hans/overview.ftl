# 各区一览，备勤。

overview-districts = 各区情况，最要紧的在前
overview-district = 区
overview-unassigned = 未派
overview-escalations = 升级
overview-on-duty = 在岗
overview-figure = { $name } { $pct } %
overview-nothing-decided = 今天还没有结果
reserve-title = 今天的备勤
reserve-today-only = 备勤只管今天。
reserve-none = 今天没有人备勤，要由班长安排。
reserve-none-head = 今天没有人备勤，可在下面安排。
reserve-hours = 备勤 { $from }–{ $until }
reserve-call = 叫{ $technician }上班
reserve-call-sure = 确定叫{ $technician }上班
reserve-called = 已叫 { $from }–{ $until }
reserve-called-now = 已叫{ $technician }上班，正在重新排班
reserve-back = 收回
standby-who = 安排谁
standby-from = 从
standby-until = 到
standby-put = 安排备勤
offer-put = 今天可借给邻区
extra-overtime = { $technician }今天可加班 { $minutes } 分
extra-lent = { $technician }今天借给邻区
extra-offered = { $technician }今天可借给邻区
