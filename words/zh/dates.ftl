date-year = { $year }年
date-season = { $year }年{ $season ->
    [21] 春季
    [22] 夏季
    [23] 秋季
   *[24] 冬季
}
date-order = year-first
span-days = { $from }至{ $to }日
span = { $from }至{ $to }
span-open = 自{ $from }起
