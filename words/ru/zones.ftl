# Зоны
nav-zones = Зоны
zones = Зоны, свободные от ядерного оружия
zones-lead = Районы, о безъядерном статусе которых государства договорились или которые государство само объявило свободными от ядерного оружия.
zones-count = { $count ->
    [one] { $count } зона
    [few] { $count } зоны
   *[many] { $count } зон
}
zones-none = В реестре нет ни одной зоны. Собрание описывает их в файле zones.toml.
zones-no-protocols = в собраниях их нет
zones-limits = границы в море
zone-treaty = Чем создана
zone-no-treaty = без договора; объявлена самим государством
zone-covers = Охватывает
zone-covers-article = { $text } ({ $article })
zone-limits = границы: { $article }
zone-territory = территория зоны
zone-states = Государства зоны
zone-states-parties = { $count ->
    [one] { $count } государство, связано: { $parties }
    [few] { $count } государства, связано: { $parties }
   *[many] { $count } государств, связано: { $parties }
}
zone-protocols = Протоколы для других государств
zone-bodies = Органы
zone-declared = Как она была объявлена
zone-approximate = О линии на карте
zone-sources = Источники
zone-sources-link = найти
zone-no-states = В этот день к зоне не относится никто.
zone-no-protocols = В собраниях нет протоколов к этому договору.
column-zone = Зона
column-states = Государств
column-states-bound = Связано
column-protocols = Протоколы
column-body = Орган
column-signed-only = Подписали, но не связаны
miss-zone = Нет зоны «{ $word }».
miss-matter = Нет такого органа, меры или постоянного вопроса: «{ $word }».
miss-matter-several = Так называются несколько органов, мер или постоянных вопросов: «{ $word }».
