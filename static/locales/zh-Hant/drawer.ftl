# 打開的訂單：「現在」以外的各欄。

log-title = 經過
log-more = 更早的 { $count } 則
log-because = ：{ $reason }
log-skewed = 裝置時間有偏差

tab-failed = 沒有取到。
tab-stale = 沒有取到最新的，以下是剛才的。

story-kinds = 看哪些
story-promises = 承諾
story-plan = 派單排程
story-contact = 聯絡
story-work = 到府
story-messages = 訊息
story-matters = 其他
story-by = 誰做的
story-everybody = 所有人
story-person = { $name }（{ $count }）
story-none = 沒有符合的。
story-all = 看全部
story-times = 發生 { $happened }，記錄 { $recorded }
story-late = 補報
story-late-when = { $recorded } 才收到，晚 { $span }
story-correction = 更正
story-folds = 之前還改過 { $count } 次
story-moved = { $promise }：{ $was } 改到 { $due }
story-warned = { $promise }已用 { $percent } %，已提醒
story-message = { $to ->
    [customer] 發給客戶
   *[staff] 發給同仁
}「{ $occasion }」：{ $state }
message-sent = 已發出
message-queued = 等候中
message-failed = 沒發成
message-moot = 不用發了

occasion-accepted = 已受理
occasion-assigned = 師傅已接單
occasion-agreed-time = 約好時間
occasion-on-the-way = 師傅出發
occasion-late-risk = 可能遲到
occasion-choose-time = 請客戶選時間
occasion-paused = 時間停著
occasion-resumed = 恢復計時
occasion-broken = 沒守住
occasion-completed = 已完成
occasion-answer = 答覆
occasion-withdrawn = 已撤單
occasion-merged = 已合併
occasion-incident-open = 大範圍故障
occasion-incident-over = 故障已恢復
occasion-survey = 滿意度回訪
occasion-care = 客戶關懷
occasion-dispute-decided = 停錶異議結果
occasion-warned = 快到時限
occasion-escalated = 破約上報
occasion-handed-over = 轉交
occasion-disputed = 客戶有異議
occasion-review-due = 停錶待複核

contact-call = 打給{ $name }　{ $phone }
contact-hours = 可聯絡時間 { $from }–{ $to }
contact-not-now = 現在不宜打電話：{ $from }–{ $to } 以外打的不算數
ladder-title = 首次聯絡
ladder-not-yet = 師傅接單以後才開始算。
ladder-first = 第一次打電話
ladder-by = { $time } 前
ladder-reached = { $time } 聯絡上
ladder-over = 不用再打
ladder-exhausted = 三個時段都打過，沒人接
ladder-due = { $time } 前要聯絡上，或再打一次
ladder-tried = { $time } 打過
ladder-missed = 沒打
ladder-owed = 下一次
ladder-part = { $day }{ $part }
ladder-rule = 依承諾規則 { $version }：打不通，接下來上午、中午、晚上各打一次。
rung-morning = 上午
rung-noon = 中午
rung-evening = 晚上
calls-title = 電話與聯絡
calls-none = 還沒有打過。
calls-off-hours = 不在可聯絡時間，不算數
by-console = 控制台
by-inbox = 收件匣
by-phone = 電話
by-sms = 簡訊
by-wechat = 微信
by-web = 網頁
by-in-person = 當面
by-voice = 電話
by-third-party = 第三方
call-contact = { $how }聯絡上，約 { $time }
call-attempt = { $how }：{ $outcome }
call-answer-tried = { $how }答覆：{ $outcome }
call-call-back-tried = { $how }回訪：{ $outcome }
call-called-back = { $rating ->
    [0] { $how }回訪到了
   *[other] { $how }回訪到了，客戶打 { $rating } 分
}
messages-title = 訊息
messages-none = 還沒有發過訊息。
messages-no-channel = 尚未設定發送管道，誰也收不到訊息。
message-again = 再發一次
message-again-sent = 再發的
message-again-by = { $name } 讓再發的
message-words = 看原文
fate-sent = { $time } 發出（{ $channel }）{ $tries ->
    [1] { "" }
   *[other] ，第 { $tries } 次才發成
}
fate-queued = { $time } 發
fate-retry = 試了 { $tries } 次，{ $time } 再試：{ $reason }
fate-failed = { $time } 放棄：{ $reason }
fate-moot = { $time }，情況變了，沒有發
call-backs-title = 完工回訪
call-back-open = 要在 { $time } 前回訪
call-back-done = { $rating ->
    [0] { $time } 回訪到了
   *[other] { $time } 回訪到了，{ $rating } 分
}
call-back-reopened = 已重開，下次完工再回訪
call-back-next = { $tries ->
    [0] { $time } 起可以打
   *[other] 打過 { $tries } 次，{ $time } 起可以再打
}

