# Картинки: заголовки и подписи
form-svg = Рисунок (SVG)
form-narrow = Рисунок для телефона (SVG)
picture-treaty = { $title }: статус каждой стороны на { $day }
picture-treaties = Сколько из { $count ->
    [one] { $count } договора
   *[other] { $count } договоров
} связывают каждое государство на { $day }
picture-range = от { $low } до { $high }
picture-legend = { $what } ({ $number })
picture-borders = Контуры: Natural Earth. Границы и названия на этой карте не выражают мнения о статусе какой-либо территории. Точкой отмечено то, что слишком мало, чтобы его было видно.
picture-missing = Нет на карте: { $names }.
picture-life = { $title }: история действия
picture-trigger = условия выполнены ({ $parties })
picture-consents = { $title }: подписания и согласия с течением времени
picture-consents-text = К { $day }: подписаний — { $signed }, согласий на обязательность — { $consented }.
picture-counted = участников
picture-signed = подписали
picture-consented = выразили согласие
picture-bound = связаны
picture-relations = { $title }: связанные документы
picture-relations-text = Документы расположены по датам; список на странице говорит то же самое.
picture-participant = { $name }: отношение к каждому договору с течением времени
picture-participant-text = По одной строке на каждый договор из таблицы на странице.
picture-zone = { $name }, { $day }
picture-zones = Зоны, { $day }
treaties-map = Показать карту
participant-lines = Показать с течением времени
