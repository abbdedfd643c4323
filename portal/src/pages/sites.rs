//! Places that need work, on a map and in a table.

use register::answer::sites::{SiteRow, all};

use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::pictures::{self, Picture};
use super::sheet::{self, Cell, Row, Section, Sheet};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["regime"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Svg, Form::Narrow],
    what: "Sites that need work: where they are, what was asked for, offered and done",
    make,
};

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let rows = all(asked.world, asked.on, asked.known(), sheet::chosen_regime(asked)?);
    match asked.form {
        Form::Json => return Made::json(&rows),
        Form::Csv | Form::Parquet => {
            let columns = [
                ("site", Kind::Text),
                ("name", Kind::Text),
                ("regime", Kind::Text),
                ("longitude", Kind::Text),
                ("latitude", Kind::Text),
                ("done", Kind::Truth),
                ("cite", Kind::Text),
            ];
            let row = |row: &SiteRow| {
                let [lon, lat] =
                    row.at.map_or([String::new(), String::new()], |at| at.map(|degrees| degrees.to_string()));
                [
                    row.site.clone(),
                    row.name.clone(),
                    row.regime.clone(),
                    lon,
                    lat,
                    row.done.to_string(),
                    row.cite.join("; "),
                ]
            };
            return Made::table(asked.form, columns, rows.iter().map(row));
        }
        Form::Svg | Form::Narrow => return Ok(pictures::of_sites(asked, &rows)),
        _ => {}
    }
    let mut page = Sheet::new(asked, w.say("sites"));
    page.leads.push(w.say(if rows.is_empty() { "sites-none" } else { "sites-lead" }).to_owned());
    page.fields.push(sheet::regimes(asked));
    if rows.iter().any(|row| row.at.is_some()) {
        page.picture = Some(Picture::of_page(asked, w.say("sites").to_owned()));
    }
    let columns = ["column-site", "column-state", "column-point", "column-told", "column-source"];
    let mut section = Section::table(asked, "sites", "", &columns);
    for row in &rows {
        let state = match row.done {
            true => Cell::state(w.say("site-done"), "status status-party"),
            false => Cell::state(w.say("site-open"), "status"),
        };
        let point = row.at.map_or(String::new(), |[lon, lat]| {
            let (half, side) = (if lat < 0.0 { "south" } else { "north" }, if lon < 0.0 { "west" } else { "east" });
            let degrees = |angle: f64| format!("{:.2}", angle.abs());
            let args = [
                ("lat", degrees(lat).into()),
                ("lon", degrees(lon).into()),
                ("half", half.into()),
                ("side", side.into()),
            ];
            w.tell("point", &args)
        });
        let mut told = Cell::default();
        for own in &row.told {
            told = told.and(Cell::plain(sheet::deed(asked, own.kind))).and(sheet::people(asked, &own.by));
            if let Some(note) = &own.note {
                told = told.note(note);
            }
        }
        let mut name = Cell::link(sheet::matter(asked, &row.site)).remark(row.what.clone().unwrap_or_default());
        if let Some(why) = &row.unverified {
            name = name.remark(w.say("unverified")).note(why);
        }
        let cite = sheet::sources(asked, &row.cite, &[]);
        section.rows.push(Row::new(vec![name, state, Cell::plain(point), told, cite]));
    }
    page.section(section);
    page.made()
}
