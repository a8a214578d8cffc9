//! The words of targets: their numbers, how they stand and who set their day, which layer feeds them, what their features
//! are split by.

use super::figure_words::{kind_label, per_cent, unit_label};
use super::procedure::{FieldKind, Procedure, choice_label};
use super::programme::DueSaidBy;
use super::programme_figures::{TargetStanding, TargetSummary};
use super::programme_mix::Mix;
use super::rules::Rulebook;
use crate::model::{Kind, Text};

/// `已达到`, `符合进度`, `落后于进度`, `到期未达到`; never without the suspicions that may still change it.
pub fn standing_label(target: &TargetSummary) -> Option<Text> {
    let (zh, en) = match (target.standing?, target.planned.is_some()) {
        (TargetStanding::Reached, _) => ("已达到", "reached"),
        (TargetStanding::OnPace, _) => ("符合进度", "on pace"),
        (TargetStanding::Behind, true) => ("落后于进度", "behind its pace"),
        (TargetStanding::Behind, false) => ("未达到", "not reached"),
        (TargetStanding::Missed, _) => ("到期未达到", "missed"),
    };
    Some(match (target.to_check, target.standing?) {
        (0, _) => Text::new(zh, en),
        (n, TargetStanding::Reached) => Text::new(
            format!("待核 {n}，未核实前不算已达到"),
            format!("{n} to be checked: not reached before that"),
        ),
        (n, _) => Text::new(format!("{zh}，另待核 {n}"), format!("{en}, {n} to be checked")),
    })
}

/// A day the source does not name is never shown as if it did; empty where it names it.
pub fn due_remark(said_by: DueSaidBy) -> Text {
    match said_by {
        DueSaidBy::Source => Text::default(),
        DueSaidBy::Year => Text::new("（来源只写年份）", " (the source names the year)"),
        DueSaidBy::Nobody => Text::new("（来源未写期限）", " (the source names no date)"),
    }
}

/// `52/66`, `11`, `3.5/8.2 亩`, of a mean `46.7%`; `None` without data.
pub fn target_pair(target: &TargetSummary) -> Option<Text> {
    let num = target.num?;
    if target.is_rate() {
        return Some(Text::same(format!("{num}%")));
    }
    let pair = match target.den {
        Some(den) => format!("{num}/{den}"),
        None => num.to_string(),
    };
    let unit = unit_label(target.unit.as_deref());
    let with = |unit: &str| if unit.is_empty() { pair.clone() } else { format!("{pair} {unit}") };
    Some(Text::new(with(&unit.zh), with(&unit.en)))
}

/// What share of the whole is reached; `None` of a bare count, and of what is a rate itself.
pub fn target_rate(target: &TargetSummary) -> Option<String> {
    target
        .num
        .zip(target.den.filter(|_| !target.is_rate()))
        .and_then(|(num, den)| per_cent(num, den))
}

/// The layer that feeds a target; without a figure, the one that is wanting.
pub fn feeding_layer(rulebook: &Rulebook, target: &TargetSummary) -> Text {
    let known = rulebook.programme.targets.iter().find(|known| known.id == target.id);
    match known.filter(|known| known.layer == target.layer) {
        Some(known) => known.layer_label.clone(),
        None => kind_label(rulebook, &target.layer),
    }
}

/// How much of a target rests on nothing that anybody stated; `None` where all of it does.
pub fn unstated_words(target: &TargetSummary) -> Option<Text> {
    let count = target.unstated;
    (count > 0).then(|| {
        Text::new(
            format!("其中 {count} 个没填，按 0 计"),
            format!("{count} not stated, counted as 0"),
        )
    })
}

/// What a part of a target's features is called: its stage, or what the field says.
pub fn mix_label(rulebook: &Rulebook, layer: &str, mix: &Mix, code: &str) -> Text {
    let Some(procedure) = rulebook.procedure(&Kind::new(layer)) else { return Text::same(code) };
    let is_stage = mix.by == super::guarded::STAGE;
    match procedure.field(&mix.by).map(|field| &field.kind) {
        _ if is_stage && code.is_empty() => Text::new("未建档", "no stage"),
        _ if code.is_empty() => Text::new("未填", "not filled in"),
        _ if is_stage => procedure.stage_label(code),
        Some(FieldKind::Choice(choices)) => choice_label(choices, code),
        Some(FieldKind::Bool) => bool_label(procedure, &mix.by, code),
        _ => Text::same(code),
    }
}

/// What is yes is called by its field, so that the number says of what it is.
fn bool_label(procedure: &Procedure, field: &str, code: &str) -> Text {
    let label = procedure.field(field).map(|field| &field.label).cloned().unwrap_or_default();
    match code {
        "yes" => Text::new(format!("已{}", label.zh.trim_start_matches('已')), label.en),
        _ => Text::new(
            format!("未{}", label.zh.trim_start_matches('已')),
            format!("not: {}", label.en),
        ),
    }
}

/// `A 级管控 3 · B 级管控 2`, `依法取缔 3/8 · 清理合并 5/22`; `None` where nothing is split.
pub fn mix_words(rulebook: &Rulebook, target: &TargetSummary) -> Option<Text> {
    let mix = target.mix.as_ref()?;
    let parts = mix.parts.iter().map(|part| {
        let label = mix_label(rulebook, &target.layer, mix, &part.code);
        let count = match part.num {
            Some(num) => format!("{num}/{}", part.den),
            None => part.den.to_string(),
        };
        (format!("{} {count}", label.zh), format!("{} {count}", label.en))
    });
    let (zh, en): (Vec<String>, Vec<String>) = parts.unzip();
    Some(Text::new(zh.join(" · "), en.join(" · ")))
}
