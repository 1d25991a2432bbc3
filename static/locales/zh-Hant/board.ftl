### 調度台：先說狀態，再說時間和地方；動詞在前；不稱你我。

## 上欄
board-brand = 三限
board-nobody = 未派
district-pick = 換一個區
date-before = 前一天
date-after = 後一天
date-today = 回到今天
search-label = 搜尋
search-placeholder = 工單、客戶、地址、師傅
search-none = 找不到「{ $query }」
search-none-hint = 可以搜尋工單編號、客戶姓氏、手機末碼、地址、社區、師傅姓名或工號。
search-clear = 清除搜尋
figures-title = 今天的四項承諾
figure-complete-install = 裝機及時
figure-complete-repair = 修障及時
figure-contact = 2 小時聯絡
figure-arrive = 準時到達
figure-jeop = 將破約 { $count }
figure-risk = 有風險 { $count }
figure-broken = 已破約 { $count }
figure-kept = 守住 { $count }
figure-running = 限內 { $count }
figure-all = 守住 { $kept }，已破約 { $broken }，限內 { $running }，其中將破約 { $jeop }
people-here = 也在看：{ $names }
board-connecting = 正在連線
board-live-connecting = 正在連線
board-live-live = 即時
board-live-reconnecting = 正在重新連線
board-live-offline = 沒有網路
me-menu = { $name }的帳號
me-promises = 我們的承諾
offline-since = 連線中斷，這是 { $time } 的樣子
offline-never = 還沒有連上
offline-hint = 會自行重新連線並補齊；這時做的事兩分鐘內連上就送達，否則不送。
offline-unsent = 有 { $count } 件事等著送，兩分鐘內連上就送達
offline-give-up = 不送了

## 窄螢幕的切換
tabs-title = 切換檢視
tab-risks = 風險
tab-lanes = 時間表
tab-map = 地圖
tab-order = 工單
side-title = 地圖和工單

## 風險
risk-title = 先破的在前
risk-count = { $count } 項
risk-news = 有 { $count } 項更新
risk-row-title = { $promise } · { $customer }
risk-row-what = { $kind }　{ $address }；{ $limit }
risk-none = 沒有要破的承諾
risk-none-hint = 有承諾快守不住時，會依先後排在這裡，並說明誰能接手。
risk-none-yet = 今天還沒有工單
risk-none-found = 風險裡找不到
risk-saved = 已經不危險，離開清單後移走
left-over = 超過 { $span }
limit-by = { $time } 前
limit-arrive = { $time } 前到
limit-contact = { $time } 前約好
broken-count = 已破約 { $count }
broken-row = { $customer }　{ $promise }，{ $limit }
broken-owed = 賠 { $money }
action-see = 看
action-fold = 收合

## 原因
cause-called = { $count ->
    [1] { $time } 打過一次，{ $outcome }
   *[other] 打過 { $count } 次，最近 { $time }，{ $outcome }
}
cause-not-called = 接單 { $span }了，還沒有打電話
cause-silent = 師傅{ $technician } { $span }沒有訊號
cause-not-taken = 派給{ $technician }，還沒有接單
cause-question = 客戶的問題還沒有答覆
cause-callback = 還沒給客戶回訪
cause-care = 客戶不滿意，關懷還沒辦完
cause-verify = 撤單原因還沒有核實
cause-withdraw = 已核實，還沒有撤單
cause-failed = 上門未成，還沒有重排
cause-unassigned = 還沒有師傅：{ $reason }
cause-task = 在等「{ $title }」：{ $name }負責，限 { $time }
cause-task-over = 在等「{ $title }」：{ $name }還沒辦完，已過 { $time }
cause-no-time = 派給{ $technician }，還沒有排時間
cause-end-late = 預計 { $time } 完成，晚 { $late }
cause-arrive-late = 預計 { $time } 到，晚 { $late }
cause-end-overrun = 預計 { $time } 完成，上一單多用 { $minutes } 分
cause-arrive-overrun = 預計 { $time } 到，上一單多用 { $minutes } 分
cause-end-close = 預計 { $time } 完成，只剩 { $left } 餘裕
cause-arrive-close = 預計 { $time } 到，只剩 { $left } 餘裕
left-out-unknown = 排不進
left-out-no-shift = 沒人當班
left-out-person-away = 本人不在
left-out-no-skill = 缺技能
left-out-window-closed = 時段已過
left-out-capacity = 裝不下
left-out-no-time = 趕不上
left-out-no-room = 排滿
left-out-predecessor = 等前一單

