### 為什麼：一項承諾怎麼算出來的。服務器寫給工單頁、客戶頁和命令行；帶 customer 的是對客戶說的話。

why-title = { $number } 的承諾
why-promise = { $promise }（第 { $occasion } 次）
why-none = 這項承諾還沒有開始。
why-no-order = 沒有這張工單：{ $order }
why-head = { $kind }，{ $tier }，{ $zone } 時間，現在 { $now }
why-due = { $at } 前
why-exact-date = { $year }-{ $month }-{ $day } { $weekday } { $time }
why-exact-span = { $span } { $seconds } 秒
why-hours = { $hours } 小時
why-list-and = 、

## 從什麼時候算起
why-started-complete = { $at } 受理，從這時起算
why-started-urgent = { $at } 確認是緊急投訴，從這時起算
why-started-accept = { $at } 派單，從這時起算
why-started-contact = { $at } 接單，從這時起算
    .customer = { $at } 師傅接單，從這時起算
why-started-arrive = { $at } 定下上門時間
why-started-speed = { $at } 回單時測速
    .customer = { $at } 完工時測速
why-started-cancel-verify = { $at } 起，要核實撤單的原因
    .customer = { $at } 起，我們要和您核實撤單的原因
why-started-cancel-done = { $at } 核實完，從這時起算
why-started-answer = { $at } 提問，從這時起算
    .customer = { $at } 您提問，從這時起算
why-started-callback = { $at } 回單，從這時起算
why-started-care = { $at } 客戶不滿意，從這時起算
why-received = （{ $received } 才收到）
why-policy = 按承諾 { $version } 版：{ $tier }的{ $kind }

## 限到什麼時候
why-target-within = 限 { $limit }，日夜都算，到 { $at }
why-target-within-contact = 限 { $limit }，只算每天 { $opens }–{ $closes }，到 { $at }
why-target-within-office = 限 { $limit }，只算工作時間，到 { $at }
why-target-before = { $cut_off } 前受理的，限到 { $at }
why-target-after = { $cut_off } 起受理的，限到 { $at }
why-target-local = 限到 { $at }
why-target-own = 客戶自己定的時限：{ $at }
    .customer = 您定的時限：{ $at }
why-target-share = 要達到簽約速率的 { $percent } %，即 { $mbps } Mbps
    .customer = 至少要測到 { $mbps } Mbps

## 停錶
why-paused = { $at } 到 { $until } 停錶：{ $reason }，{ $moved ->
    [0] 時限不變
   *[other] 時限順延 { $span }
}
why-paused-open = { $at } 起停錶：{ $reason }，到現在{ $moved ->
    [0] 時限不變
   *[other] 時限順延 { $span }
}
why-paused-provisionally = { $at } 到 { $until } 先停錶：{ $reason }。電話還沒打完，打完才算數
    .customer = { $at } 到 { $until } 先停錶：{ $reason }。我們還會再打
why-paused-provisionally-open = { $at } 起先停錶：{ $reason }。電話還沒打完，打完才算數
    .customer = { $at } 起先停錶：{ $reason }。我們還會再打
why-pause-taken-out = { $at } 到 { $until } 的停錶不算：{ $reason }
why-pause-taken-out-open = { $at } 起的停錶不算：{ $reason }
why-pause-after-breach = { $at } 到 { $until } 的停錶在破約後才收到，不算：{ $reason }
    .customer = { $at } 到 { $until } 的停錶記晚了，不算：{ $reason }
why-pause-after-breach-open = { $at } 起的停錶在破約後才收到，不算：{ $reason }
    .customer = { $at } 起的停錶記晚了，不算：{ $reason }
why-evidence-recorded = { $by }記的{ $evidence ->
    [none] {""}
   *[other] ，憑據：{ $proof }
}
why-evidence-kept = 憑據：{ $proof }
why-evidence-attempt = 憑據：{ $at } { $channel }，{ $outcome }
why-evidence-arrived = 憑據：{ $at } 到了門口
why-evidence-photo = 憑據：{ $at } 拍了門口的照片
why-evidence-request = 憑據：{ $at } { $by }提出撤單
why-evidence-declared = 憑據：{ $at } { $by }宣布不可抗力
why-disputed = { $at } { $by }提出異議
    .customer = { $at } 您不同意這段停錶
why-dispute-upheld = { $at } { $by }核對：客戶說得對，這段停錶取消
    .customer = { $at } 核對過了：您說得對，這段停錶取消
why-dispute-rejected = { $at } { $by }核對：這段停錶成立
    .customer = { $at } 核對過了：這段停錶成立
why-pause-approved = { $at } { $by }同意這段停錶算數

## 結果
why-assigned = { $at } 派給{ $technician }
why-moved = 停錶一共順延 { $span }，到 { $at }
why-kept = { $at } 做到，守住
why-broken = 到 { $at } 沒做到，破約
    .customer = 到 { $at } 沒做到，沒守住
