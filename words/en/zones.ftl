# Zones
nav-zones = Zones
zones = Nuclear-weapon-free zones
zones-lead = Areas that States have agreed, or one State has declared, to keep free of nuclear weapons.
zones-count = { $count ->
    [one] { $count } zone
   *[other] { $count } zones
}
zones-none = The record has no zone. A pack describes them in its zones.toml.
zones-no-protocols = none in the packs
zones-limits = limits at sea
zone-treaty = Made by
zone-no-treaty = no treaty; declared by the State
zone-covers = Covers
zone-covers-article = { $text } ({ $article })
zone-limits = limits of { $article }
zone-territory = territory of the zone
zone-states = States of the zone
zone-states-parties = { $count ->
    [one] { $count } State, { $parties } bound
   *[other] { $count } States, { $parties } bound
}
zone-protocols = Protocols for other States
zone-bodies = Bodies
zone-declared = How it was declared
zone-approximate = About the line on the map
zone-sources = Sources
zone-sources-link = find it
zone-no-states = Nobody belongs to the zone on this day.
zone-no-protocols = The packs hold no protocol to this treaty.
column-zone = Zone
column-states = States
column-states-bound = Bound
column-protocols = Protocols
column-body = Body
column-signed-only = Signed and not bound
miss-zone = There is no zone “{ $word }”.
miss-matter = There is no body, measure or standing question “{ $word }”.
miss-matter-several = Several bodies, measures or standing questions are called “{ $word }”.
