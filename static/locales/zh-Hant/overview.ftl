# 各區一覽，備勤。

overview-districts = 各區情況，最要緊的在前
overview-district = 區
overview-unassigned = 未派
overview-escalations = 升級
overview-on-duty = 在崗
overview-figure = { $name } { $pct } %
overview-nothing-decided = 今天還沒有結果
reserve-title = 今天的備勤
reserve-today-only = 備勤只管今天。
reserve-none = 今天沒有人備勤，要由班長安排。
reserve-none-head = 今天沒有人備勤，可在下面安排。
reserve-hours = 備勤 { $from }–{ $until }
reserve-call = 叫{ $technician }上班
reserve-call-sure = 確定叫{ $technician }上班
reserve-called = 已叫 { $from }–{ $until }
reserve-called-now = 已叫{ $technician }上班，正在重新排班
reserve-back = 收回
standby-who = 安排誰
standby-from = 從
standby-until = 到
standby-put = 安排備勤
offer-put = 今天可借給鄰區
extra-overtime = { $technician }今天可加班 { $minutes } 分
extra-lent = { $technician }今天借給鄰區
extra-offered = { $technician }今天可借給鄰區
