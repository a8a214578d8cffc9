//! What stands in a form's way: problems with what was typed, and what the rules still want, each a link to its row.

use egui::accesskit::Live;
use egui::{
    Align, Frame, Label, Margin, Rect, Response, RichText, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo,
};

use super::context::UiCtx;
use super::form_pane::FormAsk;
use super::forms::{Content, OpenForm, Phase};
use super::plan_card::form_for;
use super::today;
use super::view_state::ViewState;
use crate::plan::{Jump, Missing};

/// Draws the box; nothing where nothing stands in the way. `live`: what the rules want of what is typed just now.
pub fn refusal_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    form: &mut OpenForm,
    live: &[Missing],
    view: &ViewState,
) -> Option<FormAsk> {
    let mut ask = None;
    let refused = matches!(form.phase, Phase::Refused(_));
    let missing = match &form.phase {
        Phase::Problems(problems) => {
            let problems = problems.clone();
            let rect = box_ui(ctx, ui, |ui| {
                listed_ui(ctx, ui, |ui| {
                    for problem in &problems {
                        let words = RichText::new(&problem.message).color(ctx.palette.bad);
                        let is_link = !problem.row.is_empty();
                        let shown = match is_link {
                            true => ui.link(words),
                            false => ui.add(Label::new(words).wrap()),
                        };
                        say_aloud(&shown);
                        if is_link && shown.clicked() {
                            form.wanted_focus = Some(problem.row.clone());
                        }
                    }
                });
                // What could not be stored says of itself where it is now.
                if problems.iter().any(|problem| !problem.row.is_empty()) {
                    kept_ui(ctx, ui);
                }
            });
            let said = problems.iter().map(|problem| problem.message.as_str());
            tell_ui(ctx, ui, form, rect, &said.collect::<Vec<_>>().join("; "));
            return None;
        }
        Phase::Refused(missing) if live.is_empty() => missing.clone(),
        _ if live.is_empty() => return None,
        _ => live.to_vec(),
    };
    let rect = box_ui(ctx, ui, |ui| {
        refusal_title_ui(ctx, ui, missing.len());
        listed_ui(ctx, ui, |ui| ask = missing_ui(ctx, ui, form, &missing, view));
        if refused {
            kept_ui(ctx, ui);
        }
    });
    let said = missing.iter().map(|one| ctx.say(&one.message).to_owned());
    let title = ctx.fill("form.refused", &[("n", &missing.len())]);
    let said: Vec<String> = std::iter::once(title).chain(said).collect();
    tell_ui(ctx, ui, form, rect, &said.join("; "));
    ask
}

/// Where the form is longer than the window and the box out of sight, it is brought into sight and has the keyboard:
/// that is read out, and Tab leads to its links.
pub fn tell_ui(ctx: &UiCtx<'_>, ui: &Ui, form: &mut OpenForm, rect: Rect, said: &str) {
    let id = ui.make_persistent_id("refusal");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let mut is_told = false;
    if let Some(frames) = form.tell_in {
        ui.ctx().request_repaint();
        form.tell_in = frames.checked_sub(1);
        is_told = frames == 0 && !ui.clip_rect().contains_rect(rect);
    }
    if !is_told && !has_focus {
        return;
    }
    let told = ui.interact(rect, id, Sense::focusable_noninteractive());
    told.widget_info(|| WidgetInfo::labeled(Role::Alert, true, said));
    if is_told {
        ui.scroll_to_rect(rect, Some(Align::Max));
        told.request_focus();
    }
    let edge = Stroke::new(ctx.palette.sizes.line_points.max(2.0), ctx.palette.accent);
    ui.painter().rect_stroke(rect, 6.0, edge, StrokeKind::Inside);
}

/// Screen readers say these words as soon as they stand there.
fn say_aloud(shown: &Response) {
    shown.ctx.accesskit_node_builder(shown.id, |node| node.set_live(Live::Assertive));
}

pub fn box_ui(ctx: &UiCtx<'_>, ui: &mut Ui, add: impl FnOnce(&mut Ui)) -> Rect {
    let frame = Frame::new().fill(ctx.palette.bad_ground).corner_radius(6);
    let shown = frame.inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
    shown.response.rect
}

/// What stands in the way, as much of it as leaves room for the form: the rest scrolls.
fn listed_ui(ctx: &UiCtx<'_>, ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let rows = if ctx.is_low(ui.ctx()) { 1.7 } else { 5.0 };
    let area = ScrollArea::vertical().max_height(rows * ctx.palette.sizes.row_points);
    area.auto_shrink([false, true]).id_salt("missing").show(ui, add);
}

fn refusal_title_ui(ctx: &UiCtx<'_>, ui: &mut Ui, count: usize) {
    let title = ctx.fill("form.refused", &[("n", &count)]);
    let title = RichText::new(title).color(ctx.palette.bad).strong();
    say_aloud(&ui.add(Label::new(title).wrap()));
}

/// After a refusal: nothing typed was lost.
fn kept_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    // In a low window the form itself shows that it is.
    if ctx.is_low(ui.ctx()) {
        return;
    }
    ui.label(RichText::new(ctx.t("form.kept")).small().color(ctx.palette.weak));
}

/// The missing things, numbered, as links to where each is given.
fn missing_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    form: &mut OpenForm,
    missing: &[Missing],
    view: &ViewState,
) -> Option<FormAsk> {
    let mut ask = None;
    for (nth, one) in missing.iter().enumerate() {
        let words = format!("{} {}", nth + 1, ctx.say(&one.message));
        let own_row = match &one.jump {
            Jump::Input(field) => Some(field.clone()),
            Jump::Note => Some("note".to_owned()),
            Jump::Items if matches!(form.sheet.content, Content::Step(_)) => {
                open_item(ctx, form).is_none().then(|| "item0".to_owned())
            }
            Jump::Field(field) if is_asked_here(ctx, form, field) => Some(field.clone()),
            _ => None,
        };
        if let Some(row) = own_row {
            if ui.link(words).clicked() {
                form.wanted_focus = Some(row);
            }
        } else if let Some(jump) = form_for(ctx, &form.feature, &one.jump, view) {
            if ui.link(words).clicked() {
                ask = Some(FormAsk::Card(jump));
            }
        } else {
            ui.add(Label::new(words).wrap());
            if let Jump::Day(day) = &one.jump {
                today::later_ui(ctx, ui, &form.feature, *day);
            }
        }
    }
    ask
}

fn open_item(ctx: &UiCtx<'_>, form: &OpenForm) -> Option<String> {
    let state = ctx.state(&form.feature)?;
    state.items.iter().find(|item| item.is_open()).map(|item| item.item.id.clone())
}

/// Whether a step's own form has a row for the field.
fn is_asked_here(ctx: &UiCtx<'_>, form: &OpenForm, field: &str) -> bool {
    let Content::Step(step) = &form.sheet.content else { return false };
    step.asks_for(ctx, &form.feature, field)
}
