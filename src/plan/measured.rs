//! Measured values as laboratories write them, and their units.

use super::values::{folded, half_width};

/// A measured value as laboratories write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reading {
    Exactly(f64),
    /// `<0.025`, or `0.025L` in the style of Chinese laboratories.
    Below(f64),
    Above(f64),
    /// `未检出`, `ND`.
    NotDetected,
}

impl Reading {
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(half_width).collect();
        let number = super::values::parse_number;
        if let Some(rest) = text.strip_prefix(['<', '≤', '〈']) {
            return number(rest).map(Self::Below);
        }
        if let Some(rest) = text.strip_prefix(['>', '≥', '〉']) {
            return number(rest).map(Self::Above);
        }
        if let Some(rest) = text.strip_suffix('L') {
            return number(rest).map(Self::Below);
        }
        if text.eq_ignore_ascii_case("nd") || text == "未检出" {
            return Some(Self::NotDetected);
        }
        number(&text).map(Self::Exactly)
    }

    pub fn number(self) -> Option<f64> {
        match self {
            Self::Exactly(number) | Self::Below(number) | Self::Above(number) => Some(number),
            Self::NotDetected => None,
        }
    }
}

/// The factor that turns a value in one unit into another; `None` where they cannot be compared.
pub(super) fn conversion(from: &str, to: &str) -> Option<f64> {
    let (from, to) = (unit_name(from), unit_name(to));
    if from == to {
        return Some(1.0);
    }
    let per_litre = |unit: &str| match unit {
        "g/l" => Some(1000.0),
        "mg/l" => Some(1.0),
        "ug/l" => Some(1e-3),
        "ng/l" => Some(1e-6),
        _ => None,
    };
    let counts = |unit: &str| match unit {
        "/l" => Some(1.0),
        "/100ml" => Some(10.0),
        "/ml" => Some(1000.0),
        _ => None,
    };
    let ratio = |table: &dyn Fn(&str) -> Option<f64>| Some(table(&from)? / table(&to)?);
    ratio(&per_litre).or_else(|| ratio(&counts))
}

fn unit_name(unit: &str) -> String {
    let plain: String = folded(unit).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace(['μ', 'µ'], "u").replace("mcg", "ug").replace("ppm", "mg/l");
    for counted in ["个", "mpn", "cfu"] {
        if let Some(rest) = plain.strip_prefix(counted) {
            return rest.to_owned();
        }
    }
    match plain.as_str() {
        "无量纲" | "dimensionless" | "ph" => String::new(),
        _ => plain,
    }
}