work-none = 還沒有到府。預計要 { $span }。
work-visit = 第 { $number } 次到府
work-travel = 路上
work-on-site = 在現場
work-as-expected = 與預計的 { $estimate } 一樣
work-over = 比預計的 { $estimate } 多 { $span }
work-under = 比預計的 { $estimate } 少 { $span }
work-speed = 測速
work-mbps = { $mbps } M
work-of-contract = { $mbps } / { $contracted } M（{ $percent } %）
work-gate = 要 { $gate } % 以上
work-no-gate = 沒有簽約速率，不比較
work-passed = 達標
work-too-slow = 未達標
work-line-tests = 線路測試
work-dbm = { $dbm } dBm
work-from-desk = 調度台遠端測
work-parts = 物料與工具
work-parts-used = 用了
work-parts-needed = 要用
work-parts-not-yet = 完工時從車上扣
work-parts-none = 這種單不用物料
work-tools = 工具
work-piece = { $piece } × { $count }
piece-ont = 光貓
piece-drop-cable = 皮線光纜
piece-optical-meter = 光功率計
piece-splicer = 熔接機
work-photos = 照片
work-photos-none = 沒有照片。
work-photo = { $time }，{ $name }：{ $reason }
work-photo-flag = 記錄裡有「拍過照」，照片本身沒有傳上來。
work-signed = 客戶確認
work-confirmed = { $time }，{ $name }確認完成
work-not-confirmed = 還沒有確認，也沒有簽名。
work-fault-check = 報障時的自查

linked-orders = 相關的單
linked-none = 這條線路、這位客戶、這個地址沒有別的單。
linked-order = { $kind }　{ $status }
why-optimisation-later = 本單測速未達標，衍生的優化單
why-optimisation-first = 它測速未達標，衍生了本單
why-repeat-later = 本單以後 30 天內又報障
why-repeat-first = 它以後 30 天內又壞，成了本單
why-duplicate-later = 重複報單，併入本單
why-duplicate-first = 本單重複，併入它
why-waits-for = 本單要等它先做完
why-same-line = 同一條線路
why-same-customer = 同一位客戶
why-same-address = 同一個地址
linked-incident = { $time } 歸入
linked-incident-left = { $time } 移出，另有原因
linked-incident-over = { $time } 恢復
linked-incident-automatic = 自動歸入
linked-care = 客戶關懷
care-cause-rating = 評分低
care-cause-complaint = 投訴
care-cause-verdict = 上次關懷後仍不滿意
linked-rating = { $rating } 分
linked-care-open = { $time } 開始，下一步{ $stage ->
    [locate] 找原因
    [analyse] 分析
    [care] 安撫
   *[other] 問客戶滿意不滿意
}
linked-care-closed = { $time } 辦結，{ $verdict ->
    [satisfied] 客戶滿意
   *[other] 客戶仍不滿意
}
linked-money = 賠付
linked-goodwill = 守住了，但已告知客戶，照賠
linked-money-owed = { $time } 起欠
linked-money-told = { $time } 告知客戶
linked-money-billed = { $time } 交帳務
linked-money-off = { $time } 收回，承諾守住了

audit-log = 封存的記錄
audit-holds = { $count } 筆記錄，沒有人改過
audit-broken = 記錄被動過
audit-checkpoint = 檢查點 { $number }（{ $time }）封到第 { $covered } 筆
audit-no-checkpoint = 還沒有檢查點封過，只有前後相連的鏈
audit-beyond = 之後 { $count } 筆只有鏈
audit-no-key = 尚未設定封存金鑰，無法查驗真偽。
audit-no-export = 匯出要由班長來做
audit-wrong = 被動過
audit-unreadable = 時間讀不出來
audit-received = { $time } 收到
audit-under = 檢查點 { $number }
audit-chained = 只在鏈上
place-desk = 調度台
place-phone = 師傅手機
place-customers-page = 客戶頁面
place-server = 系統
wrong-edited = 被改過
wrong-inserted = 插進來的
wrong-forged = 被改過或插進來的
wrong-removed = 被刪掉
wrong-unproven = 證明不了
wrong-order-edited = 訂單與記錄對不上
wrong-order-removed = 訂單被刪掉
wrong-checkpoint = 檢查點不可信