## 誰能接手
rescue-call = 我來致電
rescue-reassign = 改派{ $technician } { $price }
rescue-assign = 派給{ $technician } { $price }
rescue-price = { $minutes } 分
rescue-arrive = { $time } 到
rescue-breaks-none = 不破約
rescue-breaks = 破 { $count } 約：{ $promises }
rescue-breaks-short = 破 { $count } 約
rescue-moves = 挪動 { $count } 單，都沒約過時間
risk-order = 按預計破約的先後排：照現在的預計（中位數）會破的在前，十次裡有一次會破的其次，只是時間所剩不多的最後；同類裡先到期的在上
risk-sure = 預計 { $expected } 才做到，{ $time } 破約
risk-likely = 順利時守得住；十次裡有一次要到 { $expected }，{ $time } 破約
risk-close = 預計守得住，但離 { $time } 不遠
risk-undone = 沒人處理就在 { $time } 破約
rescue-make-room = 騰給{ $technician } { $price }
rescue-moves-short = 挪 { $count } 單
rescue-swap = 與{ $technician }對調 { $price }
rescue-swaps = { $customer }那單改由{ $technician }去，沒有約過時間
rescue-overtime = { $technician }加班 { $minutes } 分
rescue-overtime-for = 只准今天，{ $technician }多做 { $minutes } 分，記作派單員的決定
rescue-other-time = 改約 { $time }
rescue-old-time-counts = 客戶會收到新時間；原時間照樣算遲到
rescue-borrow = 借{ $district }{ $technician } { $price }
rescue-borrowed = 今天歸本區，{ $district }今天少一人
rescue-saves = 守住{ $promises }
did-swap = { $customer }改由{ $technician }，{ $other }改由{ $otherTechnician }
did-overtime = { $technician }今天加班 { $minutes } 分，守住{ $customer }
did-other-time = { $customer }改約 { $time }，已告知
did-borrow = 今天從{ $district }借來{ $technician }，去{ $customer }家
rescue-none = 沒有人接得住：都排滿或趕不上
rescue-not-movable = 已經開始，不能改派
rescue-asking = 正在算誰能接
rescue-ask = 看誰能接
rescue-again = 再算一次

## 時間表
lanes-title = 師傅與時間
lanes-people = { $count } 人
lanes-working = { $count } 在勤
lane-load = 還有 { $open } 單，今天共 { $total } 單
lane-lunch = 午休
lane-clash = 重疊 { $minutes } 分
doing-road = 在途
doing-on = 作業
doing-free = 空閒
doing-off = 下班
doing-lost = 無訊號
doing-leave = 休假
visit-label = { $kind }，{ $customer }，{ $area }，{ $from } 到 { $to }，{ $status }，承諾{ $state }
loading-board = 正在取得今天的工單和師傅
failed-title = 沒有取得這一天
failed-act = 再取一次
board-no-answer = 伺服器沒有回應。什麼都沒有遺失，會每隔幾秒再試。
board-no-district = 這個帳號還沒有分派區域。請管理員設定後再開啟。
board-not-sent = 沒有回應
board-not-sent-why = 可能已送達，也可能沒有：以板上顯示的為準。若沒有變，請再做一次。
empty-today = 今天還沒有工單
empty-today-hint = 工單從受理介面進來，或從試算表匯入；一到就出現在這裡，不用重新整理。
empty-today-act = 看受理介面
empty-day = 這一天沒有工單
empty-day-hint = 沒有約在這一天的上門。
empty-day-act = 回到今天
empty-people = 還沒有師傅
empty-people-hint = 先匯入師傅和工單，時間表就會排出來。

## 未派
tray-title = 沒有排上的工單
tray-unassigned = 未派 { $count }
tray-untimed = 待排時間 { $count }
tray-untimed-why = { $technician }，待排
tray-paused = 停錶 { $count }
tray-held = 因故障暫緩 { $count }
tray-later = 以後幾天 { $count }
tray-new = 剛受理

