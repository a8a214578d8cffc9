//! 断面水质: the months of a section, on its own card and on that of the river it lies on; a river's card leads to its
//! sections.
//!
//! A month without a class has a word of its own; on the section's card a click on it says why there is none.

use egui::{Label, RichText, Ui, vec2};

use super::CardAsk;
use crate::model::{FeatureKey, Kind};
use crate::plan::{FeatureState, MonthAnswer, months_of, newest_answer};
use crate::ui::board::month_cell_ui;
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, ItemForm};

/// The sections that a card shows, found once for each snapshot.
#[derive(Debug, Default)]
pub struct Waters {
    of: Option<(u64, FeatureKey)>,
    sections: Vec<FeatureKey>,
    /// The river's year so far in words; empty where no sample decides.
    year: String,
}

impl Waters {
    /// Draws the sections of a river, or the one that `key` is; nothing for other kinds.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey) -> Option<CardAsk> {
        let is_river = match key.kind().code() {
            Kind::RIVER => true,
            Kind::SECTION => false,
            _ => return None,
        };
        let of = Some((ctx.snapshot_no, key.clone()));
        if self.of != of {
            self.sections = if is_river { sections_on(ctx, key) } else { vec![key.clone()] };
            self.year = if is_river { year_of(ctx, &self.sections) } else { String::new() };
            self.of = of;
        }
        if self.sections.is_empty() {
            let words = RichText::new(ctx.t("water.no_section")).color(ctx.palette.weak);
            ui.add(Label::new(words).wrap());
            return None;
        }
        if !self.year.is_empty() {
            ui.add(Label::new(RichText::new(&self.year).strong()).wrap());
        }
        let mut ask = None;
        for section in &self.sections {
            let Some(state) = ctx.state(section).map(AsRef::as_ref) else { continue };
            if is_river {
                let name = RichText::new(ctx.name_of(section)).color(ctx.palette.accent);
                if ui.link(name).clicked() {
                    ask = Some(CardAsk::Open(section.clone()));
                }
            }
            about_ui(ctx, ui, section, state);
            if let Some(month) = months_ui(ctx, ui, section, state) {
                ask = match is_river {
                    true => Some(CardAsk::Open(section.clone())),
                    false => gap_form(ctx, section, month),
                };
            }
            // A section's own card says all its months below.
            if is_river || state.months.is_empty() {
                newest_ui(ctx, ui, state);
            }
            ui.add_space(6.0);
        }
        let how = RichText::new(ctx.t("water.how")).small().color(ctx.palette.weak);
        ui.add(Label::new(how).wrap());
        ui.separator();
        ask
    }
}

/// The sections that name a river, those at its mouth last: in the order of their layers otherwise.
fn sections_on(ctx: &UiCtx<'_>, river: &FeatureKey) -> Vec<FeatureKey> {
    let name = ctx.name_of(river);
    let lies_on = |key: &FeatureKey| {
        let state = ctx.snapshot.plans.peek(key);
        let named = state.as_deref().and_then(|state| state.text("river_code"));
        named.is_some_and(|named| named == river.code() || named == name)
    };
    let views = ctx.snapshot.layers.iter();
    let sections = views.filter(|view| view.layer.kind.code() == Kind::SECTION);
    let keys = sections.flat_map(|view| view.rows.iter().map(|row| &row.key));
    let mut sections: Vec<FeatureKey> = keys.filter(|key| lies_on(key)).cloned().collect();
    let is_mouth = |key: &FeatureKey| {
        ctx.state(key).is_some_and(|state| state.text("nature") == Some("sea_mouth"))
    };
    sections.sort_by_key(is_mouth);
    sections
}

