//! Reads the standards' files: unknown keys and items are refused with file, line and reason.

use serde::Deserialize;
use toml::Spanned;

use super::procedure_read::{DataFileError, Fault, line_of};
use super::standard::*;
use crate::model::Text;

/// A file's name and its text.
pub(super) type DataText<'a> = (&'a str, &'a str);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItems {
    item: Vec<RawItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    code: String,
    zh: String,
    en: String,
    unit: String,
    #[serde(default)]
    min: f64,
    max: f64,
    least: Option<f64>,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStandard {
    id: String,
    zh: String,
    en: String,
    clause_zh: String,
    clause_en: String,
    water_temp_max_c: Option<f64>,
    season: Option<[String; 2]>,
    #[serde(default)]
    halves_below_detection: bool,
    #[serde(default)]
    means: bool,
    level: Vec<Spanned<RawLevel>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    code: String,
    zh: String,
    en: String,
    #[serde(default)]
    classes: Vec<RawClass>,
    /// The code of the worst class that complies.
    passes: Option<String>,
    background_class: Option<RawClass>,
    band_item: Option<String>,
    #[serde(default)]
    band_ends: Vec<f64>,
    limits: Vec<Spanned<RawLimit>>,
    /// The level before it whose other rows it has too.
    like: Option<String>,
    /// From which to below which capacity of a works it holds, in m3/d.
    capacity: Option<[f64; 2]>,
    points: Option<RawPoints>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoints {
    clause_zh: String,
    clause_en: String,
    worst: Option<RawWorst>,
    points_min: usize,
    times_min: usize,
    round_days: i32,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWorst {
    one_item_pct: usize,
    several_items_pct: usize,
    several_items: usize,
    reach_points: usize,
    body_pct: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    code: String,
    zh: String,
    en: String,
}

/// One row. `min` and `max` hold for every class or class by class; `bounds` and `bands` say what they cannot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimit {
    item: String,
    min: Option<Each<f64>>,
    max: Option<Each<f64>>,
    bounds: Option<Vec<RawBound>>,
    /// By band, the most of each class.
    bands: Option<Vec<Vec<f64>>>,
    bracketed: Option<f64>,
    unit: Option<String>,
    source: Each<String>,
    shallow: Option<RawShallow>,
    #[serde(default)]
    apart: bool,
    #[serde(default)]
    has_background: bool,
}

#[derive(Clone, Deserialize)]
#[serde(untagged, expecting = "one value or one for each class")]
enum Each<T> {
    All(T),
    ByClass(Vec<T>),
}

impl<T: Clone> Each<T> {
    /// One for each of so many classes; `None` where the list has another length.
    fn spread(self, count: usize) -> Option<Vec<T>> {
        match self {
            Self::All(one) => Some(vec![one; count]),
            Self::ByClass(many) => Some(many).filter(|many| many.len() == count),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBound {
    min: Option<f64>,
    max: Option<f64>,
    above: Option<f64>,
    below: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShallow {
    item: String,
    below: f64,
    shares: Vec<f64>,
}

/// Reads the items' file, which comes first, and the standards'.
pub(super) fn read(files: &[DataText]) -> Result<Standards, DataFileError> {
    let mut standards = Standards::default();
    let Some(((file, text), rest)) = files.split_first() else { return Ok(standards) };
    let raw: RawItems = toml::from_str(text).map_err(|fault| unread(file, text, &fault))?;
    standards.items = raw.item.into_iter().map(item).collect();
    for (file, text) in rest {
        add(&mut standards, file, text)?;
    }
    Ok(standards)
}

/// Reads one more standard. Its name may not be another's: verdicts name their standard by it.
pub(super) fn add(standards: &mut Standards, file: &str, text: &str) -> Result<(), DataFileError> {
    let raw: RawStandard = toml::from_str(text).map_err(|fault| unread(file, text, &fault))?;
    let at = |(byte, reason): Fault| DataFileError {
        file: file.to_owned(),
        line: line_of(text, byte),
        reason,
    };
    if standards.standards.iter().any(|known| known.id == raw.id) {
        let byte = text.find("id =").unwrap_or(0);
        return Err(at((byte, format!("{:?} is the name of another standard", raw.id))));
    }
    let standard = standard(standards, raw).map_err(at)?;
    standards.standards.push(standard);
    Ok(())
}

fn unread(file: &str, text: &str, fault: &toml::de::Error) -> DataFileError {
    DataFileError {
        file: file.to_owned(),
        line: line_of(text, fault.span().map_or(0, |span| span.start)),
        reason: fault.message().to_owned(),
    }
}

fn item(raw: RawItem) -> SampleItem {
    let item = SampleItem {
        code: raw.code,
        label: Text::new(raw.zh, raw.en),
        unit: raw.unit,
        plausible_max: raw.max,
        plausible_min: raw.min,
        least: raw.least,
        aliases: raw.also,
        called: Vec::new(),
    };
    item.found_by_its_names()
}

fn standard(standards: &Standards, raw: RawStandard) -> Result<Standard, Fault> {
    let bracket = match (raw.water_temp_max_c, raw.season) {
        (Some(max_c), None) => Bracket::WaterTemp { max_c },
        (None, Some([from, to])) => {
            let day = |text: &str| {
                month_day(text).ok_or_else(|| (0, format!("no day of the year: {text:?}")))
            };
            Bracket::Season { from: day(&from)?, to: day(&to)? }
        }
        (None, None) => Bracket::None,
        (Some(_), Some(_)) => return Err((0, "brackets apply by temperature or by season".into())),
    };
    let mut levels: Vec<Level> = Vec::new();
    for row in raw.level {
        let at = row.span().start;
        let raw = row.into_inner();
        if levels.iter().any(|known| known.code == raw.code) {
            return Err((at, format!("the level {:?} stands twice", raw.code)));
        }
        levels.push(level(standards, &levels, raw, at)?);
    }
    Ok(Standard {
        id: raw.id,
        label: Text::new(raw.zh, raw.en),
        clause: Text::new(raw.clause_zh, raw.clause_en),
        levels,
        bracket,
        halves_below_detection: raw.halves_below_detection,
        means: raw.means,
    })
}

fn level(standards: &Standards, known: &[Level], raw: RawLevel, at: usize) -> Result<Level, Fault> {
    let class = |raw: RawClass| Class { code: raw.code, label: Text::new(raw.zh, raw.en) };
    let mut level = Level {
        code: raw.code,
        label: Text::new(raw.zh, raw.en),
        classes: raw.classes.into_iter().map(class).collect(),
        passes: None,
        background_class: raw.background_class.map(class),
        band_item: raw.band_item,
        band_ends: raw.band_ends,
        limits: Vec::new(),
        points: None,
        capacity: raw.capacity,
    };
    if level.classes.len() == 1 {
        return Err((0, format!("the level {:?} has one class: give two or none", level.code)));
    }
    if let Some(code) = raw.passes {
        let idx = level.class_idx(&code);
        level.passes = Some(idx.ok_or_else(|| (0, format!("no class is named {code:?}")))?);
    }
    for row in raw.limits {
        let at = row.span().start;
        let limit = limit(standards, &level, row.into_inner()).map_err(|reason| (at, reason))?;
        if level.limit(&limit.item).is_some() {
            return Err((at, format!("the item {:?} stands twice", limit.item)));
        }
        level.limits.push(limit);
    }
    if let Some(like) = raw.like {
        let other = known.iter().find(|other| other.code == like);
        let other = other.ok_or_else(|| {
            (at, format!("the level {:?} is like no level: {like:?}", level.code))
        })?;
        let own: Vec<Limit> = std::mem::take(&mut level.limits);
        let is_own = |limit: &&Limit| !own.iter().any(|it| it.item == limit.item);
        level.limits = other.limits.iter().filter(is_own).cloned().collect();
        level.limits.extend(own);
    }
    if let Some(raw) = raw.points {
        level.points = Some(points(&level, raw).map_err(|reason| (0, reason))?);
    }
    Ok(level)
}

fn points(level: &Level, raw: RawPoints) -> Result<PointRules, String> {
    if level.classes.is_empty() {
        return Err(format!("the level {:?} has no classes for points to be of", level.code));
    }
    if let Some(worst) = &raw.worst {
        let shares = [worst.one_item_pct, worst.several_items_pct, worst.body_pct];
        if shares.iter().any(|pct| !(1..=100).contains(pct)) {
            return Err("a share of points or values is 1 to 100".into());
        }
        if worst.several_items < 2 || worst.reach_points < 2 {
            return Err("several items, and points in a row, are 2 or more".into());
        }
        if level.classes.len() < 3 {
            return Err("a worst class by shares wants three classes or more".into());
        }
    }
    if raw.round_days < 0 {
        return Err("a round has no gap of less than 0 days".into());
    }
    let worst = raw.worst.map(|raw| WorstClass {
        one_item_pct: raw.one_item_pct,
        several_items_pct: raw.several_items_pct,
        several_items: raw.several_items,
        reach_points: raw.reach_points,
        body_pct: raw.body_pct,
    });
    Ok(PointRules {
        clause: Text::new(raw.clause_zh, raw.clause_en),
        worst,
        points_min: raw.points_min,
        times_min: raw.times_min,
        round_days: raw.round_days,
        recalled: is_recalled(&raw.source)?,
    })
}

fn is_recalled(source: &str) -> Result<bool, String> {
    match source {
        "verified" => Ok(false),
        "recalled" => Ok(true),
        other => Err(format!("a limit is verified or recalled, not {other:?}")),
    }
}

fn limit(standards: &Standards, level: &Level, raw: RawLimit) -> Result<Limit, String> {
    let known = |code: &str| standards.items.iter().find(|item| item.code == code);
    let unknown = |code: &str| format!("no item is named {code:?}");
    let item = known(&raw.item).ok_or_else(|| unknown(&raw.item))?;
    let count = level.classes.len().max(2) - 1;
    let uneven = || format!("the row of {:?} wants {count} bound(s)", raw.item);
    let spread = |each: Option<Each<f64>>| match each {
        None => Ok(vec![None; count]),
        Some(each) => {
            let each = each.spread(count).ok_or_else(uneven)?;
            Ok::<_, String>(each.into_iter().map(Some).collect())
        }
    };
    let bands: Vec<Vec<Bound>> = match (raw.bands, raw.bounds) {
        (Some(bands), None) if raw.min.is_none() && raw.max.is_none() => bands
            .into_iter()
            .map(|row| row.into_iter().map(|max| Bound { max: Some(max), ..Bound::default() }))
            .map(Iterator::collect)
            .collect(),
        (None, Some(bounds)) if raw.min.is_none() && raw.max.is_none() => {
            let bound =
                |b: RawBound| Bound { min: b.min, max: b.max, above: b.above, below: b.below };
            vec![bounds.into_iter().map(bound).collect()]
        }
        (None, None) => {
            let (min, max): (Vec<_>, Vec<_>) = (spread(raw.min)?, spread(raw.max)?);
            let bound = |(min, max)| Bound { min, max, ..Bound::default() };
            vec![min.into_iter().zip(max).map(bound).collect()]
        }
        _ => return Err(format!("{:?}: `min`/`max`, `bounds` or `bands`, one of them", raw.item)),
    };
    let band_count = match &level.band_item {
        Some(item) => {
            known(item).ok_or_else(|| unknown(item))?;
            level.band_ends.len() + 1
        }
        None => 1,
    };
    if bands.len() != band_count || bands.iter().any(|row| row.len() != count) {
        return Err(uneven());
    }
    if bands.iter().flatten().any(|bound| *bound == Bound::default()) {
        return Err(format!("the row of {:?} has a class without a bound", raw.item));
    }
    for row in &bands {
        check_row(item, row)?;
    }
    let shallow = match raw.shallow {
        None => None,
        Some(raw) => {
            known(&raw.item).ok_or_else(|| unknown(&raw.item))?;
            if raw.shares.len() != count {
                return Err(uneven());
            }
            Some(Shallow { item: raw.item, below: raw.below, shares: raw.shares })
        }
    };
    let recalled = raw.source.spread(count).ok_or_else(uneven)?;
    let recalled = recalled.into_iter().map(|source| is_recalled(&source));
    Ok(Limit {
        unit: raw.unit.unwrap_or_else(|| item.unit.clone()),
        recalled: recalled.collect::<Result<_, _>>()?,
        item: raw.item,
        bands,
        bracketed_max: raw.bracketed,
        shallow,
        apart: raw.apart,
        has_background: raw.has_background,
    })
}

/// The bounds of the classes, the best first: none below what there can be of the item, none stricter than those before.
fn check_row(item: &SampleItem, row: &[Bound]) -> Result<(), String> {
    let bounds = |bound: &Bound| [bound.min, bound.max, bound.above, bound.below];
    let least = item.plausible_min.min(0.0);
    if let Some(impossible) = row.iter().flat_map(bounds).flatten().find(|it| *it < least) {
        return Err(format!("the row of {:?} has a limit that cannot be: {impossible}", item.code));
    }
    let is_stricter = |pair: &[Bound]| {
        let [better, worse] = pair else { return false };
        matches!((better.max, worse.max), (Some(better), Some(worse)) if worse < better)
            || matches!((better.min, worse.min), (Some(better), Some(worse)) if worse > better)
    };
    match row.windows(2).any(is_stricter) {
        true => Err(format!("the row of {:?} is stricter in a worse class", item.code)),
        false => Ok(()),
    }
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // 29 February is one, in some years.
    crate::model::Day::new(2024, month, day).ok().map(|_| (month, day))
}
