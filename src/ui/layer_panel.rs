//! The layers: shown or not, how many features stand where, what was wrong with the file, its kind, taking it out.

use std::collections::BTreeMap;

use egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use super::context::{Ask, UiCtx};
use super::layer_datum::datum_ui;
use super::off_frame::{HeldCtx, Turn, UnderWay};
use super::same_key::same_key_ui;
use super::stage_symbol;
use super::view_state::ViewState;
use crate::map::StageLook;
use crate::model::{FeatureKey, Kind, ReadIssue, Severity};
use crate::plan::FeatureState;
use crate::session::{Command, LayerView};

/// The kinds that are met most, which come first where a person says what a layer is.
const USUAL_KINDS: [&str; 8] = [
    Kind::OUTFALL,
    Kind::RIVER,
    Kind::SECTION,
    Kind::BLACK_ODOROUS_WATER,
    Kind::PLOT,
    Kind::DISTRICT,
    Kind::COASTLINE,
    Kind::BUILT_UP_AREA,
];

/// The kinds a person may say a layer is of: every procedure's, a person's own among them.
fn kinds<'a>(ctx: &UiCtx<'a>) -> impl Iterator<Item = &'a str> {
    let procedures = ctx.snapshot.rulebook.procedures.keys().map(String::as_str);
    let others = procedures.filter(|code| !USUAL_KINDS.contains(code));
    USUAL_KINDS.into_iter().chain(others).chain([Kind::OTHER])
}

#[derive(Debug, Default)]
pub struct LayerPanel {
    /// Counts by layer id, for this snapshot.
    legends: Legends,
    counted_for: Option<u64>,
    /// Of many features a thread counts; until it has, the old counts are shown.
    counting: Option<UnderWay<(u64, Legends)>>,
    /// The layer whose removal waits for a yes.
    removing: Option<u64>,
}

type Legends = BTreeMap<u64, Legend>;

/// So many features are counted within the frame.
const COUNTED_AT_ONCE_MAX: usize = 20_000;

/// How many features of a layer stand where, in the order of the groups.
#[derive(Debug, Default)]
struct Legend {
    stages: Vec<(StageLook, usize)>,
    overdue: usize,
    conflicts: usize,
}

/// What a person wants of a layer that the panel itself cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerWish {
    /// Bring all of it into sight.
    Show(u64),
    /// Look at one feature.
    Select(FeatureKey),
    /// Take over what its file states.
    Adopt(u64),
}

impl LayerPanel {
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<LayerWish> {
        self.count(ctx);
        let scrolled = ScrollArea::vertical().auto_shrink([false, true]).id_salt("layers");
        let shown = scrolled.show(ui, |ui| {
            let mut wish = None;
            // The map draws the last layer on top: so does the list.
            for layer in ctx.snapshot.layers.iter().rev() {
                let one = ui.push_id(layer.id, |ui| self.layer_ui(ctx, ui, layer, view)).inner;
                wish = wish.or(one);
                ui.separator();
            }
            wish
        });
        shown.inner
    }

