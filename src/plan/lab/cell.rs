//! What stands in one cell of results: a value, perhaps with its unit; or nothing.

use crate::plan::values::half_width;
use crate::plan::{is_reading, parse_day};

/// Whether a cell says that nothing was measured.
pub fn is_no_value(cell: &str) -> bool {
    matches!(
        cell.trim(),
        "" | "-" | "—" | "--" | "——" | "/" | "／" | "\\" | "未测" | "未检测" | "未监测"
    )
}

/// A measured value with the unit that stands in the same cell: `62`, `8 cm`, `0.3mg/L`; `None` where it is no
/// number, or one that goes on behind its unit's place: `1,200`, `12.5±0.3`, `1.2*`.
pub fn read_value(cell: &str) -> Option<(&str, &str)> {
    let cell = cell.trim();
    if is_reading(cell) {
        return Some((cell, ""));
    }
    let is_of_number = |c: char| {
        let c = half_width(c);
        c.is_ascii_digit() || c.is_whitespace() || "<>≤≥〈〉《》+-.".contains(c)
    };
    let end = cell.find(|c| !is_of_number(c))?;
    let (value, unit) = (cell[..end].trim(), cell[end..].trim());
    let begins_a_unit = |c: char| c.is_alphabetic() || "℃°%‰μµ".contains(c);
    (is_reading(value) && unit.starts_with(begins_a_unit) && super::heading::looks_like_unit(unit))
        .then_some((value, unit))
}

/// Whether a cell beside a value says something else than its unit: a verdict, a day, a method.
pub(super) fn is_remark(cell: &str) -> bool {
    const VERDICTS: [&str; 8] = ["达标", "合格", "符合", "超标", "不达标", "不合格", "是", "否"];
    let is_method = ["HJ", "GB", "DB", "NY", "CJ", "ISO", "EPA"].iter().any(|prefix| {
        cell.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    });
    is_no_value(cell)
        || VERDICTS.contains(&cell)
        || parse_day(cell).is_some()
        || (is_method && cell.contains(|c: char| c.is_ascii_digit()))
        || cell.ends_with('法')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_with_the_unit_beside_it_and_what_goes_on_is_none() {
        let check = |cell, expected| assert_eq!(read_value(cell), expected, "{cell}");
        check("62", Some(("62", "")));
        check("8 cm", Some(("8", "cm")));
        check("<0.025mg/L", Some(("<0.025", "mg/L")));
        check("0.025L", Some(("0.025L", "")));
        check("0．5", Some(("0．5", "")));
        check("60 mg/m³", Some(("60", "mg/m³")));
        check("1200个/100mL", Some(("1200", "个/100mL")));
        check("未检出", Some(("未检出", "")));
        for none in ["1,200", "1，200", "12.5±0.3", "1.2*", "1 200", "<DL", "痕量", "mg/L", ""]
        {
            check(none, None);
        }
    }
}
