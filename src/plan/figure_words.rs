//! The words of figures: what they are called, rates in per cent, and what is told beside their two numbers.
//!
//! A rate never stands without its two numbers; these are only the words beside them.

use serde_json::Value;

use super::amount::Amount;
use super::filled::BY_KIND;
use super::procedure::{FieldKind, choice_label};
use super::rules::Rulebook;
use crate::model::{Kind, Text};

/// What a figure of the summary is called; its code where it has no name here.
pub fn kpi_label(code: &str) -> Text {
    let (zh, en) = match code {
        "k_survey" => ("排查完成率", "Surveyed"),
        "k_monitor" => ("监测完成率", "Monitored"),
        "k_trace" => ("溯源完成率", "Traced"),
        "k_subject" => ("责任主体落实率", "Responsible party named"),
        "k_plan" => ("一口一策编制率", "Plans approved"),
        "k_done" => ("整治完成率", "Works finished"),
        "k_signoff" => ("销号率", "Signed off"),
        "k_programme" => ("专项进度", "Programme"),
        "k_overdue" => ("逾期率", "Overdue"),
        "k_ontime" => ("按期销号率", "Signed off in time"),
        "k_relapse" => ("反弹率", "Relapsed"),
        "k_days" => ("整治周期中位数（天）", "Median days from approval to sign-off"),
        "k_sign" => ("标识牌设置率", "Signboards"),
        "k_comply" => ("达标排放率", "Latest sample compliant"),
        "k_mix" => ("分类构成", "Categories"),
        "k_bow_survey" => ("黑臭水体排查完成区数", "Districts surveyed for black-odorous waters"),
        "k_bow_plan" => ("黑臭水体方案编制率", "Black-odorous waters with a plan"),
        "k_bow_elim" => ("黑臭消除比例", "Black-odorous waters eliminated"),
        "k_river_inferior" => ("入海河流消劣条数", "Sea-going rivers clear of worse-than-V"),
        "k_sec_good" => ("优良断面比例", "Sections in classes I to III"),
        "k_sec_target" => ("断面达标率", "Sections that keep their target"),
        "k_plot_safe" => ("重点建设用地安全利用率", "Key plots safely used, by area"),
        "k_plot_illegal" => ("违规开发地块数", "Plots used against the rules"),
        "k_farm_safe" => ("受污染耕地安全利用率", "Polluted farmland safely used"),
        "k_patrol" => ("巡查频次完成率", "Patrolled in time"),
        "k_data" => ("档案完整率", "Required fields filled"),
        other => return Text::same(other),
    };
    Text::new(zh, en)
}

/// What a category of outfalls is called, as `k_mix` counts them: 未定 where a plan has none yet.
pub fn category_label(rulebook: &Rulebook, code: &str) -> Text {
    let outfall = rulebook.procedure(&Kind::new(Kind::OUTFALL));
    match outfall.and_then(|outfall| outfall.field("category")).map(|field| &field.kind) {
        _ if code == "undecided" => Text::new("未定", "undecided"),
        Some(FieldKind::Choice(choices)) => choice_label(choices, code),
        _ => Text::same(code),
    }
}

/// What a figure tells beside its two numbers, in the order it is told: the member of its value, and its words.
const SPLITS: [(&str, &str, &str); 13] = [
    ("no_condition", "其中不具备采样条件", "cannot be sampled:"),
    ("at_lab", "另有送检中", "at the laboratory:"),
    ("quick_only", "另有仅快检", "quick tests only:"),
    ("not_judged", "未评价", "not judged:"),
    ("replaced", "其中结果被他人改过", "results that another person replaced:"),
    ("loaded", "已载入", "loaded:"),
    ("zero_report", "其中零报告", "zero reports:"),
    ("contradicted", "零报告与图层水体不符", "zero reports against waters on the map:"),
    ("unknown", "未监测", "without a class:"),
    ("stated", "其中来件所报未核实", "as received, unproven:"),
    ("no_interval", "未定巡查间隔", "without a patrol interval:"),
    ("to_check", "疑似待核", "to be checked:"),
    ("n", "样本数", "of so many:"),
];

/// What stands beside a figure's two numbers; what counts nothing is not told.
pub fn figure_splits(value: &Value) -> Vec<Text> {
    let told = |(name, zh, en): &(&str, &str, &str)| {
        let count = value.get(*name)?.as_u64().filter(|count| *count > 0)?;
        Some(Text::new(format!("{zh} {count}"), format!("{en} {count}")))
    };
    let mut splits: Vec<Text> = SPLITS.iter().filter_map(told).collect();
    let by_count = value.get("by_count").and_then(|pair| {
        let (num, den) = (pair.get("num")?.as_u64()?, pair.get("den")?.as_u64()?);
        Some(Text::new(format!("按地块 {num}/{den}"), format!("by count: {num}/{den}")))
    });
    splits.extend(by_count);
    splits
}

