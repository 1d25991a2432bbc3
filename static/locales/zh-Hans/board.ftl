### 调度台：先说状态，再说时间和地方；动词在前；不称你我。

## 上栏
board-brand = 三限
board-nobody = 未派
district-pick = 换一个区
date-before = 前一天
date-after = 后一天
date-today = 回到今天
search-label = 搜索
search-placeholder = 工单、客户、地址、师傅
search-none = 没有找到“{ $query }”
search-none-hint = 可以搜工单号、客户姓氏、手机尾号、地址、小区、师傅名字或工号。
search-clear = 清除搜索
figures-title = 今天的四项承诺
figure-complete-install = 装机及时
figure-complete-repair = 修障及时
figure-contact = 2 小时联系
figure-arrive = 准时到达
figure-jeop = 将破约 { $count }
figure-risk = 有风险 { $count }
figure-broken = 已破约 { $count }
figure-kept = 守住 { $count }
figure-running = 限内 { $count }
figure-all = 守住 { $kept }，已破约 { $broken }，限内 { $running }，其中将破约 { $jeop }
people-here = 也在看：{ $names }
board-connecting = 正在连接
board-live-connecting = 正在连接
board-live-live = 实时
board-live-reconnecting = 正在重连
board-live-offline = 没有网络
me-menu = { $name }的账号
me-promises = 我们的承诺
offline-since = 连接断了，这是 { $time } 的样子
offline-never = 还没有连上
offline-hint = 会自己重连并补齐；这时做的事两分钟内连上就送到，否则不送。
offline-unsent = 有 { $count } 件事等着送，两分钟内连上就送到
offline-give-up = 不送了

## 窄屏的切换
tabs-title = 切换视图
tab-risks = 风险
tab-lanes = 时间表
tab-map = 地图
tab-order = 工单
side-title = 地图和工单

## 风险
risk-title = 先破的在前
risk-count = { $count } 项
risk-news = 有 { $count } 项更新
risk-row-title = { $promise } · { $customer }
risk-row-what = { $kind }　{ $address }；{ $limit }
risk-none = 没有要破的承诺
risk-none-hint = 有承诺快守不住时，会按先后排在这里，并说明谁能接住。
risk-none-yet = 今天还没有工单
risk-none-found = 风险里没有找到
risk-saved = 已经不危险，离开列表后移走
left-over = 超了 { $span }
limit-by = { $time } 前
limit-arrive = { $time } 前到
limit-contact = { $time } 前约好
broken-count = 已破约 { $count }
broken-row = { $customer }　{ $promise }，{ $limit }
broken-owed = 赔 { $money }
action-see = 看
action-fold = 收起

## 原因
cause-called = { $count ->
    [1] { $time } 打过一次，{ $outcome }
   *[other] 打过 { $count } 次，最近 { $time }，{ $outcome }
}
cause-not-called = 接单 { $span }了，还没有打电话
cause-silent = 师傅{ $technician } { $span }没有信号
cause-not-taken = 派给{ $technician }，还没有接单
cause-question = 客户的问题还没有答复
cause-callback = 还没给客户回访
cause-care = 客户不满意，关怀还没办完
cause-verify = 撤单原因还没有核实
cause-withdraw = 已核实，还没有撤单
cause-failed = 上门未成，还没有重排
cause-unassigned = 还没有师傅：{ $reason }
cause-task = 在等“{ $title }”：{ $name }负责，限 { $time }
cause-task-over = 在等“{ $title }”：{ $name }还没办完，已过 { $time }
cause-no-time = 派给{ $technician }，还没有排时间
cause-end-late = 预计 { $time } 完，晚 { $late }
cause-arrive-late = 预计 { $time } 到，晚 { $late }
cause-end-overrun = 预计 { $time } 完，上一单多用 { $minutes } 分
cause-arrive-overrun = 预计 { $time } 到，上一单多用 { $minutes } 分
cause-end-close = 预计 { $time } 完，只剩 { $left } 余量
cause-arrive-close = 预计 { $time } 到，只剩 { $left } 余量
left-out-unknown = 排不进
left-out-no-shift = 没人当班
left-out-person-away = 本人不在
left-out-no-skill = 缺技能
left-out-window-closed = 时段已过
left-out-capacity = 装不下
left-out-no-time = 赶不上
left-out-no-room = 排满
left-out-predecessor = 等前一单