    fn layer_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view_of: &LayerView,
        view: &mut ViewState,
    ) -> Option<LayerWish> {
        let layer = &view_of.layer;
        let mut wish = None;
        ui.horizontal(|ui| {
            let mut shown = !view.hidden_layers.contains(&layer.name);
            let name = format!("{} {}", ctx.t("layer.show"), layer.name);
            if ui.checkbox(&mut shown, "").accessible_name(name).changed() {
                if shown {
                    view.hidden_layers.remove(&layer.name);
                } else {
                    view.hidden_layers.insert(layer.name.clone());
                }
            }
            ui.add(Label::new(RichText::new(&layer.name).strong()).truncate());
        });
        ui.label(
            RichText::new(ctx.fill(
                "layer.count",
                &[("kind", &ctx.kind_name(&layer.kind)), ("n", &layer.feature_count())],
            ))
            .small()
            .color(ctx.palette.weak),
        );
        wish = wish.or(same_key_ui(ctx, ui, view_of));
        datum_ui(ctx, ui, view_of);
        if let Some(legend) = self.legends.get(&view_of.id) {
            legend_ui(ctx, ui, legend);
        }
        ui.horizontal_wrapped(|ui| {
            let fit = ui.button(ctx.t("layer.fit"));
            if fit.accessible_name(format!("{} {}", ctx.t("layer.fit"), layer.name)).clicked() {
                wish = Some(LayerWish::Show(view_of.id));
            }
            let can_adopt = !view_of.found && !ctx.snapshot.read_only;
            if can_adopt && ctx.procedure_of(&layer.kind).is_some() {
                let adopt = ui.button(ctx.t("layer.adopt"));
                let name = format!("{} {}", ctx.t("layer.adopt"), layer.name);
                if adopt.accessible_name(name).clicked() {
                    wish = Some(LayerWish::Adopt(view_of.id));
                }
            }
            self.remove_ui(ctx, ui, view_of);
        });
        kind_ui(ctx, ui, view_of);
        if !view_of.issues.is_empty() {
            let title = ctx.fill("layer.issues", &[("n", &view_of.issues.len())]);
            CollapsingHeader::new(title).id_salt("issues").show(ui, |ui| {
                for issue in view_of.issues.iter().take(ISSUES_SHOWN_MAX) {
                    issue_ui(ctx, ui, issue);
                }
                let hidden = view_of.issues.len().saturating_sub(ISSUES_SHOWN_MAX);
                if hidden > 0 {
                    ui.label(ctx.fill("layer.more_issues", &[("n", &hidden)]));
                }
            });
        }
        wish
    }

    fn remove_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView) {
        if self.removing != Some(view_of.id) {
            let remove = ui.button(ctx.t("layer.remove"));
            let name = format!("{} {}", ctx.t("layer.remove"), view_of.layer.name);
            if remove.accessible_name(name).clicked() {
                self.removing = Some(view_of.id);
            }
            return;
        }
        ui.label(RichText::new(ctx.t("layer.remove_ask")).color(ctx.palette.warn));
        if ui.button(ctx.t("layer.remove_yes")).clicked() {
            ctx.outbox.command(Command::RemoveLayer { layer: view_of.id });
            self.removing = None;
        }
        if ui.button(ctx.t("layer.remove_no")).clicked() {
            self.removing = None;
        }
    }

    fn count(&mut self, ctx: &UiCtx<'_>) {
        match self.counting.as_ref().map(|counting| counting.look(ctx)) {
            Some(Turn::Working) => return,
            Some(Turn::Done((of, legends))) => {
                (self.counted_for, self.legends) = (Some(of), legends);
            }
            Some(Turn::Lost) | None => {}
        }
        self.counting = None;
        if self.counted_for == Some(ctx.snapshot_no) {
            return;
        }
        let count: usize = ctx.snapshot.layers.iter().map(|layer| layer.rows.len()).sum();
        if count <= COUNTED_AT_ONCE_MAX {
            (self.counted_for, self.legends) = (Some(ctx.snapshot_no), legends_of(ctx));
            return;
        }
        let (held, of) = (HeldCtx::of(ctx), ctx.snapshot_no);
        let work = move || (of, held.with(legends_of));
        self.counting = Some(UnderWay::begin("layer counts", work));
        ctx.outbox.ask(Ask::WakeAfter(0.0));
    }
}

fn legends_of(ctx: &UiCtx<'_>) -> Legends {
    let layers = ctx.snapshot.layers.iter();
    layers
        .filter(|layer| ctx.snapshot.rulebook.procedure(&layer.layer.kind).is_some())
        .map(|layer| (layer.id, legend_of(ctx, layer)))
        .collect()
}

/// So many issues of one file are listed in the panel; the rest are counted.
const ISSUES_SHOWN_MAX: usize = 200;

