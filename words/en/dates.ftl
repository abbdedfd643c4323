date-year = { $year }
date-season = { $season ->
    [21] spring
    [22] summer
    [23] autumn
   *[24] winter
} { $year }
date-order = day-first
span-days = { $from }–{ $to }
span = { $from } – { $to }
span-open = from { $from }
