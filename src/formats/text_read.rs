//! Reads the features of a text: one object's, or those of a sequence of texts.
//!
//! Features are split off by their brackets alone and then read in earnest, many at once; whatever the split
//! got wrong is then no JSON, and the strict scanner says where.

use std::ops::ControlFlow;

use memchr::memchr;
use rayon::prelude::*;

use super::crs::{self, Crs, CrsSort};
use super::feature_read::{Chunk, Units};
use super::found::excerpt;
use super::json_scan::{Expected, JsonError, Scanner};
use super::layer_build::Gathered;
use super::root_read::{Root, Sort, Stop, no_features, no_geojson, read_root};
use super::{ReadOptions, datum};
use crate::model::{Container, Severity, Span, Text};

/// How much text one task reads.
const CHUNK_BYTES: usize = 1 << 20;

/// A text being read.
pub struct Reader<'a> {
    pub text: &'a [u8],
    pub options: &'a ReadOptions<'a>,
    /// The datum a person named.
    pub named: Option<datum::Conversion>,
    pub out: Gathered,
}

impl Reader<'_> {
    pub fn read(&mut self, start: usize) -> Result<(Container, Root), Stop> {
        let whole = Span::new(start, self.text.len());
        let mut scanner = Scanner::new(self.text, whole, 0);
        scanner.skip_space();
        match scanner.peek() {
            None => {
                return Err(Stop::Refused(
                    "empty-file",
                    start,
                    Text::new(
                        "文件是空的，应为 GeoJSON；未读入",
                        "expected GeoJSON, found an empty file; nothing was loaded",
                    ),
                ));
            }
            Some(0x1E) => return self.read_sequence(Container::RecordSequence, whole),
            Some(b'{') => {}
            Some(_) => {
                let at = scanner.at;
                scanner.whole()?;
                return Err(no_geojson(self.text, at));
            }
        }
        let mut root = read_root(self.text, &mut scanner)?;
        scanner.skip_space();
        if scanner.at < self.text.len() {
            let first_line_ends = root.span.end as usize..scanner.at;
            let one_line = memchr(b'\n', &self.text[root.span.range()]).is_none();
            if one_line && memchr(b'\n', &self.text[first_line_ends]).is_some() {
                return self.read_sequence(Container::LineSequence, whole);
            }
            return Err(Stop::NotJson);
        }
        let container = match root.sort {
            Some(Sort::FeatureCollection) => {
                let Some(elements) = root.features.take() else {
                    return Err(no_features(self.text, &root));
                };
                self.read_features(&elements, self.units(&root))?;
                Container::FeatureCollection
            }
            Some(Sort::Feature) => {
                self.read_single(&root, Sort::Feature)?;
                Container::Feature
            }
            Some(Sort::Geometry) => {
                self.read_single(&root, Sort::Geometry)?;
                Container::Geometry
            }
            Some(Sort::NoGeoJson) | None => {
                if root.features.is_some() {
                    Scanner::new(self.text, root.span, 0).value()?;
                }
                return Err(no_geojson(self.text, root.span.start as usize));
            }
        };
        if let Some((offset, name)) = &root.duplicate
            && container == Container::FeatureCollection
        {
            let name = excerpt(name);
            self.out.findings.add(Severity::Warning, "duplicate-name", None, *offset, || {
                Text::new(
                    format!("成员名“{name}”出现两次；以最后一个为准，原文不改"),
                    format!("the name \"{name}\" stands twice; the last one is read, the text stays as it is"),
                )
            });
        }
        self.refuse_if_unusable(root.span.start as usize)?;
        Ok((container, root))
    }

    pub fn units(&self, root: &Root) -> Units {
        let crs = (!root.crs.is_empty()).then(|| crs::read(self.text, root.crs)).flatten();
        units(self.named, crs.as_ref())
    }

    fn read_single(&mut self, root: &Root, sort: Sort) -> Result<(), Stop> {
        let mut chunk = Chunk::default();
        let mut scanner = Scanner::new(self.text, root.span, 0);
        let units = self.units(root);
        if sort == Sort::Feature {
            chunk.read_feature(&mut scanner, 0, units)?;
        } else {
            chunk.read_bare_geometry(&mut scanner, 0, units)?;
        }
        self.out.append(vec![chunk]);
        self.report_progress(root.span.end as usize)
    }

    fn read_features(&mut self, elements: &[Span], units: Units) -> Result<(), Stop> {
        let text = self.text;
        self.in_chunks(elements, |chunk, ordinal, span| {
            let mut scanner = Scanner::new(text, span, 2);
            chunk.read_feature(&mut scanner, ordinal, units)?;
            ended(&scanner, span)
        })
    }

    /// Reads many spans, each a text or element of its own, in parallel and in order.
    pub fn in_chunks(
        &mut self,
        spans: &[Span],
        read: impl Fn(&mut Chunk, usize, Span) -> Result<(), JsonError> + Sync,
    ) -> Result<(), Stop> {
        let tasks = tasks(spans);
        let window = rayon::current_num_threads() * 4;
        for tasks in tasks.chunks(window.max(1)) {
            let chunks: Vec<_> = tasks
                .par_iter()
                .map(|range| {
                    let mut chunk = Chunk::default();
                    for ordinal in range.clone() {
                        read(&mut chunk, ordinal, spans[ordinal])?;
                    }
                    Ok(chunk)
                })
                .collect::<Result<_, JsonError>>()?;
            self.out.append(chunks);
            let done = tasks.last().and_then(|range| spans.get(range.end - 1));
            self.report_progress(done.map_or(0, |span| span.end as usize))?;
        }
        self.out.features.shrink_to_fit();
        self.out.shapes.shrink();
        Ok(())
    }

    fn report_progress(&self, done: usize) -> Result<(), Stop> {
        match (self.options.progress)(done as u64, self.text.len() as u64) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Cancelled),
        }
    }

    pub fn refuse_if_unusable(&self, offset: usize) -> Result<(), Stop> {
        let skipped = self.out.skipped;
        if !self.out.features.is_empty() || skipped == 0 {
            return Ok(());
        }
        Err(Stop::Refused(
            "none-usable",
            offset,
            Text::new(
                format!("{skipped} 个要素全部不可用；未读入"),
                format!(
                    "expected usable features, found {skipped} that are not; nothing was loaded"
                ),
            ),
        ))
    }
}