/// The river this year so far: by the means of its sections, or by their shares where there are many.
fn year_of(ctx: &UiCtx<'_>, sections: &[FeatureKey]) -> String {
    let today = ctx.snapshot.today;
    let states: Vec<_> = sections.iter().filter_map(|key| ctx.snapshot.plans.peek(key)).collect();
    let states: Vec<&FeatureState> = states.iter().map(AsRef::as_ref).collect();
    let river = ctx.snapshot.rulebook.river_between(&states, today.first_of_year(), today);
    let Some(sentence) = river.sentence() else { return String::new() };
    let year = ctx.fill("water.year_so_far", &[("year", &today.year())]);
    format!("{year} {}", ctx.say(&sentence))
}

/// `国控 · 入海 · 水质目标 Ⅴ类`.
fn about_ui(ctx: &UiCtx<'_>, ui: &mut Ui, section: &FeatureKey, state: &FeatureState) {
    let procedure = ctx.procedure(section);
    let value = |code: &str| {
        let value = state.fields.get(code)?.value().filter(|value| !value.is_null())?;
        Some(ctx.value_label(procedure?.field(code), value))
    };
    let target = value("target_class").map(|class| ctx.fill("water.target", &[("class", &class)]));
    let words: Vec<String> =
        [value("level"), value("nature"), target].into_iter().flatten().collect();
    if !words.is_empty() {
        let words = RichText::new(words.join(" · ")).small().color(ctx.palette.weak);
        ui.add(Label::new(words).wrap());
    }
}

/// The twelve months in a row; answers the one that was clicked.
fn months_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    section: &FeatureKey,
    state: &FeatureState,
) -> Option<i8> {
    let today = ctx.snapshot.today;
    let gap = 2.0;
    let width = ((ui.available_width() - 11.0 * gap - 6.0) / 12.0).floor().clamp(18.0, 44.0);
    let size = vec2(width, ctx.palette.sizes.body_points * 1.5);
    let name = ctx.name_of(section);
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(0.0, 0.0);
        ui.spacing_mut().interact_size.y = ctx.palette.sizes.small_points * 1.4;
        let grid = egui::Grid::new(("section months", section.as_str())).spacing([gap, gap]);
        grid.min_col_width(width).show(ui, |ui| {
            for month in 1..=12 {
                ui.vertical_centered(|ui| {
                    let words = RichText::new(month.to_string()).small();
                    ui.label(words.color(ctx.palette.weak));
                });
            }
            ui.end_row();
            for (month, answer) in (1..).zip(months_of(state, today)) {
                let words = ctx.say(&answer.words()).to_owned();
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("river", &name), ("m", &month), ("what", &words)];
                let title = ctx.fill("board.cell", &values);
                if month_cell_ui(ctx, ui, answer, size, &title) {
                    clicked = Some(month);
                }
            }
            ui.end_row();
        });
    });
    clicked
}

/// The form that says why a month has no class; `None` where nothing can be recorded.
fn gap_form(ctx: &UiCtx<'_>, section: &FeatureKey, month: i8) -> Option<CardAsk> {
    let today = ctx.snapshot.today;
    let state = ctx.state(section)?;
    let answer = usize::try_from(month - 1).ok().map(|idx| months_of(state, today)[idx])?;
    if answer.class().is_some() || ctx.snapshot.read_only {
        return None;
    }
    let id = format!("{}-{month:02}", today.year());
    let item = state.list_items("gaps").find(|(known, _)| *known == id).map(|(_, item)| item);
    let form = ItemForm::of("gaps", &id, item.unwrap_or(&serde_json::Value::Null));
    Some(CardAsk::FormAt(Box::new(Content::Item(form)), format!("gaps/{id}/why")))
}

/// The newest month in words.
fn newest_ui(ctx: &UiCtx<'_>, ui: &mut Ui, state: &FeatureState) {
    let (month, words) = match state.months.last() {
        Some(month) => {
            let (year, number) = month.month();
            (format!("{year}-{number:02}"), month.sentence())
        }
        None => {
            let answer = newest_answer(state, ctx.snapshot.today);
            if answer <= MonthAnswer::Silent {
                return;
            }
            (state.text("latest_month").unwrap_or_default().to_owned(), answer.words())
        }
    };
    ui.add(Label::new(format!("{month} {}", ctx.say(&words)).trim()).wrap());
}
