//! Reads one geometry's text into flat shapes, collections in collections included, without recursing.
//!
//! This is the fast way for what is right. At the first thing that is not, it stops and says what; the caller
//! then passes over the same value with the strict scanner, which tells bad geometry from bad JSON.

use super::geometry_flaw::{BadGeometry, Flaw, Oddities, bad};
use super::json_scan::{NESTING_MAX, Scanner};
use super::json_trail::Likeness;
use super::json_walk::Cursor;
use crate::model::{
    GeometryKind, LonLat, PartKind, Place, ShapesBuilder, ShapesMark, lon_lat, lon_lat_of,
};

/// Reads the geometry object the scanner stands at, adding its positions to `builder`.
///
/// # Errors
/// At the first thing that keeps it from being used; `builder` may then hold a part of it.
pub fn read_geometry(
    scanner: &mut Scanner<'_>,
    builder: &mut ShapesBuilder,
    oddities: &mut Oddities,
) -> Result<GeometryKind, BadGeometry> {
    let mut reader = GeometryReader { scanner, builder, oddities };
    let mut frame = reader.open(Some(Likeness::Geometry))?;
    // Collections that stand around the object being read.
    let mut around: Vec<Frame> = Vec::new();
    loop {
        match reader.step(&mut frame)? {
            Step::Descend => {
                if reader.scanner.depth > NESTING_MAX {
                    return bad(Flaw::TooDeep, reader.scanner.at);
                }
                let child = reader.open(None)?;
                around.push(std::mem::replace(&mut frame, child));
            }
            Step::Go => {}
            Step::Done(kind) => match around.pop() {
                Some(outer) => frame = outer,
                None => return Ok(kind),
            },
        }
    }
}

/// One geometry object being read.
struct Frame {
    start: usize,
    depth: usize,
    mark: ShapesMark,
    members: Cursor,
    kind: Option<GeometryKind>,
    unknown_type: Option<usize>,
    /// Where the coordinates begin, and as what they were read.
    coordinates: Option<(usize, Option<GeometryKind>)>,
    /// Inside `geometries`.
    children: Option<Cursor>,
    geometries: Geometries,
    /// The type is settled: read again after finding that the last `type` is another than the first.
    settled: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Geometries {
    Absent,
    Passed,
    Read,
}

enum Step {
    Go,
    Descend,
    Done(GeometryKind),
}

struct GeometryReader<'a, 't> {
    scanner: &'a mut Scanner<'t>,
    builder: &'a mut ShapesBuilder,
    oddities: &'a mut Oddities,
}

/// A position as it was read.
#[derive(Clone, Copy)]
enum Position {
    Plain(Place),
    Spelt { lon: f64, lat: f64, height: f64 },
}

impl Position {
    fn ordinates(self) -> (f64, f64, f64) {
        match self {
            Self::Plain(place) => {
                let LonLat { lon_deg, lat_deg } = lon_lat_of(place);
                (lon_deg, lat_deg, 0.0)
            }
            Self::Spelt { lon, lat, height } => (lon, lat, height),
        }
    }
}

impl GeometryReader<'_, '_> {
    fn open(&mut self, like: Option<Likeness>) -> Result<Frame, BadGeometry> {
        let start = self.scanner.at;
        if self.scanner.peek() != Some(b'{') {
            return bad(Flaw::NotAnObject, start);
        }
        let depth = self.scanner.depth;
        Ok(Frame {
            start,
            depth,
            mark: self.builder.mark(),
            members: match like {
                Some(like) => self.scanner.open_like(like)?,
                None => self.scanner.open_object()?,
            },
            kind: None,
            unknown_type: None,
            coordinates: None,
            children: None,
            geometries: Geometries::Absent,
            settled: false,
        })
    }

