# 打开的订单：「现在」以外的各栏。

log-title = 经过
log-more = 更早的 { $count } 条
log-because = ：{ $reason }
log-skewed = 设备时间有偏差

tab-failed = 没有取到。
tab-stale = 没有取到最新的，下面是刚才的。

story-kinds = 看哪些
story-promises = 承诺
story-plan = 派单排程
story-contact = 联系
story-work = 上门
story-messages = 消息
story-matters = 其他
story-by = 谁做的
story-everybody = 所有人
story-person = { $name }（{ $count }）
story-none = 没有符合的。
story-all = 看全部
story-times = 发生 { $happened }，记录 { $recorded }
story-late = 补报
story-late-when = { $recorded } 才收到，晚 { $span }
story-correction = 更正
story-folds = 之前还改过 { $count } 次
story-moved = { $promise }：{ $was } 改到 { $due }
story-warned = { $promise }已用 { $percent } %，已提醒
story-message = { $to ->
    [customer] 给客户发
   *[staff] 给自己人发
}「{ $occasion }」：{ $state }
message-sent = 已发出
message-queued = 在等
message-failed = 没发成
message-moot = 不用发了

occasion-accepted = 已受理
occasion-assigned = 师傅已接单
occasion-agreed-time = 约好时间
occasion-on-the-way = 师傅出发
occasion-late-risk = 可能迟到
occasion-choose-time = 请客户选时间
occasion-paused = 时间停着
occasion-resumed = 恢复计时
occasion-broken = 没守住
occasion-completed = 已完成
occasion-answer = 答复
occasion-withdrawn = 已撤单
occasion-merged = 已合并
occasion-incident-open = 大面积故障
occasion-incident-over = 故障已恢复
occasion-survey = 满意度回访
occasion-care = 客户关怀
occasion-dispute-decided = 停表异议结果
occasion-warned = 快到时限
occasion-escalated = 破约上报
occasion-handed-over = 转交
occasion-disputed = 客户有异议
occasion-review-due = 停表待复核

contact-call = 打给{ $name }　{ $phone }
contact-hours = 可联系时间 { $from }–{ $to }
contact-not-now = 现在不宜打电话：{ $from }–{ $to } 以外打的不算数
ladder-title = 首次联系
ladder-not-yet = 师傅接单以后才开始算。
ladder-first = 第一次打电话
ladder-by = { $time } 前
ladder-reached = { $time } 联系上
ladder-over = 不用再打
ladder-exhausted = 三个时段都打过，没人接
ladder-due = { $time } 前要联系上，或再打一次
ladder-tried = { $time } 打过
ladder-missed = 没打
ladder-owed = 下一次
ladder-part = { $day }{ $part }
ladder-rule = 按承诺规则 { $version }：打不通，接下来上午、中午、晚上各打一次。
rung-morning = 上午
rung-noon = 中午
rung-evening = 晚上
calls-title = 电话和联系
calls-none = 还没有打过。
calls-off-hours = 不在可联系时间，不算数
by-console = 控制台
by-inbox = 收件箱
by-phone = 电话
by-sms = 短信
by-wechat = 微信
by-web = 网页
by-in-person = 当面
by-voice = 电话
by-third-party = 第三方
call-contact = { $how }联系上，约 { $time }
call-attempt = { $how }：{ $outcome }
call-answer-tried = { $how }答复：{ $outcome }
call-call-back-tried = { $how }回访：{ $outcome }
call-called-back = { $rating ->
    [0] { $how }回访到了
   *[other] { $how }回访到了，客户打 { $rating } 分
}
messages-title = 消息
messages-none = 还没有发过消息。
messages-no-channel = 没有设置发送渠道，谁也收不到消息。
message-again = 再发一次
message-again-sent = 再发的
message-again-by = { $name } 让再发的
message-words = 看原文
fate-sent = { $time } 发出（{ $channel }）{ $tries ->
    [1] { "" }
   *[other] ，第 { $tries } 次才发成
}
fate-queued = { $time } 发
fate-retry = 试了 { $tries } 次，{ $time } 再试：{ $reason }
fate-failed = { $time } 放弃：{ $reason }
fate-moot = { $time }，情况变了，没有发
call-backs-title = 完工回访
call-back-open = 要在 { $time } 前回访
call-back-done = { $rating ->
    [0] { $time } 回访到了
   *[other] { $time } 回访到了，{ $rating } 分
}
call-back-reopened = 已重开，下次完工再回访
call-back-next = { $tries ->
    [0] { $time } 起可以打
   *[other] 打过 { $tries } 次，{ $time } 起可以再打
}

