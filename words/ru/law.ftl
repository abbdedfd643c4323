# Термины — из аутентичного русского текста Венской конвенции о праве международных договоров. Имена государств и
# названия договоров приходят в именительном падеже и не склоняются. Дата кончается на «г.», поэтому в конце предложения
# за нею не ставится вторая точка.

status-none = отсутствует
status-signatory = подписавшее государство
status-contracting-state = договаривающееся государство
status-party = участник
status-provisional = временное применение
status-withdrawing = участник, выходящий из договора
status-former-party = бывший участник
status-contested = спорный

count-none = { $number } без статуса
count-signatory = { $number } { $number ->
    [one] подписавшее государство
    [few] подписавших государства
   *[many] подписавших государств
}
count-contracting-state = { $number } { $number ->
    [one] договаривающееся государство
    [few] договаривающихся государства
   *[many] договаривающихся государств
}
count-party = { $number } { $number ->
    [one] участник
    [few] участника
   *[many] участников
}
count-provisional = { $number } { $number ->
    [one] государство, применяющее договор временно
    [few] государства, применяющих договор временно
   *[many] государств, применяющих договор временно
}
count-withdrawing = { $number } { $number ->
    [one] выходящий участник
    [few] выходящих участника
   *[many] выходящих участников
}
count-former-party = { $number } { $number ->
    [one] бывший участник
    [few] бывших участника
   *[many] бывших участников
}
count-contested = { $number } { $number ->
    [one] спорный статус
    [few] спорных статуса
   *[many] спорных статусов
}

stage-adopted = текст принят
stage-open = открыт
stage-in-force = в силе
stage-suspended = действие приостановлено
stage-extended = продлён
stage-amended = изменён
stage-superseded = заменён
stage-ended = прекращён

unbinding-draft = проект документа
unbinding-political = политический документ
unbinding-decision = решение органа

kind-adoption = принятие текста
kind-opening = открытие для подписания
kind-signature = подписание
kind-definitive-signature = окончательное подписание
kind-domestic-ratification = внутригосударственная ратификация
kind-ratification = ратификация
kind-acceptance = принятие
kind-approval = утверждение
kind-accession = присоединение
kind-formal-confirmation = официальное подтверждение
kind-consent-to-be-bound = согласие на обязательность
kind-notification = уведомление о согласии
kind-participation = участие
kind-succession = правопреемство
kind-succession-to-signature = правопреемство в отношении подписания
kind-consent-withdrawn = отзыв документа о согласии
kind-provisional-application = временное применение
kind-provisional-end = прекращение временного применения
kind-reservation = оговорка
kind-reservation-withdrawn = снятие оговорки
kind-objection = возражение против оговорки
kind-objection-withdrawn = снятие возражения
kind-declaration = заявление
kind-waiver = отказ от условий вступления в силу
kind-withdrawal = уведомление о выходе
kind-withdrawal-revoked = отзыв уведомления о выходе
kind-territorial-application = распространение на территорию
kind-territorial-exclusion = исключение территории
kind-amendment-accepted = принятие поправки
kind-entry-into-force = вступление в силу
kind-extension = продление
kind-suspension = приостановление действия
kind-suspension-end = возобновление действия
kind-termination = прекращение
kind-correction = исправление текста
kind-rectification = исправление записи
kind-communication = сообщение

deed-adoption = принятие текста
deed-opening = открытие для подписания
deed-signature = подписание
deed-definitive-signature = окончательное подписание
deed-domestic-ratification = ратификация внутри страны (без последствий в отношениях между государствами)
deed-ratification = сдача на хранение ратификационной грамоты
deed-acceptance = сдача на хранение документа о принятии
deed-approval = сдача на хранение документа об утверждении
deed-accession = сдача на хранение документа о присоединении
deed-formal-confirmation = сдача на хранение акта официального подтверждения
deed-consent-to-be-bound = уведомление о согласии на обязательность
deed-notification = уведомление о согласии
deed-participation = начало участия
deed-succession = уведомление о правопреемстве
deed-succession-to-signature = правопреемство в отношении подписания
deed-consent-withdrawn = отзыв документа о согласии
deed-provisional-application = принятие временного применения
deed-provisional-end = прекращение временного применения
deed-reservation = формулирование оговорки
deed-reservation-withdrawn = снятие оговорки
deed-objection = возражение против оговорки
deed-objection-withdrawn = снятие возражения против оговорки
deed-declaration = заявление
deed-waiver = отказ от условий вступления в силу
deed-withdrawal = уведомление о выходе
deed-withdrawal-revoked = отзыв уведомления о выходе
deed-territorial-application = распространение договора на территорию
deed-territorial-exclusion = исключение территории из сферы действия договора
deed-amendment-accepted = принятие поправки
deed-entry-into-force = решение о вступлении в силу
deed-extension = продление договора
deed-suspension = приостановление действия
deed-suspension-end = окончание приостановления действия
deed-termination = прекращение договора
deed-correction = исправление текста
deed-rectification = исправление записи в реестре
deed-communication = сообщение
act-effect = действует с { $day }

