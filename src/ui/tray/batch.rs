//! Several pictures of the tray chosen together – boxes, Ctrl and Shift – and filed at one press, in one act.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::{Button, ComboBox, Modifiers, RichText, Ui};

use super::TrayRow;
use super::propose::{nearest_far, proposals};
use crate::model::FeatureKey;
use crate::ui::context::UiCtx;
use crate::ui::forms::{Offer, choice_list_ui, photo_kinds};

const TO_POINTS: f32 = 240.0;
const KIND_POINTS: f32 = 130.0;

#[derive(Debug, Default)]
pub struct Batch {
    chosen: BTreeSet<PathBuf>,
    /// The row that Shift chooses from.
    anchor: Option<PathBuf>,
    /// Where they are to be filed, by key.
    to: String,
    /// A person said so: what is found or selected meanwhile does not take its place.
    is_said: bool,
    /// What they show; empty leaves each what it says in its row.
    kind: String,
}

impl Batch {
    pub fn holds(&self, path: &Path) -> bool {
        self.chosen.contains(path)
    }

    /// A row was pressed: it is chosen, or no longer; with Shift all from the one pressed before.
    pub fn press(&mut self, paths: &[&Path], nth: usize, modifiers: Modifiers) {
        let Some(path) = paths.get(nth) else { return };
        let from = self.anchor.as_ref().and_then(|anchor| paths.iter().position(|it| it == anchor));
        if let Some(from) = from.filter(|_| modifiers.shift) {
            let stretch = &paths[from.min(nth)..=from.max(nth)];
            self.chosen.extend(stretch.iter().map(|path| path.to_path_buf()));
            return;
        }
        self.anchor = Some(path.to_path_buf());
        if !self.chosen.remove(*path) {
            self.chosen.insert(path.to_path_buf());
        }
    }

    /// What is no longer in the tray is not chosen.
    pub fn follow(&mut self, rows: &[TrayRow]) {
        self.chosen.retain(|path| rows.iter().any(|row| row.path == *path));
        if rows.is_empty() {
            *self = Self::default();
        }
    }

    /// The line of what is chosen, and where it goes. Answers whether it is to be filed: the rows say where by then.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        rows: &mut [TrayRow],
        more: &[&FeatureKey],
        may_file: bool,
    ) -> bool {
        let mut is_pressed = false;
        ui.horizontal_wrapped(|ui| {
            let mut all = !rows.is_empty() && rows.iter().all(|row| self.holds(&row.path));
            if ui.checkbox(&mut all, ctx.t("tray.choose_all")).changed() {
                self.chosen = match all {
                    true => rows.iter().map(|row| row.path.clone()).collect(),
                    false => BTreeSet::new(),
                };
            }
            if self.chosen.is_empty() {
                let words = RichText::new(ctx.t("tray.how_to_choose")).small();
                ui.label(words.color(ctx.palette.weak));
                return;
            }
            let count = self.chosen.len();
            ui.label(RichText::new(ctx.fill("tray.chosen", &[("n", &count)])).strong());
            self.target_ui(ctx, ui, rows, more);
            self.kind_ui(ctx, ui);
            let file = Button::new(RichText::new(ctx.fill("tray.file_chosen", &[("n", &count)])));
            is_pressed = ui.add_enabled(may_file && !self.to.is_empty(), file).clicked();
            if ui.button(ctx.t("tray.unchoose")).clicked() {
                self.chosen.clear();
            }
        });
        if is_pressed {
            for row in rows.iter_mut().filter(|row| self.chosen.contains(&row.path)) {
                row.send_to(&self.to, &self.kind);
            }
        }
        is_pressed
    }

    fn target_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, rows: &[TrayRow], more: &[&FeatureKey]) {
        if !self.is_said {
            self.to = more.first().map(|key| key.to_string()).unwrap_or_default();
        }
        let salt = "tray chosen to";
        let id = ui.make_persistent_id(egui::IdSalt::new(salt));
        let mut keys: Vec<FeatureKey> = more.iter().map(|key| (*key).clone()).collect();
        // Who might have them is worked out while the list is open.
        let first = rows.iter().find(|row| self.holds(&row.path));
        if let Some(row) = first.filter(|_| ComboBox::is_open(ui.ctx(), id))
            && let Some(facts) = &row.facts
        {
            keys.extend(proposals(ctx, facts, &row.time).into_iter().map(|(key, _)| key));
            keys.extend(nearest_far(ctx, facts).map(|(key, _)| key));
        }
        keys.extend(FeatureKey::parse(&self.to));
        let mut offers: Vec<Offer> = Vec::new();
        for key in keys {
            if !offers.iter().any(|offer| offer.code == key.as_str()) {
                let words = format!("{}  {}", ctx.name_of(&key), key.code());
                offers.push(Offer::new(key.as_str(), &words));
            }
        }
        let before = self.to.clone();
        let shown = ctx.t("tray.to_which");
        let width = ui.available_width().min(TO_POINTS);
        choice_list_ui(ctx, ui, salt, shown, width, &offers, &mut self.to)
            .accessible_name(ctx.t("tray.chosen_to"));
        self.is_said |= self.to != before;
    }

    fn kind_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let Some(key) = FeatureKey::parse(&self.to) else { return };
        let mut offers = photo_kinds(ctx, &key);
        if !offers.iter().any(|offer| offer.code == self.kind) {
            self.kind.clear();
        }
        let each = ctx.t("tray.kind_each");
        offers.insert(0, Offer::new("", each));
        let width = ui.available_width().min(KIND_POINTS);
        choice_list_ui(ctx, ui, "tray chosen kind", each, width, &offers, &mut self.kind)
            .accessible_name(ctx.t("tray.chosen_kind"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_chooses_all_from_the_one_pressed_before_and_a_second_press_takes_one_off() {
        let paths = ["a", "b", "c", "d", "e"].map(Path::new);
        let mut batch = Batch::default();
        batch.press(&paths, 1, Modifiers::NONE);
        batch.press(&paths, 3, Modifiers::SHIFT);
        batch.press(&paths, 2, Modifiers::COMMAND);
        let chosen: Vec<&Path> = paths.into_iter().filter(|path| batch.holds(path)).collect();
        assert_eq!(chosen, ["b", "d"].map(Path::new));
    }
}
