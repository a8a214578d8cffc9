//! How the top of a workbook's sheet looks: widths of columns, heights of rows, and the cells' fonts, fills,
//! borders and alignment. Nothing of what its cells say.
//!
//! Colours of a theme are not resolved: they are told apart as [`SheetLook::has_theme_colours`].

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// A part of a workbook is no larger than this, unpacked.
const PART_BYTES_MAX: u64 = 64 << 20;
/// Columns beyond this are of no table's head.
const COLUMNS_MAX: u32 = 1_024;

/// Which side of a cell.
pub const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];

/// One cell's look; what is `None` or false is as nobody set it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellLook {
    pub font: Option<String>,
    pub font_points: Option<f64>,
    pub bold: bool,
    pub italic: bool,
    /// Red, green and blue.
    pub ink: Option<u32>,
    pub fill: Option<u32>,
    /// `left`, `center`, `right`, …
    pub horizontal: Option<String>,
    pub vertical: Option<String>,
    pub wraps: bool,
    /// `thin`, `medium`, …, in the order of `SIDES`.
    pub borders: [Option<String>; 4],
}

/// The look of a sheet's first rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetLook {
    /// Characters, by column from 0.
    pub column_widths: BTreeMap<u32, f64>,
    /// Points, by row from 0.
    pub row_heights: BTreeMap<u32, f64>,
    /// By row and column from 0.
    pub cells: BTreeMap<(u32, u32), CellLook>,
    pub has_theme_colours: bool,
}

/// The look of a sheet's first rows; `None` of what is no .xlsx, or says nothing of its look.
pub fn sheet_look(bytes: &[u8], sheet_idx: usize, rows: u32) -> Option<SheetLook> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let workbook = part(&mut archive, "xl/workbook.xml")?;
    let relations = part(&mut archive, "xl/_rels/workbook.xml.rels")?;
    let is_sheet = |it: &Element| it.name == "sheet" && !it.is_end;
    let id = elements(&workbook).into_iter().filter(is_sheet).nth(sheet_idx)?.take("id")?;
    let is_first = |it: &Element| it.name == "Relationship" && it.get("Id") == Some(&id);
    let target = elements(&relations).into_iter().find(is_first)?.take("Target")?;
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    };
    let sheet = part(&mut archive, &path)?;
    let styles = part(&mut archive, "xl/styles.xml").map(|text| Styles::read(&text));
    let styles = styles.unwrap_or_default();
    let mut look = read_sheet(&sheet, rows, &styles);
    look.has_theme_colours = styles.has_theme_colours;
    Some(look)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(path).ok()?.take(PART_BYTES_MAX).read_to_string(&mut text).ok()?;
    Some(text)
}

/// A tag with its attributes, whatever it holds.
struct Element {
    name: String,
    is_end: bool,
    is_empty: bool,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn of(start: &BytesStart<'_>, is_empty: bool) -> Self {
        let attributes = start.attributes().flatten();
        let attributes =
            attributes.map(|one| (local(one.key.0).to_owned(), one.value.into_owned()));
        let (name, is_end) = (local(start.name().0).to_owned(), false);
        Self { name, is_end, is_empty, attributes: attributes.collect() }
    }

