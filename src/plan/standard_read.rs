//! Reads the standards' files: unknown keys and items are refused with file, line and reason.

use serde::Deserialize;
use toml::Spanned;

use super::procedure_read::{DataFileError, line_of};
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
    level: Vec<RawLevel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    code: String,
    zh: String,
    en: String,
    limits: Vec<Spanned<RawLimit>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimit {
    item: String,
    min: Option<f64>,
    max: f64,
    bracketed: Option<f64>,
    unit: Option<String>,
    source: String,
}

/// Reads the items' file, which comes first, and the standards'.
pub(super) fn read(files: &[DataText]) -> Result<Standards, DataFileError> {
    let mut standards = Standards::default();
    for (idx, (file, text)) in files.iter().enumerate() {
        let error = |byte: usize, reason: String| DataFileError {
            file: (*file).to_owned(),
            line: line_of(text, byte),
            reason,
        };
        let toml_error = |e: toml::de::Error| {
            error(e.span().map_or(0, |span| span.start), e.message().to_owned())
        };
        if idx == 0 {
            let raw: RawItems = toml::from_str(text).map_err(toml_error)?;
            standards.items = raw.item.into_iter().map(item).collect();
        } else {
            let raw: RawStandard = toml::from_str(text).map_err(toml_error)?;
            let standard = standard(&standards, raw).map_err(|(at, reason)| error(at, reason))?;
            standards.standards.push(standard);
        }
    }
    Ok(standards)
}

fn item(raw: RawItem) -> SampleItem {
    SampleItem {
        code: raw.code,
        label: Text::new(raw.zh, raw.en),
        unit: raw.unit,
        plausible_max: raw.max,
        plausible_min: raw.min,
        aliases: raw.also,
    }
}

fn standard(standards: &Standards, raw: RawStandard) -> Result<Standard, (usize, String)> {
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
    let mut levels = Vec::new();
    for level in raw.level {
        let mut limits = Vec::new();
        for limit in level.limits {
            let at = limit.span().start;
            let limit = limit.into_inner();
            let Some(item) = standards.items.iter().find(|item| item.code == limit.item) else {
                return Err((at, format!("no item is named {:?}", limit.item)));
            };
            let recalled = match limit.source.as_str() {
                "verified" => false,
                "recalled" => true,
                other => {
                    return Err((at, format!("a limit is verified or recalled, not {other:?}")));
                }
            };
            limits.push(Limit {
                unit: limit.unit.unwrap_or_else(|| item.unit.clone()),
                item: limit.item,
                min: limit.min,
                max: limit.max,
                bracketed_max: limit.bracketed,
                recalled,
            });
        }
        levels.push(Level { code: level.code, label: Text::new(level.zh, level.en), limits });
    }
    Ok(Standard {
        id: raw.id,
        label: Text::new(raw.zh, raw.en),
        clause: Text::new(raw.clause_zh, raw.clause_en),
        levels,
        bracket,
    })
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
