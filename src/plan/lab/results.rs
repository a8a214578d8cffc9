//! The results of one sample: each cell as a value of the item that the sample's feature is judged by. Two values of
//! one item are both kept, for a person to choose.

use super::cell::{is_no_value, read_value};
use super::sheet::LabCell;
use crate::model::Text;
use crate::plan::measured::{Reading, conversion};
use crate::plan::values::folded;
use crate::plan::{Standards, as_recorded};

/// What a sample was found to hold of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct LabItem {
    pub code: String,
    /// As it is to be recorded; empty while several are given and none is chosen.
    pub value: String,
    /// As it stands in the table; the item's own only where the table says none.
    pub unit: String,
    /// The different values that were given, each where it stands.
    pub given: Vec<Given>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub value: String,
    pub unit: String,
    /// As a sheet names its cells: `C3`.
    pub cell: String,
}

impl LabItem {
    /// What has to be settled before it can be recorded.
    pub fn doubt(&self, standards: &Standards) -> Option<Text> {
        if !self.value.trim().is_empty() {
            return standards.implausible(&self.code, &self.value, &self.unit);
        }
        Some(match self.given.len() {
            0 | 1 => Text::new("请填数", "Give the value"),
            _ => Text::new(
                "同一编号有不同的结果，请选一个",
                "Different results of one number: choose which",
            ),
        })
    }
}

/// The results that stand in these cells, all of one sample; `usual` are the items its feature's kind is sampled for.
pub fn lab_items(cells: &[LabCell], standards: &Standards, usual: &[String]) -> Vec<LabItem> {
    let mut items: Vec<LabItem> = Vec::new();
    for cell in cells {
        let Some(item) = standards.item_among(&cell.name, usual) else { continue };
        let (value, unit) = value_of(cell);
        let unit = match unit {
            "" => item.unit.clone(),
            unit if item.unit.is_empty() && conversion(unit, "").is_some() => String::new(),
            unit => unit.to_owned(),
        };
        let given = Given { value, unit, cell: cell_name(cell.line, cell.column) };
        match items.iter_mut().find(|known| known.code == item.code) {
            None => items.push(LabItem {
                code: item.code.clone(),
                value: given.value.clone(),
                unit: given.unit.clone(),
                given: vec![given],
            }),
            Some(known) if known.given.iter().any(|other| is_same(other, &given)) => {}
            Some(known) => {
                known.value.clear();
                known.given.push(given);
            }
        }
    }
    items
}

/// The value to record and its unit as it is written.
fn value_of(cell: &LabCell) -> (String, &str) {
    const BELOW: [&str; 8] =
        ["dl", "<dl", "<lod", "<mdl", "<检出限", "低于检出限", "小于检出限", "<最低检出限"];
    let unit = match cell.unit.trim() {
        unit if is_no_value(unit) || unit == "无" => "",
        unit => unit,
    };
    if let Some((value, own_unit)) = read_value(&cell.value) {
        return (as_recorded(value), if own_unit.is_empty() { unit } else { own_unit });
    }
    match read_value(&cell.limit) {
        Some((limit, own_unit)) if BELOW.contains(&folded(&cell.value).as_str()) => {
            let limit = limit.trim_start_matches('<');
            (format!("<{limit}"), if own_unit.is_empty() { unit } else { own_unit })
        }
        _ => (cell.value.trim().to_owned(), unit),
    }
}

/// Whether two cells say the same: `0.5` and `0.50`, `1 g/L` and `1000 mg/L`.
fn is_same(one: &Given, other: &Given) -> bool {
    let Some(factor) = conversion(&one.unit, &other.unit) else {
        return one.unit == other.unit && one.value == other.value;
    };
    match (Reading::parse(&one.value), Reading::parse(&other.value)) {
        (Some(one), Some(other)) => one.times(factor) == other,
        _ => one.value == other.value,
    }
}

