comma = ，
between = 、
semicolon = ；
and = 和
space = {""}
bracket-opens = （
bracket-closes = ）
source-opens = {" ["}
source-closes = ]
title-opens = 《
title-closes = 》
inner-opens = 〈
inner-closes = 〉

nth-1 = 第一
nth-2 = 第二
nth-3 = 第三
nth-4 = 第四
nth-5 = 第五
nth-6 = 第六
nth-7 = 第七
nth-8 = 第八
nth-9 = 第九
nth-10 = 第十
nth-11 = 第十一
nth-12 = 第十二
nth = { $rank ->
   *[other] 第{ $number }
}

concludes-consent-withdrawn = { $on }，{ $name }不是{ $title }的缔约国或当事国：其同意已于{ $since }撤回。
concludes-signature-alone = { $on }，{ $name }不是{ $title }的当事国。其同意在条约对其产生约束力以前已于{ $since }撤回，仅余{ $signed }的签署。
concludes-signatory = { $on }，{ $name }不是{ $title }的当事国。已于{ $signed }签署，但至该日尚未表示同意受条约约束，故为签署国而非缔约国。
concludes-not-yet-bound = { $on }，{ $name }是{ $title }的缔约国，尚非当事国：已于{ $consented }表示同意，自{ $bound }起受条约约束。
concludes-contracting-state = { $on }，{ $name }是{ $title }的缔约国而非当事国：已于{ $consented }表示同意，但条约现未生效。
concludes-party = { $on }，{ $name }是{ $title }的当事国，自{ $since }起受其约束。
concludes-provisional = { $on }，{ $name }自{ $since }起暂时适用{ $title }，不是当事国。
concludes-withdrawing = { $on }，{ $name }仍是{ $title }的当事国：其退出通知于{ $since }收到，于{ $effect }生效。
concludes-notice-runs = { $on }，{ $name }仍是{ $title }的当事国：其退出通知于{ $since }收到，通知期间尚未届满。
concludes-former-party = { $on }，{ $name }已不是{ $title }的当事国；其当事国地位于{ $since }终止。
concludes-contested = { $on }，{ $name }是否受{ $title }约束，自{ $since }起有争议。登记册载明有关行为及疑问，不作裁断。
concludes-no-effect = { $on }，{ $name }不是{ $title }的签署国、缔约国或当事国：该方没有对其有效力的行为。
concludes-no-act = { $on }，{ $name }不是{ $title }的签署国、缔约国或当事国：登记册中没有其行为。
concludes-not-open = 条约不对其开放。

treaty-unbinding = { $title }是{ $kind }；依条约法不发生生效问题。
treaty-per-party = { $title }没有统一的生效日期：依各当事国自己的文书分别对其生效，最早为{ $entry }。
treaty-ended = { $title }在{ $on }已不再有效：于{ $entry }生效，于{ $ended }终止。
treaty-in-force = { $title }在{ $on }有效。其生效日期为{ $entry }。
treaty-not-yet = { $title }在{ $on }尚未生效；将于{ $entry }生效。
treaty-not-in-force = { $title }在{ $on }未生效。
trigger = 生效条件于{ $day }满足。
trigger-by-one = 生效条件因{ $names }的文书于{ $day }满足。
trigger-by-several = 生效条件因{ $names }的文书于{ $day }满足。
condition-deposits = 文书
condition-signatures = 签署
condition-all = 须全部同意的国家
condition-some = 列名国家
condition-share = 权重单位（{ $of }）
condition-fraction = 文书（占{ $of }的比例）

caution-unbinding = 这不是条约，而是{ $kind }；依条约法无人受其约束
caution-checked = 各项行为核对至{ $day }；此后所为不在登记册之中
caution-unchecked = 未载明各项行为核对至何日
caution-unverified = 条款未经核实：{ $why }
caution-per-party = 没有统一的生效日期：条约依各当事国自己的文书分别对其生效；所列日期为最早者
caution-remarks = `semey why { $treaty }` 显示关于整个条约的备注

timeline-act = { $party }：{ $deed }
timeline-act-of-treaty = { $party }：{ $deed }
timeline-adopted = 通过约文
timeline-bound = { $party }：开始受约束
timeline-left = { $party }：不再受约束
timeline-in-force = 生效
timeline-ended = 终止
timeline-unbinding = 不是条约，而是{ $kind }

due-entry-into-force = 条约生效
due-end = 条约不再有效
due-suspension = 条约停止施行
due-signature-closes = 签署的最后一日
due-bound = 条约对其生效
due-leaves = 不再是当事国
due-obligation = { $count ->
   *[other] { $what }：{ $period }的期限届满
}
due-tacit-acceptance = 反对{ $party }的保留的最后一日；沉默视为接受（{ $article }）
due-late-reservation = 可由一项反对阻止{ $party }的逾期保留的最后一日