    /// Reads one member of the object, or steps to its next child, or ends it.
    fn step(&mut self, frame: &mut Frame) -> Result<Step, BadGeometry> {
        if let Some(cursor) = &mut frame.children {
            if self.scanner.next_element(cursor)? {
                return Ok(Step::Descend);
            }
            frame.children = None;
            return Ok(Step::Go);
        }
        let Some(name) = self.scanner.next_name(&mut frame.members)? else {
            return self.finish(frame);
        };
        let text = self.scanner.text();
        if name.is(text, "type") {
            let at = self.scanner.at;
            if self.scanner.peek() != Some(b'"') {
                self.scanner.value()?;
                frame.unknown_type = Some(at);
            } else {
                let word = self.scanner.string()?;
                let kind = GeometryKind::from_name(&super::json_text::read(text, word));
                if !frame.settled {
                    frame.kind = kind;
                }
                frame.unknown_type = kind.is_none().then_some(at);
            }
        } else if name.is(text, "coordinates") {
            let start = self.scanner.at;
            match frame.kind.filter(|kind| *kind != GeometryKind::GeometryCollection) {
                Some(kind) => {
                    self.builder.rewind(frame.mark);
                    self.coordinates(kind)?;
                    frame.coordinates = Some((start, Some(kind)));
                }
                None => {
                    self.scanner.value()?;
                    frame.coordinates = Some((start, None));
                }
            }
        } else if name.is(text, "geometries") {
            let collection = frame.kind.is_none_or(|kind| kind == GeometryKind::GeometryCollection);
            if collection && self.scanner.peek() == Some(b'[') {
                self.builder.rewind(frame.mark);
                frame.children = Some(self.scanner.open_array()?);
                frame.geometries = Geometries::Read;
            } else if frame.kind == Some(GeometryKind::GeometryCollection) {
                return bad(Flaw::NotAnArray, self.scanner.at);
            } else {
                self.scanner.value()?;
                frame.geometries = Geometries::Passed;
            }
        } else {
            self.scanner.value()?;
        }
        Ok(Step::Go)
    }

    /// The object has ended: puts right what was read before its type was known.
    fn finish(&mut self, frame: &mut Frame) -> Result<Step, BadGeometry> {
        if let Some(offset) = frame.unknown_type {
            return bad(Flaw::UnknownType, offset);
        }
        let Some(kind) = frame.kind else { return bad(Flaw::NoType, frame.start) };
        if kind == GeometryKind::GeometryCollection {
            return match frame.geometries {
                Geometries::Read => Ok(Step::Done(kind)),
                Geometries::Absent => bad(Flaw::NoGeometries, frame.start),
                Geometries::Passed => self.again(frame, kind),
            };
        }
        match frame.coordinates {
            None => bad(Flaw::NoCoordinates, frame.start),
            Some((_, Some(read_as))) if read_as == kind => Ok(Step::Done(kind)),
            Some((start, _)) => {
                let end = self.scanner.at;
                self.builder.rewind(frame.mark);
                self.scanner.at = start;
                self.coordinates(kind)?;
                self.scanner.at = end;
                Ok(Step::Done(kind))
            }
        }
    }

    fn again(&mut self, frame: &mut Frame, kind: GeometryKind) -> Result<Step, BadGeometry> {
        if frame.settled {
            return bad(Flaw::NotAnArray, frame.start);
        }
        self.builder.rewind(frame.mark);
        self.scanner.at = frame.start;
        self.scanner.depth = frame.depth;
        frame.members = self.scanner.open_object()?;
        frame.kind = Some(kind);
        frame.settled = true;
        Ok(Step::Go)
    }

    fn coordinates(&mut self, kind: GeometryKind) -> Result<(), BadGeometry> {
        let start = self.scanner.at;
        let before = self.builder.mark();
        match kind {
            GeometryKind::Point => {
                if self.empty_array() {
                    self.oddities.empty_point.get_or_insert(start);
                    return Ok(());
                }
                self.position()?;
                self.builder.end_part(PartKind::Points);
            }
            GeometryKind::MultiPoint => {
                self.list(Self::position)?;
                self.builder.end_part(PartKind::Points);
            }
            GeometryKind::LineString => self.line()?,
            GeometryKind::MultiLineString => drop(self.list(Self::line)?),
            GeometryKind::Polygon => self.polygon()?,
            GeometryKind::MultiPolygon => drop(self.list(Self::polygon)?),
            GeometryKind::GeometryCollection | GeometryKind::Null => {}
        }
        if self.builder.mark() == before {
            self.oddities.empty.get_or_insert(start);
        }
        Ok(())
    }

    fn line(&mut self) -> Result<(), BadGeometry> {
        let start = self.scanner.at;
        if self.list(Self::position)? == 1 {
            self.oddities.line_short.get_or_insert(start);
        }
        self.builder.end_part(PartKind::Line);
        Ok(())
    }

