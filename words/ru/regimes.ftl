# Жизнь режима: правила органов, председательство, призывы, наблюдение
rule-again = не реже чем раз в { $period }
rule-each-year = не реже одного раза в календарный год
rule-every-years = раз в { $count ->
    [one] { $count } календарный год
    [few] { $count } календарных года
   *[other] { $count } календарных лет
}
rule-before = перед каждым заседанием: { $name }
rule-special-consensus = внеочередное — на основе консенсуса
rule-special-any-party = внеочередное — по просьбе любого участника
rule-special-agreement = внеочередное — по договорённости заинтересованных
chair-rule-order = переходит в таком порядке: { $order }
chair-rule-order-term = переходит в таком порядке, срок у каждого — { $term }: { $order }
chair-rule-term = срок — { $term }; порядка в реестре нет
chair-rule-host = председательствует принимающая сторона
chair-rule-none = порядка в реестре нет
chair-next-in-turn = следует за стороной: { $name }; кто в этот день не является членом, пропускается
chair-next-first = первый по порядку: ещё никто не председательствовал
chair-next-lost = после последнего известного срока в реестре нет сведений о председательстве
chair-next-host = кто примет следующее заседание
chair-next-nobody = никто из перечисленных в этот день не является членом
chair-next-unknown = правила чередования в реестре нет
call-consent = выразить согласие на обязательность: { $treaty }
call-signature = подписать: { $treaty }
call-in-force = обеспечить вступление в силу: { $treaty }
watch-missing = { $count ->
    [0] Связаны все: { $treaty }
    [one] Не связан { $count }: { $treaty }
    [few] Не связаны { $count }: { $treaty }
   *[other] Не связаны { $count }: { $treaty }
}
watch-ending = { $count ->
    [0] Ни один не прекращается; срок наблюдения — { $period }
    [one] { $count } прекращается или прекратился; срок наблюдения — { $period }
    [few] { $count } прекращаются или прекратились; срок наблюдения — { $period }
   *[other] { $count } прекращаются или прекратились; срок наблюдения — { $period }
}
watch-ends = прекращается { $day }
watch-ended = прекратился { $day }
watch-standing = В силе { $count } из { $all }
watch-since = { $stage } с { $day }
watch-adherence = { $count ->
    [0] Пробелов нет. Государств: { $members }, документов: { $treaties }
    [one] { $count } пробел. Государств: { $members }, документов: { $treaties }
    [few] { $count } пробела. Государств: { $members }, документов: { $treaties }
   *[other] { $count } пробелов. Государств: { $members }, документов: { $treaties }
}
watch-all-bound = связаны все
watch-not-bound = не связаны: { $names }
watch-file = { $count ->
    [0] Ничего не внесено
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
watch-overdue = { $count ->
    [0] Просрочек нет
    [one] Просрочено: { $count }
    [few] Просрочено: { $count }
   *[other] Просрочено: { $count }
}
watch-overdue-unknown = срок был { $day }; исполнено ли, сказать нельзя: проверено по { $checked }
watch-overdue-and-unknown = Просрочено: { $count }. Сказать нельзя, так далеко сведения не проверены: { $unknown }
watch-overdue-since = { $count ->
    [one] срок — { $day }, { $count } день назад
    [few] срок — { $day }, { $count } дня назад
   *[other] срок — { $day }, { $count } дней назад
}

# Виды предметов
label-matter-body = орган
label-matter-series = ряд текстов
label-matter-catalogue = каталог мер
label-matter-measure = мера
label-matter-form = форма
label-matter-pledge = политическое обязательство
label-matter-undertaking = начинание
label-matter-watch = постоянный вопрос
label-matter-site = объект
label-matter-programme = программа
label-matter-person = лицо

# Измерения мер
label-dimension-military-political = военно-политическое
label-dimension-economic = экономическое
label-dimension-environmental = экологическое
label-dimension-human = человеческое
label-dimension-new-challenges = новые вызовы и угрозы

# Состояние призывов и обязательств
label-call-open = открыт
label-call-partly = выполнен отчасти
label-call-fulfilled = выполнен
label-call-lapsed = утратил актуальность
label-call-not-decidable = по реестру определить нельзя

# Виды событий
label-fact-observer = статус наблюдателя
label-fact-planned = намеченное заседание
label-fact-postponed = перенос заседания
label-fact-cancelled = отмена заседания
label-fact-convening = созыв
label-fact-role = роль
label-fact-task = поручение
label-fact-task_done = поручение выполнено
label-fact-silence = процедура умолчания
label-fact-dissent = возражение
label-fact-circulation = распространение
label-fact-accepted = мера принята
label-fact-ended = мера прекращена
label-fact-report = доклад
label-fact-nil_report = нулевой доклад
label-fact-review = обзор
label-fact-support = поддержка
label-fact-joined = присоединение к обязательству
label-fact-fulfilled = выполнено, по словам источника
label-fact-lapsed = утратило актуальность, по словам источника
label-fact-notice = уведомление
label-fact-request = просьба
label-fact-offer = предложение помощи
label-fact-reply = ответ
label-fact-receipt = подтверждение получения
label-fact-contact = контактный пункт
label-fact-proposal = предложен меморандум
label-fact-memorandum = заключён меморандум
label-fact-evidence = сведения
label-fact-assessment = оценка
label-fact-recommendation = рекомендация
label-fact-zone_characteristic = особенность зоны

# Способы
label-manner-in-person = очно
label-manner-virtual = виртуально
label-manner-hybrid = в смешанном формате
label-manner-written = письменно
label-manner-consensus = консенсусом
label-manner-without-vote = без голосования
label-manner-vote = голосованием
label-manner-silence = по умолчанию
label-manner-urges = настоятельно призывает
label-manner-calls-upon = призывает
label-manner-invites = предлагает
label-manner-requests = просит
label-manner-encourages = рекомендует
label-manner-welcomes = приветствует
label-manner-reaffirms = подтверждает
label-manner-initiative = инициатива
label-manner-agreement = соглашение
label-manner-assistance = помощь
label-manner-consultation = консультации
label-manner-alert = оповещение
label-manner-information = информация
label-manner-coordinator = координатор
label-manner-depositary = депозитарий
label-manner-secretary-general = генеральный секретарь
label-manner-executive-director = исполнительный директор
label-manner-host = принимающая сторона
label-manner-convenor = созывающая сторона
label-manner-secretariat = секретариат
label-manner-special = специальное
label-manner-regular = очередное
label-manner-expert-level = на уровне экспертов
label-manner-permanent-representatives = постоянных представителей
label-manner-summit = саммит
label-manner-ministerial = на уровне министров
label-manner-review-conference = обзорная конференция
label-manner-preparatory-committee = подготовительный комитет
label-manner-seminar = семинар
label-manner-anniversary = годовщина
label-manner-signing-ceremony = церемония подписания
label-manner-official-map = официальная карта
label-manner-website = веб-сайт
label-manner-observer = в качестве наблюдателя

# Страницы
nav-regimes = Режимы
tab-bodies = Органы
tab-meetings = Заседания
tab-commitments = Призывы и обязательства
tab-measures = Меры
tab-notices = Уведомления
tab-watch = Наблюдение
no-date = без даты
bodies = Органы и ряды текстов
bodies-lead = Кто и по какому правилу должен собираться или вновь принимать тексты; когда это было в последний раз и когда наступает срок.
bodies-rules = Правила и их соблюдение
bodies-chair = Председательство
bodies-held = Проведено или принято
bodies-foreseen = Намечено
bodies-hosts = Принимающие стороны
bodies-silences = Процедуры умолчания
bodies-tasks = Поручения
bodies-told = Что ещё сообщается
column-matter = Предмет
column-regime = Режим
column-times = Число раз
column-last = В последний раз
column-due-by = Срок
column-foreseen = Намечено
column-chair = Председатель
column-late = С опозданием
column-what = Что
column-who = Кто
column-to = Кому
column-gap = Дней после предыдущего
column-host = Принимающая сторона
column-state = Состояние
column-objections = Возражения
column-done = Выполнено
column-meeting = Заседание
column-addressee = Кому адресовано
column-made = Когда, какими словами, где
column-dimension = Измерение
column-accepted = Приняли
column-versions = Редакции
column-version = Редакция
column-added = Добавлено
column-dropped = Исключено
column-measure = Мера
column-reports = Доклады
column-reported = Последний доклад
column-scope = Охват
column-form = Форма
column-field = Поле
column-fields = Поля
column-filled = Заполнено
column-needed = Обязательность
column-sender = От кого
column-receivers = Кому
column-answers = Что последовало
column-question = Вопрос
column-answer = Ответ
column-thing = О чём
column-came = Добавилось
column-went = Исчезло
fact-set-up-by = Кем учреждён
fact-part-of = Часть
fact-reports-to = Подотчётен
fact-secretariat = Секретариат
fact-below = В его составе
fact-decides = Принимает решения
fact-members = Члены
decides-consensus = консенсусом
decides-majority = большинством
decides-silence = процедура умолчания, срок: { $period }
chair-now = Председательствует в этот день:
chair-next = Следующий:
chair-nobody = в реестре никого нет
chair-not-known = неизвестно
rule-kept = в последний раз было так
rule-not-kept = в последний раз было не так
occasion-number = № { $number }
occasion-cancelled = отменено
occasion-foreseen = намечено
occasion-first = первоначально намечалось: { $date }
occasion-attended = участвовали
file-attached = файл { $hash }…
occasion-at = на мероприятии: { $meeting }
occasion-within = на полях: { $meeting }
occasion-outside = по источнику — на полях заседания, проходившего в другие дни: { $meeting }
occasion-untold = больше об этом ничего не сообщается
meetings = Заседания и мероприятия
meetings-lead = Что состоялось и что намечено, как это было известно на выбранный день.
meetings-ahead = Намечено
meetings-behind = Состоялось или прошло
meetings-held = состоялись
meetings-not-held = сведений о проведении нет
meetings-none = В реестре нет такого заседания. Выберите другой режим, орган или период.
commitments = Призывы и обязательства
commitments-lead = Кто кого и о чём просил и что было обещано. Призыв, сделанный вновь, — тот же призыв; его закрывает акт, известный реестру. «Открыт» значит, что реестру не известно ничего, что выполняло бы призыв.
commitments-asked = Призывы
commitments-promised = Обещания
commitments-pledges = Политические обязательства, к которым присоединяются государства
commitments-none = В реестре нет такого призыва или обязательства. Выберите другие условия.
pledge-nobody = В реестре нет присоединившихся.
call-inferred = кто имеется в виду, выведено из реестра
addressees-open = ещё нет:
addressees-done = выполнили:
addressees-before = выполнили до призыва:
addressees-inferred = не названы, найдены методом исключения
measures = Меры
measures-lead = Каталоги мер и формы обменов. Меры принимаются добровольно и поэтапно: если государство не указано, это ничего не говорит против него.
measures-voluntary = Мера принимается добровольно и так же прекращается.
measures-accepted = Кто принял
measures-nobody = В реестре нет принявших.
measures-reports = Доклады
measures-reviews = Обзоры
measures-versions = Редакции
measures-fields = Поля формы
measures-forms = Формы обменов
measures-filled = Что сообщено по форме
measures-none = В реестре нет такой меры. Выберите другие условия.
measure-dropped = нет в действующей редакции
field-needed = обязательно
field-free = можно не заполнять
notices = Уведомления
notices-lead = Что было направлено между государствами, зонами и органами, кто это получил и что ответил. Запечатанные сообщения указаны, но прочитать их могут только получатели.
notices-threads = Переписка
notices-open = ожидается ответ
notices-none = В реестре нет такого уведомления. Выберите другие условия.
notice-sealed = запечатано
notice-everybody = всем
notice-due = ответ просят дать не позднее: { $day }
receiver-received = получено { $day }
receiver-replied = ответ дан { $day }
receiver-silent = подтверждения в реестре нет
watch = Наблюдение
watch-lead = Вопросы, которые реестру задают постоянно. У каждого есть лента, сообщающая об изменении ответа.
watch-none = В реестре нет постоянных вопросов.
watch-now = Ответ на этот день
watch-history = Как менялся ответ
watch-filed = Досье
watch-came = добавилось: { $names }
watch-went = исчезло: { $names }
alert-answer = Ответ на { $day }: { $text }
alert-before = Прежний ответ, последний раз { $day }: { $text }
alert-first = Сообщается впервые: таков ответ сейчас. Об изменениях будет сообщено.
alert-now = Ответ полностью:
alert-came = Появилось:
alert-went = Ушло:
alert-page = Страница: { $page }
alert-ledger = Основано на журнале { $origin }, записей от начала: { $entries }
alert-ledger-since = Основано на журнале { $origin }, записей от начала: { $entries }; при { $before } ответ был ещё прежним
alert-packs = Основано только на собраниях данных, без журнала
alert-cited = Вопрос взят из: { $cite }
alert-id = Оповещение { $id }; при повторной отправке это обозначение не меняется.
due-body = срок: { $name }
label-silence-running = идёт
label-silence-adopted = принято
label-silence-broken = заявлено возражение
label-field-text = текст
label-field-number = целое число
label-field-date = дата
label-field-flag = да или нет
label-field-party = участник
occasions-count = { $count ->
    [one] { $count } событие
    [few] { $count } события
   *[other] { $count } событий
}
calls-count = { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
measures-count = { $count ->
    [one] { $count } мера
    [few] { $count } меры
   *[other] { $count } мер
}
notices-count = { $count ->
    [one] { $count } переписка
    [few] { $count } переписки
   *[other] { $count } переписок
}
form-filled = { $count ->
    [0] По ней ничего не сообщалось.
    [one] По ней сообщали { $count } раз.
    [few] По ней сообщали { $count } раза.
   *[other] По ней сообщали { $count } раз.
}
and-more = и ещё { $count }
overdue-days = { $count ->
    [one] просрочено на { $count } день
    [few] просрочено на { $count } дня
   *[other] просрочено на { $count } дней
}
late-by = { $count ->
    [one] { $day }: на { $count } день позже
    [few] { $day }: на { $count } дня позже
   *[other] { $day }: на { $count } дней позже
}
rhythm-observed = { $count ->
    [one] Даты показывают промежуток в { $count } год начиная с { $since } года; следующий текст ожидается в { $next } году.
    [few] Даты показывают промежуток в { $count } года начиная с { $since } года; следующий текст ожидается в { $next } году.
   *[other] Даты показывают промежуток в { $count } лет начиная с { $since } года; следующий текст ожидается в { $next } году.
}
matter-checked = Сведения проверены по { $day }; из того, что было позже, есть лишь то, о чём случайно сообщили источники.
matter-checked-short = проверено по { $day }

# Доклады
report-title-depositary = Доклад депозитария ({ $name }): { $treaty }
report-title = Доклад: { $name }
report-by-article = { $text } ({ $article })
report-depositary = депозитарий ({ $treaty }): { $name }
report-signed = подписание ({ $treaty }):
report-item = { $date }: { $names }
report-item-place = { $date }, { $place }: { $names }
report-deposits = полученные документы ({ $treaty }):
report-deposit = { $name }: { $kind }, { $date }
report-deposit-home = { $name }: { $kind }, { $date }; внутренняя процедура: { $home }
report-in-force = в силе с { $day }: { $treaty }
report-not-in-force = не в силе на { $day }: { $treaty }
report-per-party = для каждого участника вступает в силу отдельно: { $treaty }
report-left = на { $day } ещё не связаны ({ $treaty }): { $names }
report-nobody-left = на { $day } связаны все, кто имеет право участвовать: { $treaty }
report-to = кому: { $names }
report-joiner = {"; "}
report-part-series = Ряды резолюций, решений и заявлений
report-part-meetings = Заседания, председательство и поручения
report-part-texts = Другие тексты
report-part-work = Деятельность
report-part-calls = Призывы и обязательства
report-adopted = принято, { $name }:
report-chair = председатель: { $names }
report-chairs = председательство, { $name }:
report-due = { $name }: { $rule }; следующий срок: { $day }
report-task = поручение, { $name }: { $what } ({ $state })
report-task-done = выполнено { $day }
report = Доклад
report-lead = Составлен по реестру за выбранный период; у каждого абзаца указано, где об этом сказано. Вручную ничего не написано.
report-period = С { $from } по { $until }
report-make = Доклад за период
report-nothing = За этот период в реестре ничего нет. Выберите другие дни.
report-resolutions = { $count ->
    [one] принята { $count } резолюция, { $name }:
    [few] приняты { $count } резолюции, { $name }:
   *[other] принято { $count } резолюций, { $name }:
}
report-decisions = { $count ->
    [one] принято { $count } решение, { $name }:
    [few] приняты { $count } решения, { $name }:
   *[other] принято { $count } решений, { $name }:
}
report-statements = { $count ->
    [one] сделано { $count } заявление, { $name }:
    [few] сделаны { $count } заявления, { $name }:
   *[other] сделано { $count } заявлений, { $name }:
}
report-meetings = { $count ->
    [one] проведено { $count } заседание, { $name }:
    [few] проведены { $count } заседания, { $name }:
   *[other] проведено { $count } заседаний, { $name }:
}
report-overdue = { $count ->
    [one] { $name }: { $rule }; срок был { $day }, просрочено на { $count } день
    [few] { $name }: { $rule }; срок был { $day }, просрочено на { $count } дня
   *[other] { $name }: { $rule }; срок был { $day }, просрочено на { $count } дней
}
report-call = { $count ->
    [one] призыв: { $what } ({ $state }; { $count } раз)
    [few] призыв: { $what } ({ $state }; { $count } раза)
   *[other] призыв: { $what } ({ $state }; { $count } раз)
}
report-promise = { $count ->
    [one] обещание: { $what } ({ $state }; { $count } раз)
    [few] обещание: { $what } ({ $state }; { $count } раза)
   *[other] обещание: { $what } ({ $state }; { $count } раз)
}
report-call-left = { $count ->
    [one] призыв: { $what } ({ $state }; { $count } раз); ещё нет: { $names }
    [few] призыв: { $what } ({ $state }; { $count } раза); ещё нет: { $names }
   *[other] призыв: { $what } ({ $state }; { $count } раз); ещё нет: { $names }
}
due-what-by-rule = срок по правилу
due-what-meeting = заседание состоялось
due-what-text = принят текст
due-what-foreseen = намечено заседание
due-what-silence = конец процедуры умолчания
due-what-task = срок поручения
due-what-reply = срок ответа
due-by-rule = { $name }: { $rule }
search-matter = Предмет
search-happening = Событие
sites = Объекты
sites-lead = Места, требующие работ: о чём просили, что предложили и что сделано, насколько сообщают источники.
sites-none = В реестре нет объектов.
site-done = восстановлено, по словам источника
site-open = о восстановлении не сообщается
column-site = Объект
column-point = Точка
column-told = Что сообщается
point = { $lat }° { $half ->
    [south] ю. ш.
   *[north] с. ш.
}, { $lon }° { $side ->
    [west] з. д.
   *[east] в. д.
}

# Texts under negotiation
drafts = Проекты
drafts-lead = Тексты, о которых ведутся переговоры: когда и от кого поступила каждая версия, на каких языках она есть, какие сделаны замечания и что на них отвечено.
drafts-none = В реестре нет текстов, о которых ведутся переговоры.
drafts-versions = Версии
drafts-comments = Замечания и ответы на них
draft-whole = проект в целом
column-draft = Проект
column-last-version = Последняя версия
column-open = Замечания, ответов на которые в реестре нет
column-languages = Также на языках
column-comments = Замечания
column-comment = Замечание к
comment-open = ответа в реестре нет
comment-settled = учтено { $day }
comments-open = { $count ->
    [one] { $count } без ответа
    [few] { $count } без ответа
   *[other] { $count } без ответа
}
no-number = без номера
label-matter-draft = проект
label-draft-open = на рассмотрении
label-draft-in-silence = в процедуре умолчания
label-draft-adopted = принят
label-draft-lapsed = утратил предмет
label-fact-version = версия текста
label-fact-translation = перевод
label-fact-comment = замечание

# A source, and what rests on it
source-title = Источник { $key }
source-as-of = По состоянию на
source-link = Где найти
source-checked = Проверка
source-text = Текст
source-facts = Что на нём основано
source-described = Документы и предметы, описанные по нему
source-inferred = частично выведено, в тексте прямо не сказано
source-unused = В реестре на нём ничего не основано.
source-first = Показаны только первые { $count } фактов. В JSON и CSV есть все.
column-passage = Место в тексте
column-number = Номер
miss-source = Нет источника «{ $word }».
source-count = { $count ->
    [one] { $count } факт
    [few] { $count } факта
   *[other] { $count } фактов
}
