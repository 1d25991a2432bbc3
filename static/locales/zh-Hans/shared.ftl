### 各页面共用的词：一个意思只用一个词。

## 业务
kind-install = 装机
kind-move = 移机
kind-repair = 修障
kind-install-mbps = 装机 { $mbps }M
kind-move-mbps = 移机 { $mbps }M
kind-repair-mbps = 修障 { $mbps }M
tier-standard = 普通区域
tier-premium = 精品区域

## 工单状态
status-accepted = 已受理
status-assigned = 已派单
status-taken = 已接单
status-contacted = 已约好
status-on-the-way = 在路上
status-on-site = 已到达
status-working = 作业中
status-tested = 已测速
status-completed = 已回单
status-confirmed = 客户已确认
status-on-hold = 已停表
status-withdrawal-requested = 申请撤单
status-withdrawal-verified = 撤单已核实
status-withdrawn = 已撤单
status-visit-failed = 上门未成

## 步骤
step-accept = 受理
step-assign = 派单
step-unassign = 收回
step-decline = 退回
step-take = 接单
step-contact = 约好时间
step-attempt = 打过电话
step-set-off = 出发
step-arrive = 到达
step-start-work = 开工
step-test = 测速
step-complete = 回单
step-confirm = 确认
step-hold = 停表
step-resume = 恢复计时
step-request-withdrawal = 申请撤单
step-retract-withdrawal = 不撤了
step-verify-withdrawal = 核实撤单
step-withdraw = 撤单
step-fail-visit = 上门未成
step-reopen = 重开
step-ask = 提问
step-answer = 答复
step-dispute-pause = 对停表有异议
step-decide-dispute = 裁定异议
step-approve-pause = 认可补报的停表
step-confirm-urgent = 确认紧急投诉
step-settle-urgent = 紧急投诉已解决
step-correct-tier = 更正区域等级
step-correct-address = 更正地址

## 承诺
promise-complete = 完成
promise-urgent = 紧急投诉
promise-accept = 接单
promise-contact = 联系
promise-arrive = 到达
promise-speed = 测速
promise-cancel-verify = 核实撤单
promise-cancel-done = 办结撤单
promise-answer = 答复
promise-callback = 回访
promise-care = 关怀

## 承诺的状态：颜色、形状、词
state-kept = 守住
state-track = 正常
state-risk = 有风险
state-jeop = 将破约
state-broken = 已破约
state-paused = 停表
state-attempted = 已尽力
state-void = 不再计

## 原因
reason-customer-later = 客户要晚些
reason-not-ready = 现场没准备好
reason-unreachable = 联系不上客户
reason-no-access = 进不了门
reason-withdrawal = 客户申请撤单
reason-force-majeure = 不可抗力
reason-incident = 大面积故障
reason-parts = 缺备件
reason-line-fault = 线路有障碍
reason-other = 其他

## 电话结果
outcome-no-answer = 没人接
outcome-busy = 占线
outcome-off = 关机
outcome-wrong-number = 号码不对

## 谁
role-customer = 客户
role-technician = 师傅
role-dispatcher = 调度
role-lead = 班长
role-manager = 片区经理
role-admin = 管理员
role-system = 系统

## 日子和时间
day-today = 今天
day-yesterday = 昨天
day-tomorrow = 明天
day-after-tomorrow = 后天
day-and-time = { $day } { $time }
date-same-month = { $day } 日
date-other-month = { $month } 月 { $day } 日
date-long = { $month } 月 { $day } 日 { $weekday }
half-am = { $day }上午
half-pm = { $day }下午
half-only-am = 上午
half-only-pm = 下午
weekday-0 = 周日
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
span-less = 不到 1 分
span-minutes = { $minutes } 分
span-hours = { $hours } 时 { $minutes } 分
span-days = { $days } 天 { $hours } 时
ago = { $span }前
ago-seconds = { $seconds } 秒前
distance-metres = { $metres } 米
distance-kilometres = { $kilometres } 公里

## 连接
live-connecting = 正在连接
live-live = 自动更新
live-reconnecting = 正在重连
live-offline = 没有网络
live-sure = { $time } 确认
no-answer = 没有收到回音，什么都没有丢。等网络好了再试。
went-wrong = 出了点问题，什么都没有丢。请再试一次。

## 到处都有的按钮
action-back = 返回
action-close = 关闭
action-retry = 再试一次
action-undo = 撤销
action-why = 为什么？
action-sign-out = 退出登录
language-switch = 换语言
theme-switch = 换深浅色
theme-auto = 跟随手机
theme-light = 浅色
theme-dark = 深色

## 为什么是这个时间
why-basis = 怎么算
why-history = 经过
because-started = 从 { $at } 起算
because-target = 限到 { $at }
because-assigned = { $at } 派给师傅
because-agreed = 约好 { $at }
because-window = { $at } 到 { $until } 之间到都算准时
because-attempt-failed = { $at } 打过电话，没接通
because-attempt-owed = 下一次联系在 { $at } 到 { $until }
because-paused = { $at } 到 { $until } 停表：{ $reason }
because-paused-open = { $at } 起停表：{ $reason }
because-paused-provisionally = { $at } 到 { $until } 暂时停表：{ $reason }
because-paused-provisionally-open = { $at } 起暂时停表：{ $reason }
because-pause-taken-out = { $at } 到 { $until } 的停表已取消：{ $reason }
because-pause-taken-out-open = { $at } 起的停表已取消：{ $reason }
because-pause-after-breach = { $at } 到 { $until } 的停表来晚了，不算：{ $reason }
because-pause-after-breach-open = { $at } 起的停表来晚了，不算：{ $reason }
because-worked-until-reopened = { $at } 到 { $until } 是通的，不计时
because-moved = 顺延 { $seconds }，到 { $at }
because-broken = { $at } 过期
because-broken-early = { $at } 到得太早
because-met-late = { $at } 才做到
because-kept = { $at } 做到
because-void = { $at } 起不再计
because-attempted = { $at } 前都打过，没联系上
because-restarted = { $at } 改了地址，重新起算
because-tier-corrected = { $at } 更正了区域类别，从头按新时限算
because-measured = 实测 { $measured }，签约 { $contracted }，合格线 { $percent } %
because-became-a-time = 约了具体时间，原来的时段不再算
because-replaced-by-us = { $at } 我们改了时间，原来的照样算
because-replaced-by-customer = { $at } 客户改了时间，按新的算
because-cancelled = { $at } 提前取消了这次上门，不再计
because-cancelled-late = 取消得太晚，这次上门照样算
because-break-withdrawn = { $at } 收回了破约
because-holidays-unknown = { NUMBER($year, useGrouping: 0) } 年的节假日还没有公布，先按平常算
