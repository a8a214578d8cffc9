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
use super::stretch_read::{End, Place, Stretch, likely_starts};
use super::text_read::units;
use super::window::Window;
use super::{Grown, Progress, datum, json_text};
use crate::model::{Bytes, Span};

/// A piece is read by so many tasks.
const STRETCHES_A_PIECE: usize = 4;

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
    pub grown: Grown<'a>,
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
    let stretch_bytes = (pieces.piece_bytes / STRETCHES_A_PIECE).max(1);
    let (mut gathered, mut spare) = (Gathered::default(), Vec::new());
    let mut count = 0;
    loop {
        let (text, at) = (window.text(), window.at);
        let starts = likely_starts(text, at, count == 0, stretch_bytes);
        spare.resize_with(starts.len() + 1, Chunk::default);
        let chunks = std::mem::take(&mut spare);
        let stretches = chunks.into_par_iter().enumerate().map(|(idx, chunk)| {
            let from = idx.checked_sub(1).map_or(at, |before| starts[before]);
            let place = if idx == 0 { Place::Between(count == 0) } else { Place::Feature };
            Stretch::read(chunk, text, from, place, starts.get(idx).copied(), units)
        });
        let stretches: Vec<Stretch> = stretches.collect();
        let (mut at, mut has_ended, mut is_over) = (at, false, false);
        let base = window.place(0) as u32;
        for mut stretch in stretches {
            if is_over {
                // What was guessed to begin there does not.
                stretch.chunk.clear();
                spare.push(stretch.chunk);
                continue;
            }
            stretch.chunk.put_behind(base, count);
            count += stretch.count;
            if stretch.count > 0 || stretch.end == End::Array {
                // Else the comma before a feature that is cut is still to be read.
                at = stretch.at;
            }
            gathered.take(&mut stretch.chunk);
            spare.push(stretch.chunk);
            match stretch.end {
                // What was likely to be a feature's beginning is one.
                End::Next => {}
                End::Beyond => is_over = true,
                End::Array => (has_ended, is_over) = (true, true),
                End::Bad => return Err(Halt::Unusual),
            }
        }
        if at == window.at && !has_ended {
            window.longer()?;
            continue;
        }
        window.at = at;
        if units == Units::Degrees && pieces.named.is_none() {
            (pieces.grown)(&gathered.shapes);
        }
        if (pieces.progress)(window.offset() as u64, bytes_all as u64).is_break() {
            return Err(Halt::Cancelled);
        }
        window.forget();
        if has_ended {
            return Ok(gathered);
        }
    }
}

fn no_value(scanner: &Scanner<'_>) -> JsonError {
    JsonError { offset: scanner.at, expected: Expected::Value }
}
