//! The middle of the review: what is asked, before beside after, samples with their verdicts, and what has changed.

use egui::{Button, Frame, Label, Margin, RichText, ScrollArea, Ui};

use super::changes::Changes;
use super::opinion::{Opinion, Target};
use super::photos;
use super::queue::district;
use super::rows::desk_of_one;
use super::verdict;
use crate::model::FeatureKey;
use crate::plan::{Body, FeatureState, FieldDef, FieldKind, standing_values};
use crate::session::{Matter, Pending};
use crate::ui::context::UiCtx;
use crate::ui::dates::days_between;
use crate::ui::lines::{low_lines, small};
use crate::ui::plan_card::{Pictures, Viewer, sample_ui};
use crate::ui::stage_symbol;
use crate::ui::view_state::ReviewView;
use crate::ui::work_rows::WorkRows;

/// So many samples stand here, the newest first; the card has all.
const SAMPLES_MAX: usize = 3;

/// What is looked at.
pub struct Look<'a> {
    pub pending: &'a Pending,
    pub state: &'a FeatureState,
    pub changes: &'a Changes,
}

/// What a person wants of it.
pub enum LookAsk {
    ShowOnMap,
    /// The whole card, or no longer.
    Card,
}

impl Look<'_> {
    fn key(&self) -> &FeatureKey {
        &self.pending.feature
    }

    /// Draws the middle.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is looked at, what is typed, and what is kept between frames"
    )]
    pub fn ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ReviewView,
        list: &WorkRows,
        opinion: &mut Opinion,
        pictures: &mut Pictures,
        viewer: &mut Option<Viewer>,
    ) -> Option<LookAsk> {
        let ask = self.head_ui(ctx, ui, view, list);
        let area = ScrollArea::vertical().auto_shrink([false, false]);
        area.id_salt(("review look", self.key().as_str())).show(ui, |ui| {
            self.asked_ui(ctx, ui, opinion);
            photos::photos_ui(ctx, ui, self, view, opinion, pictures, viewer);
            self.samples_ui(ctx, ui, opinion);
            self.changes_ui(ctx, ui, view);
            ui.scope(|ui| self.fields_ui(ctx, ui, view, opinion));
        });
        ask
    }

    fn head_ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &ReviewView,
        list: &WorkRows,
    ) -> Option<LookAsk> {
        let mut ask = None;
        ui.horizontal(|ui| {
            if let Some(look) = stage_symbol::look_of(ctx, self.key(), Some(self.state)) {
                stage_symbol::stage_symbol_ui(ctx, ui, &look, 26.0);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button(ctx.t("card.on_map")).clicked() {
                    ask = Some(LookAsk::ShowOnMap);
                }
                let card = Button::selectable(view.card_shown, ctx.t("review.card"));
                if ui.add(card.frame_when_inactive(true)).clicked() {
                    ask = Some(LookAsk::Card);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let name = RichText::new(ctx.name_of(self.key()));
                    let name = name.size(ctx.palette.sizes.heading_points);
                    ui.add(Label::new(name).truncate());
                });
            });
        });
        let desk = desk_of_one(ctx, self.pending);
        let stage = self.state.stage_code().map(|code| ctx.stage_label(self.key(), code));
        let district = district(ctx, list, self.key());
        let kind = ctx.kind_name(&self.key().kind());
        let parts = [
            desk,
            stage.unwrap_or_default(),
            kind,
            district.to_owned(),
            self.key().code().to_owned(),
        ];
        let parts: Vec<&str> =
            parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        ui.add(Label::new(RichText::new(parts.join(" · ")).color(ctx.palette.weak)).truncate());
        ui.separator();
        ask
    }

    /// Who asks for what, since when, in their own words.
    fn asked_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) {
        if let Some(record) = &self.pending.asked {
            let days = days_between(record.at.day(), ctx.snapshot.today).max(0);
            let what = ctx.sentence(self.key(), &record.body);
            let values: [(&str, &dyn std::fmt::Display); 4] = [
                ("who", &ctx.person(&record.by)),
                ("at", &ctx.moment(&record.at)),
                ("what", &what),
                ("n", &days),
            ];
            ui.add(Label::new(ctx.fill("review.asked", &values)).wrap());
        } else {
            let words = RichText::new(ctx.t("card.unproven_why")).color(ctx.palette.warn);
            ui.add(Label::new(words).wrap());
        }
        if let Some(why) = verdict::only_refused(ctx, self.pending) {
            ui.add(Label::new(RichText::new(why).color(ctx.palette.warn)).wrap());
        }
        if let (Some(now), Matter::Request(_)) = (self.state.deadline_current, &self.pending.matter)
        {
            let original = self.state.deadline_original.unwrap_or(now);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("original", &ctx.day(original)), ("now", &ctx.day(now))];
            ui.label(ctx.fill("review.deadlines", &values));
        }
        match self.pending.matter {
            Matter::Conflict => self.conflicts_ui(ctx, ui, opinion),
            _ => self.answers_ui(ctx, ui, opinion),
        }
        ui.add_space(4.0);
    }

    /// Everything that was sent back and is not accepted yet, with its answer.
    fn answers_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) {
        let is_judged = self.pending.matter == Matter::Answers;
        for item in self.state.items.iter().filter(|item| item.accepted.is_none()) {
            let frame = Frame::new().fill(ctx.palette.warn_ground).corner_radius(6);
            frame.inner_margin(Margin::same(6)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(RichText::new(&item.item.text).strong()).wrap());
                if item.answers.is_empty() {
                    let words = RichText::new(ctx.t("review.unanswered")).color(ctx.palette.bad);
                    ui.label(words);
                    return;
                }
                // Of people unaware of each other each said their own.
                for answered in &item.answers {
                    let said = match &answered.body {
                        Body::ItemAnswered(answer) => answer.note.as_str(),
                        _ => "",
                    };
                    let who = ctx.set_by(Some(answered));
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("text", &said), ("who", &who)];
                    ui.add(Label::new(ctx.fill("review.answered", &values)).wrap());
                }
                if is_judged {
                    let mut again = opinion.again.contains(&item.item.id);
                    let name = format!("{} {}", ctx.t("review.not_enough"), item.item.text);
                    let mark = ui.checkbox(&mut again, ctx.t("review.not_enough"));
                    if mark.accessible_name(name).changed() {
                        match again {
                            true => opinion.again.insert(item.item.id.clone()),
                            false => opinion.again.remove(&item.item.id),
                        };
                    }
                }
            });
        }
    }

    /// Every value left standing of each field, who wrote it and when: one is chosen.
    fn conflicts_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) {
        let standards = &ctx.snapshot.rulebook.standards;
        let undecided = verdict::undecided(ctx, self.pending);
        if let Some(who) = &undecided {
            ui.add(Label::new(RichText::new(ctx.say(who)).color(ctx.palette.warn)).wrap());
        }
        for field in self.state.conflicts() {
            let label = ctx.field_label(self.key(), &field);
            Frame::group(ui.style()).inner_margin(Margin::same(8)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(RichText::new(format!("≠ {label}")).strong().color(ctx.palette.warn));
                let procedure = ctx.procedure(self.key());
                for standing in standing_values(self.state, &field, procedure, standards) {
                    let is_chosen = opinion.chosen.get(&field) == Some(&standing.value);
                    let who = match &standing.record {
                        Some(record) => {
                            format!("{} {}", ctx.person(&record.by), ctx.moment(&record.at))
                        }
                        None => ctx.t("card.as_received").to_owned(),
                    };
                    let words = format!("{} · {who}", ctx.say(&standing.label));
                    if undecided.is_some() {
                        ui.add(Label::new(format!("· {words}")).wrap());
                    } else if ui.radio(is_chosen, words).clicked() {
                        opinion.chosen.insert(field.clone(), standing.value.clone());
                    }
                    let with = standing.record.as_ref().map(|record| self.filed_with(ctx, record));
                    if let Some(with) = with.filter(|with| !with.is_empty()) {
                        let words = ctx.fill("review.filed_with", &[("what", &with)]);
                        let words = RichText::new(words).small().color(ctx.palette.weak);
                        ui.add(Label::new(words).wrap());
                    }
                }
            });
        }
    }

    /// The evidence that came in the same act, or on the same day from the same person.
    fn filed_with(&self, ctx: &UiCtx<'_>, record: &crate::plan::Record) -> String {
        let beside = self.state.entries.iter().map(|entry| &entry.record).filter(|other| {
            let same_act = record.act.is_some() && other.act == record.act;
            let same_day = other.on == record.on && other.author().is_same(&record.author());
            other.id != record.id && (same_act || same_day)
        });
        let evidence = beside.filter_map(|other| match &other.body {
            body
            @ (Body::Photo(_) | Body::Document(_) | Body::SampleResult(_) | Body::Visit(_)) => {
                Some(ctx.sentence(self.key(), body))
            }
            _ => None,
        });
        evidence.take(4).collect::<Vec<_>>().join("；")
    }

    fn samples_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) {
        for sample in self.state.samples.iter().rev().take(SAMPLES_MAX) {
            Frame::group(ui.style()).inner_margin(Margin::same(6)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                sample_ui(ctx, ui, sample);
                let code = format!("sample:{}", sample.no);
                let label = ctx.fill("review.sample", &[("no", &sample.no)]);
                point_ui(ctx, ui, opinion, Target { code, label });
            });
        }
        for words in &self.changes.corrected {
            let words = ctx.fill("review.corrected", &[("what", words)]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        }
    }

    fn changes_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ReviewView) {
        ui.add_space(4.0);
        let changes = self.changes;
        ui.horizontal_wrapped(|ui| {
            let words = match &changes.since {
                Some(since) => {
                    let values: [(&str, &dyn std::fmt::Display); 4] = [
                        ("day", &ctx.day(since.at.day())),
                        ("who", &since.by.name),
                        ("new", &changes.new.len()),
                        ("changed", &changes.before.len()),
                    ];
                    ctx.fill("review.changes", &values)
                }
                None => ctx.fill("review.first_time", &[("n", &changes.new.len())]),
            };
            ui.label(RichText::new(words).strong());
            if changes.since.is_some() {
                let only = Button::selectable(view.only_changes, ctx.t("review.only_changes"));
                if ui.add(only.frame_when_inactive(true)).clicked() {
                    view.only_changes = !view.only_changes;
                }
            }
        });
        for sentence in changes.new.iter().rev().take(12) {
            ui.add(Label::new(format!("+ {sentence}")).wrap());
        }
    }

    /// What was filled in, each a click away from a remark; what is another value now says which it was.
    fn fields_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &ReviewView, opinion: &mut Opinion) {
        let Some(procedure) = ctx.procedure(self.key()) else { return };
        let only_changes = view.only_changes && self.changes.since.is_some();
        let is_changed = |field: &FieldDef| {
            let prefix = format!("{}/", field.code);
            self.changes.before.keys().any(|code| *code == field.code || code.starts_with(&prefix))
        };
        ui.add_space(4.0);
        low_lines(ctx.palette, ui, 24.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().button_padding.y = 1.0;
        for group in &procedure.groups {
            let fields: Vec<&FieldDef> = procedure
                .fields
                .iter()
                .filter(|field| field.group == group.code)
                .filter(|field| !only_changes || is_changed(field))
                .filter(|field| !self.value(ctx, field).is_empty())
                .collect();
            if fields.is_empty() {
                continue;
            }
            let title = RichText::new(ctx.say(&group.label)).strong().color(ctx.palette.accent);
            ui.label(title);
            for field in fields {
                self.field_ui(ctx, ui, field, opinion);
            }
        }
    }

    fn field_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, field: &FieldDef, opinion: &mut Opinion) {
        let label = ctx.say(&field.label);
        let value = self.value(ctx, field);
        let code = format!("field:{}", field.code);
        let is_meant = opinion.target.as_ref().is_some_and(|target| target.code == code);
        let words = format!("{label}  {value}");
        let button = Button::selectable(is_meant, &words).wrap();
        let name = ctx.fill("review.point_at", &[("what", &words)]);
        if ui.add(button).accessible_name(name).clicked() {
            opinion.point_at(Target { code, label: label.to_owned() });
        }
        let prefix = format!("{}/", field.code);
        let of_field = |code: &String| *code == field.code || code.starts_with(&prefix);
        for (_, was) in self.changes.before.iter().filter(|(code, _)| of_field(code)) {
            let words = ctx.fill("review.was", &[("was", was)]);
            let words = RichText::new(words).small().color(ctx.palette.warn);
            ui.add(Label::new(words).wrap());
        }
    }

    fn value(&self, ctx: &UiCtx<'_>, field: &FieldDef) -> String {
        if let FieldKind::List(_) = field.kind {
            let items = self.state.list_items(&field.code);
            let items = items.map(|(_, item)| ctx.value_label(Some(field), item));
            return items.collect::<Vec<_>>().join("；");
        }
        let value = self.state.fields.get(&field.code).and_then(|register| register.value());
        let value = value.filter(|value| !value.is_null());
        value.map(|value| ctx.value_label(Some(field), value)).unwrap_or_default()
    }
}

/// The small button that makes something the object of the next remark.
pub fn point_ui(ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion, target: Target) {
    let is_meant = opinion.target.as_ref() == Some(&target);
    let button = Button::selectable(is_meant, ctx.t("review.point")).frame_when_inactive(true);
    let name = ctx.fill("review.point_at", &[("what", &target.label)]);
    if ui.add(small(ctx, button)).accessible_name(name).clicked() {
        opinion.point_at(target);
    }
}
