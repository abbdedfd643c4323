# Дата кончается на «г.»: после неё в конце предложения точка не ставится.

comma = {", "}
between = {", "}
semicolon = {"; "}
and = {" и "}
space = {" "}
bracket-opens = {" ("}
bracket-closes = )
source-opens = {" ["}
source-closes = ]
title-opens = «
title-closes = »
inner-opens = „
inner-closes = “

# Согласуются с «выражением согласия».
nth-1 = первое
nth-2 = второе
nth-3 = третье
nth-4 = четвёртое
nth-5 = пятое
nth-6 = шестое
nth-7 = седьмое
nth-8 = восьмое
nth-9 = девятое
nth-10 = десятое
nth-11 = одиннадцатое
nth-12 = двенадцатое
nth = { $rank ->
   *[other] { $number }-е
}

concludes-consent-withdrawn = { $title }: на { $on } { $name } — не участник и не договаривающееся государство. Согласие на обязательность договора отозвано { $since }
concludes-signature-alone = { $title }: на { $on } { $name } — не участник. Согласие на обязательность отозвано { $since }, до того как договор стал обязательным; остаётся лишь подпись, поставленная { $signed }
concludes-signatory = { $title }: на { $on } { $name } — не участник. Договор подписан { $signed }, но согласие на его обязательность к указанному дню не выражено: это подписавшее государство, а не договаривающееся.
concludes-not-yet-bound = { $title }: на { $on } { $name } — договаривающееся государство, но ещё не участник. Согласие на обязательность выражено { $consented }, договор обязателен с { $bound }
concludes-contracting-state = { $title }: на { $on } { $name } — договаривающееся государство, но не участник. Согласие на обязательность выражено { $consented }, однако договор не находится в силе.
concludes-party = { $title }: на { $on } { $name } — участник. Договор обязателен с { $since }
concludes-provisional = { $title }: на { $on } { $name } — не участник, но с { $since } договор применяется временно.
concludes-withdrawing = { $title }: на { $on } { $name } — всё ещё участник. Уведомление о выходе получено { $since } и вступает в силу { $effect }
concludes-notice-runs = { $title }: на { $on } { $name } — всё ещё участник. Уведомление о выходе получено { $since }; его срок не истёк.
concludes-former-party = { $title }: на { $on } { $name } — более не участник; участие прекратилось { $since }
concludes-contested = { $title }, { $name }: обязателен ли договор на { $on } — вопрос спорный с { $since } В реестре есть и акты, и сомнение; реестр этого вопроса не решает.
concludes-no-effect = { $title }: на { $on } { $name } — не участник, не договаривающееся и не подписавшее государство. Ни один из актов этой стороны не имеет для неё последствий.
concludes-no-act = { $title }: на { $on } { $name } — не участник, не договаривающееся и не подписавшее государство. Актов этой стороны в реестре нет.
concludes-not-open = Договор для этой стороны не открыт.

treaty-unbinding = { $title } — { $kind }; согласно праву договоров в силу не вступает.
treaty-per-party = { $title }: общего вступления в силу нет. Для каждого участника договор вступает в силу на основании его собственного документа; впервые — { $entry }
treaty-ended = { $title }: на { $on } договор не находится в силе. Вступил в силу { $entry }, прекращён { $ended }
treaty-in-force = { $title }: на { $on } договор находится в силе. Вступил в силу { $entry }
treaty-not-yet = { $title }: на { $on } договор ещё не находится в силе. Вступает в силу { $entry }
treaty-not-in-force = { $title }: на { $on } договор не находится в силе.
trigger = Условия выполнены { $day }
trigger-by-one = Условия выполнены { $day }; документ, которым они выполнены, представлен стороной: { $names }.
trigger-by-several = Условия выполнены { $day }; документы, которыми они выполнены, представлены сторонами: { $names }.
condition-deposits = документы о согласии
condition-signatures = подписи
condition-all = государства, согласие каждого из которых необходимо
condition-some = государства из числа названных
condition-share = единицы веса по таблице { $of }
condition-fraction = документы о согласии, доля от { $of }

caution-unbinding = это не договор, а { $kind }; согласно праву договоров никто им не связан
caution-checked = акты проверены по { $day } включительно; совершённое позднее в реестр не внесено
caution-unchecked = не указано, по какой день проверены акты
caution-unverified = положения не сверены: { $why }
caution-per-party = общего вступления в силу нет: для каждого участника договор вступает в силу на основании его собственного документа; указан самый ранний день
caution-remarks = `semey why { $treaty }` показывает примечания к договору в целом

timeline-act = { $party }: { $deed }
timeline-act-of-treaty = { $party }: { $deed }
timeline-adopted = текст принят
timeline-bound = { $party }: договор становится обязательным
timeline-left = { $party }: договор перестаёт быть обязательным
timeline-in-force = ВСТУПЛЕНИЕ В СИЛУ
timeline-ended = ПРЕКРАЩЕНИЕ ДЕЙСТВИЯ
timeline-unbinding = не договор: { $kind }

due-entry-into-force = договор вступает в силу
due-end = договор более не находится в силе
due-suspension = действие договора приостанавливается
due-signature-closes = последний день для подписания
due-bound = договор вступает в силу для этой стороны
due-leaves = участие прекращается
due-obligation = { $count ->
   *[other] { $what }: истекает срок ({ $period })
}
due-tacit-acceptance = последний день для возражения против оговорки ({ $party }); молчание означает принятие ({ $article })
due-late-reservation = последний день, когда одно возражение препятствует последующей оговорке ({ $party })