brings-consent = { $name }：{ $nth }份同意受约束的文书
brings-entry-by-consent = { $name }：{ $nth }份同意受约束的文书；条约于{ $day }生效
brings-entry = { $name }：条约于{ $day }生效
brings-status = { $party }的地位成为：{ $status }
brings-status-from = { $party }的地位自{ $day }起成为：{ $status }
brings-others = 另有{ $number }方的地位改变
brings-nothing = 无人的地位改变
finding = { $party }，{ $kind }：{ $fault }（{ $check }，{ $article }）

# 账簿记录的内容
entry-registry = 登记册设立，保存人：{ $depositary }
entry-officer-admitted = 准许经办官员{ $key }录入
entry-officer-revoked = 撤销经办官员{ $key }的录入资格
entry-one-officer = 一切由一名经办官员录入
entry-two-officers = 须由两名经办官员录入：{ $kinds }
entry-log-key-admitted = 启用账簿密钥{ $key }
entry-log-key-revoked = 停用账簿密钥{ $key }
entry-file = 采用文件{ $path }
entry-file-gone = 文件{ $path }不再有效
entry-act = { $treaty }：{ $what }
entry-rectified = 第{ $of }号记录有误：{ $why }
entry-rectified-instead = 第{ $of }号记录有误：{ $why }；更正为：{ $act }

# 文件所述与登记册的关系
claim-no-instrument = 登记册中没有文书`{ $code }`
claim-names-no-instrument = 未提及登记册中的任何文书
claim-no-kind = 登记册尚不记录“{ $kind }”类行为
claim-no-participant = 登记册中没有参加方`{ $code }`
claim-no-act = 登记册中没有此项行为
claim-several = 登记册中有{ $number }项此类行为
claim-later = 依登记册，该行为在文件日期之后才作出
claim-by-then = 依登记册，该行为在文件日期前已作出
claim-that-day = 登记册所载日期相同
claim-other-day = 文件称{ $told }，登记册为{ $recorded }
claim-never = 依登记册尚未生效，或其条款不详
claim-from-clauses = 依其条款推算
claim-from-article = 依第{ $article }条推算
claim-article = 第{ $article }条
claim-computed = 登记册推算为{ $day }
claim-computed-other = 文件称{ $told }，登记册推算为{ $day }
claim-computed-later = 登记册推算为{ $day }，在文件日期之后
claim-depositary = 登记册载明其为保存人
claim-no-depositary = 登记册未载明保存人
claim-other-depositary = 登记册所载保存人为{ $names }
claim-no-consent = 截至{ $day }，登记册中没有{ $code }的同意
claim-consent = 登记册载有{ $code }于{ $day }表示的同意
claim-from-document = { $why }；登记册仅据本文件录入，别无来源
claim-names-nobody = 未指明何方
claim-never-for = 据登记册，对{ $name }未生效
claim-took-effect = 登记册载明于{ $day }作出，并于该日产生效力
claim-other-kind = { $why }，但属另一类行为：{ $kind }
claim-not-itself = { $why }，系各国所为，而非{ $name }本身
claim-not-the-first = 据登记册，在{ $day }之前已表示同意者：{ $names }
claim-no-signature = 截至{ $day }，登记册中没有{ $code }的签署
claim-signature = 登记册载有{ $code }于{ $day }的签署
claim-happening = 登记册载有此事：{ $name }
claim-no-happening = 登记册无此事
claim-too-little = 所述过少，无法在登记册中查找：没有可用的日期、编号、地点或文书
claim-another-article = 登记册所载规则为{ $own }，而文件援引{ $told }
claim-that-article = 登记册所载规则即该条

remark-another-article = { $cited }是{ $other }的规则，而该段所说的是{ $treaty }，其规则为{ $own }：所指很可能是{ $other }
remark-no-parties-then = { $treaty }于{ $first }首次签署，晚于{ $day }：当时尚无可通知的当事国；所指很可能是有权成为当事国者（{ $article }、{ $other }）
remark-not-the-first = 据登记册，{ $name }于{ $day }表示同意，而他方更早：{ $earlier }；所称与登记册相抵触
remark-who-when = { $name }（{ $day }）
remark-unnamed = 未指名；据登记册中{ $treaty }截至文件当日的情况，所指为{ $names }
remark-prepared-too-late = 筹备委员会在会议之前举行，而{ $date }已在{ $year }年会议当年：该日期或其所附会议很可能有误
remark-as-of-its-day = 文件称尚余{ $number }个；据登记册，文件当日为{ $then }个（{ $names }），与登记册一致；据现已录入的全部内容，今日为{ $now }个
remark-as-of-its-day-not = 文件称尚余{ $number }个；据登记册，文件当日为{ $then }个（{ $names }），与登记册不一致；据现已录入的全部内容，今日为{ $now }个
remark-several-names = { $treaty }在此有{ $number }种称呼：{ $names }
remark-one-place = { $names }为同一地点，曾经更名
remark-cut-into-words = 文本被空格切分成词（名称内部亦然），且失去分行：引文不含空格，位置按原文件计算
remark-two-spellings = 很可能与文件{ $number }中的{ $person }（{ $name }）为同一人：姓名仅差一字