## 谁能接住
rescue-call = 我来致电
rescue-reassign = 改派{ $technician } { $price }
rescue-assign = 派给{ $technician } { $price }
rescue-price = { $minutes } 分
rescue-arrive = { $time } 到
rescue-breaks-none = 不破约
rescue-breaks = 破 { $count } 约：{ $promises }
rescue-breaks-short = 破 { $count } 约
rescue-moves = 挪动 { $count } 单，都没约过时间
risk-order = 按预计破约的先后排：照现在的预计（中位数）会破的在前，十次里有一次会破的其次，只是时间所剩不多的最后；同类里先到期的在上
risk-sure = 预计 { $expected } 才做到，{ $time } 破约
risk-likely = 顺利时守得住；十次里有一次要到 { $expected }，{ $time } 破约
risk-close = 预计守得住，但离 { $time } 不远
risk-undone = 没人处理就在 { $time } 破约
rescue-make-room = 腾给{ $technician } { $price }
rescue-moves-short = 挪 { $count } 单
rescue-swap = 与{ $technician }对调 { $price }
rescue-swaps = { $customer }那单改由{ $technician }去，没有约过时间
rescue-overtime = { $technician }加班 { $minutes } 分
rescue-overtime-for = 只准今天，{ $technician }多做 { $minutes } 分，记作派单员的决定
rescue-other-time = 改约 { $time }
rescue-old-time-counts = 客户会收到新时间；原时间照样算迟到
rescue-borrow = 借{ $district }{ $technician } { $price }
rescue-borrowed = 今天归本区，{ $district }今天少一人
rescue-saves = 守住{ $promises }
did-swap = { $customer }改由{ $technician }，{ $other }改由{ $otherTechnician }
did-overtime = { $technician }今天加班 { $minutes } 分，守住{ $customer }
did-other-time = { $customer }改约 { $time }，已告知
did-borrow = 今天从{ $district }借来{ $technician }，去{ $customer }家
rescue-none = 没有人接得住：都排满或赶不上
rescue-not-movable = 已经开始，不能改派
rescue-asking = 正在算谁能接
rescue-ask = 看谁能接
rescue-again = 再算一次

## 时间表
lanes-title = 师傅与时间
lanes-people = { $count } 人
lanes-working = { $count } 在岗
lane-load = 还有 { $open } 单，今天共 { $total } 单
lane-lunch = 午休
lane-clash = 重叠 { $minutes } 分
doing-road = 在途
doing-on = 作业
doing-free = 空闲
doing-off = 下班
doing-lost = 无信号
doing-leave = 休假
visit-label = { $kind }，{ $customer }，{ $area }，{ $from } 到 { $to }，{ $status }，承诺{ $state }
loading-board = 正在取今天的工单和师傅
failed-title = 没有取到这一天
failed-act = 再取一次
board-no-answer = 服务器没有回音。什么都没有丢，会每隔几秒再试。
board-no-district = 这个账号还没有分到区。请管理员设好后再打开。
board-not-sent = 没有回音
board-not-sent-why = 可能送到了，也可能没有：以板上显示的为准。没变的话，请再做一次。
empty-today = 今天还没有工单
empty-today-hint = 工单从受理接口进来，或者从表格导入；一到就出现在这里，不用刷新。
empty-today-act = 看受理接口
empty-day = 这一天没有工单
empty-day-hint = 没有约在这一天的上门。
empty-day-act = 回到今天
empty-people = 还没有师傅
empty-people-hint = 先导入师傅和工单，时间表就会排出来。

## 未派
tray-title = 没有排上的工单
tray-unassigned = 未派 { $count }
tray-untimed = 待排时间 { $count }
tray-untimed-why = { $technician }，待排
tray-paused = 停表 { $count }
tray-held = 因故障暂缓 { $count }
tray-later = 以后几天 { $count }
tray-new = 刚受理

