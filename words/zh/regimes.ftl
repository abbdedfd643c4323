# 机制的运作：机构规则、主席、呼吁、监测
rule-again = 至少每{ $period }一次
rule-each-year = 每一历年至少一次
rule-every-years = 每{ $count ->
   *[other] { $count }
}个日历年一次
rule-before = 在下列会议每次举行之前：{ $name }
rule-special-consensus = 经协商一致可召开特别会议
rule-special-any-party = 任何当事国均可要求召开特别会议
rule-special-agreement = 经有关各方商定可召开特别会议
chair-rule-order = 按以下次序轮任：{ $order }
chair-rule-order-term = 按以下次序轮任，任期各为{ $term }：{ $order }
chair-rule-term = 任期{ $term }；登记册中没有轮任次序
chair-rule-host = 由会议东道方担任主席
chair-rule-none = 登记册中没有轮任次序
chair-next-in-turn = 按次序在{ $name }之后；当日不是成员者跳过
chair-next-first = 次序中的第一位：尚无人担任过主席
chair-next-lost = 最后一个已知任期之后，登记册中没有主席的记载
chair-next-host = 由下次会议的东道方担任
chair-next-nobody = 次序中无人在当日是成员
chair-next-unknown = 登记册中没有轮任规则
call-consent = 同意受{ $treaty }约束
call-signature = 签署{ $treaty }
call-in-force = 使{ $treaty }生效
watch-missing = { $count ->
    [0] 全部受约束：{ $treaty }
   *[other] { $count }个未受约束：{ $treaty }
}
watch-ending = { $count ->
    [0] { $period }内没有终止的
   *[other] { $count }项在{ $period }内终止或已经终止
}
watch-ends = { $day }终止
watch-ended = { $day }已终止
watch-standing = { $all }项中有{ $count }项有效
watch-since = 自{ $day }起{ $stage }
watch-adherence = { $count ->
    [0] 没有缺口：{ $members }个国家，{ $treaties }项文书
   *[other] { $count }个缺口：{ $members }个国家，{ $treaties }项文书
}
watch-all-bound = 全部受约束
watch-not-bound = 未受约束：{ $names }
watch-file = { $count ->
    [0] 尚无记录
   *[other] { $count }项记录
}
watch-overdue = { $count ->
    [0] 没有逾期
   *[other] { $count }项逾期
}
watch-overdue-unknown = 期限为{ $day }；是否完成无从得知：登记册核对至{ $checked }
watch-overdue-and-unknown = 逾期：{ $count }。登记册未核对至此，无从得知：{ $unknown }
watch-overdue-since = 到期日为{ $day }，已逾期{ $count }天

# 事项的种类
label-matter-body = 机构
label-matter-series = 系列文本
label-matter-catalogue = 措施目录
label-matter-measure = 措施
label-matter-form = 表格
label-matter-pledge = 政治承诺
label-matter-undertaking = 举措
label-matter-watch = 常设问题
label-matter-site = 场址
label-matter-programme = 方案
label-matter-person = 人员

# 措施的领域
label-dimension-military-political = 军事政治
label-dimension-economic = 经济
label-dimension-environmental = 环境
label-dimension-human = 人文
label-dimension-new-challenges = 新挑战和威胁

# 呼吁和承诺的状况
label-call-open = 待履行
label-call-partly = 部分履行
label-call-fulfilled = 已履行
label-call-lapsed = 已失效
label-call-not-decidable = 依登记册无法判断

# 事件的种类
label-fact-observer = 观察员地位
label-fact-planned = 预定会议
label-fact-postponed = 会议推迟
label-fact-cancelled = 会议取消
label-fact-convening = 召集
label-fact-role = 职务
label-fact-task = 任务
label-fact-task_done = 任务完成
label-fact-silence = 默许程序
label-fact-dissent = 异议
label-fact-circulation = 分发
label-fact-accepted = 接受措施
label-fact-ended = 终止措施
label-fact-report = 报告
label-fact-nil_report = 无事项报告
label-fact-review = 审查
label-fact-support = 支持
label-fact-joined = 加入承诺
label-fact-fulfilled = 据来源已履行
label-fact-lapsed = 据来源已失效
label-fact-notice = 通报
label-fact-request = 请求
label-fact-offer = 提供援助
label-fact-reply = 答复
label-fact-receipt = 收讫
label-fact-contact = 联络点
label-fact-proposal = 提议谅解备忘录
label-fact-memorandum = 缔结谅解备忘录
label-fact-evidence = 资料
label-fact-assessment = 评估
label-fact-recommendation = 建议
label-fact-zone_characteristic = 区的特点

