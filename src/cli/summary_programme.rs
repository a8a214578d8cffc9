//! The programme in the lines of `yice summary`: every task with its targets; "—" where there is nothing to count.

use std::fmt::Write as _;

use crate::model::Lang;
use crate::plan::{DueSaidBy, Rulebook, Summary, TargetStanding, TargetSummary};

/// The campaign's head line, then each task and, below it, its targets.
pub(super) fn lines(summary: &Summary, rulebook: &Rulebook, lang: Lang) -> Vec<String> {
    let head = &summary.programme;
    let (label, source) = (head.label.get(lang), head.source.get(lang));
    let recalled = match (head.source_is_recalled, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "，凭记忆录入",
        (true, Lang::En) => ", from memory",
    };
    let mut lines = vec![match lang {
        Lang::Zh => format!("{label}（来源：{source}{recalled}）"),
        Lang::En => format!("{label} (source: {source}{recalled})"),
    }];
    for task in &head.tasks {
        lines.push(format!("{:>2} {}", task.no, task.label.get(lang)));
        let targets = summary.targets.iter().filter(|target| target.task == task.no);
        lines.extend(targets.map(|target| format!("   {}", target_line(target, rulebook, lang))));
    }
    lines
}

fn target_line(target: &TargetSummary, rulebook: &Rulebook, lang: Lang) -> String {
    let label = target.label.get(lang);
    let Some(num) = target.num else {
        let known = rulebook.programme.targets.iter().find(|known| known.id == target.id);
        let layer = known.map_or(target.layer.as_str(), |known| known.layer_label.get(lang));
        let is_counted = known.is_some_and(|known| known.measure.is_some());
        return match (is_counted, lang) {
            (true, Lang::Zh) => format!("{label} —（缺图层或数据：{layer}）"),
            (true, Lang::En) => format!("{label}: — (no layer or data: {layer})"),
            (false, Lang::Zh) => format!("{label} —（本软件不统计：{layer}）"),
            (false, Lang::En) => format!("{label}: — (not counted by this program: {layer})"),
        };
    };
    let mut line = match lang {
        Lang::Zh => format!("{label} {num}"),
        Lang::En => format!("{label}: {num}"),
    };
    // Writing to a string cannot fail.
    if let Some(den) = target.den {
        let _ = write!(line, "/{den}");
    }
    if let Some(unit) = &target.unit {
        let unit = match (unit.as_str(), lang) {
            ("m2", _) => "m²",
            ("mu", Lang::Zh) => "亩",
            (other, _) => other,
        };
        let _ = write!(line, " {unit}");
    }
    if let Some(goal) = target.goal {
        let _ = match lang {
            Lang::Zh => write!(line, "，目标 {goal}"),
            Lang::En => write!(line, ", goal {goal}"),
        };
    }
    let (due, said) = (&target.due, said_by(target.due_said_by, lang));
    let _ = match lang {
        Lang::Zh => write!(line, "，期限 {due}{said}"),
        Lang::En => write!(line, ", by {due}{said}"),
    };
    if let Some(standing) = target.standing {
        line.push_str(&standing_words(standing, target, lang));
    }
    line
}

/// A day the source does not name is never shown as if it did.
fn said_by(said_by: DueSaidBy, lang: Lang) -> &'static str {
    match (said_by, lang) {
        (DueSaidBy::Source, _) => "",
        (DueSaidBy::Year, Lang::Zh) => "（来源只写年份）",
        (DueSaidBy::Year, Lang::En) => " (the source names the year)",
        (DueSaidBy::Nobody, Lang::Zh) => "（来源未写期限）",
        (DueSaidBy::Nobody, Lang::En) => " (the source names no date)",
    }
}

fn standing_words(standing: TargetStanding, target: &TargetSummary, lang: Lang) -> String {
    let words = match (standing, lang) {
        (TargetStanding::Reached, Lang::Zh) => "，已达到",
        (TargetStanding::Reached, Lang::En) => ", reached",
        (TargetStanding::OnPace, Lang::Zh) => "，符合进度",
        (TargetStanding::OnPace, Lang::En) => ", on pace",
        (TargetStanding::Behind, Lang::Zh) => "，未达到",
        (TargetStanding::Behind, Lang::En) => ", not reached",
        (TargetStanding::Missed, Lang::Zh) => "，到期未达到",
        (TargetStanding::Missed, Lang::En) => ", missed",
    };
    match (standing, target.planned, lang) {
        (TargetStanding::Behind, Some(planned), Lang::Zh) => {
            format!("，落后于进度（此时应有 {planned}）")
        }
        (TargetStanding::Behind, Some(planned), Lang::En) => {
            format!(", behind its pace ({planned} by now)")
        }
        _ => words.to_owned(),
    }
}