## 拿起和放下
hand-what = { $customer }（{ $kind }）
hand-to = → { $technician }
hand-price = { $price }路程
hand-times = { $arrive } 到，{ $end } 完
hand-count = { $count ->
    [0] 没有人接得住
   *[other] { $count } 人接得住
}
hand-here = 原来
hand-key-move = 换人
hand-key-drop = 放下
hand-key-cancel = 放回
hand-pick = 点一位师傅的时间表
key-enter = 回车
hand-not-movable = { $customer }的工单不能改派
hand-not-movable-why = 现在是“{ $status }”。
hand-refused = { $technician }接不了这一单
hand-refused-why = { $reason }。工单留在原处。

## 做过的事
did-assign = { $customer }派给{ $technician }
did-insert = { $customer }派给{ $technician }，挪动 { $count } 单
did-unassign = { $customer }已收回
did-contact = { $customer }约好 { $time }
did-attempt = { $customer }未接，已记下
did-hold = { $customer }已停表
did-resume = { $customer }恢复计时
did-resume-visit = { $customer }恢复上门
did-request-withdrawal = { $customer }申请撤单，已记下
did-retract-withdrawal = { $customer }不撤了
did-verify-withdrawal = { $customer }的撤单已核实
did-withdraw = { $customer }已撤单
did-fail-visit = { $customer }上门未成，等重排
did-confirm = { $customer }已确认
did-reopen = { $customer }的工单已重开
did-confirm-urgent = { $customer }已确认为紧急投诉
did-settle-urgent = { $customer }的紧急投诉已办结
did-correct-tier = { $customer }的区域类别已更正
did-answer = 已答复，客户看得到
did-link = { $customer }的链接已复制
did-link-detail = 只看得到这一单；以前的链接仍然有效，到期为止。
undone = 已撤销：{ $what }
last-line = { $time } { $what }
change-assigned = { $who }把{ $customer }派给{ $technician }
change-unassigned = { $who }收回了{ $customer }
change-agreed = { $who }把{ $customer }约在 { $time }
change-status = { $who }：{ $customer } { $status }
legend-title = 图例
legend-limit = 承诺时限
legend-leg = 路程
legend-leg-estimated = 路程（估算）
roads-none = 路程时间按直线距离估算：没有道路数据。
roads-partly = { $places } 个地点中有 { $count } 个的路程时间按直线距离估算。
legend-over = 超出计划
legend-slack = 还能拖
legend-overtime = 加班
legend-changed = 别人刚改

## 地图
map-title = 地图
map-larger = 放大地图
map-smaller = 收起地图
map-technician = { $name }，{ $ago }