# 方式
label-manner-in-person = 线下
label-manner-virtual = 线上
label-manner-hybrid = 线上线下结合
label-manner-written = 书面
label-manner-consensus = 协商一致
label-manner-without-vote = 未经表决
label-manner-vote = 表决
label-manner-silence = 默许
label-manner-urges = 敦促
label-manner-calls-upon = 呼吁
label-manner-invites = 邀请
label-manner-requests = 请
label-manner-encourages = 鼓励
label-manner-welcomes = 欢迎
label-manner-reaffirms = 重申
label-manner-initiative = 倡议
label-manner-agreement = 协议
label-manner-assistance = 援助
label-manner-consultation = 协商
label-manner-alert = 警报
label-manner-information = 信息
label-manner-coordinator = 协调方
label-manner-depositary = 保存人
label-manner-secretary-general = 秘书长
label-manner-executive-director = 执行主任
label-manner-host = 东道方
label-manner-convenor = 召集方
label-manner-secretariat = 秘书处
label-manner-special = 特别
label-manner-regular = 例行
label-manner-expert-level = 专家级
label-manner-permanent-representatives = 常驻代表级
label-manner-summit = 首脑会议
label-manner-ministerial = 部长级
label-manner-review-conference = 审议大会
label-manner-preparatory-committee = 筹备委员会
label-manner-seminar = 研讨会
label-manner-anniversary = 周年纪念
label-manner-signing-ceremony = 签署仪式
label-manner-official-map = 正式地图
label-manner-website = 网站
label-manner-observer = 以观察员身份

