### 为什么：一项承诺怎么算出来的。服务器写给工单页、客户页和命令行；带 customer 的是对客户说的话。

why-title = { $number } 的承诺
why-promise = { $promise }（第 { $occasion } 次）
why-none = 这项承诺还没有开始。
why-no-order = 没有这张工单：{ $order }
why-head = { $kind }，{ $tier }，{ $zone } 时间，现在 { $now }
why-due = { $at } 前
why-exact-date = { $year }-{ $month }-{ $day } { $weekday } { $time }
why-exact-span = { $span } { $seconds } 秒
why-hours = { $hours } 小时
why-list-and = 、

## 从什么时候算起
why-started-complete = { $at } 受理，从这时起算
why-started-urgent = { $at } 确认是紧急投诉，从这时起算
why-started-accept = { $at } 派单，从这时起算
why-started-contact = { $at } 接单，从这时起算
    .customer = { $at } 师傅接单，从这时起算
why-started-arrive = { $at } 定下上门时间
why-started-speed = { $at } 回单时测速
    .customer = { $at } 完工时测速
why-started-cancel-verify = { $at } 起，要核实撤单的原因
    .customer = { $at } 起，我们要和您核实撤单的原因
why-started-cancel-done = { $at } 核实完，从这时起算
why-started-answer = { $at } 提问，从这时起算
    .customer = { $at } 您提问，从这时起算
why-started-callback = { $at } 回单，从这时起算
why-started-care = { $at } 客户不满意，从这时起算
why-received = （{ $received } 才收到）
why-policy = 按承诺 { $version } 版：{ $tier }的{ $kind }

## 限到什么时候
why-target-within = 限 { $limit }，昼夜都算，到 { $at }
why-target-within-contact = 限 { $limit }，只算每天 { $opens }–{ $closes }，到 { $at }
why-target-within-office = 限 { $limit }，只算工作时间，到 { $at }
why-target-before = { $cut_off } 前受理的，限到 { $at }
why-target-after = { $cut_off } 起受理的，限到 { $at }
why-target-local = 限到 { $at }
why-target-own = 客户自己定的时限：{ $at }
    .customer = 您定的时限：{ $at }
why-target-share = 要达到签约速率的 { $percent } %，即 { $mbps } Mbps
    .customer = 至少要测到 { $mbps } Mbps

## 停表
why-paused = { $at } 到 { $until } 停表：{ $reason }，{ $moved ->
    [0] 时限不变
   *[other] 时限顺延 { $span }
}
why-paused-open = { $at } 起停表：{ $reason }，到现在{ $moved ->
    [0] 时限不变
   *[other] 时限顺延 { $span }
}
why-paused-provisionally = { $at } 到 { $until } 先停表：{ $reason }。电话还没打完，打完才算数
    .customer = { $at } 到 { $until } 先停表：{ $reason }。我们还会再打
why-paused-provisionally-open = { $at } 起先停表：{ $reason }。电话还没打完，打完才算数
    .customer = { $at } 起先停表：{ $reason }。我们还会再打
why-pause-taken-out = { $at } 到 { $until } 的停表不算：{ $reason }
why-pause-taken-out-open = { $at } 起的停表不算：{ $reason }
why-pause-after-breach = { $at } 到 { $until } 的停表在破约后才收到，不算：{ $reason }
    .customer = { $at } 到 { $until } 的停表记晚了，不算：{ $reason }
why-pause-after-breach-open = { $at } 起的停表在破约后才收到，不算：{ $reason }
    .customer = { $at } 起的停表记晚了，不算：{ $reason }
why-evidence-recorded = { $by }记的{ $evidence ->
    [none] {""}
   *[other] ，凭据是{ $proof }
}
why-evidence-kept = 凭据：{ $proof }
why-evidence-attempt = 凭据：{ $at } { $channel }，{ $outcome }
why-evidence-arrived = 凭据：{ $at } 到了门口
why-evidence-photo = 凭据：{ $at } 拍了门口的照片
why-evidence-request = 凭据：{ $at } { $by }提出撤单
why-evidence-declared = 凭据：{ $at } { $by }宣布不可抗力
why-disputed = { $at } { $by }提出异议
    .customer = { $at } 您不同意这段停表
why-dispute-upheld = { $at } { $by }核对：客户说得对，这段停表取消
    .customer = { $at } 核对过了：您说得对，这段停表取消
why-dispute-rejected = { $at } { $by }核对：这段停表成立
    .customer = { $at } 核对过了：这段停表成立
why-pause-approved = { $at } { $by }同意这段停表算数

## 结果
why-assigned = { $at } 派给{ $technician }
why-moved = 停表一共顺延 { $span }，到 { $at }
why-kept = { $at } 做到，守住
why-broken = 到 { $at } 没做到，破约
    .customer = 到 { $at } 没做到，没守住