## 工单
order-tabs-title = 订单的各部分
tab-now = 现在
tab-story = 经过
tab-contact = 联系
tab-work = 上门
tab-linked = 相关
tab-audit = 存证
drawer-none = 点一张工单，看它的承诺、经过和下一步。
drawer-key-search = 搜索
drawer-key-move = 改派选中的
drawer-key-undo = 撤销
drawer-close = 关闭工单
drawer-gone = 这张工单已不在这里。
drawer-failed = 没有取到经过。
drawer-saves = 谁能接住
drawer-takes = 可以派给
drawer-plan-planned = 为什么这样排
drawer-plan-homeless = 为什么没排上
drawer-plan-time = 时间怎么来的
drawer-plan-possible = 换别人
drawer-plan-blocked = 谁做不了
drawer-plan-ways = 怎样才行
drawer-plan-do = 就这样办
drawer-plan-more = 还有 { $count } 项
drawer-plan-people = { $names }等 { $count } 人
drawer-plan-list = { "、" }
drawer-plan-failed = 没算出来。
order-kind-premium = { $kind } · 精品区域
order-from = 从 { $address } 移来
fact-status = 现在
fact-technician = 师傅
fact-time = 时间
fact-phone = 电话
fact-note = 备注
fact-needs = 需要
fact-area = 片区
fact-planned = 计划 { $times }
fact-likely = 预计 { $time }，九成把握不晚于 { $latest }
fact-arrives = 约 { $time } 到
fact-ends = 约 { $time } 完
fact-agreed = 约好 { $time }
fact-booked = 预约 { $half }
fact-not-agreed = 还没有约到钟点
fact-duration = { $minutes } 分
speaks-zh-Hant = 繁体中文
speaks-en = 说英文
skill-install = 装机
skill-move = 移机
skill-repair = 修障
promises-title = 承诺
promise-took = { $name }，用时 { $span }
promise-met = { $name }，{ $time } 到
promise-paused = { $name }，时间停着
promise-was-due = { $name }，应在 { $time } 前
promise-due-name = { $name }，
promise-due-tail = { " " }前
promise-left = 剩 { $span }
promise-over = 超了 { $span }
promise-expected = 预计 { $time }
why = 为什么
event-accept = 受理
event-assign = 派给{ $technician }
event-assign-none = 待派
event-unassign = 收回{ $because }
event-decline = 退回{ $because }
event-take = 接单
event-contact = { $by ->
    [us] 我们改约 { $time }
   *[customer] 约好 { $time } 上门
}
event-attempt = 打过电话，{ $outcome }
event-set-off = 出发
event-arrive = 到达
event-start-work = 开工
event-test = { $mbps ->
    [0] 测速
   *[other] 测速 { $mbps }M
}
event-complete = 回单
event-confirm = 确认完成
event-hold = 停表{ $because }
event-hold-incident = 因故障暂缓上门，承诺照常计时
event-resume = 继续办理
event-request-withdrawal = 申请撤单{ $because }
event-retract-withdrawal = 不撤了
event-verify-withdrawal = 核实撤单：{ $verdict }
event-withdraw = 撤单
event-fail-visit = 上门未成{ $because }
event-reopen = 重开{ $because }
event-ask = 客户提问
event-answer = 已答复
event-merge = 已并入较早的同一报单
event-restore = 随故障恢复，线路测通
event-incident-joined = 归入大面积故障
event-incident-left = 另有原因，移出故障
event-incident-told = 已告知客户故障情况
event-incident-over = 故障已恢复
event-linked = { $relation ->
    [optimisation] 网速不达标，已关联网络优化单
    [repeat] 同一条线又出故障，已关联
   *[duplicate] 重复报单，已关联
}
event-answer-tried = 打电话答复客户：{ $outcome }
event-call-back-tried = 回访：{ $outcome }
event-called-back = { $rating ->
    [0] 已回访
   *[other] 已回访，客户打 { $rating } 分
}
event-rated = 客户打 { $rating } 分
event-complained = 客户不满意，开始关怀
event-care-moved = { $stage ->
    [locate] 关怀：已定位
    [analyse] 关怀：已分析
   *[care] 关怀：已和客户解决
}
event-care-closed = { $verdict ->
    [satisfied] 关怀：客户满意
   *[dissatisfied] 关怀：客户仍不满意
}
event-handed-over = 已转交
event-planned = 排在 { $from }–{ $to }
event-planned-none = 没有排上
event-broken = 破约：{ $promise }
event-break-withdrawn = 破约已更正：{ $promise }
event-compensated = { $promise }，赔 { $money }
questions-title = 客户的问题
questions-open = 有 { $count } 个问题等答复
question-open = 等答复
question-answer = 答复
question-answered = 答：{ $answer }
question-placeholder = 写给客户
question-send = 答复客户

## 下一步
do-assign = 派给师傅
do-reassign = 改派
do-unassign = 收回
do-contact = 约时间
do-recontact = 改约
do-attempt = 记未接
do-hold = 停表
do-resume = 恢复计时
do-resume-visit = 恢复上门
do-request-withdrawal = 客户要撤单
do-retract-withdrawal = 客户不撤了
do-verify-withdrawal = 核实撤单
do-withdraw = 撤单
do-fail-visit = 上门未成
do-confirm = 代客户确认
do-reopen = 重开
drawer-tasks = 这单在等
drawer-task = { $name }负责，{ $time } 前
drawer-task-over = { $name }负责，{ $time } 已到期
drawer-task-visit = 办完之前不排上门
do-confirm-urgent = 确认紧急投诉
do-settle-urgent = 紧急投诉办结
do-correct-tier = 更正区域类别
form-confirm-urgent = 客户最晚几点要通？
form-correct-tier = 哪一类才对？
field-tier = 区域类别
act-more = 更多
act-none = 现在等师傅
act-link = 复制客户的链接
act-link-by-hand = 请手动复制
form-contact = 和客户约好几点？
form-attempt = 打了电话，结果是？
form-hold = 为什么停表？
form-unassign = 为什么收回？
form-request-withdrawal = 客户为什么要撤？
form-verify-withdrawal = 问过客户，是谁的原因？
form-fail-visit = 为什么没做成？
form-reopen = 为什么重开？
form-not-now = 先不
field-day = 哪天
field-time = 几点
field-offered = 我们最早给的日子
field-until = 到哪天（可不填）
field-reason = 原因
field-by = 谁提出的
field-outcome = 结果
field-verdict = 核实结果
by-customer = 客户定的
by-us = 我们要改
verdict-customer = 客户自己的原因
verdict-ours = 我们的原因
verdict-never = 客户没有要撤
slots-title = 路线排得下的时间
slots-looking = 正在找排得下的时间…
slots-none = 接下来几天都排满了。
slots-unknown = 现在查不到排得下的时间。
slots-extra = 多走 { $span }
slots-no-extra = 顺路
slots-late = 会超时
slots-held = 已留到 { $time }。
missing-time = 选一个时间
missing-choice = 选一项
missing-reason = 写一句原因

