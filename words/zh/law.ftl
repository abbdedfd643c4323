# 用语从《维也纳条约法公约》中文作准文本：第二条之“缔约国”（不问条约已否生效）与“当事国”（条约对其有效）、
# “赞同”（联合国现行实践作“核准”）、“加入”、“暂时适用”、“废止或退出”、“约文”。三处从联合国现行写法：“保存人”（作准文本作“保管机关”）、
# “约束”（作“拘束”）、“通过”约文（作“议定”）。各文件一律如此。

status-none = 无
status-signatory = 签署国
status-contracting-state = 缔约国
status-party = 当事国
status-provisional = 暂时适用
status-withdrawing = 当事国（正在退出）
status-former-party = 前当事国
status-contested = 有争议

count-none = { $number }个无地位
count-signatory = { $number }个签署国
count-contracting-state = { $number }个缔约国
count-party = { $number }个当事国
count-provisional = { $number }个暂时适用国
count-withdrawing = { $number }个正在退出的当事国
count-former-party = { $number }个前当事国
count-contested = { $number }个有争议

stage-adopted = 约文已通过
stage-open = 开放中
stage-in-force = 有效
stage-suspended = 停止施行
stage-extended = 已延长
stage-amended = 已修正
stage-superseded = 已被取代
stage-ended = 已终止

unbinding-draft = 草案
unbinding-political = 政治性文件
unbinding-decision = 机构决定

kind-adoption = 通过约文
kind-opening = 开放签署
kind-signature = 签署
kind-definitive-signature = 确定签署
kind-domestic-ratification = 国内批准
kind-ratification = 批准
kind-acceptance = 接受
kind-approval = 赞同
kind-accession = 加入
kind-formal-confirmation = 正式确认
kind-consent-to-be-bound = 同意受约束
kind-notification = 通知同意
kind-participation = 参加
kind-succession = 继承
kind-succession-to-signature = 继承签署
kind-consent-withdrawn = 撤回文书
kind-provisional-application = 暂时适用
kind-provisional-end = 终止暂时适用
kind-reservation = 保留
kind-reservation-withdrawn = 撤回保留
kind-objection = 反对保留
kind-objection-withdrawn = 撤回反对
kind-declaration = 声明
kind-waiver = 放弃生效条件
kind-withdrawal = 退出通知
kind-withdrawal-revoked = 撤销退出通知
kind-territorial-application = 领土适用
kind-territorial-exclusion = 领土排除
kind-amendment-accepted = 接受修正
kind-entry-into-force = 生效
kind-extension = 延长
kind-suspension = 停止施行
kind-suspension-end = 恢复施行
kind-termination = 终止
kind-correction = 更正约文
kind-rectification = 更正记录
kind-communication = 来文

deed-adoption = 通过约文
deed-opening = 条约开放签署
deed-signature = 签署
deed-definitive-signature = 确定签署
deed-domestic-ratification = 完成国内批准（在国家间不生效力）
deed-ratification = 交存批准书
deed-acceptance = 交存接受书
deed-approval = 交存赞同书
deed-accession = 交存加入书
deed-formal-confirmation = 交存正式确认书
deed-consent-to-be-bound = 通知同意受条约约束
deed-notification = 通知同意
deed-participation = 成为参加方
deed-succession = 通知继承
deed-succession-to-signature = 继承签署
deed-consent-withdrawn = 撤回文书
deed-provisional-application = 开始暂时适用
deed-provisional-end = 终止暂时适用
deed-reservation = 提具保留
deed-reservation-withdrawn = 撤回保留
deed-objection = 对保留提出反对
deed-objection-withdrawn = 撤回对保留的反对
deed-declaration = 作出声明
deed-waiver = 放弃生效条件
deed-withdrawal = 发出退出通知
deed-withdrawal-revoked = 撤销退出通知
deed-territorial-application = 将条约扩展适用于某一领土
deed-territorial-exclusion = 排除某一领土
deed-amendment-accepted = 接受修正
deed-entry-into-force = 决定条约生效
deed-extension = 延长条约有效期
deed-suspension = 停止施行
deed-suspension-end = 恢复施行
deed-termination = 终止条约
deed-correction = 更正约文
deed-rectification = 更正记录
deed-communication = 发出来文
act-effect = 自{ $day }起有效