/// What positions are in: as a person said, else as the file says.
pub fn units(named: Option<datum::Conversion>, crs: Option<&Crs>) -> Units {
    use datum::Conversion;
    match (named, crs) {
        (Some(Conversion::LonLat | Conversion::Gcj02 | Conversion::Bd09), _) => Units::Degrees,
        (Some(Conversion::WebMercator | Conversion::GaussKruger { .. }), _) => Units::Foreign,
        (None, Some(Crs { sort: CrsSort::Projected | CrsSort::Unknown, .. })) => Units::Foreign,
        (None, _) => Units::Degrees,
    }
}

/// A feature's span must end where the split said.
pub fn ended(scanner: &Scanner<'_>, span: Span) -> Result<(), JsonError> {
    if scanner.at == span.end as usize { Ok(()) } else { scanner.error(Expected::CommaOrBracket) }
}

/// Cuts a row of spans into tasks of about [`CHUNK_BYTES`].
pub fn tasks(spans: &[Span]) -> Vec<std::ops::Range<usize>> {
    let mut tasks = Vec::new();
    let mut first = 0;
    for (idx, span) in spans.iter().enumerate() {
        let bytes = span.end - spans[first].start;
        if bytes as usize >= CHUNK_BYTES || idx + 1 == spans.len() {
            tasks.push(first..idx + 1);
            first = idx + 1;
        }
    }
    tasks
}