length-days = { $number } { $number ->
    [one] день
    [few] дня
   *[many] дней
}
length-nth-day = { $rank ->
   *[other] { $number }-й день
}
length-weeks = { $number } { $number ->
    [one] неделя
    [few] недели
   *[many] недель
}
length-months = { $number } { $number ->
    [one] месяц
    [few] месяца
   *[many] месяцев
}
length-years = { $number } { $number ->
    [one] год
    [few] года
   *[many] лет
}
past-days = { $number } { $number ->
    [one] дня
   *[many] дней
}
past-nth-day = { $rank ->
   *[other] { $number }-го дня
}
past-weeks = { $number } { $number ->
    [one] недели
   *[many] недель
}
past-months = { $number } { $number ->
    [one] месяца
   *[many] месяцев
}
past-years = { $number } { $number ->
    [one] года
   *[many] лет
}
period-same-day = в тот же день
period-next-day = на следующий день
period-new-year = ближайшее 1 января
period-new-year-after = ближайшее 1 января по истечении { $past }
period-month-following = первый день следующего месяца
period-month-following-after = первый день месяца, следующего за истечением { $past }
period-nth-month = { $rank ->
   *[other] первый день { $number }-го месяца после этого
}

article = ст. { $article }
article-section = раздел { $article }
article-other = положение: { $article }
art = ст. { $article }
art-section = раздел { $article }
art-other = положение: { $article }
no-article = положение без номера статьи
cite-vclt = Венская конвенция 1969 г., ст. { $article }
cite-vcss = Венская конвенция 1978 г., ст. { $article }
cite-clause = ст. { $article }
cite-treaty = договор
cite-practice = практика депозитариев
cite-late-reservations = практика ООН в отношении последующих оговорок (2000 г.)
article-before = {""}
article-after = {""}
paragraph-before = (
paragraph-after = )
point-before = (
point-after = )
article-range = -

open-all-states = открыт для всех государств
open-un-members-and-invited = открыт для членов Организации Объединённых Наций и её специализированных учреждений, а также для приглашённых
open-members = открыт для следующего круга: { $members }
open-parties = открыт для участников договора { $treaty }
open-signatories = открыт для государств, подписавших договор { $treaty }
open-unknown = круг возможных участников
members-named = { $number ->
    [one] { $number } государство, названное поимённо
    [few] { $number } государства, названные поимённо
   *[many] { $number } государств, названных поимённо
}
members-group = { $group }
members-group-id = группа { $group }
members-depositaries = все депозитарии
members-nobody = никто

when-deposits = { $number } { $number ->
    [one] документ
    [few] документа
   *[many] документов
}
when-signatures = { $number } { $number ->
    [one] подпись
    [few] подписи
   *[many] подписей
}
when-including = в том числе: { $members }
when-all = все без исключения: { $members }
when-some = { $number } из числа: { $members }
when-share = { $least } от { $of }
when-fraction-of-parties = { $share } участников договора { $treaty }
when-majority-of-parties = более { $share } участников договора { $treaty }
when-fraction-of-members = { $share } от числа: { $members }
when-majority-of-members = более { $share } от числа: { $members }
when-day = не ранее { $day }
when-in-force = договор { $treaty } в силе
when-decision = решение участников

rule-none = положение не внесено (согласно ст. 24(2) Венской конвенции 1969 г. потребовалось бы согласие всех участвовавших в переговорах государств)
rule-no-condition = условие не внесено (Венская конвенция 1969 г., ст. 24(2))
rule-unknown = не внесено: { $why }
rule-then = ; затем { $period }
rule-same-day = ; в тот же день
rule-floor = ; не ранее { $day }
rule-floor-opening = ; не ранее чем через { $period } после открытия для подписания
rule-floor-adoption = ; не ранее чем через { $period } после принятия текста
rule-floor-treaty = ; не ранее вступления в силу договора { $treaty }
rule-per-party = для каждого участника — по его собственному документу; { $period }
rule-per-party-once = для каждого участника — по его собственному документу; { $period }, когда число связанных договором достигнет { $number }

clause-entry-into-force = вступление в силу, { $rule }
clause-per-party = для каждого участника, считая от его собственного документа: { $period }
clause-withdrawal = выход вступает в силу по истечении срока, считая от получения уведомления: { $period }
clause-withdrawal-barred = выход не допускается
clause-withdrawal-right = право выхода
clause-duration = срок действия договора, считая от вступления в силу: { $period }
clause-duration-unknown = срок действия договора
clause-termination = договор прекращается, если число участников становится меньше { $number }
clause-termination-unknown = прекращение договора
clause-provisional-application = временное применение
ground-unverified = { $text } (не сверено: { $why })
ground-doubt = { $act } — вызывает спор: { $doubt }
ground-overruled = не принято за основу: { $act }; { $why }

fallback-all-negotiating-states = при отсутствии положения об этом договор вступает в силу, как только будет выражено согласие всех участвовавших в переговорах государств
fallback-on-consent = для государства, выразившего согласие позднее, договор вступает в силу в этот день
fallback-number-does-not-end = договор не прекращается в силу лишь того, что число его участников стало меньше числа, необходимого для вступления в силу
fallback-no-right-to-withdraw = договор без положения о выходе не допускает выхода, если только участники не имели такого намерения или право выхода не подразумевается характером договора
fallback-twelve-months = уведомление о намерении выйти — не менее чем за двенадцать месяцев
fallback-revocable = уведомление о выходе может быть отозвано в любое время до его вступления в силу
fallback-object-and-purpose = подписавшее государство воздерживается от действий, которые лишили бы договор его объекта и цели, пока ясно не выразит намерения не становиться участником
fallback-by-deposit = согласие устанавливается сдачей документа на хранение депозитарию
fallback-succession-back = государство, уведомившее о правопреемстве, считается участником с даты правопреемства государств

assumed-known = день уведомления не внесён, поэтому каждый акт считается известным с его собственного дня
assumed-first-day = неполная дата ({ $date }) отсчитывается с { $day }
assumed-organisations = организации не учитываются в дополнение к своим членам
assumed-succession = дата правопреемства не внесена, поэтому за неё взят день уведомления