    fn polygon(&mut self) -> Result<(), BadGeometry> {
        let before = self.builder.mark();
        self.list(|reader| {
            let is_outer = reader.builder.mark() == before;
            reader.ring()?;
            reader.builder.end_part(if is_outer { PartKind::Outer } else { PartKind::Hole });
            Ok(())
        })?;
        Ok(())
    }

    fn ring(&mut self) -> Result<(), BadGeometry> {
        let start = self.scanner.at;
        let (mut first, mut last) = (None, None);
        let positions = self.list(|reader| {
            let at = reader.scanner.at;
            let position = reader.position()?;
            first.get_or_insert(position);
            last = Some((position, at));
            Ok(())
        })?;
        if positions < 4 {
            self.oddities.ring_short.get_or_insert(start);
        }
        if let (Some(first), Some((last, at))) = (first, last)
            && first.ordinates() != last.ordinates()
        {
            self.oddities.ring_not_closed.get_or_insert(at);
        }
        Ok(())
    }

    /// Reads `[`, elements, `]`, and returns how many elements there were.
    #[inline]
    fn list<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<T, BadGeometry>,
    ) -> Result<usize, BadGeometry> {
        if self.scanner.peek() != Some(b'[') {
            return bad(Flaw::NotAnArray, self.scanner.at);
        }
        self.scanner.at += 1;
        self.scanner.skip_space();
        if self.scanner.peek() == Some(b']') {
            self.scanner.at += 1;
            return Ok(0);
        }
        let mut count = 0;
        loop {
            element(self)?;
            count += 1;
            self.scanner.skip_space();
            match self.scanner.peek() {
                Some(b',') => {
                    self.scanner.at += 1;
                    self.scanner.skip_space();
                }
                Some(b']') => {
                    self.scanner.at += 1;
                    return Ok(count);
                }
                _ => return bad(Flaw::NotJson, self.scanner.at),
            }
        }
    }

    /// Passes over `[]`, if that stands here.
    fn empty_array(&mut self) -> bool {
        let (start, depth) = (self.scanner.at, self.scanner.depth);
        let mut opened = || {
            let mut cursor = self.scanner.open_array().ok()?;
            self.scanner.next_element(&mut cursor).ok()
        };
        let empty = opened() == Some(false);
        if !empty {
            (self.scanner.at, self.scanner.depth) = (start, depth);
        }
        empty
    }

    /// Reads one position and adds it.
    #[inline]
    fn position(&mut self) -> Result<Position, BadGeometry> {
        let start = self.scanner.at;
        if let Some(place) = self.scanner.plain_position() {
            self.note_dimensions(2, start);
            self.builder.place(place);
            return Ok(Position::Plain(place));
        }
        self.spelt_position(start)
    }

    fn spelt_position(&mut self, start: usize) -> Result<Position, BadGeometry> {
        let (mut ordinates, mut count) = ([0.0; 3], 0);
        self.list(|reader| {
            let value = reader.ordinate()?;
            if let Some(ordinate) = ordinates.get_mut(count as usize) {
                *ordinate = value;
            }
            count += 1;
            Ok(())
        })?;
        if count < 2 {
            return bad(Flaw::TooFewOrdinates, start);
        }
        self.note_dimensions(count, start);
        let [lon, lat, height] = ordinates;
        if lon.abs() > 180.0 || lat.abs() > 90.0 {
            self.oddities.out_of_range.get_or_insert((start, lon, lat));
        }
        self.builder.position(lon_lat(lon, lat));
        Ok(Position::Spelt { lon, lat, height })
    }

    #[inline]
    fn note_dimensions(&mut self, count: u32, start: usize) {
        if *self.oddities.dimensions.get_or_insert(count) != count {
            self.oddities.mixed_dimensions.get_or_insert(start);
        }
    }

    #[inline]
    fn ordinate(&mut self) -> Result<f64, BadGeometry> {
        let at = self.scanner.at;
        if !matches!(self.scanner.peek(), Some(b'-' | b'0'..=b'9')) {
            return bad(Flaw::NotANumber, at);
        }
        let value = self.scanner.double()?;
        if value.is_finite() { Ok(value) } else { bad(Flaw::TooLarge, at) }
    }
}
