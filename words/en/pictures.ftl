# Pictures: their titles, and what stands on and below them
form-svg = Picture (SVG)
form-narrow = Picture for a phone (SVG)
picture-treaty = { $title }: who is what to it on { $day }
picture-treaties = How many of { $count ->
    [one] { $count } treaty
   *[other] { $count } treaties
} bind each State on { $day }
picture-range = { $low } to { $high }
picture-legend = { $what } ({ $number })
picture-borders = Outlines: Natural Earth. The borders and names on this map take no position on the status of any territory. A dot stands for what is too small to be seen.
picture-missing = Not on the map: { $names }.
picture-life = { $title }: its life
picture-trigger = the conditions are met ({ $parties })
picture-consents = { $title }: signatures and consents over time
picture-consents-text = By { $day }: { $signed } signatures, { $consented } consents to be bound.
picture-counted = participants
picture-signed = signed
picture-consented = consented to be bound
picture-bound = bound
picture-relations = { $title }: related instruments
picture-relations-text = The instruments stand in the order of their dates; the list on the page says the same.
picture-participant = { $name }: what it is to each treaty over time
picture-participant-text = One line for each treaty in the table on the page.
picture-zone = { $name } on { $day }
picture-zones = Zones on { $day }
treaties-map = Show the map
participant-lines = Show it over time