why-measured = 測到 { $measured } Mbps，簽約 { $contracted } Mbps

## 經過
why-recomputed = { $event }，重新計算：時限從 { $was } { $way ->
    [later] 推遲 { $span }，到
   *[other] 提前 { $span }，到
} { $due }
why-recomputed-by-time = { $at } 重新計算：時限從 { $was } { $way ->
    [later] 推遲 { $span }，到
   *[other] 提前 { $span }，到
} { $due }
why-warned = { $at } 時間用了 { $percent } %，提醒{ $tells }
why-announced = { $at } 報破約，告訴{ $tells }：應在 { $due } 前
    .customer = { $at } 告訴您沒守住：應在 { $due } 前
why-taken-back = { $announced } 報的破約，{ $at } 收回：{ $event }
    .customer = { $announced } 說沒守住，{ $at } 更正為守住：{ $event }
why-owed = { $at } 記賠付 { $amount }
    .customer = { $at } 賠您 { $amount }，抵帳單
why-owed-goodwill = { $at } 記賠付 { $amount }；後來查明守住了，已告訴客戶，照賠
    .customer = { $at } 賠您 { $amount }；後來查明是按時的，已經答應的照賠
why-owed-withdrawn = { $at } 記賠付 { $amount }，查明守住了，已取消
    .customer = { $at } 記賠付 { $amount }，查明是按時的，已取消
why-event = { $occurred } { $what }
why-event-late = { $occurred } 的{ $what }到 { $received } 才收到

## 誰
why-by = { $name }（{ $role }）
why-by-customer = 客戶
    .customer = 您
why-by-technician = 師傅
why-by-us = 我們
why-tells-technician = 師傅
why-tells-lead = 班長
why-tells-manager = 片區經理
why-tells-director = 值班主任
why-tells-customer = 客戶
why-channel-phone = 打電話
why-channel-sms = 發簡訊
why-channel-wechat = 發微信
why-channel-web = 網上聯絡
why-channel-in-person = 當面找

## 對客戶說的停錶原因
why-reason-customer-later = 您想晚些
why-reason-not-ready = 現場沒準備好
why-reason-unreachable = 電話沒打通
why-reason-no-access = 師傅進不了門
why-reason-withdrawal = 您申請了撤單
why-reason-force-majeure = 天氣或災害

## 發生了什麼
why-did-accept = 受理
why-did-assign = 派單
why-did-unassign = 收回派單
why-did-decline = 退回派單
why-did-take = 接單
why-did-contact = 約時間
why-did-attempt = 打電話沒打通
why-did-set-off = 出發
why-did-arrive = 到達
why-did-start-work = 開工
why-did-test = 測速
why-did-complete = 回單
why-did-confirm = 客戶確認
why-did-hold = 停錶
why-did-resume = 恢復計時
why-did-request-withdrawal = 撤單申請
why-did-retract-withdrawal = 撤單反悔
why-did-verify-withdrawal = 撤單核實
why-did-withdraw = 撤單
why-did-fail-visit = 上門未成
why-did-reopen = 重開
why-did-merge = 併單
why-did-restore = 故障恢復
why-did-incident-joined = 大面積故障
why-did-incident-left = 另有原因
why-did-incident-told = 故障告知
why-did-incident-over = 故障結束
why-did-ask = 提問
why-did-answer = 答覆
why-did-dispute-pause = 停錶異議
why-did-decide-dispute = 異議核對
why-did-approve-pause = 停錶補批
why-did-confirm-urgent = 緊急投訴確認
why-did-settle-urgent = 緊急投訴辦結
why-did-correct-tier = 區域類別更正
why-did-correct-address = 地址更正
why-did-linked = 關聯工單
why-did-answer-tried = 答覆沒打通
why-did-call-back-tried = 回訪沒打通
why-did-called-back = 回訪
why-did-rated = 評分
why-did-complained = 不滿意
why-did-care-moved = 關懷推進
why-did-care-closed = 關懷辦結
why-did-handed-over = 轉交
why-did-planned = 排程
why-did-warned = 預警
why-did-broken = 破約
why-did-break-withdrawn = 破約更正
why-did-compensated = 賠付
why-did-force-majeure = 不可抗力
why-did-review-due = 停錶覆核

## 停錶的憑據
evidence-agreed-time = 約好的時間
evidence-booked-slot = 櫃檯訂的半天
evidence-offered-slot = 給過的時段
evidence-seen-on-site = 師傅在現場看到
evidence-customers-word = 客戶自己說的
evidence-ladder = 按規定打的幾次電話
evidence-call-and-photo = 門口的電話和照片
evidence-request = 客戶的撤單申請
evidence-declaration = 片區經理的宣布
