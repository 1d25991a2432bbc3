### 為什麼這樣排、為什麼沒排上、怎樣才排得上，以及兩版排程差在哪。伺服器寫給調度台和命令行。

plan-title = { $number } 為什麼這樣排
plan-title-unassigned = { $number } 為什麼沒排上
plan-none = 沒有這張工單：{ $order }
plan-comma = ，
plan-and = 、
plan-with = { $names }：{ $what }
plan-heading-seat = 排在
plan-heading-time = 為什麼是這個時間
plan-heading-possible = 換別人
plan-heading-blocked = 做不了的人
plan-heading-ways-out = 怎樣才行
plan-seat = { $technician }，{ $start } 到 { $end }

## 排程管不管它
plan-standing-planned = 已排上
plan-standing-unassigned = 沒排上
plan-standing-under-way = 已經出門在做，不再重排
plan-standing-not-planned = 停著或已辦結，不排
plan-standing-later = 訂的日子還沒排到

## 時間一步步怎麼來的
plan-time-starts-out = { $at } 出發
plan-time-held-up = 手上的工作到 { $at }
plan-time-stop-before = 上一家{ $other } { $at } 做完
plan-time-depot = { $at } 到 { $until } 去倉庫領料
plan-time-break = { $at } 到 { $until } 午休
plan-time-road = 路上 { $span }，{ $at } 到
plan-time-waits-for-time = 等 { $span }，約的時間 { $at } 才開始
plan-time-waits-for-window = 等 { $span }，訂的半天 { $at } 才開始
plan-time-as-announced = 沿用先前排好的時間
plan-time-in-promised-time = 在約好的時間內，{ $at } 到 { $until }
plan-time-in-window = 在訂的半天內，{ $at } 到 { $until }
plan-time-outside-window = 不在跟客戶說好的時間內，{ $at } 到 { $until }
plan-time-after-due = 比時限 { $at } 晚 { $span }
plan-time-later-day = 更早沒有更好的位置

## 憑什麼定的
plan-decided-only-one = 別人都做不了
plan-decided-held = { $by ->
    [desk] 調度指定了{ $technician }
    [contacted] { $technician }已跟客戶約好時間
   *[other] { $technician }已接單
}
plan-decided-lost = 其次是{ $technician }，但會破約：{ $breaks }
plan-decided-lost-plain = 其次是{ $technician }，但時間更差
plan-decided-travel = 其次是{ $technician }，多走 { $span }
plan-decided-work = 其次是{ $technician }，多用 { $span } 工時
plan-decided-overtime = 其次是{ $technician }，但要加班，抵得上 { $span } 路程
plan-decided-late = 其次是{ $technician }，但更晚，抵得上 { $span } 路程
plan-decided-delay = 其次是{ $technician }，但要晚一天以上
plan-decided-way = 其次是{ $technician }，但得改先前排好的時間
plan-decided-stranger = 其次是{ $technician }，但跟客戶不熟
plan-decided-changed = 其次是{ $technician }，但為 { $span } 路程不值得換人
plan-decided-load = 其次是{ $technician }，但工作已經更多
plan-decided-equal = 給{ $technician }也一樣
plan-decided-cheaper-elsewhere = 單看這張，給{ $technician }還省 { $span }；全盤這樣更好

## 代價的各部分
plan-part-travel = { $sign ->
    [less] 少走
   *[more] 多走
} { $span }
plan-part-work = { $sign ->
    [less] 少用
   *[more] 多用
} { $span } 工時
plan-part-overtime = { $sign ->
    [less] 少加班
   *[more] 加班
}（抵 { $span }）
plan-part-late = { $sign ->
    [less] 沒那麼晚
   *[more] 更晚
}（抵 { $span }）
plan-part-delay = { $sign ->
    [less] 早一天
   *[more] 晚一天
}（抵 { $span }）
plan-part-way = { $sign ->
    [less] 不改時間
   *[more] 改時間
}（抵 { $span }）
plan-part-stranger = { $sign ->
    [less] 熟客戶
   *[more] 不熟
}（抵 { $span }）
plan-part-changed = { $sign ->
    [less] 不換人
   *[more] 換人
}（抵 { $span }）
plan-part-load = { $sign ->
    [less] 工作少些
   *[more] 工作多些
}（抵 { $span }）
plan-part-none = 一樣好
plan-breaks = 破約：{ $breaks }
plan-at = { $start }

## 哪條規矩攔住了誰
plan-blocked-away = 不上班
plan-blocked-person = 只能由{ $technician }做
plan-blocked-excluded = 客戶不要
plan-blocked-declined = 退回過
plan-blocked-skills = 缺技能：{ $names }
plan-blocked-level = 技能等級不夠：{ $names }
plan-blocked-waits = 要等{ $other }先做，那張還沒排上
plan-blocked-window = 時間已過
plan-blocked-capacity = 裝不下
plan-blocked-parts = 車上沒有：{ $names }
plan-blocked-shift = 一整天空著也來不及
plan-blocked-shift-over = 一整天空著也差 { $span }
plan-blocked-tasks = 單數到上限
plan-blocked-full = 排滿
plan-blocked-full-over = 排滿，差 { $span }

