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
    // Units of one family, each in terms of the family's own.
    FAMILIES.iter().find_map(|family| {
        let size =
            |unit: &str| family.iter().find(|(name, _)| *name == unit).map(|(_, size)| *size);
        Some(size(&from)? / size(&to)?)
    })
}

/// Whether a text is a unit that values can be converted from.
pub fn is_known_unit(text: &str) -> bool {
    let name = unit_name(text);
    let alone = ["c", "倍"].contains(&name.as_str());
    alone || FAMILIES.iter().any(|family| family.iter().any(|(unit, _)| *unit == name))
}

/// Units that can be turned into each other, each in terms of one of them.
const FAMILIES: [&[(&str, f64)]; 7] = [
    &[("g/l", 1000.0), ("mg/l", 1.0), ("ug/l", 1e-3), ("ng/l", 1e-6)],
    &[("g/kg", 1000.0), ("mg/kg", 1.0), ("ug/g", 1.0), ("ug/kg", 1e-3), ("ng/kg", 1e-6)],
    &[("/l", 1.0), ("/100ml", 10.0), ("/ml", 1000.0)],
    &[("m", 100.0), ("cm", 1.0), ("mm", 0.1)],
    &[("v", 1000.0), ("mv", 1.0)],
    &[("ms/cm", 1000.0), ("us/cm", 1.0), ("ms/m", 10.0)],
    &[
        ("m3/d", 1.0),
        ("t/d", 1.0),
        ("m3/h", 24.0),
        ("t/h", 24.0),
        ("l/s", 86.4),
        ("m3/s", 86_400.0),
        ("万m3/d", 10_000.0),
        ("万t/d", 10_000.0),
    ],
];

/// A unit in one spelling: `mg·L⁻¹`, `毫克/升` and `mg/L` are the same.
fn unit_name(unit: &str) -> String {
    let plain: String = plain_script(&folded(unit)).chars().filter(|c| *c != '^').collect();
    let mut plain = plain.replace("mcg", "ug").replace("ppm", "mg/l");
    for (spelt, meant) in CHINESE_UNITS {
        plain = plain.replace(spelt, meant);
    }
    // mg·L-1: what is divided by stands after the last dot.
    if let Some(rest) = plain.strip_suffix("-1")
        && let Some((over, under)) = rest.rsplit_once(['·', '•', '⋅', '∙', '.'])
    {
        plain = format!("{over}/{under}");
    }
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

/// Longer words before those they hold.
const CHINESE_UNITS: [(&str, &str); 16] = [
    ("立方米", "m3"),
    ("毫克", "mg"),
    ("微克", "ug"),
    ("纳克", "ng"),
    ("千克", "kg"),
    ("公斤", "kg"),
    ("毫升", "ml"),
    ("毫米", "mm"),
    ("厘米", "cm"),
    ("毫伏", "mv"),
    ("小时", "h"),
    ("吨", "t"),
    ("克", "g"),
    ("升", "l"),
    ("米", "m"),
    ("日", "d"),
];

/// A name or unit without blanks, its raised and lowered letters and Roman numerals as plain ones: `Cr⁶⁺` is `Cr6+`.
pub(super) fn plain_script(text: &str) -> String {
    let digit = |c: char, nought: char| {
        u8::try_from(c as u32 - nought as u32).map_or(c, |nth| char::from(b'0' + nth))
    };
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '₀'..='₉' => plain.push(digit(c, '₀')),
            '⁰' | '⁴'..='⁹' => plain.push(digit(c, '⁰')),
            '¹' => plain.push('1'),
            '²' => plain.push('2'),
            '³' => plain.push('3'),
            'μ' | 'µ' => plain.push('u'),
            '⁺' => plain.push('+'),
            '⁻' | '−' | '–' => plain.push('-'),
            'Ⅵ' | 'ⅵ' => plain.push_str("vi"),
            'Ⅲ' | 'ⅲ' => plain.push_str("iii"),
            c => plain.push(c),
        }
    }
    plain
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

    #[test]
    fn one_unit_is_read_in_all_its_spellings_and_another_is_not_taken_for_it() {
        let check = |from, to, expected| assert_eq!(conversion(from, to), expected, "{from}→{to}");
        for spelt in ["mg/l", "mg·L⁻¹", "mg·L-1", "毫克/升", "ｍｇ／Ｌ", "ppm"] {
            check(spelt, "mg/L", Some(1.0));
        }
        check("个/100mL", "个/L", Some(10.0));
        check("MPN/100ml", "个/L", Some(10.0));
        check("L/s", "m3/d", Some(86.4));
        check("m³/s", "m3/d", Some(86_400.0));
        check("立方米/日", "m3/d", Some(1.0));
        for other in ["mg/m³", "mmol/L", "ppb", "mg/kg", "个/皿", ""] {
            check(other, "mg/L", None);
        }
    }
}
