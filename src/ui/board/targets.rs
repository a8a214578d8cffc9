//! 专项目标: each target with its two numbers, against the pace, against the day compared with, and the days left.

use std::collections::BTreeSet;

use egui::{CollapsingHeader, Label, RichText, Ui};

use super::Look;
use super::apart::left_out_of_ui;
use crate::model::Kind;
use crate::plan::{
    Figure, Members, Mix, TargetStanding, TargetSummary, due_remark, feeding_layer, figure_remark,
    mix_label, parse_day, per_cent, standing_label, unit_label, unstated_words,
};

pub fn targets_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let board = look.board;
    let mut silent = Vec::new();
    for task in board.summary.programme.tasks_as_read() {
        let targets = board.summary.targets.iter().filter(|target| target.task == task.no);
        let (counted, without): (Vec<_>, Vec<_>) = targets.partition(|it| it.num.is_some());
        silent.extend(without.into_iter().map(|target| (task.no, target)));
        if counted.is_empty() {
            continue;
        }
        let words = format!("{} {}", task.no, look.ctx.say(&task.label));
        ui.add(Label::new(RichText::new(words).small().color(look.ctx.palette.weak)).wrap());
        let layers: BTreeSet<&str> = counted.iter().map(|target| target.layer.as_str()).collect();
        for target in counted {
            target_ui(look, ui, target);
        }
        // What the figures asked about first leave out, and who approved it.
        if board.summary.programme.first.first() == Some(&task.no) {
            layers.into_iter().for_each(|layer| left_out_of_ui(look, ui, &Kind::new(layer)));
        }
        ui.add_space(4.0);
    }
    if silent.is_empty() {
        return;
    }
    let words = look.ctx.fill("board.without_data", &[("n", &silent.len())]);
    CollapsingHeader::new(words).id_salt("without data").show(ui, |ui| {
        for (task, target) in silent {
            without_data_ui(look, ui, task, target);
        }
    });
}

fn target_ui(look: &mut Look<'_>, ui: &mut Ui, target: &TargetSummary) {
    let (ctx, board) = (look.ctx, look.board);
    let nobody = Members::default();
    let members = board.targets.get(&target.id).unwrap_or(&nobody);
    let label = ctx.say(&target.label).to_owned();
    let Some(num) = target.num else { return };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(RichText::new(&label).strong());
        if target.is_rate() {
            look.number_ui(ui, &format!("{num}%"), &label, &members.of);
        } else {
            look.number_ui(ui, &num.to_string(), &label, &members.hits);
        }
        if let Some(den) = target.den.filter(|_| !target.is_rate()) {
            ui.label("/");
            let title = ctx.fill("board.whole_of", &[("what", &label)]);
            look.number_ui(ui, &den.to_string(), &title, &members.of);
            let unit = ctx.say(&unit_label(target.unit.as_deref())).to_owned();
            // An empty word would break the line.
            if !unit.is_empty() {
                ui.label(unit);
            }
            if let Some(rate) = per_cent(num, den) {
                ui.label(RichText::new(rate).strong());
            }
        }
        change_ui(look, ui, target);
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        standing_ui(look, ui, target);
        if let Some(day) = parse_day(&target.due) {
            let days = (day - board.as_of).get_days();
            let words = match days {
                0.. => ctx.fill("board.days_left", &[("day", &ctx.day(day)), ("n", &days)]),
                _ => ctx.fill("board.days_past", &[("day", &ctx.day(day)), ("n", &-days)]),
            };
            let remark = due_remark(target.due_said_by);
            look.weak_ui(ui, format!("{words}{}", ctx.say(&remark)));
        }
        reading_ui(look, ui, target);
        if let Some(words) = unstated_words(target) {
            look.weak_ui(ui, ctx.say(&words));
        }
        let open = board.open.get(&target.id).map(Vec::as_slice).unwrap_or_default();
        if !open.is_empty() {
            let title = ctx.fill("board.open_of", &[("what", &label)]);
            let words = ctx.fill("board.open", &[("n", &open.len())]);
            look.number_ui(ui, &words, &title, open);
        }
    });
    if let Some(mix) = &target.mix {
        ui.horizontal_wrapped(|ui| mix_ui(look, ui, target, mix));
    }
}