## 拿起和放下
hand-what = { $customer }（{ $kind }）
hand-to = → { $technician }
hand-price = { $price }路程
hand-times = { $arrive } 到，{ $end } 完
hand-count = { $count ->
    [0] 沒有人接得住
   *[other] { $count } 人接得住
}
hand-here = 原來
hand-key-move = 換人
hand-key-drop = 放下
hand-key-cancel = 放回
hand-pick = 點一位師傅的時間表
key-enter = Enter
hand-not-movable = { $customer }的工單不能改派
hand-not-movable-why = 現在是「{ $status }」。
hand-refused = { $technician }接不了這一單
hand-refused-why = { $reason }。工單留在原處。

## 做過的事
did-assign = { $customer }派給{ $technician }
did-insert = { $customer }派給{ $technician }，挪動 { $count } 單
did-unassign = { $customer }已收回
did-contact = { $customer }約好 { $time }
did-attempt = { $customer }未接，已記下
did-hold = { $customer }已停錶
did-resume = { $customer }恢復計時
did-resume-visit = { $customer }恢復到府
did-request-withdrawal = { $customer }申請撤單，已記下
did-retract-withdrawal = { $customer }不撤了
did-verify-withdrawal = { $customer }的撤單已核實
did-withdraw = { $customer }已撤單
did-fail-visit = { $customer }上門未成，等重排
did-confirm = { $customer }已確認
did-reopen = { $customer }的工單已重開
did-confirm-urgent = { $customer }已確認為緊急投訴
did-settle-urgent = { $customer }的緊急投訴已辦結
did-correct-tier = { $customer }的區域類別已更正
did-answer = 已答覆，客戶看得到
did-link = { $customer }的連結已複製
did-link-detail = 只看得到這一單；以前的連結仍然有效，到期為止。
undone = 已復原：{ $what }
last-line = { $time } { $what }
change-assigned = { $who }把{ $customer }派給{ $technician }
change-unassigned = { $who }收回了{ $customer }
change-agreed = { $who }把{ $customer }約在 { $time }
change-status = { $who }：{ $customer } { $status }
legend-title = 圖例
legend-limit = 承諾時限
legend-leg = 路程
legend-leg-estimated = 路程（估算）
roads-none = 路程時間按直線距離估算：沒有道路資料。
roads-partly = { $places } 個地點中有 { $count } 個的路程時間按直線距離估算。
legend-over = 超出計畫
legend-slack = 還能拖
legend-overtime = 加班
legend-changed = 別人剛改

## 地圖
map-title = 地圖
map-larger = 放大地圖
map-smaller = 收合地圖
map-technician = { $name }，{ $ago }

