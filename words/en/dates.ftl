date-year = { $year }
date-season = { $season ->
    [21] spring
    [22] summer
    [23] autumn
   *[24] winter
} { $year }
span-days = { $first }–{ $to }
span = { $from } – { $to }
span-open = from { $from }
