//! The programme in the lines of `yice summary`: every task with its targets; "—" where there is nothing to count.

use std::fmt::Write as _;

use crate::model::Lang;
use crate::plan::{
    Rulebook, Summary, TargetStanding, TargetSummary, due_remark, feeding_layer, mix_words,
    standing_label, target_pair, unstated_words,
};

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
    if target.num.is_none() {
        let known = rulebook.programme.targets.iter().find(|known| known.id == target.id);
        let layer = feeding_layer(rulebook, target);
        let layer = layer.get(lang);
        let is_counted = known.is_some_and(|known| known.measure.is_some());
        return match (is_counted, lang) {
            (true, Lang::Zh) => format!("{label} —（缺图层或数据：{layer}）"),
            (true, Lang::En) => format!("{label}: — (no layer or data: {layer})"),
            (false, Lang::Zh) => format!("{label} —（本软件不统计：{layer}）"),
            (false, Lang::En) => format!("{label}: — (not counted by this program: {layer})"),
        };
    }
    let pair = target_pair(target).unwrap_or_default();
    let mut line = match lang {
        Lang::Zh => format!("{label} {}", pair.zh),
        Lang::En => format!("{label}: {}", pair.en),
    };
    let beside = unstated_words(target).into_iter().chain(mix_words(rulebook, target));
    for words in beside {
        line.push_str(&match lang {
            Lang::Zh => format!("（{}）", words.zh),
            Lang::En => format!(" ({})", words.en),
        });
    }
    if let Some(goal) = target.goal {
        // Writing to a string cannot fail.
        let _ = match lang {
            Lang::Zh => write!(line, "，目标 {goal}{}", if target.is_rate() { "%" } else { "" }),
            Lang::En => write!(line, ", goal {goal}{}", if target.is_rate() { "%" } else { "" }),
        };
    }
    let remark = due_remark(target.due_said_by);
    let (due, said) = (&target.due, remark.get(lang));
    let _ = match lang {
        Lang::Zh => write!(line, "，期限 {due}{said}"),
        Lang::En => write!(line, ", by {due}{said}"),
    };
    if let Some(standing) = target.standing {
        line.push_str(&standing_words(standing, target, lang));
    }
    line
}

fn standing_words(standing: TargetStanding, target: &TargetSummary, lang: Lang) -> String {
    let words = standing_label(target).unwrap_or_default();
    match (standing, target.planned, lang) {
        (TargetStanding::Behind, Some(planned), Lang::Zh) => {
            format!("，{}（此时应有 {planned}）", words.zh)
        }
        (TargetStanding::Behind, Some(planned), Lang::En) => {
            format!(", {} ({planned} by now)", words.en)
        }
        (_, _, Lang::Zh) => format!("，{}", words.zh),
        (_, _, Lang::En) => format!(", {}", words.en),
    }
}
