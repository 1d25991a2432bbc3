### 为什么这样排、为什么没排上、怎样才排得上，以及两版排程差在哪。服务器写给调度台和命令行。

plan-title = { $number } 为什么这样排
plan-title-unassigned = { $number } 为什么没排上
plan-none = 没有这张工单：{ $order }
plan-comma = ，
plan-and = 、
plan-with = { $names }：{ $what }
plan-heading-seat = 排在
plan-heading-time = 为什么是这个时间
plan-heading-possible = 换别人
plan-heading-blocked = 做不了的人
plan-heading-ways-out = 怎样才行
plan-seat = { $technician }，{ $start } 到 { $end }

## 排程管不管它
plan-standing-planned = 已排上
plan-standing-unassigned = 没排上
plan-standing-under-way = 已经出门在做，不再重排
plan-standing-not-planned = 停着或已办结，不排
plan-standing-later = 订的日子还没排到

## 时间一步步怎么来的
plan-time-starts-out = { $at } 出发
plan-time-held-up = 手上的活到 { $at }
plan-time-stop-before = 上一家{ $other } { $at } 做完
plan-time-depot = { $at } 到 { $until } 去仓库领料
plan-time-break = { $at } 到 { $until } 午休
plan-time-road = 路上 { $span }，{ $at } 到
plan-time-waits-for-time = 等 { $span }，约的时间 { $at } 才开始
plan-time-waits-for-window = 等 { $span }，订的半天 { $at } 才开始
plan-time-as-announced = 沿用先前排好的时间
plan-time-in-promised-time = 在约好的时间内，{ $at } 到 { $until }
plan-time-in-window = 在订的半天内，{ $at } 到 { $until }
plan-time-outside-window = 不在跟客户说好的时间内，{ $at } 到 { $until }
plan-time-after-due = 比时限 { $at } 晚 { $span }
plan-time-later-day = 更早没有更好的位置

## 凭什么定的
plan-decided-only-one = 别人都做不了
plan-decided-held = { $by ->
    [desk] 调度指定了{ $technician }
    [contacted] { $technician }已跟客户约好时间
   *[other] { $technician }已接单
}
plan-decided-lost = 其次是{ $technician }，但会破约：{ $breaks }
plan-decided-lost-plain = 其次是{ $technician }，但时间更差
plan-decided-travel = 其次是{ $technician }，多走 { $span }
plan-decided-work = 其次是{ $technician }，多用 { $span } 工时
plan-decided-overtime = 其次是{ $technician }，但要加班，抵得上 { $span } 路程
plan-decided-late = 其次是{ $technician }，但更晚，抵得上 { $span } 路程
plan-decided-delay = 其次是{ $technician }，但要晚一天以上
plan-decided-way = 其次是{ $technician }，但得改先前排好的时间
plan-decided-stranger = 其次是{ $technician }，但跟客户不熟
plan-decided-changed = 其次是{ $technician }，但为 { $span } 路程不值得换人
plan-decided-load = 其次是{ $technician }，但活已经更多
plan-decided-equal = 给{ $technician }也一样
plan-decided-cheaper-elsewhere = 单看这张，给{ $technician }还省 { $span }；全盘这样更好

## 代价的各部分
plan-part-travel = { $sign ->
    [less] 少走
   *[more] 多走
} { $span }
plan-part-work = { $sign ->
    [less] 少用
   *[more] 多用
} { $span } 工时
plan-part-overtime = { $sign ->
    [less] 少加班
   *[more] 加班
}（抵 { $span }）
plan-part-late = { $sign ->
    [less] 没那么晚
   *[more] 更晚
}（抵 { $span }）
plan-part-delay = { $sign ->
    [less] 早一天
   *[more] 晚一天
}（抵 { $span }）
plan-part-way = { $sign ->
    [less] 不改时间
   *[more] 改时间
}（抵 { $span }）
plan-part-stranger = { $sign ->
    [less] 熟客户
   *[more] 不熟
}（抵 { $span }）
plan-part-changed = { $sign ->
    [less] 不换人
   *[more] 换人
}（抵 { $span }）
plan-part-load = { $sign ->
    [less] 活少些
   *[more] 活多些
}（抵 { $span }）
plan-part-none = 一样好
plan-breaks = 破约：{ $breaks }
plan-at = { $start }

## 哪条规矩拦住了谁
plan-blocked-away = 不上班
plan-blocked-person = 只能由{ $technician }做
plan-blocked-excluded = 客户不要
plan-blocked-declined = 退回过
plan-blocked-skills = 缺技能：{ $names }
plan-blocked-level = 技能等级不够：{ $names }
plan-blocked-waits = 要等{ $other }先做，那张还没排上
plan-blocked-window = 时间已过
plan-blocked-capacity = 装不下
plan-blocked-parts = 车上没有：{ $names }
plan-blocked-shift = 一整天空着也来不及
plan-blocked-shift-over = 一整天空着也差 { $span }
plan-blocked-tasks = 单数到上限
plan-blocked-full = 排满
plan-blocked-full-over = 排满，差 { $span }