## 怎樣才行
plan-way-assign = { $technician }排得進，{ $start } 上門
plan-way-overtime = { $technician }{ $allowed ->
    [none] 加班
   *[some] 再多加班
} { $span }就排得上：{ $start } 上門，{ $back } 到家
plan-way-overtime-plain = { $technician }{ $allowed ->
    [none] 加班
   *[some] 再多加班
} { $span }：{ $start } 上門，{ $back } 到家
plan-way-other-time = 請客戶改到 { $start }，由{ $technician }上門
plan-way-waiver = 破例讓{ $technician }做（缺{ $names }），{ $start } 上門
plan-way-supplies = 給{ $technician }送{ $names }，{ $start } 上門
plan-way-depot = { $technician }先去倉庫領{ $names }，{ $start } 上門
plan-way-other-person = 改派{ $technician }，{ $start } 上門
plan-way-move-other = 把{ $other }轉給{ $second }，{ $technician }就能 { $start } 上門
plan-way-two-technicians = { $technician }和{ $second }兩人一起做，{ $start } 上門
plan-way-drop-other = 放下沒那麼要緊的{ $other }，{ $technician }就能 { $start } 上門
plan-way-still = { $way }；仍會破約：{ $breaks }

## 兩版排程：一張單怎麼變了
plan-change-appeared = 排給{ $technician }，{ $start }
plan-change-vanished = 不再排，原來是{ $was-technician } { $was-start }
plan-change-technician = { $was-technician } → { $technician }，{ $start }
plan-change-day = { $was-start } → { $start }
plan-change-time = { $was-start } → { $start }
plan-changed-line = { $change }。{ $cause }

## 為什麼變
plan-cause-new-order = 新單
plan-cause-order-gone = 已做完、停錶或撤單
plan-cause-room-freed = { $other }騰出了位置
plan-cause-room-found = 現在排得進了
plan-cause-no-room = 排不進了
plan-cause-technician-away = { $was-technician }不上班
plan-cause-technician-back = { $technician }來上班了
plan-cause-technician-held-up = { $was-technician }被耽擱 { $span }
plan-cause-not-allowed = { $was-technician }不能再做這張
plan-cause-asked-for = 人工指派
plan-cause-window-changed = 約的時間變了
plan-cause-duration-changed = 用時跟原來估的不一樣
plan-cause-new-order-took-place = 新單{ $other }佔了這個位置
plan-cause-keeps-own-promise = 這樣能守住它的承諾
plan-cause-keeps-promise-of = 這樣能守住對{ $other }的承諾
plan-cause-cheaper-road = 少走 { $span }
plan-cause-less-overtime = 少加班 { $span }
plan-cause-exchanged = 跟{ $other }對調
plan-cause-cheaper-in-all = 全盤這樣更好
plan-cause-stop-before-overran = 上一家{ $other }多做了 { $span }
plan-cause-stop-before-moved = 上一家{ $other }挪了 { $span }
plan-cause-stop-before-gone = 前面的{ $other }不在了
plan-cause-stop-added-before = 前面加了{ $other }
plan-cause-road-changed = 路上{ $sign ->
    [less] 快了
   *[more] 慢了
} { $span }
plan-cause-other-order-of-visits = 上門的先後變了
plan-cause-break-moved = 午休挪了
plan-cause-set-off-later = 出發晚 { $span }

## 技能
plan-skill-install = 裝機
plan-skill-move = 移機
plan-skill-repair = 修障

## The board's plan panel
planner-plan = 現行計畫 { $version }
planner-no-plan = 尚無計畫
planner-now = 立即排程
planner-idle = 排程器待命，有變動就重排。
planner-at-work = 正在為{ $name }排程。
planner-late = { $name }在{ $span }請求排程，排程器仍未回覆。現行計畫照舊。
planner-failed = 上次排程沒有結果（{ $why }）。現行計畫照舊，一分鐘內重試。
planner-why-died = 中途退出
planner-why-hung = 逾時
planner-why-failed = 沒有可行的結果
planner-why-starting = 仍在啟動
planner-made = { $time } 產生
planner-by-hand = 手動調整
planner-asked-by = { $name }請求
planner-took = 用時 { $seconds } 秒
planner-under-way = 已在排程，完成後會提示。
planner-done = 計畫 { $version } 已生效
planner-proposals = 建議與設想
planner-no-proposals = 目前沒有建議。
planner-left = 未排上：{ $count } 件
planner-none-left = 所有工單都已排上。
planner-standing-waiting = 推算中
planner-standing-open = 待決定
planner-standing-failed = 失敗
planner-stale = 已過時

## One proposal beside the running plan
compare-back = 全部建議
compare-stale = 這是依舊計畫做的。採用時會請求重新推算。
compare-figures = 兩個計畫的數字
compare-then = 採用後
compare-part = 採用所選後
compare-filter = 看哪些變動
compare-filter-all = 全部
compare-filter-agreed = 改了約定的時段
compare-filter-promises = 涉及承諾
compare-none = 沒有這類變動。
compare-decide = 決定
compare-along = 另有 { $count } 處變動要一併採用
compare-adopt-part = 採用 { $count } 處變動
compare-take = 選取 { $number } 的變動
compare-promise-saved = 保住承諾
compare-promise-broken = 違背承諾
compare-agreed = 離開約定時段
ghost-now = { $number } 將移到這裡，{ $time }
ghost-was = { $number } 將離開 { $time }

## Imagined days
given-away = { $names }離崗
given-overtime = 加班至多 { $span }
given-helpers = 增派 { $count } 人
given-added = 新增 { $count } 件
given-withdrawn = 去掉工單 { $numbers }
given-roads = 路程用時 { $percent } %
imagine-added = 新增一件
imagine-where = 地點
imagine-middle = 本區中心
imagine-select = 要去掉工單，先在看板上選取它。
imagine-remove = 移除{ $what }
plan-along-same-day = 同一位師傅的這一天整天一起改
plan-along-waits = 要等那一單先完
