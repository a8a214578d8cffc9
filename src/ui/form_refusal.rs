//! What stands in a form's way: problems with what was typed, and what the rules still want, each a link to its row.

use egui::accesskit::Live;
use egui::{Align, Frame, Id, Label, Margin, Rect, Response, RichText, ScrollArea, Ui};

use super::context::UiCtx;
use super::form_pane::FormAsk;
use super::forms::{Content, OpenForm, Phase};
use super::lines::task_link;
use super::plan_card::form_for;
use super::today;
use super::view_state::ViewState;
use crate::plan::{Jump, Missing, count_in_words};

/// How much stands in the way.
pub fn in_the_way(form: &OpenForm, live: &[Missing]) -> usize {
    match &form.phase {
        Phase::Problems(problems) => problems.len(),
        Phase::Refused(missing) if live.is_empty() => missing.len(),
        _ => live.len(),
    }
}

/// Draws the box; nothing where nothing stands in the way. `live`: what the rules want of what is typed just now.
pub fn refusal_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    form: &mut OpenForm,
    live: &[Missing],
    view: &ViewState,
) -> Option<FormAsk> {
    let (mut ask, mut first_link) = (None, None);
    let refused = matches!(form.phase, Phase::Refused(_));
    let missing = match &form.phase {
        Phase::Problems(problems) => {
            let (problems, is_typed_into) = (problems.clone(), form.is_typed_into());
            let rect = box_ui(ctx, ui, |ui| {
                listed_ui(ctx, ui, |ui| {
                    for problem in &problems {
                        let words = RichText::new(&problem.message).color(ctx.palette.bad);
                        let is_link = !problem.row.is_empty();
                        let shown = match is_link {
                            true => task_link(ctx, ui, words),
                            false => ui.add(Label::new(words).wrap()),
                        };
                        say_aloud(&shown);
                        first_link = first_link.or(is_link.then_some(shown.id));
                        if is_link && shown.clicked() {
                            form.wanted_focus = Some(problem.row.clone());
                        }
                    }
                });
                // What could not be stored says of itself where it is now.
                let is_of_row = problems.iter().any(|problem| !problem.row.is_empty());
                if is_of_row && is_typed_into {
                    hint_ui(ctx, ui, "form.kept");
                }
            });
            tell_ui(ui, form, rect, first_link);
            return None;
        }
        Phase::Refused(missing) if live.is_empty() => missing.clone(),
        _ if live.is_empty() => return None,
        _ => live.to_vec(),
    };
    let rect = box_ui(ctx, ui, |ui| {
        refusal_title_ui(ctx, ui, form, &missing);
        listed_ui(ctx, ui, |ui| {
            ask = missing_ui(ctx, ui, form, &missing, view, &mut first_link);
        });
        if matches!(form.sheet.content, Content::Step(_)) && first_link.is_some() {
            hint_ui(ctx, ui, "form.back_by_enter");
        }
        if refused && form.is_typed_into() {
            hint_ui(ctx, ui, "form.kept");
        }
    });
    tell_ui(ui, form, rect, first_link);
    ask
}

/// Where the form is longer than the window and the box out of sight, it is brought into sight; there, and where no row
/// has the keyboard, its first link gets it: Enter leads to the row that is meant.
pub fn tell_ui(ui: &Ui, form: &mut OpenForm, rect: Rect, first_link: Option<Id>) {
    let Some(frames) = form.tell_in else { return };
    ui.ctx().request_repaint();
    form.tell_in = frames.checked_sub(1);
    if frames > 0 {
        return;
    }
    let is_out_of_sight = !ui.clip_rect().contains_rect(rect);
    if is_out_of_sight {
        // Of a box higher than the pane the title and the first links are seen.
        let is_whole = rect.height() <= ui.clip_rect().height();
        ui.scroll_to_rect(rect, Some(if is_whole { Align::Max } else { Align::Min }));
    }
    // While it was on its way to the disk the form was shut, and its row lost the keyboard.
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let wants_link = is_out_of_sight || (is_free && !form.focus_again());
    if let Some(link) = first_link.filter(|_| wants_link) {
        ui.memory_mut(|memory| memory.request_focus(link));
    }
}

/// Screen readers say these words as soon as they stand there.
pub fn say_aloud(shown: &Response) {
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

/// What stands in the way, as much of it as leaves room for the form: the rest scrolls. In a tight window it scrolls
/// with the form's rows.
fn listed_ui(ctx: &UiCtx<'_>, ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    if ctx.is_tight(ui.ctx()) {
        return add(ui);
    }
    let rows = if ctx.is_low(ui.ctx()) { 1.7 } else { 5.0 };
    let area = ScrollArea::vertical().max_height(rows * ctx.palette.sizes.row_points);
    area.auto_shrink([false, true]).id_salt("missing").show(ui, add);
}

fn refusal_title_ui(ctx: &UiCtx<'_>, ui: &mut Ui, form: &OpenForm, missing: &[Missing]) {
    let counts = match ctx.say(&count_in_words(missing)) {
        "" => String::new(),
        counts => ctx.fill("form.counts", &[("counts", &counts)]),
    };
    let title = match form.step_label(ctx) {
        Some(step) => ctx.fill("form.refused_step", &[("step", &step), ("counts", &counts)]),
        None => ctx.fill("form.refused", &[("counts", &counts)]),
    };
    let title = RichText::new(title).color(ctx.palette.bad).strong();
    say_aloud(&ui.add(Label::new(title).wrap()));
}

/// What else is good to know after a refusal: that nothing typed was lost, how one comes back.
fn hint_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &'static str) {
    // In a low window the form itself shows it.
    if ctx.is_low(ui.ctx()) {
        return;
    }
    ui.label(RichText::new(ctx.t(key)).small().color(ctx.palette.weak));
}

/// The missing things, numbered, as links to where each is given.
fn missing_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    form: &mut OpenForm,
    missing: &[Missing],
    view: &ViewState,
    first_link: &mut Option<Id>,
) -> Option<FormAsk> {
    let mut ask = None;
    // Who else it is for is no number of what is missing, here as on the card.
    let (others, own): (Vec<_>, Vec<_>) = missing.iter().partition(|one| one.is_for_others());
    let others = others.into_iter().map(|one| (ctx.say(&one.message).to_owned(), one));
    let own = own.into_iter().enumerate();
    let own = own.map(|(nth, one)| (format!("{} {}", number(nth + 1), ctx.say(&one.message)), one));
    for (words, one) in others.chain(own) {
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
            let link = task_link(ctx, ui, RichText::new(words));
            first_link.get_or_insert(link.id);
            if link.clicked() {
                form.wanted_focus = Some(row);
            }
        } else if let Some(jump) = form_for(ctx, &form.feature, &one.jump, view) {
            let link = task_link(ctx, ui, RichText::new(words));
            first_link.get_or_insert(link.id);
            if link.clicked() {
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

/// ①, ②, …
fn number(nth: usize) -> String {
    const FIRST: u32 = '①' as u32;
    let circled = u32::try_from(nth).ok().filter(|nth| (1..=10).contains(nth));
    let circled = circled.and_then(|nth| char::from_u32(FIRST + nth - 1));
    circled.map_or_else(|| nth.to_string(), String::from)
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