work-none = 还没有上门。预计要 { $span }。
work-visit = 第 { $number } 次上门
work-travel = 路上
work-on-site = 在现场
work-as-expected = 和预计的 { $estimate } 一样
work-over = 比预计的 { $estimate } 多 { $span }
work-under = 比预计的 { $estimate } 少 { $span }
work-speed = 测速
work-mbps = { $mbps } M
work-of-contract = { $mbps } / { $contracted } M（{ $percent } %）
work-gate = 要 { $gate } % 以上
work-no-gate = 没有签约速率，不比较
work-passed = 达标
work-too-slow = 不达标
work-line-tests = 线路测试
work-dbm = { $dbm } dBm
work-from-desk = 调度台远程测
work-parts = 物料和工具
work-parts-used = 用了
work-parts-needed = 要用
work-parts-not-yet = 完工时从车上扣
work-parts-none = 这种单不用物料
work-tools = 工具
work-piece = { $piece } × { $count }
piece-ont = 光猫
piece-drop-cable = 皮线光缆
piece-optical-meter = 光功率计
piece-splicer = 熔接机
work-photos = 照片
work-photos-none = 没有照片。
work-photo = { $time }，{ $name }：{ $reason }
work-photo-flag = 记录里有「拍过照」，照片本身没有传上来。
work-signed = 客户确认
work-confirmed = { $time }，{ $name }确认完成
work-not-confirmed = 还没有确认，也没有签名。
work-fault-check = 报障时的自查

linked-orders = 相关的单
linked-none = 这条线路、这位客户、这个地址没有别的单。
linked-order = { $kind }　{ $status }
why-optimisation-later = 本单测速不达标，派生的优化单
why-optimisation-first = 它测速不达标，派生了本单
why-repeat-later = 本单以后 30 天内又报障
why-repeat-first = 它以后 30 天内又坏，成了本单
why-duplicate-later = 重复报单，并入本单
why-duplicate-first = 本单重复，并入它
why-waits-for = 本单要等它先做完
why-same-line = 同一条线路
why-same-customer = 同一位客户
why-same-address = 同一个地址
linked-incident = { $time } 归入
linked-incident-left = { $time } 移出，另有原因
linked-incident-over = { $time } 恢复
linked-incident-automatic = 自动归入
linked-care = 客户关怀
care-cause-rating = 评分低
care-cause-complaint = 投诉
care-cause-verdict = 上次关怀后仍不满意
linked-rating = { $rating } 分
linked-care-open = { $time } 开始，下一步{ $stage ->
    [locate] 找原因
    [analyse] 分析
    [care] 安抚
   *[other] 问客户满意不满意
}
linked-care-closed = { $time } 办结，{ $verdict ->
    [satisfied] 客户满意
   *[other] 客户仍不满意
}
linked-money = 赔付
linked-goodwill = 守住了，但已告诉客户，照赔
linked-money-owed = { $time } 起欠
linked-money-told = { $time } 告诉客户
linked-money-billed = { $time } 交账务
linked-money-off = { $time } 收回，承诺守住了

audit-log = 封存的记录
audit-holds = { $count } 条记录，没有人改过
audit-broken = 记录被动过
audit-checkpoint = 检查点 { $number }（{ $time }）封到第 { $covered } 条
audit-no-checkpoint = 还没有检查点封过，只有前后相连的链
audit-beyond = 之后 { $count } 条只有链
audit-no-key = 没有设置封存密钥，查不了真伪。
audit-no-export = 导出要由班长来做
audit-wrong = 被动过
audit-unreadable = 时间读不出来
audit-received = { $time } 收到
audit-under = 检查点 { $number }
audit-chained = 只在链上
place-desk = 调度台
place-phone = 师傅手机
place-customers-page = 客户页面
place-server = 系统
wrong-edited = 被改过
wrong-inserted = 插进来的
wrong-forged = 被改过或插进来的
wrong-removed = 被删掉
wrong-unproven = 证明不了
wrong-order-edited = 订单和记录对不上
wrong-order-removed = 订单被删掉
wrong-checkpoint = 检查点不可信
