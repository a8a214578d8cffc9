//! What a briefing says of the rivers that are worse than V at their mouth: by which item, and what came in with it.

use super::kpi_rivers::inferior_words;
use super::summary::Summary;
use crate::model::Text;

/// `劣Ⅴ类：沧浪渠 氨氮 3.1（入境断面 2.8）`.
pub(super) fn clause(now: &Summary) -> Option<Text> {
    let told = inferior_words(now.kpis.get("k_river_inferior")?);
    let zh: Vec<&str> = told.iter().map(|river| river.zh.as_str()).collect();
    let en: Vec<&str> = told.iter().map(|river| river.en.as_str()).collect();
    (!told.is_empty()).then(|| {
        Text::new(
            format!("劣Ⅴ类：{}", zh.join("、")),
            format!("worse than class V: {}", en.join(", ")),
        )
    })
}
