date-year = { $year } г.
date-season = { $season ->
    [21] весна
    [22] лето
    [23] осень
   *[24] зима
} { $year } г.
date-order = day-first
span-days = { $from }–{ $to }
span = { $from } – { $to }
span-open = начало: { $from }