/// As a sheet names its cells: `C3`.
pub fn cell_name(line: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    format!("{}{line}", letters.iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::plan::Rulebook;

    fn cell(name: &str, value: &str, unit: &str, line: usize) -> LabCell {
        let owned = str::to_owned;
        let (name, value, unit) = (owned(name), owned(value), owned(unit));
        LabCell { name, value, unit, line, column: 1, ..LabCell::default() }
    }

    fn read(kind: &str, cells: &[LabCell]) -> Vec<LabItem> {
        let rulebook = Rulebook::built_in();
        let procedure = rulebook.procedure(&Kind::new(kind)).unwrap();
        lab_items(cells, &rulebook.standards, &procedure.sample_items)
    }

    #[track_caller]
    fn check(kind: &str, given: (&str, &str, &str), expected: (&str, &str, &str), asked: &str) {
        let items = read(kind, &[cell(given.0, given.1, given.2, 2)]);
        let [item] = items.as_slice() else { panic!("{given:?}: {items:?}") };
        assert_eq!((&*item.code, &*item.value, &*item.unit), expected, "{given:?}");
        let doubt = item.doubt(&Rulebook::built_in().standards).map(|text| text.zh);
        match asked {
            "" => assert_eq!(doubt, None, "{given:?}"),
            _ => {
                assert!(doubt.as_ref().is_some_and(|it| it.contains(asked)), "{given:?}: {doubt:?}")
            }
        }
    }

    #[test]
    fn a_unit_stays_as_it_stands_and_what_cannot_be_turned_is_asked() {
        check("outfall", ("COD", "62", ""), ("cod", "62", "mg/L"), "");
        check("outfall", ("粪大肠菌群", "1200", "个/100mL"), ("fecal", "1200", "个/100mL"), "");
        check("outfall", ("石油类", "60", "mg/m³"), ("oil", "60", "mg/m³"), "单位是不是 mg/L？");
        check("outfall", ("氨氮", "0.3", "mmol/L"), ("nh3n", "0.3", "mmol/L"), "单位是不是 mg/L？");
        check("outfall", ("总磷", "3100", "ppb"), ("tp", "3100", "ppb"), "单位是不是 mg/L？");
        check("outfall", ("流量", "0.5", "m³/s"), ("flow", "0.5", "m³/s"), "");
        check("outfall", ("pH", "7", "无量纲"), ("ph", "7", ""), "");
        check("outfall", ("总磷", "3.1", "毫克/升"), ("tp", "3.1", "毫克/升"), "");
        check("outfall", ("COD", "1,200", "mg/L"), ("cod", "1,200", "mg/L"), "请填数");
        check("outfall", ("COD", "620000", "mg/L"), ("cod", "620000", "mg/L"), "不合理");
    }

    #[test]
    fn an_item_is_the_one_that_the_features_kind_is_sampled_for() {
        check("plot", ("六价铬", "5.8", "mg/kg"), ("soil_cr6", "5.8", "mg/kg"), "");
        check("plot", ("铬（六价）", "5.8", "mg/kg"), ("soil_cr6", "5.8", "mg/kg"), "");
        check("plot", ("氰化物", "136", "mg/kg"), ("soil_cn", "136", "mg/kg"), "");
        check("plot", ("铜", "18001", ""), ("soil_cu", "18001", "mg/kg"), "");
        check("plot", ("砷", "61", ""), ("soil_as", "61", "mg/kg"), "");
        check("plot", ("铅", "35.2", "mg/L"), ("soil_pb", "35.2", "mg/L"), "单位是不是 mg/kg？");
        check("sea_station", ("化学需氧量", "2.1", "mg/L"), ("cod_mn_sea", "2.1", "mg/L"), "");
        check("section", ("Cr⁶⁺", "0.06", "mg/L"), ("cr6", "0.06", "mg/L"), "");
        check("farmland_unit", ("pH", "6.2", ""), ("soil_ph", "6.2", ""), "");
    }

    #[test]
    fn two_values_of_one_item_wait_for_a_choice_and_the_same_twice_does_not() {
        let two = read("outfall", &[cell("COD", "40", "", 2), cell("化学需氧量", "400", "", 3)]);
        assert_eq!((&*two[0].value, two[0].given.len()), ("", 2));
        assert_eq!((&*two[0].given[0].cell, &*two[0].given[1].cell), ("B2", "B3"));
        assert!(two[0].doubt(&Rulebook::built_in().standards).unwrap().zh.contains("请选一个"));
        let same = read("outfall", &[cell("COD", "1", "g/L", 2), cell("COD", "1000", "mg/L", 3)]);
        assert_eq!((&*same[0].value, same[0].given.len()), ("1", 1));
    }

    #[test]
    fn below_detection_is_written_with_the_limit_that_stands_beside_it() {
        let limit = "0.025".to_owned();
        let items = read("outfall", &[LabCell { limit, ..cell("氨氮", "<DL", "mg/L", 2) }]);
        assert_eq!(items[0].value, "<0.025");
        check("outfall", ("氨氮", "<DL", "mg/L"), ("nh3n", "<DL", "mg/L"), "请填数");
    }

    #[test]
    fn cells_are_named_as_sheets_name_them() {
        let names = [cell_name(3, 2), cell_name(1, 25), cell_name(12, 26), cell_name(7, 701)];
        assert_eq!(names, ["C3", "Z1", "AA12", "ZZ7"]);
    }
}