why-measured = 测到 { $measured } Mbps，签约 { $contracted } Mbps

## 经过
why-recomputed = { $event }，重新计算：时限从 { $was } { $way ->
    [later] 推迟 { $span }，到
   *[other] 提前 { $span }，到
} { $due }
why-recomputed-by-time = { $at } 重新计算：时限从 { $was } { $way ->
    [later] 推迟 { $span }，到
   *[other] 提前 { $span }，到
} { $due }
why-warned = { $at } 时间用了 { $percent } %，提醒{ $tells }
why-announced = { $at } 报破约，告诉{ $tells }：应在 { $due } 前
    .customer = { $at } 告诉您没守住：应在 { $due } 前
why-taken-back = { $announced } 报的破约，{ $at } 收回：{ $event }
    .customer = { $announced } 说没守住，{ $at } 更正为守住：{ $event }
why-owed = { $at } 记赔付 { $amount }
    .customer = { $at } 赔您 { $amount }，抵账单
why-owed-goodwill = { $at } 记赔付 { $amount }；后来查明守住了，已告诉客户，照赔
    .customer = { $at } 赔您 { $amount }；后来查明是按时的，已经答应的照赔
why-owed-withdrawn = { $at } 记赔付 { $amount }，查明守住了，已取消
    .customer = { $at } 记赔付 { $amount }，查明是按时的，已取消
why-event = { $occurred } { $what }
why-event-late = { $occurred } 的{ $what }到 { $received } 才收到

## 谁
why-by = { $name }（{ $role }）
why-by-customer = 客户
    .customer = 您
why-by-technician = 师傅
why-by-us = 我们
why-tells-technician = 师傅
why-tells-lead = 班长
why-tells-manager = 片区经理
why-tells-director = 值班主任
why-tells-customer = 客户
why-channel-phone = 打电话
why-channel-sms = 发短信
why-channel-wechat = 发微信
why-channel-web = 网上联系
why-channel-in-person = 当面找

## 对客户说的停表原因
why-reason-customer-later = 您想晚些
why-reason-not-ready = 现场没准备好
why-reason-unreachable = 电话没打通
why-reason-no-access = 师傅进不了门
why-reason-withdrawal = 您申请了撤单
why-reason-force-majeure = 天气或灾害

## 发生了什么
why-did-accept = 受理
why-did-assign = 派单
why-did-unassign = 收回派单
why-did-decline = 退回派单
why-did-take = 接单
why-did-contact = 约时间
why-did-attempt = 打电话没打通
why-did-set-off = 出发
why-did-arrive = 到达
why-did-start-work = 开工
why-did-test = 测速
why-did-complete = 回单
why-did-confirm = 客户确认
why-did-hold = 停表
why-did-resume = 恢复计时
why-did-request-withdrawal = 撤单申请
why-did-retract-withdrawal = 撤单反悔
why-did-verify-withdrawal = 撤单核实
why-did-withdraw = 撤单
why-did-fail-visit = 上门未成
why-did-reopen = 重开
why-did-merge = 并单
why-did-restore = 故障恢复
why-did-incident-joined = 大面积故障
why-did-incident-left = 另有原因
why-did-incident-told = 故障告知
why-did-incident-over = 故障结束
why-did-ask = 提问
why-did-answer = 答复
why-did-dispute-pause = 停表异议
why-did-decide-dispute = 异议核对
why-did-approve-pause = 停表补批
why-did-confirm-urgent = 紧急投诉确认
why-did-settle-urgent = 紧急投诉办结
why-did-correct-tier = 区域类别更正
why-did-correct-address = 地址更正
why-did-linked = 关联工单
why-did-answer-tried = 答复没打通
why-did-call-back-tried = 回访没打通
why-did-called-back = 回访
why-did-rated = 评分
why-did-complained = 不满意
why-did-care-moved = 关怀推进
why-did-care-closed = 关怀办结
why-did-handed-over = 转交
why-did-planned = 排程
why-did-warned = 预警
why-did-broken = 破约
why-did-break-withdrawn = 破约更正
why-did-compensated = 赔付
why-did-force-majeure = 不可抗力
why-did-review-due = 停表复核

## 停表的凭据
evidence-agreed-time = 约好的时间
evidence-booked-slot = 柜台订的半天
evidence-offered-slot = 给过的时段
evidence-seen-on-site = 师傅在现场看到
evidence-customers-word = 客户自己说的
evidence-ladder = 按规定打的几次电话
evidence-call-and-photo = 门口的电话和照片
evidence-request = 客户的撤单申请
evidence-declaration = 片区经理的宣布
