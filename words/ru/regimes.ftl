# Жизнь режима: правила органов, председательство, призывы, наблюдение
rule-again = не реже чем раз в { $period }
rule-each-year = не реже одного раза в календарный год
rule-before = перед каждым заседанием: { $name }
rule-special-consensus = внеочередное — по консенсусу
rule-special-any-party = внеочередное — по просьбе любого участника
rule-special-agreement = внеочередное — по договорённости заинтересованных
chair-rule-order = переходит в таком порядке: { $order }
chair-rule-order-term = переходит в таком порядке, срок у каждого — { $term }: { $order }
chair-rule-term = срок — { $term }; порядка в реестре нет
chair-rule-host = председательствует принимающая сторона
chair-rule-none = порядка в реестре нет
chair-next-in-turn = следует за стороной: { $name }; кто в этот день не член, пропускается
chair-next-first = первый по порядку: ещё никто не председательствовал
chair-next-host = кто примет следующее заседание
chair-next-nobody = никто из перечисленных в этот день не член
chair-next-unknown = правила чередования в реестре нет
call-consent = стать участником: { $treaty }
call-signature = подписать: { $treaty }
call-in-force = ввести в силу: { $treaty }
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
label-matter-undertaking = договорённость
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
label-call-lapsed = утратил предмет
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
label-fact-lapsed = утратило предмет, по словам источника
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
