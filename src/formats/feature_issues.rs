//! What is said about a feature that is read, though something about it is odd, and about one that is not.

use super::feature_read::{Chunk, Members, Units};
use super::found::describe;
use super::geometry_flaw::{BadGeometry, Flaw, Oddities};
use crate::model::{IssueCode, Severity, Text};

/// What the positions out of range look like.
#[derive(Clone, Copy, Debug, Default)]
pub struct RangeTally {
    /// Features with a position out of range, and of these, those that would be right the other way round.
    pub features: usize,
    pub lat_first: usize,
    /// Features with numbers no degrees can be, as metres are.
    pub metres: usize,
    pub first: Option<FirstOutOfRange>,
}

#[derive(Clone, Copy, Debug)]
pub struct FirstOutOfRange {
    pub ordinal: usize,
    pub offset: usize,
    pub lon: f64,
    pub lat: f64,
}

impl RangeTally {
    pub fn append(&mut self, later: Self) {
        self.features += later.features;
        self.lat_first += later.lat_first;
        self.metres += later.metres;
        self.first = self.first.or(later.first);
    }
}

/// How many features have two ordinates a position, and how many more.
#[derive(Clone, Copy, Debug, Default)]
pub struct DimensionTally {
    pub flat: usize,
    pub with_height: usize,
}

impl Chunk {
    pub(super) fn note_id(&mut self, text: &[u8], ordinal: usize, members: &Members) {
        let id = members.id;
        if id.is_empty() || matches!(text.get(id.start as usize), Some(b'"' | b'-' | b'0'..=b'9')) {
            return;
        }
        self.note(Severity::Warning, "bad-id", ordinal, id.start as usize, || {
            let found = describe(text, id.start as usize);
            Text::new(
                format!("id 应为字符串或数，实为{}；按没有 id 读入，原文不改", found.zh),
                format!("expected the id to be a string or number, found {}; read as none, the text stays", found.en),
            )
        });
    }

    pub(super) fn note_properties(&mut self, text: &[u8], ordinal: usize, members: &Members) {
        let at = members.properties.start as usize;
        if members.bare {
            return;
        }
        if members.properties.is_empty() {
            return self.note(Severity::Info, "no-properties", ordinal, members.feature.start as usize, || {
                Text::new(
                    "缺少 properties 成员；按没有属性读入",
                    "expected a properties member (null is one), found none; read as having none",
                )
            });
        }
        if !matches!(text.get(at), Some(b'{' | b'n')) {
            self.note(Severity::Warning, "bad-properties", ordinal, at, || {
                let found = describe(text, at);
                Text::new(
                    format!("properties 应为对象或 null，实为{}；按没有属性读入，原文不改", found.zh),
                    format!("expected properties to be an object or null, found {}; read as none, the text stays", found.en),
                )
            });
        }
    }

    pub(super) fn note_oddities(
        &mut self,
        text: &[u8],
        ordinal: usize,
        odd: &Oddities,
        units: Units,
    ) {
        let mut warn = |code, offset: Option<usize>, zh: &str, en: &str| {
            if let Some(offset) = offset {
                self.note(Severity::Warning, code, ordinal, offset, || Text::new(zh, en));
            }
        };
        warn(
            "ring-not-closed",
            odd.ring_not_closed,
            "环没有闭合：末点与首点不同；按闭合绘制，原文不改",
            "expected the ring's last position to be its first, found another; drawn closed, the text stays",
        );
        warn(
            "ring-short",
            odd.ring_short,
            "环少于 4 个点；照原样读入",
            "expected at least 4 positions in a ring, found fewer; kept as it is",
        );
        warn(
            "line-short",
            odd.line_short,
            "线只有 1 个点；照原样读入",
            "expected at least 2 positions in a line, found 1; kept as it is",
        );
        warn(
            "mixed-dimensions",
            odd.mixed_dimensions,
            "同一要素中各点的坐标个数不一致；按前两个坐标读入，原文不改",
            "expected every position to have as many ordinates as the first, found another number; the first two are used, the text stays",
        );
        warn(
            "empty-point",
            odd.empty_point,
            "点的坐标是空数组；按无位置读入",
            "expected a position, found an empty array; read as having no place",
        );
        if let Some(offset) = odd.empty.filter(|_| odd.empty_point.is_none()) {
            self.note(Severity::Info, "empty-geometry", ordinal, offset, || {
                Text::new("坐标为空；按无位置读入", "found no positions; read as having no place")
            });
        }
        match odd.dimensions {
            Some(2) => self.dimensions.flat += 1,
            Some(_) => self.dimensions.with_height += 1,
            None => {}
        }
        if let Some((offset, lon, lat)) = odd.out_of_range.filter(|_| units == Units::Degrees) {
            self.out_of_range(text, ordinal, offset, lon, lat);
        }
    }

    fn out_of_range(&mut self, text: &[u8], ordinal: usize, offset: usize, lon: f64, lat: f64) {
        let _ = text;
        self.range.features += 1;
        self.range.lat_first += usize::from(lon.abs() <= 90.0 && lat.abs() <= 180.0);
        self.range.metres += usize::from(lon.abs() > 1000.0 || lat.abs() > 1000.0);
        self.range.first.get_or_insert(FirstOutOfRange { ordinal, offset, lon, lat });
        self.note(Severity::Warning, "out-of-range", ordinal, offset, || {
            Text::new(
                format!("经度应在 ±180、纬度应在 ±90 之内，实为 {lon}, {lat}；照原样保留"),
                format!("expected a longitude within ±180 and a latitude within ±90, found {lon}, {lat}; kept as it is"),
            )
        });
    }
}

/// The code and words for a geometry that cannot be used.
pub(super) fn flaw_words(text: &[u8], bad: BadGeometry) -> (IssueCode, Text) {
    let found = describe(text, bad.offset);
    let (code, zh, en) = match bad.flaw {
        Flaw::NotAnObject => {
            ("bad-geometry", "几何应为对象或 null", "expected a geometry object or null")
        }
        Flaw::NoType => ("bad-geometry", "几何缺少 type", "expected a geometry with a type"),
        Flaw::UnknownType => (
            "bad-geometry",
            "type 应为七种几何类型之一",
            "expected one of the seven geometry types",
        ),
        Flaw::NoCoordinates => {
            ("bad-geometry", "几何缺少 coordinates", "expected a geometry with coordinates")
        }
        Flaw::NoGeometries => {
            ("bad-geometry", "几何集合缺少 geometries", "expected a collection with geometries")
        }
        Flaw::TooDeep => ("too-deep", "几何嵌套过深", "expected less nesting"),
        Flaw::NotAnArray => {
            ("bad-coordinates", "坐标此处应为数组", "expected an array of coordinates")
        }
        Flaw::NotANumber => ("bad-coordinates", "坐标此处应为数", "expected a number"),
        Flaw::TooFewOrdinates => (
            "bad-coordinates",
            "一个点至少要有两个坐标",
            "expected at least two numbers in a position",
        ),
        Flaw::TooLarge => {
            ("bad-coordinates", "坐标应是可表示的数", "expected a number that a computer can hold")
        }
        Flaw::NotJson => ("bad-coordinates", "坐标格式不对", "expected coordinates"),
    };
    let message = Text::new(
        format!("{zh}，实为{}；此要素已跳过", found.zh),
        format!("{en}, found {}; the feature is passed over", found.en),
    );
    (code, message)
}
