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
        if let Some(rest) = text.strip_prefix(['<', '≤', '〈', '《']) {
            return number(rest).map(Self::Below);
        }
        if let Some(rest) = text.strip_prefix(['>', '≥', '〉', '》']) {
            return number(rest).map(Self::Above);
        }
        if let Some(rest) = text.strip_suffix(['L', 'l']) {
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

impl Reading {
    /// The same reading in another unit.
    pub fn times(self, factor: f64) -> Self {
        match self {
            Self::Exactly(number) => Self::Exactly(number * factor),
            Self::Below(number) => Self::Below(number * factor),
            Self::Above(number) => Self::Above(number * factor),
            Self::NotDetected => Self::NotDetected,
        }
    }
}

/// A value as it is recorded: an input method in Chinese gives 《 where < was meant.
pub fn as_recorded(typed: &str) -> String {
    typed.trim().replace(['《', '〈', '＜'], "<").replace(['》', '〉', '＞'], ">")
}

/// Whether laboratories write a measured value like this.
pub fn is_reading(text: &str) -> bool {
    Reading::parse(text).is_some()
}

/// The factor that turns a value in one unit into another; `None` where they cannot be compared.
pub(super) fn conversion(from: &str, to: &str) -> Option<f64> {
    let (from, to) = (unit_name(from), unit_name(to));
    if from == to {
        return Some(1.0);
    }
    // Units of one family, each in terms of the family's own.
    let families: [&[(&str, f64)]; 6] = [
        &[("g/l", 1000.0), ("mg/l", 1.0), ("ug/l", 1e-3), ("ng/l", 1e-6)],
        &[("g/kg", 1000.0), ("mg/kg", 1.0), ("ug/g", 1.0), ("ug/kg", 1e-3), ("ng/kg", 1e-6)],
        &[("/l", 1.0), ("/100ml", 10.0), ("/ml", 1000.0)],
        &[("m", 100.0), ("cm", 1.0), ("mm", 0.1)],
        &[("v", 1000.0), ("mv", 1.0)],
        &[("ms/cm", 1000.0), ("us/cm", 1.0), ("ms/m", 10.0)],
    ];
    families
        .iter()
        .find_map(|family| {
            let size =
                |unit: &str| family.iter().find(|(name, _)| *name == unit).map(|(_, size)| *size);
            Some(size(&from)? / size(&to)?)
        })
        .or_else(|| {
            let flow = |unit: &str| match unit {
                "m3/d" | "m³/d" | "t/d" | "吨/日" => Some(1.0),
                "m3/h" | "m³/h" => Some(24.0),
                "m3/s" | "m³/s" => Some(86_400.0),
                _ => None,
            };
            Some(flow(&from)? / flow(&to)?)
        })
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
        "℃" | "°c" | "度" => "c".into(),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_method_in_chinese_gives_title_marks_for_signs() {
        assert_eq!(Reading::parse("《0.025"), Some(Reading::Below(0.025)));
        assert_eq!(Reading::parse("》５０"), Some(Reading::Above(50.0)));
        assert_eq!(as_recorded(" 《0.025 "), "<0.025");
    }
}