## 工單
order-tabs-title = 訂單的各部分
tab-now = 現在
tab-story = 經過
tab-contact = 聯絡
tab-work = 到府
tab-linked = 相關
tab-audit = 存證
drawer-none = 點一張工單，看它的承諾、經過和下一步。
drawer-key-search = 搜尋
drawer-key-move = 改派選取的
drawer-key-undo = 復原
drawer-close = 關閉工單
drawer-gone = 這張工單已不在這裡。
drawer-failed = 沒有取得經過。
drawer-saves = 誰能接手
drawer-takes = 可以派給
drawer-plan-planned = 為什麼這樣排
drawer-plan-homeless = 為什麼沒排上
drawer-plan-time = 時間怎麼來的
drawer-plan-possible = 換別人
drawer-plan-blocked = 誰做不了
drawer-plan-ways = 怎樣才行
drawer-plan-do = 就這樣辦
drawer-plan-more = 還有 { $count } 項
drawer-plan-people = { $names }等 { $count } 人
drawer-plan-list = { "、" }
drawer-plan-failed = 沒算出來。
order-kind-premium = { $kind } · 精品區域
order-from = 從 { $address } 移來
fact-status = 現在
fact-technician = 師傅
fact-time = 時間
fact-phone = 電話
fact-note = 備註
fact-needs = 需要
fact-area = 片區
fact-planned = 計畫 { $times }
fact-likely = 預計 { $time }，九成把握不晚於 { $latest }
fact-arrives = 約 { $time } 到
fact-ends = 約 { $time } 完成
fact-agreed = 約好 { $time }
fact-booked = 預約 { $half }
fact-not-agreed = 還沒有約到鐘點
fact-duration = { $minutes } 分
speaks-zh-Hant = 繁體中文
speaks-en = 說英文
skill-install = 裝機
skill-move = 移機
skill-repair = 修障
promises-title = 承諾
promise-took = { $name }，用時 { $span }
promise-met = { $name }，{ $time } 到
promise-paused = { $name }，時間停著
promise-was-due = { $name }，應在 { $time } 前
promise-due-name = { $name }，
promise-due-tail = { " " }前
promise-left = 剩 { $span }
promise-over = 超過 { $span }
promise-expected = 預計 { $time }
why = 為什麼
event-accept = 受理
event-assign = 派給{ $technician }
event-assign-none = 待派
event-unassign = 收回{ $because }
event-decline = 退回{ $because }
event-take = 接單
event-contact = { $by ->
    [us] 我們改約 { $time }
   *[customer] 約好 { $time } 上門
}
event-attempt = 打過電話，{ $outcome }
event-set-off = 出發
event-arrive = 到達
event-start-work = 開工
event-test = { $mbps ->
    [0] 測速
   *[other] 測速 { $mbps }M
}
event-complete = 回單
event-confirm = 確認完成
event-hold = 停錶{ $because }
event-hold-incident = 因故障暫緩到府，承諾照常計時
event-resume = 繼續辦理
event-request-withdrawal = 申請撤單{ $because }
event-retract-withdrawal = 不撤了
event-verify-withdrawal = 核實撤單：{ $verdict }
event-withdraw = 撤單
event-fail-visit = 上門未成{ $because }
event-reopen = 重開{ $because }
event-ask = 客戶提問
event-answer = 已答覆
event-merge = 已併入較早的同一報單
event-restore = 隨故障恢復，線路測通
event-incident-joined = 歸入大面積故障
event-incident-left = 另有原因，移出故障
event-incident-told = 已告知客戶故障情況
event-incident-over = 故障已恢復
event-linked = { $relation ->
    [optimisation] 網速不達標，已關聯網路優化單
    [repeat] 同一條線又出故障，已關聯
   *[duplicate] 重複報單，已關聯
}
event-answer-tried = 打電話答覆客戶：{ $outcome }
event-call-back-tried = 回訪：{ $outcome }
event-called-back = { $rating ->
    [0] 已回訪
   *[other] 已回訪，客戶打 { $rating } 分
}
event-rated = 客戶打 { $rating } 分
event-complained = 客戶不滿意，開始關懷
event-care-moved = { $stage ->
    [locate] 關懷：已定位
    [analyse] 關懷：已分析
   *[care] 關懷：已和客戶解決
}
event-care-closed = { $verdict ->
    [satisfied] 關懷：客戶滿意
   *[dissatisfied] 關懷：客戶仍不滿意
}
event-handed-over = 已轉交
event-planned = 排在 { $from }–{ $to }
event-planned-none = 沒有排上
event-broken = 破約：{ $promise }
event-break-withdrawn = 破約已更正：{ $promise }
event-compensated = { $promise }，賠 { $money }
questions-title = 客戶的問題
questions-open = 有 { $count } 個問題等答覆
question-open = 等答覆
question-answer = 答覆
question-answered = 答：{ $answer }
question-placeholder = 寫給客戶
question-send = 答覆客戶

## 下一步
do-assign = 派給師傅
do-reassign = 改派
do-unassign = 收回
do-contact = 約時間
do-recontact = 改約
do-attempt = 記未接
do-hold = 停錶
do-resume = 恢復計時
do-resume-visit = 恢復到府
do-request-withdrawal = 客戶要撤單
do-retract-withdrawal = 客戶不撤了
do-verify-withdrawal = 核實撤單
do-withdraw = 撤單
do-fail-visit = 上門未成
do-confirm = 代客戶確認
do-reopen = 重開
drawer-tasks = 這單在等
drawer-task = { $name }負責，{ $time } 前
drawer-task-over = { $name }負責，{ $time } 已到期
drawer-task-visit = 辦完之前不排到府
do-confirm-urgent = 確認緊急投訴
do-settle-urgent = 緊急投訴辦結
do-correct-tier = 更正區域類別
form-confirm-urgent = 客戶最晚幾點要通？
form-correct-tier = 哪一類才對？
field-tier = 區域類別
act-more = 更多
act-none = 現在等師傅
act-link = 複製客戶的連結
act-link-by-hand = 請手動複製
form-contact = 和客戶約好幾點？
form-attempt = 打了電話，結果是？
form-hold = 為什麼停錶？
form-unassign = 為什麼收回？
form-request-withdrawal = 客戶為什麼要撤？
form-verify-withdrawal = 問過客戶，是誰的原因？
form-fail-visit = 為什麼沒做成？
form-reopen = 為什麼重開？
form-not-now = 先不
field-day = 哪天
field-time = 幾點
field-offered = 我們最早給的日子
field-until = 到哪天（可不填）
field-reason = 原因
field-by = 誰提出的
field-outcome = 結果
field-verdict = 核實結果
by-customer = 客戶定的
by-us = 我們要改
verdict-customer = 客戶自己的原因
verdict-ours = 我們的原因
verdict-never = 客戶沒有要撤
slots-title = 路線排得下的時間
slots-looking = 正在找排得下的時間…
slots-none = 接下來幾天都排滿了。
slots-unknown = 現在查不到排得下的時間。
slots-extra = 多走 { $span }
slots-no-extra = 順路
slots-late = 會逾時
slots-held = 已保留到 { $time }。
missing-time = 選一個時間
missing-choice = 選一項
missing-reason = 寫一句原因