length-days = { $number }日
length-nth-day = { $rank ->
   *[other] 第{ $number }日
}
length-weeks = { $number }周
length-months = { $number }个月
length-years = { $number }年
past-days = { $number }日
past-nth-day = { $rank ->
   *[other] 第{ $number }日
}
past-weeks = { $number }周
past-months = { $number }个月
past-years = { $number }年
period-same-day = 同日
period-next-day = 次日
period-new-year = 随后的1月1日
period-new-year-after = { $past }届满后的首个1月1日
period-month-following = 次月第一日
period-month-following-after = { $past }届满后的次月第一日
period-nth-month = { $rank ->
   *[other] 此后第{ $number }个月的第一日
}

article = { $article }
article-section = 第{ $article }节
article-other = 条款（{ $article }）
art = { $article }
art-section = 第{ $article }节
art-other = 条款（{ $article }）
no-article = 未注明条次的条款
cite-vclt = 《维也纳条约法公约》{ $article }
cite-vcss = 《关于国家在条约方面的继承的维也纳公约》{ $article }
cite-clause = { $article }
cite-treaty = 条约
cite-practice = 保存人惯例
cite-late-reservations = 联合国2000年关于逾期保留的惯例
article-before = 第
article-after = 条
paragraph-before = 第
paragraph-after = 款
point-before = (
point-after = )项
article-range = 至

open-all-states = 对所有国家开放
open-un-members-and-invited = 对联合国及其专门机构成员和受邀请者开放
open-members = 对{ $members }开放
open-parties = 对{ $treaty }的当事国开放
open-signatories = 对{ $treaty }的签署国开放
open-unknown = 何者得成为当事国
members-named = { $number }个列名国家
members-group = { $group }
members-group-id = { $group }组
members-depositaries = 全体保存人
members-nobody = 无

when-deposits = { $number }份文书
when-signatures = { $number }项签署
when-including = 其中包括{ $members }
when-all = 全部{ $members }
when-some = { $members }中的{ $number }个
when-share = { $of }的{ $least }
when-fraction-of-parties = { $treaty }当事国的{ $share }
when-majority-of-parties = 超过{ $treaty }当事国的{ $share }
when-fraction-of-members = { $members }的{ $share }
when-majority-of-members = 超过{ $members }的{ $share }
when-day = 不早于{ $day }
when-in-force = { $treaty }生效
when-decision = 当事国的决定

rule-none = 未录入规定（依《维也纳条约法公约》第24条第2款，须全体谈判国同意）
rule-no-condition = 未录入条件（《维也纳条约法公约》第24条第2款）
rule-unknown = 未录入：{ $why }
rule-then = ；此后{ $period }
rule-same-day = ；同日
rule-floor = ；不早于{ $day }
rule-floor-opening = ；不早于开放签署后{ $period }
rule-floor-adoption = ；不早于约文通过后{ $period }
rule-floor-treaty = ；不早于{ $treaty }生效
rule-per-party = 依各当事国自己的文书分别生效；{ $period }
rule-per-party-once = 依各当事国自己的文书分别生效；{ $period }，但须已有{ $number }方受约束

clause-entry-into-force = 生效，{ $rule }
clause-per-party = 对每一当事国自其自己的文书起算：{ $period }
clause-withdrawal = 退出于收到通知后{ $period }生效
clause-withdrawal-barred = 不得退出
clause-withdrawal-right = 有退出之权
clause-duration = 条约自生效起有效{ $period }
clause-duration-unknown = 条约的有效期
clause-termination = 当事国少于{ $number }个时条约终止
clause-termination-unknown = 终止
clause-provisional-application = 暂时适用
ground-unverified = { $text }（未经核实：{ $why }）
ground-doubt = { $act }——有争议：{ $doubt }
ground-overruled = 未予采用：{ $act }；{ $why }

fallback-all-negotiating-states = 条约无规定时，一俟全体谈判国同意受条约约束，即行生效
fallback-on-consent = 对较后同意受约束的国家，条约自该日起生效
fallback-number-does-not-end = 条约并不因当事国数目减少至生效所必需的数目以下而终止
fallback-no-right-to-withdraw = 条约无关于退出的规定者不得退出，但经确定当事国原意容许退出，或由条约性质可认为含有退出之权者除外
fallback-twelve-months = 退出的意思至少应于十二个月以前通知
fallback-revocable = 退出通知在发生效力以前得随时撤销
fallback-object-and-purpose = 签署国不得采取足以妨碍条约目的及宗旨的行动，直至其明白表示不欲成为当事国
fallback-by-deposit = 同意以向保存人交存文书而确立
fallback-succession-back = 通知继承的国家自国家继承之日起视为当事国

assumed-known = 未载明通知之日，故各项行为视为自其本身之日起已知
assumed-first-day = { $date }这一日期自{ $day }起算
assumed-organisations = 国际组织不在其成员之外另行计数
assumed-succession = 未载明继承日期，故以通知之日为准
