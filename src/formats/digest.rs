//! A digest of a geometry that survives other programs: the last resort for finding a feature again.
//!
//! Positions are rounded to 7 decimals (a centimetre), rings lose where they begin and which way they run, and
//! whether one polygon is called a multipolygon does not count. Heights do not count either.

use sha2::{Digest as _, Sha256};

use super::geometry_flaw::Oddities;
use super::geometry_read::read_geometry;
use super::json_scan::Scanner;
use super::properties::original_geometry;
use crate::model::{Layer, Part, PartKind, ShapesBuilder, Span};

/// The digest of the geometry the feature came with, as 32 hexadecimal digits; `None` without positions.
pub fn geometry_digest(layer: &Layer, feature_idx: usize) -> Option<String> {
    // From the text, not from the shapes: those move when a person names another datum.
    match original_geometry(layer, feature_idx) {
        Some(text) => digest_of_text(&text),
        None => digest_of_text(
            std::str::from_utf8(&layer.slice(layer.features.get(feature_idx)?.geometry)).ok()?,
        ),
    }
}

fn digest_of_text(text: &str) -> Option<String> {
    let mut builder = ShapesBuilder::default();
    let mut scanner = Scanner::new(text.as_bytes(), Span::new(0, text.len()), 0);
    scanner.skip_space();
    let kind = read_geometry(&mut scanner, &mut builder, &mut Oddities::default()).ok()?;
    if builder.end_feature(kind) == 0 {
        return None;
    }
    let mut hash = Sha256::new();
    for part in builder.finish().parts(0) {
        hash.update(part_name(part.kind));
        for (lon, lat) in normal_form(part) {
            hash.update(lon.to_le_bytes());
            hash.update(lat.to_le_bytes());
        }
    }
    Some(hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

const fn part_name(kind: PartKind) -> &'static [u8] {
    match kind {
        PartKind::Points => b"p",
        PartKind::Line => b"l",
        PartKind::Outer => b"o",
        PartKind::Hole => b"h",
    }
}

fn normal_form(part: Part<'_>) -> Vec<(i64, i64)> {
    let rounded = |degrees: f64| (degrees * 1e7).round() as i64;
    let mut positions: Vec<_> =
        part.positions.iter().map(|at| (rounded(at.lon_deg), rounded(at.lat_deg))).collect();
    if !matches!(part.kind, PartKind::Outer | PartKind::Hole) {
        return positions;
    }
    if positions.len() > 1 && positions.first() == positions.last() {
        positions.pop();
    }
    let forth = smallest_turn(&positions);
    positions.reverse();
    forth.min(smallest_turn(&positions))
}

/// The ring begun at its smallest position. Where that stands more than once, the smallest of the turns.
fn smallest_turn(ring: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let Some(smallest) = ring.iter().min() else { return Vec::new() };
    let begins = ring.iter().enumerate().filter(|(_, at)| *at == smallest).map(|(idx, _)| idx);
    // A ring that touches itself a few times is fine; one that is the same position over and over need not
    // be compared with all its turns.
    let turn = |idx: usize| -> Vec<_> { ring[idx..].iter().chain(&ring[..idx]).copied().collect() };
    begins.take(16).map(turn).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_reversed_rotated_rounded_or_wrapped_is_the_same() {
        let digest = |text: &str| digest_of_text(text).unwrap();
        let ring =
            digest(r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1.00000001],[0,0]]]}"#);
        assert_eq!(
            ring,
            digest(r#"{"type":"Polygon","coordinates":[[[2,0],[0,0],[2,1,9],[2,0]]]}"#)
        );
        assert_eq!(
            ring,
            digest(r#"{"coordinates":[[[[0,0],[2,0],[2,1],[0,0]]]],"type":"MultiPolygon"}"#)
        );
        assert_ne!(
            ring,
            digest(r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1.000001],[0,0]]]}"#)
        );
        assert_ne!(
            ring,
            digest(r#"{"type":"LineString","coordinates":[[0,0],[2,0],[2,1],[0,0]]}"#)
        );
        assert_eq!(digest_of_text("null"), None);
        assert_eq!(digest_of_text(r#"{"type":"Point","coordinates":[]}"#), None);
    }
}
