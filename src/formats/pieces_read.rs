//! Reads a collection of features by pieces, so that the text of a large file is never in memory as a whole.
//!
//! This is the way for what is usual: UTF-8, one collection, nothing wrong with its JSON. At anything else it gives
//! up, and the whole text is read strictly (`text_read`): both ways come to the same of every file.

use std::collections::HashSet;
use std::io;

use rayon::prelude::*;

use super::crs::Crs;
use super::encoding::TEXT_BYTES_MAX;
use super::feature_read::{Chunk, Units};
use super::json_scan::{Expected, JsonError, Scanner};
use super::layer_build::{Gathered, crs_of};
use super::root_read::{Root, Sort, sort_of};
use super::text_read::{ended, tasks, units};
use super::window::Window;
use super::{Progress, datum, json_text};
use crate::model::{Bytes, Span};

/// Why the reading by pieces ends before the text does.
pub enum Halt {
    /// Something for the strict way to look at.
    Unusual,
    Cancelled,
    Lost(io::Error),
}

/// A collection that has been read.
pub struct Collection {
    pub root: Root,
    pub gathered: Gathered,
    pub has_mark: bool,
}

/// What a reading by pieces goes by.
#[derive(Clone, Copy)]
pub struct Pieces<'a> {
    pub progress: Progress<'a>,
    /// The datum a person named.
    pub named: Option<datum::Conversion>,
    pub piece_bytes: usize,
}

/// Reads a file's bytes.
///
/// # Errors
/// Where they are for the strict way, cannot be fetched, or `progress` said to stop.
pub fn read(bytes: &Bytes, pieces: Pieces<'_>) -> Result<Collection, Halt> {
    if bytes.len() > TEXT_BYTES_MAX {
        return Err(Halt::Unusual);
    }
    let mut window = Window::new(bytes, pieces.piece_bytes);
    let has_mark = window.skip_mark()?;
    let mut root = Root::default();
    let open = window.step(|scanner| {
        scanner.skip_space();
        scanner.peek().filter(|first| *first == b'{').ok_or(no_value(scanner))?;
        scanner.at += 1;
        Ok(scanner.at - 1)
    })?;
    let start = window.place(open);
    let mut names = HashSet::new();
    let mut gathered = None;
    while let Some(name) = next_name(&mut window, names.is_empty())? {
        if name == "features" {
            if gathered.is_some() {
                return Err(Halt::Unusual);
            }
            let units = units(pieces.named, crs_of(bytes, &root).as_ref());
            let first = window.offset();
            gathered = Some((features(&mut window, pieces, units, bytes.len())?, units));
            root.features_value = Span::new(first, window.offset());
        } else {
            member(&mut window, &name, &mut root)?;
        }
        // The strict way tells of names that stand twice.
        if !names.insert(name) {
            return Err(Halt::Unusual);
        }
    }
    root.span = Span::new(start, window.offset());
    window.skip_space_to_end()?;
    let Some((mut gathered, used)) = gathered else { return Err(Halt::Unusual) };
    let none_usable = gathered.features.is_empty() && gathered.skipped > 0;
    let crs: Option<Crs> = crs_of(bytes, &root);
    // A `crs` behind the features may say that they are no degrees.
    if root.sort != Some(Sort::FeatureCollection)
        || none_usable
        || units(pieces.named, crs.as_ref()) != used
    {
        return Err(Halt::Unusual);
    }
    gathered.features.shrink_to_fit();
    gathered.shapes.shrink();
    Ok(Collection { root, gathered, has_mark })
}