brings-consent = { $name }: { $nth } выражение согласия на обязательность договора
brings-entry-by-consent = { $name }: { $nth } выражение согласия на обязательность; договор вступает в силу { $day }
brings-entry = { $name }: договор вступает в силу { $day }
brings-status = { $party }: новый статус — { $status }
brings-status-from = { $party }: новый статус — { $status }, с { $day }
brings-others = статус меняется ещё у { $number } { $number ->
    [one] стороны
   *[many] сторон
}
brings-nothing = ничей статус не меняется
finding = { $party }, { $kind }: { $fault } ({ $check }; { $article })

# Что сказано в записи журнала
entry-registry = учреждён реестр; депозитарий: { $depositary }
entry-officer-admitted = допущено должностное лицо с ключом { $key }
entry-officer-revoked = отозван ключ должностного лица { $key }
entry-one-officer = всё вносит одно должностное лицо
entry-two-officers = два должностных лица вносят: { $kinds }
entry-log-key-admitted = введён ключ журнала { $key }
entry-log-key-revoked = отозван ключ журнала { $key }
entry-file = принят файл { $path }
entry-file-gone = файл { $path } более не действует
entry-act = { $treaty }: { $what }
entry-rectified = запись { $of } была неверна: { $why }
entry-rectified-instead = запись { $of } была неверна: { $why }; вместо неё: { $act }

# Как сказанное в документе относится к реестру
claim-no-instrument = в реестре нет документа `{ $code }`
claim-names-no-instrument = не назван ни один документ реестра
claim-no-kind = актов вида «{ $kind }» реестр пока не ведёт
claim-no-participant = в реестре нет участника `{ $code }`
claim-no-act = такого акта в реестре нет
claim-several = { $number ->
    [one] в реестре { $number } такой акт
    [few] в реестре { $number } таких акта
   *[other] в реестре { $number } таких актов
}
claim-later = по реестру это совершено лишь после даты документа
claim-by-then = по реестру это совершено к дате документа
claim-that-day = в реестре тот же день
claim-other-day = в документе { $told }, в реестре { $recorded }
claim-never = по реестру не в силе, либо положения не известны
claim-from-clauses = вычислено по положениям договора
claim-from-article = вычислено по статье { $article }
claim-article = статья { $article }
claim-computed = по реестру вычислено { $day }
claim-computed-other = в документе { $told }, по реестру вычислено { $day }
claim-computed-later = по реестру вычислено { $day }, позже даты документа
claim-depositary = реестр называет его депозитарием
claim-no-depositary = депозитарий в реестре не назван
claim-other-depositary = в реестре назван депозитарий { $names }
claim-no-consent = в реестре нет согласия { $code } до { $day } включительно
claim-consent = в реестре есть согласие { $code } от { $day }
claim-from-document = { $why }; он взял это из этого же документа и больше ниоткуда
claim-names-nobody = никто не назван
claim-never-for = по реестру не в силе для участника { $name }
claim-took-effect = по реестру совершено { $day }, с последствиями в тот день
claim-other-kind = { $why }, но как акт другого рода: { $kind }
claim-not-itself = { $why }: акты государств, а не самого участника { $name }
claim-not-the-first = по реестру согласие выразили до { $day }: { $names }
claim-no-signature = в реестре нет подписи { $code } до { $day } включительно
claim-signature = в реестре есть подпись { $code } от { $day }
claim-happening = есть в реестре: { $name }
claim-no-happening = в реестре такого события нет
claim-too-little = сказано слишком мало, чтобы найти это в реестре: нет подходящего дня, номера, места или документа
claim-another-article = по реестру правило — { $own }, а документ называет { $told }
claim-that-article = по реестру правило — эта статья

remark-another-article = { $cited } — это правило документа { $other }, а в отрывке речь идёт о документе { $treaty }, правило которого — { $own }: вероятно, имеется в виду { $other }
remark-no-parties-then = { $treaty }: впервые подписан { $first }, то есть позднее чем { $day }; участников, которых можно было бы уведомить, тогда не было; вероятно, имеются в виду те, кто вправе стать участниками ({ $article }, { $other })
remark-not-the-first = по реестру { $name } даёт согласие { $day }, а другие сделали это раньше: { $earlier }; утверждение и реестр противоречат друг другу
remark-who-when = { $name } ({ $day })
remark-unnamed = никто не назван; по реестру ({ $treaty }) на день документа это { $names }
remark-prepared-too-late = подготовительный комитет заседает до своей конференции, а { $date } приходится на год самой конференции ({ $year }): вероятно, дата или заседание, к которому она относится, указаны неверно
remark-as-of-its-day = по документу остаётся { $number }; по реестру на его день их было { $then } ({ $names }), то есть реестр это подтверждает; по всему, что внесено, сегодня их { $now }
remark-as-of-its-day-not = по документу остаётся { $number }; по реестру на его день их было { $then } ({ $names }), то есть реестр этого не подтверждает; по всему, что внесено, сегодня их { $now }
remark-several-names = { $treaty }: здесь употреблены разные названия ({ $number }): { $names }
remark-one-place = { $names } — это одно место, изменившее название
remark-cut-into-words = текст разбит пробелами на слова, в том числе внутри имён, и лишён строк: цитаты приводятся без пробелов, смещения даны по файлу
remark-two-spellings = вероятно, то же лицо, что и { $person } в документе { $number } ({ $name }): имена различаются одним знаком
