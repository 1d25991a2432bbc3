# 大面積故障面板。

incident-new = 新建故障
incident-from-map = 在地圖上圈選
incidents-all = 全部故障
incidents-open = 未恢復 { $count } 起
incidents-restored = 最近恢復
incidents-none = 現在沒有大面積故障。好幾家報同一個故障時，在這裡歸到一起：一次暫緩上門，一則訊息，一次放行。
incident-count = { $count } 件
incident-since = { $time } 起
incident-since-label = 開始
incident-by = { $name }建
incident-expected = 預計 { $time } 恢復
incident-no-end = 恢復時間未知
incident-is-held = 已暫緩到府
incident-not-held = 未暫緩到府
incident-is-told = 已告知
incident-not-told = 未告知
incident-restored-at = { $time } 恢復
incident-restored = 恢復
incident-suggested-title = 像是同一個故障
incident-suggested = { $where }，{ $minutes } 分鐘內 { $count } 件報修，像是同一個故障
incident-suggested-hint = 最早一件 { $time }
incident-not-one = 不是同一個
incident-below = { $port } 下的線路
incident-cause = 原因
incident-end = 預計恢復
incident-end-unknown = 未知
incident-in-hours = { $hours } 小時後
incident-title = 台內名稱（客戶看不到）
incident-orders = { $count ->
    [0] 工單
   *[other] 工單 { $count } 件
}
incident-orders-none = 還沒選工單：在這裡查找，或到地圖上圈選。
incident-add = 加入工單
incident-add-hint = 單號、姓名、地址
incident-add-none = 沒有找到未完成的工單
incident-add-all = 全部加入（{ $count } 件）
incident-remove = 移出 { $customer }：另有原因
incident-scope = 範圍
incident-scope-short = 範圍
incident-scope-hint = 這些片區、或這個埠下線路的新報修，會自動歸入。
incident-scope-joins = 新報修自動歸入
incident-port = 埠或分光器（線路編號的開頭）
incident-ports = 共同埠
incident-port-count = { $prefix }（{ $count }）
incident-missing-cause = 請選原因，不清楚就選「原因待查」。
incident-missing-scope = 請選工單、片區或埠。
incident-do-open = 建立故障
incident-did-open = 故障已建立，{ $count } 件
incident-change = 修改
incident-save = 儲存
incident-did-change = 故障已修改
incident-members = 涉及工單
incident-members-none = 還沒有工單；範圍內的新報修會自動歸入。
incident-automatic = 自動歸入
incident-visit-futile = 到府也修不了
incident-visit-held = 已暫緩到府
incident-visit-later = 約在恢復之後
incident-visit-under-way = 師傅已出發
incident-visit-on-hold = 因別的原因暫停
incident-visit-over = 已了結
incident-did-add = 已加入 { $count } 件
incident-did-remove = { $customer } 已移出
incident-futile = { $count ->
    [0] 現在沒有白跑的到府
   *[other] { $count } 次到府會白跑
}
incident-held-all = { $count ->
    [0] 新報修自動暫緩到府
   *[other] 已暫緩 { $count } 次到府，新報修自動暫緩
}
incident-hold-hint = 師傅可以去別家。承諾照常計時；兩小時內要到的到府取消算失約。
incident-under-way = { $count } 位師傅已在路上或在現場，請打電話
incident-do-hold = 暫緩到府
incident-did-hold = 已暫緩 { $count } 次到府
incident-untold = { $count ->
    [0] 新報修自動告知
   *[other] { $count } 件的客戶還不知道
}
incident-told-all = 客戶都已告知，新報修自動告知
incident-tell-hint = 每人一則，用各自的語言：原因、預計恢復時間、承諾照常計時。
incident-do-tell = 告知客戶
incident-did-tell = 已告知客戶
incident-end-title = 線路恢復了
incident-restore-hint = 暫緩的工單繼續，客戶得到通知，重新排班。
incident-restore = 恢復…
incident-restore-title = 哪些線路已經測通？
incident-restore-ask = 測通的報修不用到府就辦結，其餘照常到府。客戶說還不行，會重新受理。
incident-solved-all = { $count } 件報修全部測通
incident-restore-sum = { $solved } 件辦結，{ $rest } 件繼續
incident-do-restore = 確認恢復，放行
incident-did-restore = 故障已恢復：{ $solved } 件辦結，{ $count } 件繼續
incident-visit-goes-on = 繼續處理
incident-crew = 還沒派給搶修隊
incident-crew-hint = 給修線路的班組一個任務，限預計恢復時間前。
incident-crew-team = 班組
incident-do-crew = 派任務
incident-did-crew = 已派任務
incident-crew-asked = 已派給{ $team }，待接
incident-crew-has = { $name }在處理線路
incident-crew-done = 搶修隊已完成
incident-crew-due = 限 { $time } 前
incident-tasks = { $count ->
    [0] 還要別的班組做什麼
   *[other] { $count } 項任務在辦
}
incident-task = { $name }負責，限 { $time }
incident-do-task = 新任務…
