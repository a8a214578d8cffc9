//! The sheets of an Excel or WPS workbook (XLSX) as rows of text. Formulas count by the value last worked out; what a
//! cell looks like is left out.

use super::zip_read::Container;

/// So many cells are read; a laboratory's table has some thousands.
const CELLS_MAX: usize = 2_000_000;
/// Rows as a sheet can have them.
const ROWS_MAX: usize = 1 << 20;
const COLUMNS_MAX: usize = 1 << 14;

/// Reads all sheets, in the order of their files; `None` if this is no workbook or too large a one.
pub fn read_workbook(bytes: &[u8]) -> Option<Vec<Vec<Vec<String>>>> {
    let container = Container::open(bytes)?;
    let mut names: Vec<&str> = container
        .names()
        .filter(|name| name.starts_with("xl/worksheets/") && name.ends_with(".xml"))
        .collect();
    // sheet2 before sheet10.
    names.sort_by_key(|name| (name.len(), *name));
    let shared = container.text("xl/sharedStrings.xml").unwrap_or_default();
    let shared = shared_texts(&shared);
    let mut cells = 0;
    let sheets = names.iter().map(|name| rows_of(&container.text(name)?, &shared, &mut cells));
    let sheets: Option<Vec<_>> = sheets.collect();
    sheets.filter(|sheets| !sheets.is_empty())
}

/// A tag and the text behind it.
struct Piece<'t> {
    /// Without its prefix.
    tag: &'t str,
    is_end: bool,
    attributes: &'t str,
    text: &'t str,
}

fn pieces(xml: &str) -> impl Iterator<Item = Piece<'_>> {
    xml.split('<').skip(1).map(|piece| {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let is_end = name.starts_with('/');
        let name = name.trim_matches('/');
        let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
        Piece { tag: name, is_end, attributes, text }
    })
}

/// Texts that cells name by number. A text may come in runs, each of its own look; readings beside it are left out.
fn shared_texts(xml: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut is_reading = false;
    for piece in pieces(xml) {
        match (piece.tag, piece.is_end) {
            ("si", false) => texts.push(String::new()),
            ("rPh", is_end) => is_reading = !is_end,
            ("t", false) if !is_reading => {
                if let Some(text) = texts.last_mut() {
                    text.push_str(&unescaped(piece.text));
                }
            }
            _ => {}
        }
    }
    texts
}

fn rows_of(xml: &str, shared: &[String], cells: &mut usize) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut column, mut kind) = (0, "");
    for piece in pieces(xml).filter(|piece| !piece.is_end) {
        match piece.tag {
            "row" => {
                let number = attribute(piece.attributes, "r").and_then(|r| r.parse::<usize>().ok());
                let number = number.unwrap_or(rows.len() + 1);
                if number > ROWS_MAX {
                    return None;
                }
                rows.resize(number.max(rows.len() + 1), Vec::new());
                column = 0;
            }
            "c" => {
                kind = attribute(piece.attributes, "t").unwrap_or_default();
                let named = attribute(piece.attributes, "r").and_then(column_of);
                column = named.unwrap_or(column) + 1;
                *cells += 1;
                if column > COLUMNS_MAX || *cells > CELLS_MAX {
                    return None;
                }
            }
            "v" | "t" => {
                let Some(row) = rows.last_mut().filter(|_| column > 0) else { continue };
                let text = match kind {
                    "s" => {
                        let number = piece.text.trim().parse::<usize>().ok();
                        number.and_then(|number| shared.get(number)).cloned().unwrap_or_default()
                    }
                    "inlineStr" | "str" => unescaped(piece.text),
                    "e" => String::new(),
                    _ => number_text(piece.text.trim()),
                };
                if row.len() < column {
                    row.resize(column, String::new());
                }
                row[column - 1].push_str(text.trim());
            }
            _ => {}
        }
    }
    Some(rows)
}

/// `4.0999999999999996` is how Excel keeps 4.1.
fn number_text(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => text.to_owned(),
    }
}

/// The column of `BC12`, from 0.
fn column_of(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0_usize, |column, letter| {
        (column * 26 + usize::from(letter - b'A') + 1).min(COLUMNS_MAX + 1)
    });
    column.checked_sub(1)
}

fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let is_whole = at == 0 || attributes.as_bytes()[at - 1].is_ascii_whitespace();
        let rest = attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        is_whole.then(|| rest[1..].split(quote).next()).flatten()
    })
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, rest)) = part.split_once(';') else {
            out.push('&');
            out.push_str(part);
            continue;
        };
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        out.extend(named);
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_with_its_gaps_and_by_its_own_names() {
        let shared = shared_texts(
            "<sst><si><t>编号</t></si><si><r><t>CO</t></r><r><t>D</t></r><rPh><t>x</t></rPh></si></sst>",
        );
        assert_eq!(shared, ["编号", "COD"]);
        let sheet = r#"<x:sheetData><x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="C2" t="s"><x:v>1</x:v></x:c></x:row>
            <x:row><x:c t="inlineStr"><x:is><x:t>a &lt;b&#65;</x:t></x:is></x:c><x:c><x:v>4.0999999999999996</x:v></x:c></x:row></x:sheetData>"#;
        let rows = rows_of(sheet, &shared, &mut 0).unwrap();
        let expected: [&[&str]; 3] = [&[], &["编号", "", "COD"], &["a <bA", "4.1"]];
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_cut_off_or_none_is_none() {
        assert!(read_workbook(b"PK\x03\x04 cut off").is_none());
        assert!(read_workbook(b"").is_none());
        let bytes = include_bytes!("../../tests/fixtures/lab-40.xlsx");
        for end in (0..bytes.len()).step_by(7) {
            // Whatever is left of it: an answer, and no panic.
            let _ = read_workbook(&bytes[..end]);
        }
        assert_eq!(read_workbook(bytes).unwrap()[0].len(), 42);
    }
}