## 列舉
list-comma = { "，" }
list-and = { "、" }

## 等班長定
rulings-title = 等班長定的停錶
ruling-disputed = 客戶不同意停錶
ruling-late = 破約後才收到的停錶
ruling-span = { $from } 到 { $until }
ruling-since = { $from } 起
ruling-waits = 等班長核對
do-uphold = 取消這段停錶
do-reject = 停錶成立
do-approve-pause = 同意算數
did-decide-dispute = { $customer }的停錶異議已核對
did-approve-pause = { $customer }的停錶已同意算數
event-dispute-pause = 客戶不同意停錶{ $because }
event-decide-dispute = 停錶異議已核對{ $because }
event-approve-pause = 補批停錶{ $because }
event-confirm-urgent = 確認為緊急投訴，{ $time } 前要通
event-settle-urgent = 緊急投訴已辦結
event-correct-tier = 更正區域類別
event-correct-address = 更正地址，重新起算
event-force-majeure = 不可抗力
event-review-due = 停錶太久，等班長覆核{ $because }

## 建議的計畫與設想
proposal-title = 有更好的計畫
proposal-saved = 保住 { $count } 項承諾
proposal-broken = 破 { $count } 項承諾
proposal-moved = { $count } 單換人或改日
proposal-agreed = { $count } 個約定時間變動
proposal-less-road = 少跑 { $span }
proposal-more-road = 多跑 { $span }
proposal-changes = { $count } 處變動
proposal-no-place = 未排上
proposal-adopt = 採用
proposal-dismiss = 不採用
proposal-adopted = 已採用：變動 { $count } 單
what-if-open = 假如……
what-if-title = 假如……
what-if-away = 今天剩餘時間離崗
what-if-overtime = 加班至多
what-if-helpers = 增派人員
what-if-roads = 路程用時
what-if-without = 去掉工單 { $number }
what-if-as-is = 照舊
what-if-ask = 推算
what-if-waiting = 正在推算，只需幾秒。
what-if-failed = 推算不出結果。
what-if-now = 現在
what-if-then = 假如
what-if-row-visits = 排上的工單
what-if-row-unassigned = 未排上
what-if-row-late-visits = 遲到或不在約定時段
what-if-row-agreed-missed = 錯過約定時間
what-if-row-travel = 路上用時
what-if-row-overtime = 加班
what-if-unreal = 只是設想，不能採用。
what-if-drop = 放棄
what-if-helper = 增派人員
what-if-order = 設想的工單
panels-title = 工作面板
panel-waiting = { $panel }，{ $count } 項待辦