# 页面
nav-regimes = 机制
tab-bodies = 机构
tab-meetings = 会议
tab-commitments = 呼吁和承诺
tab-measures = 措施
tab-notices = 通报
tab-watch = 监测
no-date = 无日期
bodies = 机构和系列文本
bodies-lead = 谁应按哪条规则开会或再次通过文本；上次何时进行，下次何时到期。
bodies-rules = 规则及其履行情况
bodies-chair = 主席
bodies-held = 已举行或已通过
bodies-foreseen = 预定
bodies-hosts = 东道方
bodies-silences = 默许程序
bodies-tasks = 任务
bodies-told = 其他记载
column-matter = 事项
column-regime = 机制
column-times = 次数
column-last = 上次
column-due-by = 到期日
column-foreseen = 预定
column-chair = 主席
column-late = 逾期情况
column-what = 内容
column-who = 何方
column-to = 对象
column-gap = 距上次天数
column-host = 东道方
column-state = 状况
column-objections = 异议
column-done = 完成
column-meeting = 会议
column-addressee = 对象
column-made = 时间、措辞、出处
column-dimension = 领域
column-accepted = 接受方
column-versions = 版本
column-version = 版本
column-added = 新增
column-dropped = 删除
column-measure = 措施
column-reports = 报告
column-reported = 最近报告
column-scope = 范围
column-form = 表格
column-field = 栏目
column-fields = 栏目
column-filled = 已填
column-needed = 是否必填
column-sender = 发送方
column-receivers = 接收方
column-answers = 后续
column-question = 问题
column-answer = 答案
column-thing = 对象
column-came = 新增
column-went = 消失
fact-set-up-by = 设立依据
fact-part-of = 所属
fact-reports-to = 报告对象
fact-secretariat = 秘书处
fact-below = 下设
fact-decides = 决策方式
fact-members = 成员
decides-consensus = 协商一致
decides-majority = 多数
decides-silence = 默许程序，期限{ $period }
chair-now = 当日主席：
chair-next = 下一任：
chair-nobody = 登记册中无人
chair-not-known = 不详
rule-kept = 上次如此
rule-not-kept = 上次并非如此
occasion-number = 编号{ $number }
occasion-cancelled = 已取消
occasion-foreseen = 预定
occasion-first = 原定{ $date }
occasion-attended = 参加方
file-attached = 文件{ $hash }…
occasion-at = 于：{ $meeting }
occasion-within = 在下列会议期间：{ $meeting }
occasion-outside = 据来源在下列会议期间举行，但日期不符：{ $meeting }
occasion-untold = 此后没有记载
meetings = 会议和活动
meetings-lead = 在所选日期所知的已举行和预定的会议。
meetings-ahead = 预定
meetings-behind = 已举行或已过期
meetings-held = 已举行
meetings-not-held = 未见举行记载
meetings-none = 登记册中没有这样的会议。请另选机制、机构或时段。
commitments = 呼吁和承诺
commitments-lead = 谁要求谁做什么，以及作出了哪些承诺。再次提出的同一呼吁算作一项；登记册所知的行为可使其了结。“待履行”指登记册中没有履行该呼吁的行为。
commitments-asked = 呼吁
commitments-promised = 承诺
commitments-pledges = 各国加入的政治承诺
commitments-none = 登记册中没有这样的呼吁或承诺。请更换条件。
pledge-nobody = 登记册中没有加入者。
call-inferred = 所指对象由登记册推断
addressees-open = 尚未：
addressees-done = 已履行：
addressees-before = 呼吁前已履行：
addressees-inferred = 未点名，经排除得出
measures = 措施
measures-lead = 措施目录和交流表格。措施由各国自愿、逐步接受：某国未列入，并不说明其有任何不当。
measures-voluntary = 措施自愿接受，也可自愿终止。
measures-accepted = 接受方
measures-nobody = 登记册中没有接受方。
measures-reports = 报告
measures-reviews = 审查
measures-versions = 版本
measures-fields = 表格栏目
measures-forms = 交流表格
measures-filled = 已填报内容
measures-none = 登记册中没有这样的措施。请更换条件。
measure-dropped = 现行版本中没有
field-needed = 必填
field-free = 可不填
notices = 通报
notices-lead = 各国、各区和各机构之间的往来，收讫和答复情况。密封信件仅列出，只有收件方可读。
notices-threads = 往来
notices-open = 待答复
notices-none = 登记册中没有这样的通报。请更换条件。
notice-sealed = 密封
notice-everybody = 各方
notice-due = 请不迟于{ $day }答复
receiver-received = { $day }收讫
receiver-replied = { $day }答复
receiver-silent = 登记册中无收讫
watch = 监测
watch-lead = 对登记册反复提出的问题。每个问题都有订阅源，答案变化时即行告知。
watch-none = 登记册中没有常设问题。
watch-now = 当日答案
watch-history = 答案的变化
watch-filed = 档案
watch-came = 新增：{ $names }
watch-went = 消失：{ $names }
alert-answer = { $day }的答案：{ $text }
alert-before = 此前的答案（最后一次为{ $day }）：{ $text }
alert-first = 首次告知：现有答案如下。如有变化将另行告知。
alert-now = 完整答案：
alert-came = 新增：
alert-went = 消失：
alert-page = 页面：{ $page }
alert-ledger = 依据账簿{ $origin }的前{ $entries }条记录
alert-ledger-since = 依据账簿{ $origin }的前{ $entries }条记录；依据前{ $before }条时仍为此前的答案
alert-packs = 仅依据文库，无账簿
alert-cited = 问题出自：{ $cite }
alert-id = 提醒{ $id }；再次发送时编号不变。
due-body = 到期：{ $name }
label-silence-running = 进行中
label-silence-adopted = 通过
label-silence-broken = 有异议
label-field-text = 文字
label-field-number = 整数
label-field-date = 日期
label-field-flag = 是或否
label-field-party = 参加方
occasions-count = { $count }次
calls-count = { $count }项
measures-count = { $count }项措施
notices-count = { $count }件
form-filled = { $count ->
    [0] 尚无人填写。
   *[other] 已填写{ $count }次。
}
and-more = 另有{ $count }项
overdue-days = 逾期{ $count }天
late-by = { $day }：迟{ $count }天
rhythm-observed = 日期显示自{ $since }年起每{ $count }年一次；下一次预计在{ $next }年。
matter-checked = 登记册中本事项核对至{ $day }；此后的情况仅载有来源偶然提及者。
matter-checked-short = 登记册核对至{ $day }