fn legend_of(ctx: &UiCtx<'_>, view_of: &LayerView) -> Legend {
    let mut legend = Legend::default();
    let mut count = |key: &FeatureKey, state: Option<&FeatureState>| {
        let Some(look) = stage_symbol::look_of(ctx, key, state) else { return };
        match legend.stages.iter_mut().find(|(known, _)| *known == look) {
            Some((_, count)) => *count += 1,
            None => legend.stages.push((look, 1)),
        }
        if let Some(state) = state {
            legend.overdue += usize::from(ctx.is_overdue(key, state));
            legend.conflicts += usize::from(!state.conflicts().is_empty());
        }
    };
    for row in view_of.rows.iter() {
        count(&row.key, ctx.peek(&row.key).as_deref());
    }
    legend.stages.sort_by_key(|(look, _)| look.group);
    legend
}

fn legend_ui(ctx: &UiCtx<'_>, ui: &mut Ui, legend: &Legend) {
    for (look, count) in &legend.stages {
        ui.horizontal(|ui| {
            stage_symbol::stage_symbol_ui(ctx, ui, look, 18.0);
            ui.label(format!("{}  {count}", ctx.say(&look.label)));
        });
    }
    if legend.overdue > 0 {
        let text = ctx.fill("layer.overdue", &[("n", &legend.overdue)]);
        ui.label(RichText::new(text).color(ctx.palette.bad));
    }
    if legend.conflicts > 0 {
        let text = ctx.fill("layer.conflicts", &[("n", &legend.conflicts)]);
        ui.label(RichText::new(text).color(ctx.palette.warn));
    }
}

/// Why the layer is taken for this kind, and a chooser for another.
pub fn kind_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView) {
    let layer = &view_of.layer;
    CollapsingHeader::new(ctx.t("layer.kind_why")).id_salt("kind").show(ui, |ui| {
        for reason in &layer.kind_evidence {
            ui.add(Label::new(RichText::new(format!("· {}", ctx.say(reason))).small()).wrap());
        }
        let label = ui.label(ctx.t("layer.kind_change"));
        let mut chosen = layer.kind.code().to_owned();
        egui::ComboBox::from_id_salt("kind of layer")
            .selected_text(ctx.kind_name(&layer.kind))
            .width(160.0)
            .show_ui(ui, |ui| {
                for code in kinds(ctx) {
                    let name = ctx.kind_name(&Kind::new(code));
                    ui.selectable_value(&mut chosen, code.to_owned(), name);
                }
            })
            .response
            .labelled_by(label.id);
        if chosen != layer.kind.code() {
            let kind = Kind::new(&chosen);
            ctx.outbox.command(Command::SetLayerKind { layer: view_of.id, kind });
        }
    });
}

/// One thing wrong with a file: `要素 3 · 第 41 行 第 7 列 · 面未闭合…`.
pub fn issue_ui(ctx: &UiCtx<'_>, ui: &mut Ui, issue: &ReadIssue) {
    let color = match issue.severity {
        Severity::Error => ctx.palette.bad,
        Severity::Warning => ctx.palette.warn,
        Severity::Info => ctx.palette.weak,
    };
    ui.add(Label::new(RichText::new(issue_in_words(ctx, issue)).small().color(color)).wrap());
}

/// Where and what, in one line.
pub fn issue_in_words(ctx: &UiCtx<'_>, issue: &ReadIssue) -> String {
    let message = match ctx.lang() {
        crate::model::Lang::Zh if !issue.message_zh.is_empty() => &issue.message_zh,
        _ => &issue.message,
    };
    let place = ctx.fill("issue.place", &[("line", &issue.line), ("column", &issue.column)]);
    match issue.feature {
        Some(feature) => {
            let feature = ctx.fill("issue.feature", &[("n", &(feature + 1))]);
            format!("{feature} · {place} · {message}")
        }
        None => format!("{place} · {message}"),
    }
}
