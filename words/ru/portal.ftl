site-name = Семей
language-own-name = Русский
skip = К содержанию
nav-main = Основные страницы
nav-languages = Языки
nav-treaties = Договоры
nav-participants = Участники
nav-compare = Сравнить
nav-due = Сроки
nav-search = Поиск
nav-glossary = Глоссарий
nav-verify = Как это проверить
nav-about = О данных
colon = {": "}
list-joiner = {", "}
sentence-joiner = {"; "}
none = нет
unknown = неизвестно
still = по настоящее время
unverified = не проверено
times-label = Даты этой страницы
times-today = По состоянию на сегодня, { $day }
times-on = По состоянию на { $day }
times-known = по сведениям на { $day }
times-at = по первым записям журнала: { $number }
times-change = Изменить дату
times-on-label = По состоянию на
times-on-hint = Кто был связан в этот день. Оставьте пустым для сегодняшнего дня.
times-known-label = По сведениям на
times-known-hint = Что можно было сказать в этот день. Оставьте пустым, чтобы учесть всё внесённое.
times-at-label = Место в журнале
times-at-hint = Учитывается столько записей. Оставьте пустым для всех.
times-show = Показать
permanent = Постоянный адрес:
forms = То же в виде данных:
form-html = Страница
form-json = JSON
form-csv = CSV
form-ics = Календарь
form-atom = Лента
form-pdf = PDF
miss-nowhere = Здесь ничего нет
miss-nowhere-text = По этому адресу страницы нет. Возможно, в адресе опечатка.
miss-form = Страница есть, но не в этом формате.
miss-unknown = Это имя неизвестно
miss-treaty = Ни один договор не отзывается на «{ $word }», или отзываются несколько.
miss-participant = Ни один участник не отзывается на «{ $word }», или отзываются несколько.
miss-pack = Собрания «{ $word }» нет.
miss-near = Возможно, имелось в виду:
miss-without-query = Эта страница без вопроса
miss-all-treaties = Все договоры
miss-all-participants = Все участники
miss-beyond = В журнале всего записей: { $number }.
miss-no-ledger = Этот сайт не показывает журнала, поэтому в нём нет мест; уберите «at».
miss-broken = Не сейчас
miss-broken-text = Сейчас это показать нельзя. Повторите через несколько секунд; администратору сайта уже сообщено.
wrong = Вопрос не понят
wrong-unknown = Эта страница не принимает «{ $name }». Она принимает: { $takes }.
wrong-twice = «{ $name }» указано дважды; укажите один раз.
wrong-day = «{ $name }» – это { $value }, а такого дня нет. Пишите так: 2021-11-01.
wrong-number = «{ $name }» – это { $value }, а это не число записей. Пишите так: 1204.
wrong-value = «{ $name }» – это { $value }. Возможно: { $takes }.
wrong-name = «{ $name }» – это { $value }, и ничто на это не отзывается.
wrong-name-near = «{ $name }» – это { $value }, и однозначного соответствия нет. Близкие: { $near }.
filter-any = любой
filter-all = Все
filter-name = Часть названия
filter-pack = Собрание
filter-kind = Вид
filter-force = В силе
filter-party = Связан им
filter-group = Группа
filter-show = Показать
column-treaty = Договор
column-kind = Вид
column-force = В силе
column-entry = Вступление в силу
column-parties = Участники
column-participant = Участник
column-status = Статус
column-since = С какого дня
column-signed = Подписание
column-consented = Согласие
column-consent = Способ
column-code = Код
column-bound = Связан договорами
column-article = Статья
column-rule = Правило
column-text = Что сказано
column-date = Дата
column-event = Событие
column-parties-after = Участников после
column-act = Акт
column-effect = Действие с
column-known = Известно с
column-place = Место
column-source = Источник
column-from = С
column-until = До
column-was = Было
column-is = Стало
column-why = Почему
treaties = Договоры
treaties-count = { $count ->
    [one] { $count } договор
    [few] { $count } договора
   *[other] { $count } договоров
}
treaties-none = Ничего не найдено. Уберите один из фильтров.
treaties-in-force = в силе
treaties-not-in-force = не в силе
participants = Участники
participants-count = { $count ->
    [one] { $count } участник
    [few] { $count } участника
   *[other] { $count } участников
}
participants-none = Никто не найден. Уберите один из фильтров.
participant-groups = Входит в
participant-treaties = Статус по каждому договору
participant-gaps = В силе и открыты для него, но он к ним непричастен
cautions = Насколько этому можно доверять
treaty-acts = Все акты в реестре
treaty-what-if = Что, если …
treaty-changes = Что изменилось между двумя датами
treaty-participants = Кто кем является
treaty-nobody = К этому дню никто не совершил по нему никаких актов.
treaty-rules = Правила
treaty-life = Его история
treaty-life-show = По дням
treaty-no-life = С ним ещё ничего не происходило.
treaty-relations = Связанные документы
treaty-remarks = Замечания к записям
treaty-titles = Названия на других языках
fact-kind = Вид
fact-adopted = Принят
fact-day-place = { $day }, { $place }
fact-entry = Вступление в силу
fact-in-force-since = в силе с { $day }
fact-will-be-in-force = вступает в силу { $day }
fact-was-in-force = был в силе с { $day }, с { $end } более не в силе
fact-not-in-force = не в силе
fact-parties = Участники
fact-depositary = Депозитарий
fact-refs = Номер в других реестрах
fact-checked = Акты проверены по
rule-entry = Вступление в силу
rule-participation = Согласие на обязательность
rule-withdrawal = Выход
rule-notice = после уведомления: { $period }
rule-duration = Срок действия
rule-lasts = от вступления в силу: { $period }
rule-reservations = Оговорки
rule-amendment = Поправки
rule-obligation = Обязательство со сроком
rule-within = { $what }: { $period }
condition = { $what }: { $have } из { $need }
condition-met = выполнено
condition-unmet = не выполнено
condition-missing = недостаёт:
acts-of = Акты: { $treaty }
acts-count = { $count ->
    [one] { $count } акт
    [few] { $count } акта
   *[other] { $count } актов
}
acts-explained = Все акты, которые есть в реестре, независимо от даты вопроса, с источником каждого. Ничего не правится: ошибочное остаётся вместе с тем, что его исправляет.
changes-of = Изменения: { $treaty }
changes-from = Сравнить с датой
changes-from-known = по сведениям на
changes-everything = всё внесённое
changes-none = Ничей статус не изменился.
changes-count = { $count ->
    [one] { $count } изменение статуса
    [few] { $count } изменения статуса
   *[other] { $count } изменений статуса
}
what-if-of = Что, если: { $treaty }
what-if-show = Посмотреть последствия
what-if-outcome = Что последовало бы
what-if-enters = Договор вступил бы в силу { $day }.
what-if-enters-instead = Договор вступил бы в силу { $day }, а не { $was }.
what-if-same-force = Для вступления в силу ничего не изменилось бы.
what-if-parties = На { $day } было бы { $would ->
    [one] { $would } участник
    [few] { $would } участника
   *[other] { $would } участников
}; без этого: { $is }.
what-if-is = Есть
what-if-would-be = Было бы
what-if-findings = О чём спросил бы депозитарий
why-heading = { $name }: { $treaty }
why-grounds = Почему
why-no-grounds = За этим не стоит ни акт, ни положение.
why-history = Кем был и когда
why-territory = В отношении территории
why-if-deposited = При сдаче документа на хранение { $deposit } он был бы связан с { $day }.
compare = Сравнить
compare-participants = Участники или группа
compare-hint = Имена или коды через запятую или группа, например central-asia.
compare-differ = Только различия
compare-nobody = Назовите, кого сравнить.
due = Сроки
due-until = По
due-count = С { $from } по { $until } { $count ->
    [0] сроков нет.
    [one] { $count } срок.
    [few] { $count } срока.
   *[other] { $count } сроков.
}
search = Поиск
search-label = Найти договоры, государства и акты
search-hint = На любом языке: Kyrgyzstan, Семипалатинский договор, 无核武器区.
search-show = Искать
search-count = { $count ->
    [0] По запросу «{ $q }» ничего не найдено.
   *[other] По запросу «{ $q }» найдено: { $count }.
}
search-relaxed = Всех слов вместе нет нигде, показано то, где есть часть из них.
search-more = Дальше
search-treaty = Договор
search-participant = Участник
search-act = Акт
home-heading = Кто связан, с какого дня и откуда это известно
home-sentence = На { $day } в реестре { $treaties ->
    [one] { $treaties } договор
    [few] { $treaties } договора
   *[other] { $treaties } договоров
}; в силе из них: { $force }; участников, связанных хотя бы одним: { $participants }.
home-regimes = Собрания
home-changed = Что изменилось за последний год
home-nothing-changed = За год до этого дня – ничего.
home-due = Что предстоит в ближайший год
home-nothing-due = В течение года после этого дня – ничего.
home-all-due = Все сроки
glossary = Глоссарий
glossary-lead = Слова права международных договоров, как их употребляет этот реестр. ВКПМД – Венская конвенция о праве международных договоров 1969 года.
verify = Как это проверить
verify-lead = Этому сайту не нужно верить на слово. Каждый акт – запись журнала, прошлое которого нельзя изменить незаметно.
verify-size = Этот сайт показывает журнал; записей в нём: { $number }.
verify-checkpoint = Его подписанная вершина
verify-key = Получите ключ журнала (ключ проверки C2SP) от того, кому доверяете, а не с этого сайта.
verify-receipt = Проверьте выданную вам квитанцию, без сети:
verify-whole = Проверьте журнал целиком:
verify-mirror = Держите копию, которая поднимет тревогу, если историю перепишут:
verify-formats = Форматы открыты (C2SP tlog-tiles, RFC 6962), поэтому то же могут проверить чужие программы.
verify-no-ledger = Этот сайт отвечает по собраниям данных и журнала не показывает. Депозитарий ведёт журнал так:
about = О данных
about-lead = Каждый статус вычислен по актам и положениям самого договора. Каждый акт называет источник. О неизвестном сказано прямо.
about-translations = Названия на языке, на котором документ не составлен, – переводы для удобства. Источники и замечания приводятся на языке записи.
about-machines = Программы обращаются по тем же адресам с окончанием .json, .csv, .ics или .atom.
about-treaties = Договоры и другие документы
about-participants = Участники
about-acts = Акты
about-contested = Что оспаривается
about-contested-lead = Реестр хранит эти акты вместе с сомнением и ничего не решает.
about-sources = Источники
about-checked = Акты всех проверены не менее чем по { $day }.
about-unverified = { $count ->
    [0] Все положения сверены с текстом.
   *[other] Положения не сверены с текстом: { $count }.
}
about-show-sources = Показать источники
about-verified = сверено с документом
about-memory = по общим сведениям, не проверено
label-kind-treaty = договор
label-kind-protocol = протокол
label-kind-amendment = поправка
label-kind-statute = устав
label-kind-draft = проект
label-kind-political = политический документ
label-kind-decision = решение
label-relation-protocol-to = протокол к документу
label-related-protocol-to = имеет протокол
label-relation-amends = изменяет
label-related-amends = изменён документом
label-relation-annexed-to = приложение к документу
label-related-annexed-to = имеет приложение
label-relation-supplements = дополняет
label-related-supplements = дополнен документом
label-relation-supersedes = заменяет
label-related-supersedes = заменён документом
label-relation-extends = продлевает
label-related-extends = продлён документом
label-relation-implements = осуществляет
label-related-implements = осуществляется документом
label-relation-part-of = часть документа
label-related-part-of = включает
label-relation-consolidates = излагает с поправками
label-related-consolidates = изложен с поправками в документе
label-party-state = государство
label-party-historical-state = бывшее государство
label-party-entity = образование
label-party-organisation = организация
label-party-territory = территория
label-act-adoption = принятие текста
label-act-opening = открытие для подписания
label-act-signature = подписание
label-act-definitive-signature = окончательное подписание
label-act-domestic-ratification = внутренняя ратификация
label-act-ratification = ратификация
label-act-acceptance = принятие
label-act-approval = утверждение
label-act-accession = присоединение
label-act-formal-confirmation = официальное подтверждение
label-act-consent-to-be-bound = согласие на обязательность
label-act-notification = уведомление
label-act-participation = участие
label-act-succession = правопреемство
label-act-succession-to-signature = правопреемство в отношении подписи
label-act-consent-withdrawn = отзыв согласия
label-act-provisional-application = временное применение
label-act-provisional-end = прекращение временного применения
label-act-reservation = оговорка
label-act-reservation-withdrawn = снятие оговорки
label-act-objection = возражение
label-act-objection-withdrawn = снятие возражения
label-act-declaration = заявление
label-act-waiver = отказ от условий
label-act-withdrawal = уведомление о выходе
label-act-withdrawal-revoked = отзыв уведомления о выходе
label-act-territorial-application = распространение на территорию
label-act-territorial-exclusion = исключение территории
label-act-amendment-accepted = принятие поправки
label-act-entry-into-force = вступление в силу
label-act-extension = продление
label-act-suspension = приостановление
label-act-suspension-end = окончание приостановления
label-act-termination = прекращение
label-act-correction = исправление
label-act-rectification = исправление записи
label-act-communication = сообщение
because-act = акт
because-clause = положение
because-fallback = правило Венской конвенции
because-assumption = допущение
because-contested = оспаривается
because-overruled = не учтено
due-what-bound = становится связанным
due-what-end = прекращение договора
due-what-entry-into-force = вступление в силу
due-what-late-reservation = поздняя оговорка
due-what-leaves = выходит
due-what-obligation = истечение срока
due-what-signature-closes = закрытие подписания
due-what-suspension = приостановление
due-what-tacit-acceptance = молчаливое принятие
