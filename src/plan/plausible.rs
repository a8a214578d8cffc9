//! Whether a measured value can be: what cannot is asked back, never stored unasked.

use super::measured::{Reading, conversion};
use super::standard::Standards;
use crate::model::Text;

/// Units that people mix up, with the one that was probably meant.
const MIXED_UP: [(&str, &str); 7] = [
    ("mg/L", "μg/L"),
    ("μg/L", "mg/L"),
    ("mg/kg", "μg/kg"),
    ("μg/kg", "mg/kg"),
    ("cm", "m"),
    ("m3/d", "m3/s"),
    ("uS/cm", "mS/cm"),
];

/// So much less than what a laboratory can tell is no reading of one.
const FAR_BELOW: f64 = 0.1;

impl Standards {
    /// What is wrong with a measured value, as a question; `None` where it can be.
    pub fn implausible(&self, code: &str, value: &str, unit: &str) -> Option<Text> {
        let item = self.item_in(code, unit);
        let (label, own_unit) = match item {
            Some(item) => (item.label.clone(), item.unit.as_str()),
            None => (Text::same(code), ""),
        };
        let (zh, en) = (&label.zh, &label.en);
        let unit = if unit.trim().is_empty() { own_unit } else { unit.trim() };
        let Some(reading) = Reading::parse(value) else {
            return Some(Text::new(
                format!("{zh} 填了“{value}”，请填数，未检出写成 <检出限（如 <0.025）"),
                format!(
                    "{en} is {value:?}: give a number, below detection as <LIMIT (like <0.025)"
                ),
            ));
        };
        let item = item?;
        if own_unit.is_empty() && conversion(unit, own_unit).is_none() {
            return Some(Text::new(
                format!("{zh} 没有单位，填了“{unit}”。请去掉单位。"),
                format!("{en} has no unit, {unit:?} is given: take it away"),
            ));
        }
        let Some(factor) = conversion(unit, own_unit) else {
            return Some(Text::new(
                format!("{zh} 的单位“{unit}”对不上（单位是不是 {own_unit}？）。请改单位。"),
                format!(
                    "{en} is not measured in {unit:?} (is the unit {own_unit}?): correct the unit"
                ),
            ));
        };
        let is_too_little =
            |number: f64| item.least.is_some_and(|least| number < least * FAR_BELOW);
        let can_be = |number: f64| {
            (item.plausible_min..=item.plausible_max).contains(&number) && !is_too_little(number)
        };
        let number = reading.number()?;
        if can_be(number * factor) {
            return None;
        }
        let meant = MIXED_UP.iter().find(|(typed, meant)| {
            conversion(typed, unit) == Some(1.0)
                && conversion(meant, own_unit).is_some_and(|factor| can_be(number * factor))
        });
        let (zh_hint, en_hint) = match meant {
            Some((_, meant)) => {
                (format!("（单位是不是 {meant}？）"), format!(" (is the unit {meant}?)"))
            }
            None => (String::new(), String::new()),
        };
        // A number without a unit has none to correct.
        let (measured, zh_unit, en_unit) = match unit {
            "" => (value.to_owned(), "", ""),
            unit => (format!("{value} {unit}"), "或改单位", " or the unit"),
        };
        if let Some(least) = item.least.filter(|_| is_too_little(number * factor)) {
            return Some(Text::new(
                format!(
                    "{zh} {measured} 远低于能测出的量（约 {least} {own_unit}）{zh_hint}。请改数{zh_unit}；未检出写成 <检出限。"
                ),
                format!(
                    "{en} {measured} is far below what can be told (about {least} {own_unit}){en_hint}: correct the number{en_unit}, or write below detection as <LIMIT"
                ),
            ));
        }
        Some(Text::new(
            format!("{zh} {measured} 不合理{zh_hint}。请改数{zh_unit}。"),
            format!("{en} {measured} cannot be{en_hint}: correct the number{en_unit}"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Rulebook;

    #[test]
    fn what_has_no_unit_is_not_asked_for_another() {
        let rulebook = Rulebook::built_in();
        let words =
            |code, value, unit| rulebook.standards.implausible(code, value, unit).unwrap().zh;
        assert_eq!(words("ph", "19", ""), "pH 19 不合理。请改数。");
        let cod = words("cod", "620000", "mg/L");
        assert_eq!(cod, "COD 620000 mg/L 不合理（单位是不是 μg/L？）。请改数或改单位。");
    }
}
