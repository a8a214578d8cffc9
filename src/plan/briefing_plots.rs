//! What a briefing says of plots beside their targets: the rate by count, whose illegal use is confirmed, by name and
//! area, and how many are suspected. Suspicion names nobody: it is no finding yet.

use serde_json::Value;

use super::figure_words::{figure_remark, figure_splits};
use super::summary::Summary;
use crate::model::Text;

/// How many plots are named before the rest is only counted.
const NAMED_MAX: usize = 5;

pub(super) fn clauses(now: &Summary) -> Vec<Text> {
    [by_count(now), confirmed(now), suspected(now)].into_iter().flatten().collect()
}

/// `安全利用按地块 11/12（演示口径，以主管部门核算为准）`.
fn by_count(now: &Summary) -> Option<Text> {
    let safe = now.kpis.get("k_plot_safe")?;
    let pair = figure_splits(safe).pop().filter(|_| safe.get("by_count").is_some())?;
    let remark = figure_remark("k_plot_safe");
    Some(Text::new(
        format!("安全利用{}（{}）", pair.zh, remark.zh),
        format!("safely used {} ({})", pair.en, remark.en),
    ))
}

fn confirmed(now: &Summary) -> Option<Text> {
    let plots = now.kpis.get("k_plot_illegal")?.get("confirmed")?.as_array()?;
    let named: Vec<Text> = plots.iter().take(NAMED_MAX).filter_map(named).collect();
    let zh: Vec<&str> = named.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = named.iter().map(|text| text.en.as_str()).collect();
    let (zh_more, en_more) = match plots.len() > NAMED_MAX {
        true => (format!("等 {} 块", plots.len()), format!(" and more, {} in all", plots.len())),
        false => (String::new(), String::new()),
    };
    Some(Text::new(
        format!("确认违规开发利用的地块：{}{zh_more}", zh.join("、")),
        format!("confirmed illegal use: {}{en_more}", en.join(", ")),
    ))
}

fn named(plot: &Value) -> Option<Text> {
    let name = plot.get("name")?.as_str()?;
    Some(match plot.get("area_m2").and_then(Value::as_u64) {
        Some(area) => Text::new(format!("{name}（{area} m²）"), format!("{name} ({area} m²)")),
        None => Text::same(name),
    })
}

fn suspected(now: &Summary) -> Option<Text> {
    let count = now.kpis.get("k_plot_illegal")?.get("to_check")?.as_u64()?;
    (count > 0).then(|| {
        Text::new(
            format!("疑似违规待核 {count} 块，未计入"),
            format!("{count} suspected, to be checked, not counted"),
        )
    })
}