## 列举
list-comma = { "，" }
list-and = { "、" }

## 等班长定
rulings-title = 等班长定的停表
ruling-disputed = 客户不同意停表
ruling-late = 破约后才收到的停表
ruling-span = { $from } 到 { $until }
ruling-since = { $from } 起
ruling-waits = 等班长核对
do-uphold = 取消这段停表
do-reject = 停表成立
do-approve-pause = 同意算数
did-decide-dispute = { $customer }的停表异议已核对
did-approve-pause = { $customer }的停表已同意算数
event-dispute-pause = 客户不同意停表{ $because }
event-decide-dispute = 停表异议已核对{ $because }
event-approve-pause = 补批停表{ $because }
event-confirm-urgent = 确认为紧急投诉，{ $time } 前要通
event-settle-urgent = 紧急投诉已办结
event-correct-tier = 更正区域类别
event-correct-address = 更正地址，重新起算
event-force-majeure = 不可抗力
event-review-due = 停表太久，等班长复核{ $because }

## 建议的计划与设想
proposal-title = 有更好的计划
proposal-saved = 保住 { $count } 个承诺
proposal-broken = 破 { $count } 个承诺
proposal-moved = { $count } 单换人或改日
proposal-agreed = { $count } 个约定时间变动
proposal-less-road = 少跑 { $span }
proposal-more-road = 多跑 { $span }
proposal-changes = { $count } 处变动
proposal-no-place = 未排上
proposal-adopt = 采用
proposal-dismiss = 不采用
proposal-adopted = 已采用：变动 { $count } 单
what-if-open = 假如……
what-if-title = 假如……
what-if-away = 今天余下时间离岗
what-if-overtime = 加班至多
what-if-helpers = 增派人员
what-if-roads = 路程用时
what-if-without = 去掉工单 { $number }
what-if-as-is = 照旧
what-if-ask = 推算
what-if-waiting = 正在推算，只需几秒。
what-if-failed = 推算不出结果。
what-if-now = 现在
what-if-then = 假如
what-if-row-visits = 排上的工单
what-if-row-unassigned = 未排上
what-if-row-late-visits = 迟到或不在约定时段
what-if-row-agreed-missed = 错过约定时间
what-if-row-travel = 路上用时
what-if-row-overtime = 加班
what-if-unreal = 只是设想，不能采用。
what-if-drop = 放弃
what-if-helper = 增派人员
what-if-order = 设想的工单
panels-title = 工作面板
panel-waiting = { $panel }，{ $count } 项待办