/// A figure in a line with all that is told beside it: `29/64，其中不具备采样条件 3`; `None` without data.
pub fn figure_line(rulebook: &Rulebook, code: &str, value: &Value) -> Option<Text> {
    let number = |name: &str| value.get(name).filter(|it| it.is_number()).map(Value::to_string);
    let of_days = |days: String| (format!("{days} 天"), format!("{days} days"));
    let pair = number("num").zip(number("den")).map(|(num, den)| format!("{num}/{den}"));
    let plain = |text: String| (text.clone(), text);
    let (zh, en) = match (pair, value.as_object()) {
        (Some(pair), _) => {
            let unit = unit_label(value.get("unit").and_then(Value::as_str));
            let with = |unit: &str| format!("{pair} {unit}").trim_end().to_owned();
            (with(&unit.zh), with(&unit.en))
        }
        (None, Some(parts)) if code == "k_mix" => parts
            .iter()
            .map(|(code, count)| {
                let label = category_label(rulebook, code);
                (format!("{} {count}", label.zh), format!("{} {count}", label.en))
            })
            .reduce(|one, next| {
                (format!("{}，{}", one.0, next.0), format!("{}, {}", one.1, next.1))
            })?,
        _ => number("count").map(plain).or_else(|| number("median_days").map(of_days))?,
    };
    let layers = figure_layers(rulebook, value)
        .map(|layers| Text::new(format!("（{}）", layers.zh), format!(" ({})", layers.en)));
    let layers = layers.unwrap_or_default();
    let remark = Some(figure_remark(code)).filter(|remark| !remark.zh.is_empty());
    let beside: Vec<Text> = figure_splits(value).into_iter().chain(remark).collect();
    let zh_beside = beside.iter().map(|words| format!("，{}", words.zh)).collect::<String>();
    let en_beside = beside.iter().map(|words| format!(", {}", words.en)).collect::<String>();
    Some(Text::new(
        format!("{zh}{}{zh_beside}", layers.zh),
        format!("{en}{}{en_beside}", layers.en),
    ))
}

/// A figure's two numbers layer by layer, where it is of several: `排污口 616/792，河流 12/96`.
pub fn figure_layers(rulebook: &Rulebook, value: &Value) -> Option<Text> {
    let layers = value.get(BY_KIND)?.as_object()?;
    let told = layers.iter().filter_map(|(kind, pair)| {
        let (num, den) = (pair.get("num")?.as_u64()?, pair.get("den")?.as_u64()?);
        let label = kind_label(rulebook, kind);
        Some((format!("{} {num}/{den}", label.zh), format!("{} {num}/{den}", label.en)))
    });
    let (zh, en): (Vec<String>, Vec<String>) = told.unzip();
    (!zh.is_empty()).then(|| Text::new(zh.join("，"), en.join(", ")))
}

/// What must stand beside a figure: that the reading is the product's own. Empty where it is the official one.
pub fn figure_remark(code: &str) -> Text {
    match code {
        "k_plot_safe" => Text::new(
            "演示口径，以主管部门核算为准",
            "a demonstration's reading; the authority's own count decides",
        ),
        _ => Text::default(),
    }
}

/// `78.8%`, to the nearest tenth; what is not all is never 100 %, what is not nothing never 0 %.
pub fn per_cent(num: Amount, den: Amount) -> Option<String> {
    let (num, den) = (u128::from(num.thousandths()), u128::from(den.thousandths()));
    if den == 0 {
        return None;
    }
    let tenths = match (num * 1000 + den / 2) / den {
        1000.. if num < den => 999,
        0 if num > 0 => 1,
        tenths => tenths,
    };
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// The unit a figure is measured in; empty for counts.
pub fn unit_label(unit: Option<&str>) -> Text {
    match unit {
        Some("m2") => Text::same("m²"),
        Some("km2") => Text::same("km²"),
        Some("mu") => Text::new("亩", "mu"),
        Some(other) => Text::same(other),
        None => Text::default(),
    }
}

pub(super) fn kind_label(rulebook: &Rulebook, kind: &str) -> Text {
    let known = rulebook.procedure(&Kind::new(kind));
    known.map_or_else(|| Text::same(kind), |procedure| procedure.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(num: u64, den: u64, expected: Option<&str>) {
        assert_eq!(per_cent(Amount::of(num), Amount::of(den)).as_deref(), expected);
    }

    #[test]
    fn a_rate_is_rounded_to_tenths_and_never_to_all_or_nothing() {
        check(52, 66, Some("78.8%"));
        check(1, 3, Some("33.3%"));
        check(2, 3, Some("66.7%"));
        check(0, 5, Some("0.0%"));
        check(5, 5, Some("100.0%"));
        check(99_999, 100_000, Some("99.9%"));
        check(1, 100_000, Some("0.1%"));
        check(0, 0, None);
    }
}
