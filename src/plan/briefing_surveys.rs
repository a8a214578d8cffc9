//! What a briefing says of the districts that are not done with their survey of black-odorous waters, by name: those that
//! said nothing, and those whose zero report the waters on the map contradict. So all districts are told of.

use serde_json::Value;

use super::briefing::WATERS_BY_DISTRICT;
use super::summary::Summary;
use crate::model::Text;

/// How many waters are named against a report before the rest is only counted.
const NAMED_MAX: usize = 3;

pub(super) fn clauses(now: &Summary) -> Vec<Text> {
    let figure = now.kpis.get(WATERS_BY_DISTRICT);
    figure.into_iter().flat_map(|figure| [silent(figure), gainsaid(figure)]).flatten().collect()
}

/// Silence is no zero report.
fn silent(figure: &Value) -> Option<Text> {
    let names = names(figure.get("silent")?);
    (!names.is_empty()).then(|| {
        Text::new(
            format!("未报排查情况的 {} 个区：{}", names.len(), names.join("、")),
            format!("{} districts have not reported: {}", names.len(), names.join(", ")),
        )
    })
}

/// `零报告与图层水体不符、不算完成的 1 个区：南开区（已认定一号沟、二号沟）`.
fn gainsaid(figure: &Value) -> Option<Text> {
    let districts = figure.get("gainsaid")?.as_array()?;
    let told = districts.iter().filter_map(|one| {
        let name = one.get("name")?.as_str()?;
        let waters = names(one.get("waters")?);
        let first = waters.get(..NAMED_MAX.min(waters.len()))?;
        let (zh_more, en_more) = match waters.len() > NAMED_MAX {
            true => (format!("等 {} 条", waters.len()), format!(" and more, {}", waters.len())),
            false => (String::new(), String::new()),
        };
        let zh = format!("{name}（已认定{}{zh_more}）", first.join("、"));
        Some((zh, format!("{name} (identified: {}{en_more})", first.join(", "))))
    });
    let (zh, en): (Vec<String>, Vec<String>) = told.unzip();
    (!zh.is_empty()).then(|| {
        Text::new(
            format!("零报告与图层水体不符、不算完成的 {} 个区：{}", zh.len(), zh.join("、")),
            format!("{} zero reports against waters on the map: {}", en.len(), en.join(", ")),
        )
    })
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
