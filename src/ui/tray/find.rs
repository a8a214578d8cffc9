//! Finding a feature for pictures that say nothing of where they were taken: a few letters of its name, code or
//! pinyin, looked up off the frame. What is found stands in the list of every row.

use std::sync::Arc;

use egui::{TextEdit, Ui};

use crate::model::FeatureKey;
use crate::session::{LayerView, RowText, sought};
use crate::ui::context::UiCtx;
use crate::ui::off_frame::{Turn, UnderWay};

/// So many are offered.
const FOUND_MAX: usize = 12;
const WIDTH_POINTS: f32 = 200.0;

/// What is looked for: the words, and the snapshot they are looked for in.
type Wanted = (String, u64);

#[derive(Default)]
pub struct Find {
    typed: String,
    of: Option<Wanted>,
    under_way: Option<UnderWay<(Wanted, Vec<FeatureKey>)>>,
    found: Vec<FeatureKey>,
}

impl Find {
    /// What was found, the layers' order.
    pub fn found(&self) -> &[FeatureKey] {
        &self.found
    }

    /// Draws the search field, and says what it came to.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let edit = TextEdit::singleline(&mut self.typed).desired_width(WIDTH_POINTS);
        ui.add(edit.hint_text(ctx.t("tray.find_hint"))).accessible_name(ctx.t("tray.find"));
        self.look(ctx);
        if self.typed.trim().is_empty() {
            return;
        }
        let words = match (&self.under_way, self.found.len()) {
            (Some(_), _) => ctx.t("tray.finding").to_owned(),
            (None, 0) => ctx.t("tray.found_none").to_owned(),
            (None, count) => ctx.fill("tray.found", &[("n", &count)]),
        };
        ui.label(egui::RichText::new(words).color(ctx.palette.weak));
    }

    fn look(&mut self, ctx: &UiCtx<'_>) {
        if let Some(under_way) = self.under_way.take() {
            match under_way.look(ctx) {
                Turn::Working => self.under_way = Some(under_way),
                Turn::Done((of, found)) => (self.of, self.found) = (Some(of), found),
                Turn::Lost => {}
            }
        }
        let query = self.typed.trim().to_lowercase();
        if query.is_empty() {
            self.found.clear();
            self.of = None;
            return;
        }
        let wanted = (query, ctx.snapshot_no);
        if self.under_way.is_some() || self.of.as_ref() == Some(&wanted) {
            return;
        }
        let layers = ctx.snapshot.layers.clone();
        self.under_way = Some(UnderWay::begin("tray search", move || {
            let found = found_in(&layers, &wanted.0);
            (wanted, found)
        }));
    }
}

/// The first features whose name, code or pinyin hold every word.
fn found_in(layers: &[Arc<LayerView>], query: &str) -> Vec<FeatureKey> {
    let words = sought(query);
    let layers = layers.iter().filter(|view| !view.layer.kind.is_ground());
    layers
        .flat_map(|view| view.rows.iter())
        .filter(|row| {
            let text = RowText::of(&row.name, row.own_name.as_deref(), &row.code);
            words.iter().all(|word| word.is_in(&text))
        })
        .take(FOUND_MAX)
        .map(|row| row.key.clone())
        .collect()
}