/// What the target's features are split by: each part under its own mark, each number with its list.
fn mix_ui(look: &mut Look<'_>, ui: &mut Ui, target: &TargetSummary, mix: &Mix) {
    ui.spacing_mut().item_spacing.x = 4.0;
    for (nth, part) in mix.parts.iter().enumerate() {
        if nth > 0 {
            look.weak_ui(ui, "·");
        }
        let label = mix_label(&look.ctx.snapshot.rulebook, &target.layer, mix, &part.code);
        let label = look.ctx.say(&label).to_owned();
        ui.label(RichText::new(&label).small());
        let title = format!("{} · {label}", look.ctx.say(&target.label));
        if let Some(num) = part.num {
            look.number_ui(ui, &num.to_string(), &title, &part.members.hits);
            ui.label("/");
        }
        look.number_ui(ui, &part.den.to_string(), &title, &part.members.of);
    }
}

/// Whose reading the target's figure is, where that is not the official one.
fn reading_ui(look: &Look<'_>, ui: &mut Ui, target: &TargetSummary) {
    let known = look.ctx.snapshot.rulebook.programme.targets.iter().find(|it| it.id == target.id);
    let Some((Figure::Kpi { code, .. }, _)) = known.and_then(|known| known.measure.as_ref()) else {
        return;
    };
    let remark = look.ctx.say(&figure_remark(code)).to_owned();
    if !remark.is_empty() {
        look.weak_ui(ui, remark);
    }
}

/// Against the day compared with.
fn change_ui(look: &Look<'_>, ui: &mut Ui, target: &TargetSummary) {
    let before = look.board.before.targets.iter().find(|one| one.id == target.id);
    let (Some(now), Some(then)) = (target.num, before.and_then(|before| before.num)) else {
        return;
    };
    let day = look.ctx.day(look.board.compared_with);
    let words = match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("+{}", now.less(then)),
        std::cmp::Ordering::Less => format!("−{}", then.less(now)),
        std::cmp::Ordering::Equal => "±0".to_owned(),
    };
    look.weak_ui(ui, look.ctx.fill("board.against", &[("day", &day), ("n", &words)]));
}

fn standing_ui(look: &Look<'_>, ui: &mut Ui, target: &TargetSummary) {
    let (ctx, palette) = (look.ctx, look.ctx.palette);
    let Some(standing) = target.standing else { return };
    let Some(words) = standing_label(target) else { return };
    let mut words = ctx.say(&words).to_owned();
    if let (Some(planned), Some(num)) = (target.planned, target.num) {
        let mark = if target.is_rate() { "%" } else { "" };
        let behind = format!("{}{mark}", planned.less(num));
        let planned = format!("{planned}{mark}");
        let planned = ctx.fill("board.planned", &[("n", &planned)]);
        words = match standing {
            TargetStanding::Behind => {
                let behind = ctx.fill("board.behind", &[("n", &behind)]);
                format!("{planned} · {behind}")
            }
            _ => format!("{planned} · {words}"),
        };
    } else if let (Some(goal), TargetStanding::Behind | TargetStanding::Missed) =
        (target.goal, standing)
    {
        words = format!("{words} · {}", ctx.fill("board.goal", &[("n", &goal)]));
    }
    let ink = match standing {
        TargetStanding::Reached | TargetStanding::OnPace if target.to_check > 0 => palette.warn,
        TargetStanding::Reached | TargetStanding::OnPace => palette.good,
        TargetStanding::Behind => palette.warn,
        TargetStanding::Missed => palette.bad,
    };
    ui.label(RichText::new(words).color(ink));
}

/// Nothing to count: never 0 and never 100 %, and which layer would feed it.
fn without_data_ui(look: &Look<'_>, ui: &mut Ui, task: u32, target: &TargetSummary) {
    let ctx = look.ctx;
    let known = ctx.snapshot.rulebook.programme.targets.iter().find(|it| it.id == target.id);
    let layer = feeding_layer(&ctx.snapshot.rulebook, target);
    let layer = ctx.say(&layer);
    let is_counted = known.is_some_and(|known| known.measure.is_some());
    let key = if is_counted { "board.feeds" } else { "board.not_counted_here" };
    let words =
        format!("{task} {} —{}", ctx.say(&target.label), ctx.fill(key, &[("layer", &layer)]));
    ui.add(Label::new(RichText::new(words).small()).wrap());
}
