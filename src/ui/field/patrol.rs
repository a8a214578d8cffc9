//! 巡河: one visit on many. Each keeps the looks of its own last visit; what the rules would not have is said first.

use std::collections::BTreeSet;

use egui::{Label, RichText, ScrollArea, Ui};
use serde::{Deserialize, Serialize};

use super::preview::Preview;
use crate::model::FeatureKey;
use crate::session::Act;
use crate::ui::context::UiCtx;
use crate::ui::forms::{FormUi, Offer, VisitForm};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PatrolForm {
    /// In the order they are visited.
    pub keys: Vec<String>,
    /// Those of them that are not to be recorded after all.
    pub left_out: BTreeSet<String>,
    pub time: String,
    pub with: String,
    pub weather: String,
    /// `yes` or `no` for all; empty: each as at its last visit.
    pub discharging: String,
    pub note: String,
}

impl PatrolForm {
    /// A patrol of these; those that were abnormal last time are left out, for what became of it is to be looked at.
    pub fn of(ctx: &UiCtx<'_>, keys: &[FeatureKey], companions: &str) -> Self {
        let was_abnormal = |key: &&FeatureKey| {
            let last = ctx.state(key).and_then(|state| state.visits.last());
            last.is_some_and(|last| last.body.abnormal == Some(true))
        };
        Self {
            keys: keys.iter().map(FeatureKey::to_string).collect(),
            left_out: keys.iter().filter(was_abnormal).map(FeatureKey::to_string).collect(),
            with: companions.to_owned(),
            ..Self::default()
        }
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, preview: &mut Preview) {
        let ctx = form.ctx;
        // Those left out are asked for too: why they would be refused is worth knowing.
        preview.refresh(ctx, self, || self.acts_of(ctx, self.keys.iter()));
        ui.add(Label::new(RichText::new(ctx.t("patrol.how")).color(ctx.palette.weak)).wrap());
        let refused = |key: &String| preview.refusal(ctx, key).is_some();
        let (no, yes): (Vec<&String>, Vec<&String>) =
            self.keys.iter().partition(|key| refused(key) || self.left_out.contains(*key));
        let words = ctx.fill("patrol.counts", &[("n", &yes.len()), ("left", &no.len())]);
        ui.label(RichText::new(words).strong());
        let height = (self.keys.len() as f32 * ctx.palette.sizes.row_points).clamp(40.0, 240.0);
        let listed = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        listed.id_salt("patrol").show(ui, |ui| {
            for key in &self.keys {
                one_ui(ctx, ui, key, &mut self.left_out, preview);
            }
        });
        ui.separator();
        let offers = ["no", "yes"].map(|code| Offer::new(code, ctx.words.code("answer", code)));
        form.choice_ui(ui, "dry", ctx.t("patrol.discharging"), &offers, &mut self.discharging);
        let hint = ctx.t("form.texts_hint");
        form.hinted_line_ui(ui, "with", ctx.t("visit.with"), &mut self.with, hint);
        form.line_ui(ui, "weather", ctx.t("visit.weather"), &mut self.weather);
        let now = crate::ui::dates::time_of_day(ctx.now);
        let time_hint = ctx.fill("visit.time_hint", &[("time", &now)]);
        form.hinted_line_ui(ui, "time", ctx.t("visit.time"), &mut self.time, &time_hint);
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    /// The acts of those that are to be recorded.
    pub fn acts(&self, ctx: &UiCtx<'_>, preview: &Preview) -> Result<Vec<Act>, String> {
        let wanted =
            |key: &&String| !self.left_out.contains(*key) && preview.refusal(ctx, key).is_none();
        let acts = self.acts_of(ctx, self.keys.iter().filter(wanted))?;
        if acts.is_empty() { Err(ctx.t("patrol.none").to_owned()) } else { Ok(acts) }
    }

    fn acts_of<'k>(
        &self,
        ctx: &UiCtx<'_>,
        keys: impl Iterator<Item = &'k String>,
    ) -> Result<Vec<Act>, String> {
        let keys = keys.filter_map(|key| FeatureKey::parse(key));
        let acts = keys.map(|feature| {
            let visit = self.visit(ctx, &feature);
            let problem = |problems: Vec<crate::ui::forms::Problem>| {
                let words: Vec<String> = problems.into_iter().map(|one| one.message).collect();
                words.join("；")
            };
            let parts = visit.parts(ctx, ctx.today()).map_err(problem)?;
            Ok(Act { feature, on: None, on_behalf_of: None, parts })
        });
        acts.collect()
    }

    /// One feature's visit: its own looks of last time, the rest the patrol's.
    fn visit(&self, ctx: &UiCtx<'_>, key: &FeatureKey) -> VisitForm {
        let last = ctx.state(key).and_then(|state| state.visits.last()).map(|visit| &visit.body);
        let mut visit = VisitForm::new(&self.with, last);
        visit.time.clone_from(&self.time);
        visit.weather.clone_from(&self.weather);
        visit.note.clone_from(&self.note);
        "no".clone_into(&mut visit.abnormal);
        if !self.discharging.is_empty() {
            let was = visit.looks.insert("discharging".to_owned(), self.discharging.clone());
            // Water of another day has no colour today.
            if was.as_ref() != Some(&self.discharging) {
                visit.looks.retain(|code, _| code == "discharging");
            }
        }
        visit
    }
}

/// One feature: whether it is recorded, what of, or why not.
fn one_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &str,
    left_out: &mut BTreeSet<String>,
    preview: &Preview,
) {
    let Some(feature) = FeatureKey::parse(key) else { return };
    let last = ctx.state(&feature).and_then(|state| state.visits.last());
    ui.horizontal_wrapped(|ui| {
        let mut goes = !left_out.contains(key);
        if ui.checkbox(&mut goes, ctx.name_of(&feature)).changed() {
            match goes {
                true => left_out.remove(key),
                false => left_out.insert(key.to_owned()),
            };
        }
        let (words, colour) = match (preview.refusal(ctx, key), last) {
            (Some(why), _) => (ctx.fill("patrol.refused", &[("why", &why)]), ctx.palette.bad),
            (None, Some(last)) if last.body.abnormal == Some(true) => {
                (ctx.t("patrol.was_abnormal").to_owned(), ctx.palette.warn)
            }
            (None, Some(last)) => {
                let day = ctx.day(last.record.on);
                (ctx.fill("patrol.as_last", &[("day", &day)]), ctx.palette.weak)
            }
            (None, None) => (ctx.t("patrol.first").to_owned(), ctx.palette.weak),
        };
        ui.add(Label::new(RichText::new(words).small().color(colour)).wrap());
    });
}