/// The name of the next member of the top object, with the window at its value; `None` at the object's end.
fn next_name(window: &mut Window<'_>, is_first: bool) -> Result<Option<String>, Halt> {
    window.step(|scanner| {
        scanner.skip_space();
        match (scanner.peek(), is_first) {
            (Some(b'}'), _) => {
                scanner.at += 1;
                return Ok(None);
            }
            (Some(b','), false) => {
                scanner.at += 1;
                scanner.skip_space();
            }
            (_, true) => {}
            (_, false) => return scanner.error(Expected::CommaOrBrace),
        }
        let name = scanner.name()?;
        Ok(Some(json_text::read(scanner.text(), name).into_owned()))
    })
}

/// Passes over a member that says something about the whole file.
fn member(window: &mut Window<'_>, name: &str, root: &mut Root) -> Result<(), Halt> {
    let value = window.step(|scanner| {
        // The top object stands around it.
        scanner.depth = 1;
        scanner.value()
    })?;
    let place = Span::new(window.place(value.start as usize), window.place(value.end as usize));
    match name {
        "type" => {
            root.type_value = place;
            root.sort = Some(sort_of(window.text(), value));
        }
        "crs" => root.crs = place,
        "yice" => root.yice = place,
        "metadata" => root.metadata = place,
        "synthetic" => root.synthetic = window.text().get(value.range()) == Some(b"true"),
        _ => {}
    }
    Ok(())
}

/// Reads the array of features, piece by piece, each in parallel and in order.
fn features(
    window: &mut Window<'_>,
    pieces: Pieces<'_>,
    units: Units,
    bytes_all: usize,
) -> Result<Gathered, Halt> {
    window.step(|scanner| {
        scanner.peek().filter(|first| *first == b'[').ok_or(no_value(scanner))?;
        scanner.at += 1;
        Ok(())
    })?;
    let mut gathered = Gathered::default();
    let mut count = 0;
    loop {
        let Split { spans, at, has_ended } = split(window, count == 0)?;
        if spans.is_empty() && !has_ended {
            window.longer()?;
            continue;
        }
        let (text, base) = (window.text(), window.place(0) as u32);
        let read = |range: std::ops::Range<usize>| {
            let mut chunk = Chunk::default();
            for idx in range {
                let mut scanner = Scanner::new(text, spans[idx], 2);
                chunk.read_feature(&mut scanner, count + idx, units)?;
                ended(&scanner, spans[idx])?;
            }
            chunk.put_behind(base);
            Ok(chunk)
        };
        let chunks: Result<Vec<_>, JsonError> = tasks(&spans).into_par_iter().map(read).collect();
        gathered.append(chunks.map_err(|_| Halt::Unusual)?);
        count += spans.len();
        window.at = at;
        if (pieces.progress)(window.offset() as u64, bytes_all as u64).is_break() {
            return Err(Halt::Cancelled);
        }
        window.forget();
        if has_ended {
            return Ok(gathered);
        }
    }
}

/// Where the features of a window are, as far as they are whole.
struct Split {
    spans: Vec<Span>,
    /// Behind the last of them, or behind the array.
    at: usize,
    has_ended: bool,
}

fn split(window: &Window<'_>, mut is_first: bool) -> Result<Split, Halt> {
    let text = window.text();
    let mut scanner = Scanner::new(text, Span::new(window.at, text.len()), 2);
    let (mut spans, mut at) = (Vec::new(), window.at);
    loop {
        scanner.skip_space();
        match scanner.peek() {
            None => break,
            Some(b']') => return Ok(Split { spans, at: scanner.at + 1, has_ended: true }),
            Some(b',') if !is_first => {
                scanner.at += 1;
                scanner.skip_space();
            }
            Some(_) if is_first => {}
            Some(_) => return Err(Halt::Unusual),
        }
        match scanner.leap() {
            // A number that ends where the window does may go on behind it.
            Ok(span) if scanner.at < text.len() => spans.push(span),
            _ => break,
        }
        at = scanner.at;
        is_first = false;
    }
    Ok(Split { spans, at, has_ended: false })
}

fn no_value(scanner: &Scanner<'_>) -> JsonError {
    JsonError { offset: scanner.at, expected: Expected::Value }
}
