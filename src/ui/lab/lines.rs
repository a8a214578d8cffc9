//! The lines of a laboratory's table: each sample with its results, what is in doubt open to be mended, and what was
//! not read with its place.

use egui::{Button, Label, RichText, TextEdit, Ui};

use super::matching::Found;
use super::samples::{LabResult, LabSample};
use crate::plan::{NotRead, NotReadWhy, cell_name};
use crate::ui::context::UiCtx;
use crate::ui::lines::words_ui;

/// One sample: its number, whose it is, what was measured, and what becomes of it. `true` if it was changed.
pub fn sample_ui(ctx: &UiCtx<'_>, ui: &mut Ui, sample: &mut LabSample, found: &Found) -> bool {
    words_ui(ui, |ui| {
        ui.label(RichText::new(&sample.no).monospace());
        if let Some(known) = found.known() {
            ui.label(ctx.name_of(&known.feature));
        }
        let sound = sample.taken().filter(|result| !result.was_doubted);
        let results = sound.map(|result| {
            let item = &result.item;
            format!("{} {} {}", ctx.item_label(&item.code), item.value, item.unit).trim().to_owned()
        });
        let results = results.collect::<Vec<_>>().join(" · ");
        if !results.is_empty() {
            ui.add(Label::new(RichText::new(results).color(ctx.palette.weak)).wrap());
        }
        let line = ctx.fill("lab.line", &[("n", &sample.line)]);
        let (words, colour) = match found {
            Found::Same(_) => (ctx.t("lab.known").to_owned(), ctx.palette.weak),
            Found::Several => (format!("{line} {}", ctx.t("lab.several")), ctx.palette.bad),
            Found::Nowhere => (format!("{line} {}", ctx.t("lab.nowhere")), ctx.palette.bad),
            Found::Waiting(_) | Found::Differs(_) if sample.is_in_doubt() => {
                (ctx.t("lab.held").to_owned(), ctx.palette.bad)
            }
            Found::Waiting(_) | Found::Differs(_) if !sample.is_clear() => {
                (ctx.t("lab.nothing").to_owned(), ctx.palette.weak)
            }
            Found::Differs(_) => (ctx.t("lab.differs").to_owned(), ctx.palette.warn),
            Found::Waiting(_) => return,
        };
        ui.label(RichText::new(words).color(colour));
    });
    if found.to_record().is_none() {
        return false;
    }
    let mut changed = false;
    let no = sample.no.clone();
    for result in sample.results.iter_mut().filter(|result| result.was_doubted) {
        let id = ui.scope_id().with((&no, &result.item.code));
        changed |= ui.indent(id, |ui| mend_ui(ctx, ui, &no, result)).inner;
    }
    changed
}

/// A result in doubt: what stands where, the value to be given, or that it is left out.
fn mend_ui(ctx: &UiCtx<'_>, ui: &mut Ui, no: &str, result: &mut LabResult) -> bool {
    let item = &mut result.item;
    let label = ctx.item_label(&item.code);
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        let cells: Vec<&str> = item.given.iter().map(|given| given.cell.as_str()).collect();
        ui.label(format!("{label}（{}）", cells.join("、")));
        ui.add_enabled_ui(!result.is_left_out, |ui| {
            let named = |what: &'static str| ctx.fill(what, &[("no", &no), ("item", &label)]);
            for (text, width, what) in
                [(&mut item.value, 80.0, "lab.value_of"), (&mut item.unit, 80.0, "lab.unit_of")]
            {
                let edit = TextEdit::singleline(text).desired_width(width);
                let edit = ui.add(edit.id_salt((no, &item.code, what)));
                changed |= edit.accessible_name(named(what)).changed();
            }
            // Of several values each is a press away.
            for given in item.given.iter().filter(|_| item.given.len() > 1) {
                let is_on = item.value == given.value && item.unit == given.unit;
                let words = format!("{} {}（{}）", given.value, given.unit, given.cell);
                if ui.add(Button::selectable(is_on, words).frame_when_inactive(true)).clicked() {
                    item.value.clone_from(&given.value);
                    item.unit.clone_from(&given.unit);
                    changed = true;
                }
            }
        });
        let leave = ctx.fill("lab.leave_of", &[("no", &no), ("item", &label)]);
        let leave_out = ui.checkbox(&mut result.is_left_out, ctx.t("lab.leave_out"));
        changed |= leave_out.accessible_name(leave).changed();
        if let Some(doubt) = result.doubt.as_ref().filter(|_| !result.is_left_out) {
            let words = RichText::new(ctx.say(doubt)).color(ctx.palette.bad);
            ui.add(Label::new(words).wrap());
        }
    });
    if changed {
        result.look_again(&ctx.snapshot.rulebook.standards);
    }
    changed
}

/// Something of the table that was not read: where it stands, what, and why.
pub fn not_read_ui(ctx: &UiCtx<'_>, ui: &mut Ui, one: &NotRead) {
    let key = match one.why {
        NotReadWhy::NoNumber => "lab.no_number",
        NotReadWhy::UnknownItem => "lab.unknown_item",
        NotReadWhy::UnknownColumn => "lab.unknown_column",
    };
    let cell = cell_name(one.line, one.column);
    let words = ctx.fill(key, &[("cell", &cell), ("words", &one.words)]);
    ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
}