## 怎样才行
plan-way-assign = { $technician }排得进，{ $start } 上门
plan-way-overtime = { $technician }{ $allowed ->
    [none] 加班
   *[some] 再多加班
} { $span }就排得上：{ $start } 上门，{ $back } 到家
plan-way-overtime-plain = { $technician }{ $allowed ->
    [none] 加班
   *[some] 再多加班
} { $span }：{ $start } 上门，{ $back } 到家
plan-way-other-time = 请客户改到 { $start }，由{ $technician }上门
plan-way-waiver = 破例让{ $technician }做（缺{ $names }），{ $start } 上门
plan-way-supplies = 给{ $technician }送{ $names }，{ $start } 上门
plan-way-depot = { $technician }先去仓库领{ $names }，{ $start } 上门
plan-way-other-person = 改派{ $technician }，{ $start } 上门
plan-way-move-other = 把{ $other }转给{ $second }，{ $technician }就能 { $start } 上门
plan-way-two-technicians = { $technician }和{ $second }两人一起做，{ $start } 上门
plan-way-drop-other = 放下没那么要紧的{ $other }，{ $technician }就能 { $start } 上门
plan-way-still = { $way }；仍会破约：{ $breaks }

## 两版排程：一张单怎么变了
plan-change-appeared = 排给{ $technician }，{ $start }
plan-change-vanished = 不再排，原来是{ $was-technician } { $was-start }
plan-change-technician = { $was-technician } → { $technician }，{ $start }
plan-change-day = { $was-start } → { $start }
plan-change-time = { $was-start } → { $start }
plan-changed-line = { $change }。{ $cause }

## 为什么变
plan-cause-new-order = 新单
plan-cause-order-gone = 已做完、停表或撤单
plan-cause-room-freed = { $other }腾出了位置
plan-cause-room-found = 现在排得进了
plan-cause-no-room = 排不进了
plan-cause-technician-away = { $was-technician }不上班
plan-cause-technician-back = { $technician }来上班了
plan-cause-technician-held-up = { $was-technician }被耽搁 { $span }
plan-cause-not-allowed = { $was-technician }不能再做这张
plan-cause-asked-for = 人工指派
plan-cause-window-changed = 约的时间变了
plan-cause-duration-changed = 用时跟原来估的不一样
plan-cause-new-order-took-place = 新单{ $other }占了这个位置
plan-cause-keeps-own-promise = 这样能守住它的承诺
plan-cause-keeps-promise-of = 这样能守住对{ $other }的承诺
plan-cause-cheaper-road = 少走 { $span }
plan-cause-less-overtime = 少加班 { $span }
plan-cause-exchanged = 跟{ $other }对调
plan-cause-cheaper-in-all = 全盘这样更好
plan-cause-stop-before-overran = 上一家{ $other }多做了 { $span }
plan-cause-stop-before-moved = 上一家{ $other }挪了 { $span }
plan-cause-stop-before-gone = 前面的{ $other }不在了
plan-cause-stop-added-before = 前面加了{ $other }
plan-cause-road-changed = 路上{ $sign ->
    [less] 快了
   *[more] 慢了
} { $span }
plan-cause-other-order-of-visits = 上门的先后变了
plan-cause-break-moved = 午休挪了
plan-cause-set-off-later = 出发晚 { $span }

## 技能
plan-skill-install = 装机
plan-skill-move = 移机
plan-skill-repair = 修障

## The board's plan panel
planner-plan = 现行计划 { $version }
planner-no-plan = 还没有计划
planner-now = 立即排程
planner-idle = 排程器待命，有变化就重排。
planner-at-work = 正在为{ $name }排程。
planner-late = { $name }在{ $span }请求排程，排程器还没有答复。现行计划照旧。
planner-failed = 上次排程没有结果（{ $why }）。现行计划照旧，一分钟内重试。
planner-why-died = 中途退出
planner-why-hung = 超时
planner-why-failed = 没有可行的结果
planner-why-starting = 还在启动
planner-made = { $time } 生成
planner-by-hand = 手工调整
planner-asked-by = { $name }请求
planner-took = 用时 { $seconds } 秒
planner-under-way = 已在排程，完成后会提示。
planner-done = 计划 { $version } 已生效
planner-proposals = 建议与设想
planner-no-proposals = 目前没有建议。
planner-left = 未排上：{ $count } 单
planner-none-left = 所有工单都已排上。
planner-standing-waiting = 推算中
planner-standing-open = 待决定
planner-standing-failed = 失败
planner-stale = 已过时

## One proposal beside the running plan
compare-back = 全部建议
compare-stale = 这是按旧计划做的。采用时会请求重新推算。
compare-figures = 两个计划的数字
compare-then = 采用后
compare-part = 采用所选后
compare-filter = 看哪些变动
compare-filter-all = 全部
compare-filter-agreed = 改了约定时间
compare-filter-promises = 涉及承诺
compare-none = 没有这类变动。
compare-decide = 决定
compare-along = 还有 { $count } 处变动要一起采用
compare-adopt-part = 采用 { $count } 处变动
compare-take = 选中 { $number } 的变动
compare-promise-saved = 保住承诺
compare-promise-broken = 违背承诺
compare-agreed = 离开约定时间
ghost-now = { $number } 将移到这里，{ $time }
ghost-was = { $number } 将离开 { $time }

## Imagined days
given-away = { $names }离岗
given-overtime = 加班至多 { $span }
given-helpers = 增派 { $count } 人
given-added = 新增 { $count } 单
given-withdrawn = 去掉工单 { $numbers }
given-roads = 路程用时 { $percent } %
imagine-added = 新增一单
imagine-where = 地点
imagine-middle = 本区中心
imagine-select = 要去掉工单，先在看板上选中它。
imagine-remove = 移除{ $what }
plan-along-same-day = 同一位师傅的这一天整天一起改
plan-along-waits = 要等那一单先完
