### 各頁面共用的詞：一個意思只用一個詞。

## 業務
kind-install = 裝機
kind-move = 移機
kind-repair = 修障
kind-install-mbps = 裝機 { $mbps }M
kind-move-mbps = 移機 { $mbps }M
kind-repair-mbps = 修障 { $mbps }M
tier-standard = 一般區域
tier-premium = 精品區域

## 工單狀態
status-accepted = 已受理
status-assigned = 已派單
status-taken = 已接單
status-contacted = 已約好
status-on-the-way = 在路上
status-on-site = 已到達
status-working = 施工中
status-tested = 已測速
status-completed = 已回單
status-confirmed = 客戶已確認
status-on-hold = 已停錶
status-withdrawal-requested = 申請撤單
status-withdrawal-verified = 撤單已核實
status-withdrawn = 已撤單
status-visit-failed = 到府未成

## 步驟
step-accept = 受理
step-assign = 派單
step-unassign = 收回
step-decline = 退回
step-take = 接單
step-contact = 約好時間
step-attempt = 打過電話
step-set-off = 出發
step-arrive = 到達
step-start-work = 開工
step-test = 測速
step-complete = 回單
step-confirm = 確認
step-hold = 停錶
step-resume = 恢復計時
step-request-withdrawal = 申請撤單
step-retract-withdrawal = 不撤了
step-verify-withdrawal = 核實撤單
step-withdraw = 撤單
step-fail-visit = 到府未成
step-reopen = 重開
step-ask = 提問
step-answer = 答覆
step-dispute-pause = 對停錶有異議
step-decide-dispute = 裁定異議
step-approve-pause = 認可補報的停錶
step-confirm-urgent = 確認緊急投訴
step-settle-urgent = 緊急投訴已解決
step-correct-tier = 更正區域等級
step-correct-address = 更正地址

## 承諾
promise-complete = 完成
promise-urgent = 緊急投訴
promise-accept = 接單
promise-contact = 聯絡
promise-arrive = 到達
promise-speed = 測速
promise-cancel-verify = 核實撤單
promise-cancel-done = 辦結撤單
promise-answer = 答覆
promise-callback = 回訪
promise-care = 關懷

## 承諾的狀態：顏色、形狀、詞
state-kept = 守住
state-track = 正常
state-risk = 有風險
state-jeop = 將破約
state-broken = 已破約
state-paused = 停錶
state-attempted = 已盡力
state-void = 不再計

## 原因
reason-customer-later = 客戶要晚些
reason-not-ready = 現場沒準備好
reason-unreachable = 聯絡不上客戶
reason-no-access = 進不了門
reason-withdrawal = 客戶申請撤單
reason-force-majeure = 不可抗力
reason-incident = 大面積故障
reason-parts = 缺備品
reason-line-fault = 線路有障礙
reason-other = 其他

## 來電結果
outcome-no-answer = 沒人接
outcome-busy = 忙線
outcome-off = 關機
outcome-wrong-number = 號碼不對

## 誰
role-customer = 客戶
role-technician = 師傅
role-dispatcher = 調度
role-lead = 班長
role-manager = 片區經理
role-admin = 管理員
role-system = 系統

## 日子和時刻
day-today = 今天
day-yesterday = 昨天
day-tomorrow = 明天
day-after-tomorrow = 後天
day-and-time = { $day } { $time }
date-same-month = { $day } 日
date-other-month = { $month } 月 { $day } 日
date-long = { $month } 月 { $day } 日 { $weekday }
half-am = { $day }上午
half-pm = { $day }下午
half-only-am = 上午
half-only-pm = 下午
weekday-0 = 週日
weekday-1 = 週一
weekday-2 = 週二
weekday-3 = 週三
weekday-4 = 週四
weekday-5 = 週五
weekday-6 = 週六
span-less = 不到 1 分
span-minutes = { $minutes } 分
span-hours = { $hours } 時 { $minutes } 分
span-days = { $days } 天 { $hours } 時
ago = { $span }前
ago-seconds = { $seconds } 秒前
distance-metres = { $metres } 公尺
distance-kilometres = { $kilometres } 公里

## 連線
live-connecting = 正在連線
live-live = 自動更新
live-reconnecting = 正在重新連線
live-offline = 沒有網路
live-sure = { $time } 確認
no-answer = 沒有收到回應，什麼都沒有丟。等網路好了再試。
went-wrong = 出了點問題，什麼都沒有丟。請再試一次。

## 到處都有的按鈕
action-back = 返回
action-close = 關閉
action-retry = 再試一次
action-undo = 復原
action-why = 為什麼？
action-sign-out = 登出
language-switch = 換語言
theme-switch = 換深淺色
theme-auto = 跟隨手機
theme-light = 淺色
theme-dark = 深色

## 為什麼是這個時間
why-basis = 怎麼算
why-history = 經過
because-started = 從 { $at } 起算
because-target = 限到 { $at }
because-assigned = { $at } 派給師傅
because-agreed = 約好 { $at }
because-window = { $at } 到 { $until } 之間到都算準時
because-attempt-failed = { $at } 打過電話，沒接通
because-attempt-owed = 下一次聯絡在 { $at } 到 { $until }
because-paused = { $at } 到 { $until } 停錶：{ $reason }
because-paused-open = { $at } 起停錶：{ $reason }
because-paused-provisionally = { $at } 到 { $until } 暫時停錶：{ $reason }
because-paused-provisionally-open = { $at } 起暫時停錶：{ $reason }
because-pause-taken-out = { $at } 到 { $until } 的停錶已取消：{ $reason }
because-pause-taken-out-open = { $at } 起的停錶已取消：{ $reason }
because-pause-after-breach = { $at } 到 { $until } 的停錶來晚了，不算：{ $reason }
because-pause-after-breach-open = { $at } 起的停錶來晚了，不算：{ $reason }
because-worked-until-reopened = { $at } 到 { $until } 是通的，不計時
because-moved = 順延 { $seconds }，到 { $at }
because-broken = { $at } 過期
because-broken-early = { $at } 到得太早
because-met-late = { $at } 才做到
because-kept = { $at } 做到
because-void = { $at } 起不再計
because-attempted = { $at } 前都打過，沒聯絡上
because-restarted = { $at } 改了地址，重新起算
because-tier-corrected = { $at } 更正了區域類別，從頭按新時限算
because-measured = 實測 { $measured }，簽約 { $contracted }，合格線 { $percent } %
because-became-a-time = 約了具體時間，原來的時段不再算
because-replaced-by-us = { $at } 我們改了時間，原來的照樣算
because-replaced-by-customer = { $at } 客戶改了時間，按新的算
because-cancelled = { $at } 提前取消了這次上門，不再計
because-cancelled-late = 取消得太晚，這次上門照樣算
because-break-withdrawn = { $at } 收回了破約
because-holidays-unknown = { NUMBER($year, useGrouping: 0) } 年的節假日還沒有公布，先按平常算