# The map and incidents
panel-plan = 计划
panel-tasks = 任务
act-task = 要别组帮忙
team-desk = 调度台
task-rang = “{ $title }”的时限已过 { $percent } %
task-rang-over = “{ $title }”已超时
task-rang-owner = { $name }负责
panel-escalations = 升级
panel-overview = 各区与备勤
scope-team = { $team }
scope-district = 全区
scope-to-district = 现在只看{ $team }；点一下看全区
scope-to-team = 现在看全区；点一下只看{ $team }
panel-incidents = 大面积故障
panel-intake = 受理
map-routes = 所有师傅的路线
map-routes-all = 显示所有师傅的路线
map-routes-chosen = 只看选中师傅的路线
map-lasso = 圈选工单
map-lasso-draw = 在地图上圈出有同一原因的工单
map-lasso-sight = 选中画面里全部
map-lasso-more = 再圈一些
map-caught = 已选 { $count } 单
map-cluster = { $count } 单，最急的{ $state }
map-legend = 地图上的工单，按状态筛选
map-legend-state = { $state }：{ $count }
order-in-incident = 在故障中
fact-incident = 故障
incident-make = 建为大面积故障
incident-add-to = 加入“{ $name }”
incident-added = { $count } 单已归入故障
cause-fibre-cut = 光缆断
cause-power = 停电
cause-equipment = 设备故障
cause-works = 网络施工
cause-unknown = 原因待查
status-held-for-incident = 因故障暂缓上门

# Finding, lists, printing and alerts
panel-lists = 工单列表
search-orders-all = 全部工单
search-technicians = 师傅
search-areas = 片区
search-commands = 打开
search-recent = 最近打开
search-looking = 正在搜索所有日期…
search-away = { $name }请假
alarm-on = 告警时提醒我
alarm-off = 不再提醒
alarm-always = 看着板时也提醒
alarm-away = 没看板时才提醒
alarm-title = { $count } 个承诺快破了
alarm-refused = 浏览器不允许通知，只会响一声。
print-board = 打印这一天
print-risks = 打印风险清单
risk-list = 列表和导出
print-day-title = 当天排班
print-risks-title = 风险清单
print-tasks-title = 任务清单
print-at = { $time } 打印
print-people = { $people } 位师傅，{ $orders } 单
print-shift = { $from }–{ $to }
print-away = 不在岗
print-none = 没有上门
print-unplaced = 没派人或没排时间（{ $count }）
print-limit = { $promise }限 { $time }
print-col-state = 状态
print-col-left = 剩余
print-col-due = 限
print-col-promise = 承诺
print-col-order = 工单
print-col-customer = 客户
print-col-address = 地址
print-col-technician = 师傅
print-col-why = 原因
print-col-what = 要做什么
print-col-owner = 负责人
print-col-for = 关联

## 泳道的看法、预知与两人同动
zoom-title = 显示多长
zoom-half = 半天
zoom-day = 全天
zoom-week = 一周
group-title = 分组
group-none = 不分
group-team = 班组
group-area = 片区
group-skill = 技能
group-other = 未归组
group-count = { $people } 人，{ $open } 单未完
lane-shift-end = { $time } 下班，之后算加班
lane-slack = 还能拖 { $minutes } 分
week-cell = { $day }：{ $count } 单，{ $hours } 小时
week-none = { $day }：没有单
week-failed = 一周没取到，再试
hand-key-price = 由省到贵
hand-key-any = 所有人
hand-blocked = 排班不允许：{ $reason }
hand-unknown = 没算出来，可以先派
cost-later = { $day } { $price }
hand-overtime = 加班 { $minutes } 分
hand-key-place = 放在前后
hand-no-place = 这位师傅今天没有位置可选
place-between = { $after }和{ $before }之间
place-last = { $after }之后，最后
place-first = { $before }之前，第一个
place-alone = 当天第一单
place-visit = 前后的上门
did-place = { $customer }排到{ $technician }：{ $place }
held-by = { $who }正在移动
force-title = 仍派给{ $technician }？
force-why = 理由（会记下）
force-missing = 要写理由才能派。
force-customer-asks = 客户点名
force-arranged = 已和本人说好
force-skilled = 会做，档案没更新
force-overtime-agreed = 同意加班
force-cancel = 放回原处
force-do = 仍然派
did-force = { $customer }硬派给{ $technician }，理由已记
event-assign-forced = 硬派给{ $technician }{ $because }
action-redo = 重做
undo-gone = 撤不了：{ $what }
undo-gone-away = 这单已不在今天的板上。
undo-gone-status = 这单现在“{ $status }”，不能再改派。
undo-gone-moved = { $who }之后改给了{ $technician }。
contest = 别人先动了：{ $what }
contest-kept = 你的没有生效，现在是对方的。
contest-mine = 仍按我的