    fn get(&self, name: &str) -> Option<&String> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn take(self, name: &str) -> Option<String> {
        self.attributes.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Switched on by being there, unless it says otherwise.
    fn is_on(&self) -> bool {
        !matches!(self.get("val").map(String::as_str), Some("0" | "false"))
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// All tags of a text, in order; what breaks off ends there.
fn elements(text: &str) -> Vec<Element> {
    let mut found = Vec::new();
    walk(text, |element| {
        found.push(element);
        true
    });
    found
}

/// Goes through the tags of a text while `go_on` wants more.
fn walk(text: &str, mut go_on: impl FnMut(Element) -> bool) {
    let mut reader = Reader::from_str(text);
    loop {
        let element = match reader.read_event() {
            Ok(Event::Start(start)) => Element::of(&start, false),
            Ok(Event::Empty(start)) => Element::of(&start, true),
            Ok(Event::End(end)) => Element {
                name: local(end.name().0).to_owned(),
                is_end: true,
                is_empty: false,
                attributes: Vec::new(),
            },
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => continue,
        };
        if !go_on(element) {
            return;
        }
    }
}

fn read_sheet(text: &str, rows: u32, styles: &Styles) -> SheetLook {
    let mut look = SheetLook::default();
    let mut row = 0;
    walk(text, |element| {
        match element.name.as_str() {
            _ if element.is_end => {}
            "col" => {
                let (from, to) = (element.number("min"), element.number("max"));
                if let (Some(from), Some(to), Some(width)) = (from, to, element.number("width")) {
                    let last = (to as u32).min(COLUMNS_MAX);
                    let columns = (from as u32).max(1)..=last;
                    look.column_widths.extend(columns.map(|column| (column - 1, width)));
                }
            }
            "row" => {
                row = element.number("r").map_or(row + 1, |number| number as u32);
                if row > rows {
                    return false;
                }
                if let Some(height) = element.number("ht") {
                    look.row_heights.insert(row.saturating_sub(1), height);
                }
            }
            "c" => {
                let column = element.get("r").and_then(|place| column_of(place));
                let style = element.number("s").and_then(|idx| styles.cells.get(idx as usize));
                if let (Some(column), Some(style)) = (column, style) {
                    look.cells.insert((row.saturating_sub(1), column), style.clone());
                }
            }
            _ => {}
        }
        true
    });
    look
}

/// The column of `AB12`, from 0.
fn column_of(place: &str) -> Option<u32> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0_u32, |sum, letter| {
        sum.saturating_mul(26).saturating_add(u32::from(letter - b'A') + 1)
    });
    number.checked_sub(1).filter(|column| *column < COLUMNS_MAX)
}

#[derive(Default)]
struct Styles {
    cells: Vec<CellLook>,
    has_theme_colours: bool,
}

impl Styles {
    /// Fonts, fills and borders by number, and the cells' formats made of them.
    fn read(text: &str) -> Self {
        let (mut fonts, mut fills, mut borders) = (Vec::new(), Vec::new(), Vec::new());
        let mut styles = Self::default();
        let mut list = String::new();
        let mut side = None;
        for element in elements(text) {
            let name = element.name.as_str();
            if element.is_end {
                if matches!(name, "fonts" | "fills" | "borders" | "cellXfs") {
                    list.clear();
                }
                continue;
            }
            match (list.as_str(), name) {
                (_, "fonts" | "fills" | "borders" | "cellXfs") if !element.is_empty => {
                    name.clone_into(&mut list);
                }
                ("fonts", "font") => fonts.push(CellLook::default()),
                ("fonts", _) => {
                    let Some(font) = fonts.last_mut() else { continue };
                    match name {
                        "b" => font.bold = element.is_on(),
                        "i" => font.italic = element.is_on(),
                        "sz" => font.font_points = element.number("val"),
                        "name" => font.font = element.get("val").cloned(),
                        "color" => font.ink = styles.colour(&element),
                        _ => {}
                    }
                }
                ("fills", "fill") => fills.push(None),
                ("fills", "fgColor") => {
                    if let Some(fill) = fills.last_mut() {
                        *fill = styles.colour(&element);
                    }
                }
                ("borders", "border") => borders.push([const { None }; 4]),
                ("borders", _) => {
                    side = SIDES.iter().position(|one| *one == name).or(side);
                    let style = element.get("style").filter(|style| *style != "none");
                    if let (Some(at), Some(of), Some(style)) = (side, borders.last_mut(), style) {
                        of[at] = Some(style.clone());
                    }
                }
                ("cellXfs", "xf") => {
                    let at = |name: &str| element.number(name).map(|idx| idx as usize);
                    let font = at("fontId").and_then(|idx| fonts.get(idx)).cloned();
                    let mut cell: CellLook = font.unwrap_or_default();
                    cell.fill = at("fillId").and_then(|idx| *fills.get(idx)?);
                    let of = at("borderId").and_then(|idx| borders.get(idx)).cloned();
                    cell.borders = of.unwrap_or_default();
                    styles.cells.push(cell);
                }
                ("cellXfs", "alignment") => {
                    let Some(cell) = styles.cells.last_mut() else { continue };
                    cell.horizontal = element.get("horizontal").cloned();
                    cell.vertical = element.get("vertical").cloned();
                    cell.wraps =
                        element.get("wrapText").is_some_and(|it| it == "1" || it == "true");
                }
                _ => {}
            }
        }
        styles
    }

    /// `FFRRGGBB`; of a theme its ground and text are white and black, any other is noted.
    fn colour(&mut self, element: &Element) -> Option<u32> {
        match (element.get("theme").map(String::as_str), element.get("tint")) {
            (None, _) => {}
            (Some("0"), None) => return Some(0xFFFFFF),
            (Some("1"), None) => return Some(0),
            _ => self.has_theme_colours = true,
        }
        let code = element.get("rgb")?;
        u32::from_str_radix(code.get(code.len().checked_sub(6)?..)?, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (place, column) in [("A1", Some(0)), ("Z3", Some(25)), ("AA10", Some(26)), ("7", None)]
        {
            assert_eq!(column_of(place), column, "{place}");
        }
    }

    #[test]
    fn what_is_no_workbook_has_no_look() {
        assert_eq!(sheet_look(b"name,code\n", 0, 12), None);
        assert_eq!(sheet_look(b"PK\x03\x04 cut off", 0, 12), None);
    }
}
