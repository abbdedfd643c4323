# 机制的运作：机构规则、主席、呼吁、监测
rule-again = 至少每{ $period }一次
rule-each-year = 每一历年至少一次
rule-before = 在下列会议每次举行之前：{ $name }
rule-special-consensus = 经协商一致可召开特别会议
rule-special-any-party = 任何缔约方均可要求召开特别会议
rule-special-agreement = 经有关各方商定可召开特别会议
chair-rule-order = 按以下次序轮任：{ $order }
chair-rule-order-term = 按以下次序轮任，任期各为{ $term }：{ $order }
chair-rule-term = 任期{ $term }；记录中没有轮任次序
chair-rule-host = 由会议东道方担任主席
chair-rule-none = 记录中没有轮任次序
chair-next-in-turn = 按次序在{ $name }之后；当日不是成员者不计
chair-next-first = 次序中的第一位：尚无人担任过主席
chair-next-host = 由下次会议的东道方担任
chair-next-nobody = 次序中无人在当日是成员
chair-next-unknown = 记录中没有轮任规则
call-consent = 同意受{ $treaty }拘束
call-signature = 签署{ $treaty }
call-in-force = 使{ $treaty }生效
watch-missing = { $count ->
    [0] 全部受拘束：{ $treaty }
   *[other] { $count }个未受拘束：{ $treaty }
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
watch-all-bound = 全部受拘束
watch-not-bound = 未受拘束：{ $names }
watch-file = { $count ->
    [0] 尚无记录
   *[other] { $count }项记录
}
watch-overdue = { $count ->
    [0] 没有逾期
   *[other] { $count }项逾期
}
watch-overdue-since = 应于{ $day }，已逾期{ $count }天

# 事项的种类
label-matter-body = 机构
label-matter-series = 系列文本
label-matter-catalogue = 措施目录
label-matter-measure = 措施
label-matter-form = 表格
label-matter-pledge = 政治承诺
label-matter-undertaking = 约定
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
label-call-lapsed = 已失去对象
label-call-not-decidable = 记录无法判断

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
label-fact-lapsed = 据来源已失去对象
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
label-manner-virtual = 虚拟方式
label-manner-hybrid = 混合方式
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
label-manner-agreement = 协定
label-manner-assistance = 援助
label-manner-consultation = 协商
label-manner-alert = 警报
label-manner-information = 信息
label-manner-coordinator = 协调方
label-manner-depositary = 保存国
label-manner-secretary-general = 秘书长
label-manner-executive-director = 执行主任
label-manner-host = 东道方
label-manner-convenor = 召集方
label-manner-secretariat = 秘书处
label-manner-special = 特别
label-manner-regular = 例行
label-manner-expert-level = 专家级
label-manner-permanent-representatives = 常驻代表
label-manner-summit = 首脑会议
label-manner-ministerial = 部长级
label-manner-review-conference = 审议大会
label-manner-preparatory-committee = 筹备委员会
label-manner-seminar = 研讨会
label-manner-anniversary = 周年纪念
label-manner-signing-ceremony = 签署仪式
label-manner-official-map = 正式地图
label-manner-website = 网站
label-manner-observer = 观察员
