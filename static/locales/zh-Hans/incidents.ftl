# 大面积故障面板。

incident-new = 新建故障
incident-from-map = 在地图上圈选
incidents-all = 全部故障
incidents-open = 未恢复 { $count } 起
incidents-restored = 最近恢复
incidents-none = 现在没有大面积故障。好几家报同一个故障时，在这里归到一起：一次暂缓上门，一条消息，一次放行。
incident-count = { $count } 单
incident-since = { $time } 起
incident-since-label = 开始
incident-by = { $name }建
incident-expected = 预计 { $time } 恢复
incident-no-end = 恢复时间未知
incident-is-held = 已暂缓上门
incident-not-held = 未暂缓上门
incident-is-told = 已告知
incident-not-told = 未告知
incident-restored-at = { $time } 恢复
incident-restored = 恢复
incident-suggested-title = 像是同一个故障
incident-suggested = { $where }，{ $minutes } 分钟内 { $count } 单报修，像是同一个故障
incident-suggested-hint = 最早一单 { $time }
incident-not-one = 不是同一个
incident-below = { $port } 下的线路
incident-cause = 原因
incident-end = 预计恢复
incident-end-unknown = 未知
incident-in-hours = { $hours } 小时后
incident-title = 台内名称（客户看不到）
incident-orders = { $count ->
    [0] 工单
   *[other] 工单 { $count } 单
}
incident-orders-none = 还没选工单：在这里查找，或到地图上圈选。
incident-add = 添加工单
incident-add-hint = 单号、姓名、地址
incident-add-none = 没有找到未完成的工单
incident-add-all = 全部添加（{ $count } 单）
incident-remove = 移出 { $customer }：另有原因
incident-scope = 范围
incident-scope-short = 范围
incident-scope-hint = 这些片区、或这个端口下线路的新报修，会自动归入。
incident-scope-joins = 新报修自动归入
incident-port = 端口或分光器（线路编号的开头）
incident-ports = 共同端口
incident-port-count = { $prefix }（{ $count }）
incident-missing-cause = 请选原因，不清楚就选“原因待查”。
incident-missing-scope = 请选工单、片区或端口。
incident-do-open = 建立故障
incident-did-open = 故障已建立，{ $count } 单
incident-change = 修改
incident-save = 保存
incident-did-change = 故障已修改
incident-members = 涉及工单
incident-members-none = 还没有工单；范围内的新报修会自动归入。
incident-automatic = 自动归入
incident-visit-futile = 上门也修不了
incident-visit-held = 已暂缓上门
incident-visit-later = 约在恢复之后
incident-visit-under-way = 师傅已出发
incident-visit-on-hold = 因别的原因暂停
incident-visit-over = 已了结
incident-did-add = 已添加 { $count } 单
incident-did-remove = { $customer } 已移出
incident-futile = { $count ->
    [0] 现在没有白跑的上门
   *[other] { $count } 次上门会白跑
}
incident-held-all = { $count ->
    [0] 新报修自动暂缓上门
   *[other] 已暂缓 { $count } 次上门，新报修自动暂缓
}
incident-hold-hint = 师傅可以去别家。承诺照常计时；两小时内要到的上门取消算失约。
incident-under-way = { $count } 位师傅已在路上或在现场，请打电话
incident-do-hold = 暂缓上门
incident-did-hold = 已暂缓 { $count } 次上门
incident-untold = { $count ->
    [0] 新报修自动告知
   *[other] { $count } 单的客户还不知道
}
incident-told-all = 客户都已告知，新报修自动告知
incident-tell-hint = 每人一条，用各自的语言：原因、预计恢复时间、承诺照常计时。
incident-do-tell = 告知客户
incident-did-tell = 已告知客户
incident-end-title = 线路恢复了
incident-restore-hint = 暂缓的工单继续，客户得到通知，重新排班。
incident-restore = 恢复…
incident-restore-title = 哪些线路已经测通？
incident-restore-ask = 测通的报修不用上门就办结，其余照常上门。客户说还不行，会重新受理。
incident-solved-all = { $count } 单报修全部测通
incident-restore-sum = { $solved } 单办结，{ $rest } 单继续
incident-do-restore = 确认恢复，放行
incident-did-restore = 故障已恢复：{ $solved } 单办结，{ $count } 单继续
incident-visit-goes-on = 继续处理
incident-crew = 还没派给抢修队
incident-crew-hint = 给修线路的班组一个任务，限预计恢复时间前。
incident-crew-team = 班组
incident-do-crew = 派任务
incident-did-crew = 已派任务
incident-crew-asked = 已派给{ $team }，待接
incident-crew-has = { $name }在处理线路
incident-crew-done = 抢修队已完成
incident-crew-due = 限 { $time } 前
incident-tasks = { $count ->
    [0] 还要别的班组做什么
   *[other] { $count } 项任务在办
}
incident-task = { $name }负责，限 { $time }
incident-do-task = 新任务…