# The map and incidents
panel-plan = 計畫
panel-tasks = 任務
act-task = 要別組幫忙
team-desk = 調度台
task-rang = 「{ $title }」的時限已過 { $percent } %
task-rang-over = 「{ $title }」已逾時
task-rang-owner = { $name }負責
panel-escalations = 升級
panel-overview = 各區與備勤
scope-team = { $team }
scope-district = 全區
scope-to-district = 現在只看{ $team }；點一下看全區
scope-to-team = 現在看全區；點一下只看{ $team }
panel-incidents = 大面積故障
panel-intake = 受理
map-routes = 所有師傅的路線
map-routes-all = 顯示所有師傅的路線
map-routes-chosen = 只看選中師傅的路線
map-lasso = 圈選工單
map-lasso-draw = 在地圖上圈出有同一原因的工單
map-lasso-sight = 選取畫面裡全部
map-lasso-more = 再圈一些
map-caught = 已選 { $count } 件
map-cluster = { $count } 件，最急的{ $state }
map-legend = 地圖上的工單，按狀態篩選
map-legend-state = { $state }：{ $count }
order-in-incident = 在故障中
fact-incident = 故障
incident-make = 建為大面積故障
incident-add-to = 加入「{ $name }」
incident-added = { $count } 件已歸入故障
cause-fibre-cut = 光纜斷
cause-power = 停電
cause-equipment = 設備故障
cause-works = 網路施工
cause-unknown = 原因待查
status-held-for-incident = 因故障暫緩到府

# Finding, lists, printing and alerts
panel-lists = 工單清單
search-orders-all = 全部工單
search-technicians = 師傅
search-areas = 片區
search-commands = 開啟
search-recent = 最近開啟
search-looking = 正在搜尋所有日期…
search-away = { $name }請假
alarm-on = 告警時提醒我
alarm-off = 不再提醒
alarm-always = 看著板時也提醒
alarm-away = 沒看板時才提醒
alarm-title = { $count } 個承諾快破了
alarm-refused = 瀏覽器不允許通知，只會響一聲。
print-board = 列印這一天
print-risks = 列印風險清單
risk-list = 列表和匯出
print-day-title = 當天排班
print-risks-title = 風險清單
print-tasks-title = 任務清單
print-at = { $time } 列印
print-people = { $people } 位師傅，{ $orders } 單
print-shift = { $from }–{ $to }
print-away = 不在
print-none = 沒有到府
print-unplaced = 沒派人或沒排時間（{ $count }）
print-limit = { $promise }限 { $time }
print-col-state = 狀態
print-col-left = 剩餘
print-col-due = 限
print-col-promise = 承諾
print-col-order = 工單
print-col-customer = 客戶
print-col-address = 地址
print-col-technician = 師傅
print-col-why = 原因
print-col-what = 要做什麼
print-col-owner = 負責人
print-col-for = 關聯

## 泳道的看法、預知與兩人同動
zoom-title = 顯示多長
zoom-half = 半天
zoom-day = 全天
zoom-week = 一週
group-title = 分組
group-none = 不分
group-team = 班組
group-area = 片區
group-skill = 技能
group-other = 未歸組
group-count = { $people } 人，{ $open } 單未完
lane-shift-end = { $time } 下班，之後算加班
lane-slack = 還能拖 { $minutes } 分
week-cell = { $day }：{ $count } 單，{ $hours } 小時
week-none = { $day }：沒有單
week-failed = 一週沒取到，再試
hand-key-price = 由省到貴
hand-key-any = 所有人
hand-blocked = 排班不允許：{ $reason }
hand-unknown = 沒算出來，可以先派
cost-later = { $day } { $price }
hand-overtime = 加班 { $minutes } 分
hand-key-place = 放在前後
hand-no-place = 這位師傅今天沒有位置可選
place-between = { $after }和{ $before }之間
place-last = { $after }之後，最後
place-first = { $before }之前，第一個
place-alone = 當天第一單
place-visit = 前後的上門
did-place = { $customer }排到{ $technician }：{ $place }
held-by = { $who }正在移動
force-title = 仍派給{ $technician }？
force-why = 理由（會記下）
force-missing = 要寫理由才能派。
force-customer-asks = 客戶指名
force-arranged = 已和本人說好
force-skilled = 會做，檔案沒更新
force-overtime-agreed = 同意加班
force-cancel = 放回原處
force-do = 仍然派
did-force = { $customer }強派給{ $technician }，理由已記
event-assign-forced = 強派給{ $technician }{ $because }
action-redo = 重做
undo-gone = 撤不了：{ $what }
undo-gone-away = 這單已不在今天的板上。
undo-gone-status = 這單現在「{ $status }」，不能再改派。
undo-gone-moved = { $who }之後改給了{ $technician }。
contest = 別人先動了：{ $what }
contest-kept = 你的沒有生效，現在是對方的。
contest-mine = 仍按我的