# 报告
report-title-depositary = { $name }作为保存人的报告：{ $treaty }
report-title = 报告：{ $name }
report-by-article = { $text }（{ $article }）
report-depositary = { $treaty }的保存人是{ $name }
report-signed = { $treaty }的签署：
report-item = { $date }：{ $names }
report-item-place = { $date }，{ $place }：{ $names }
report-deposits = 收到的{ $treaty }文书：
report-deposit = { $name }：{ $kind }，{ $date }
report-deposit-home = { $name }：{ $kind }，{ $date }；国内程序：{ $home }
report-in-force = { $treaty }自{ $day }起有效
report-not-in-force = { $day }时{ $treaty }尚未生效
report-per-party = { $treaty }对每一当事国分别生效
report-left = 截至{ $day }，尚未受{ $treaty }约束：{ $names }
report-nobody-left = 截至{ $day }，有权参加者均受{ $treaty }约束
report-to = 致{ $names }
report-joiner = ；
report-part-series = 系列决议、决定和声明
report-part-meetings = 会议、主席和任务
report-part-texts = 其他文本
report-part-work = 活动
report-part-calls = 呼吁和承诺
report-adopted = 通过（{ $name }）：
report-chair = 主席：{ $names }
report-chairs = 主席（{ $name }）：
report-due = { $name }：{ $rule }；下一次应不迟于{ $day }
report-task = 任务（{ $name }）：{ $what }（{ $state }）
report-task-done = { $day }完成
report = 报告
report-lead = 根据登记册就一段时期自动编成，每段均注明出处，没有人工撰写的内容。
report-period = { $from }至{ $until }
report-make = 某一时期的报告
report-nothing = 登记册中没有该时期的内容。请另选日期。
report-resolutions = 通过了{ $count }项决议（{ $name }）：
report-decisions = 通过了{ $count }项决定（{ $name }）：
report-statements = 发表了{ $count }项声明（{ $name }）：
report-meetings = 举行了{ $count }次会议（{ $name }）：
report-overdue = { $name }：{ $rule }；下一次应不迟于{ $day }，已逾期{ $count }天
report-call = 呼吁：{ $what }（{ $state }；共{ $count }次）
report-promise = 承诺：{ $what }（{ $state }；共{ $count }次）
report-call-left = 呼吁：{ $what }（{ $state }；共{ $count }次）；尚未：{ $names }
due-what-by-rule = 按规则到期
due-what-meeting = 会议举行
due-what-text = 通过文本
due-what-foreseen = 预定会议
due-what-silence = 默许程序截止
due-what-task = 任务到期
due-what-reply = 答复到期
due-by-rule = { $name }：{ $rule }
search-matter = 事项
search-happening = 事件
sites = 场址
sites-lead = 需要治理的场所：请求、援助提议和已完成工作（以来源所述为限）。
sites-none = 登记册中没有场址。
site-done = 据来源已治理
site-open = 未见治理完成的记载
column-site = 场址
column-point = 坐标
column-told = 记载
point = { $half ->
    [south] 南纬
   *[north] 北纬
}{ $lat }°，{ $side ->
    [west] 西经
   *[east] 东经
}{ $lon }°

# Texts under negotiation
drafts = 草案
drafts-lead = 谈判中的文本：各版本由谁在何时提出，有哪些语文本，有何意见，答复如何。
drafts-none = 登记册中没有谈判中的文本。
drafts-versions = 文本版本
drafts-comments = 意见与答复
draft-whole = 整个草案
column-draft = 草案
column-last-version = 最新版本
column-open = 登记册中无答复的意见
column-languages = 其他语文
column-comments = 意见
column-comment = 意见所针对的文本
comment-open = 登记册中无答复
comment-settled = 于{ $day }采纳
comments-open = { $count ->
   *[other] { $count }条在登记册中无答复
}
no-number = 无编号
label-matter-draft = 草案
label-draft-open = 谈判中
label-draft-in-silence = 默许程序中
label-draft-adopted = 已通过
label-draft-lapsed = 已失去对象
label-fact-version = 文本版本
label-fact-translation = 译本
label-fact-comment = 意见

# A source, and what rests on it
source-title = 来源{ $key }
source-as-of = 截至
source-link = 查阅处
source-checked = 核对
source-text = 文本
source-facts = 所依据的事实
source-described = 据此描述的文书和事项
source-inferred = 部分为推断，原文未明言
source-unused = 登记册中没有以此为依据的内容。
source-first = 仅显示前{ $count }条事实。JSON和CSV载有全部。
column-passage = 段落
column-number = 编号
miss-source = 没有来源“{ $word }”。
source-count = { $count ->
   *[other] { $count }条事实
}
