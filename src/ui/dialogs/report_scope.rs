//! Of what a report is: one feature, the list, a district, everything; and of which kind.

use egui::{ComboBox, Ui};

use super::line_ui;
use super::report_kind::{ReportKind, ScopeChoice};
use crate::model::{FeatureKey, Kind};
use crate::report::Scope;
use crate::ui::context::UiCtx;
use crate::ui::view_state::ViewState;
use crate::ui::work_lines::row_at;
use crate::ui::work_rows::{WorkRows, kinds_of};

/// More names than this nobody looks through.
const DISTRICTS_MAX: usize = 200;

#[derive(Debug)]
pub(super) struct ScopeForm {
    choice: ScopeChoice,
    feature: Option<(FeatureKey, String)>,
    list: Vec<FeatureKey>,
    district: String,
    /// Those that a layer of districts names.
    districts: Vec<String>,
    of_kind: Option<Kind>,
    kinds: Vec<Kind>,
}

impl ScopeForm {
    pub fn new(ctx: &UiCtx<'_>, view: &ViewState, rows: &WorkRows) -> Self {
        let feature = view.selected_key().map(|key| {
            let name = ctx.name_of(&key);
            (key, name)
        });
        let list = rows.rows().iter().filter_map(|at| row_at(ctx, *at)).map(|row| row.key.clone());
        let mut kinds = kinds_of(ctx);
        kinds.retain(|kind| ctx.procedure_of(kind).is_some());
        Self {
            choice: ScopeChoice::Everything,
            feature,
            list: list.collect(),
            district: String::new(),
            districts: districts_of(ctx),
            of_kind: view.list_kind.as_deref().map(Kind::new),
            kinds,
        }
    }

    /// The first choice that a report has and that is there.
    pub fn begin(&mut self, kind: ReportKind) {
        let ready = |choice: &&ScopeChoice| match choice {
            ScopeChoice::Feature => self.feature.is_some(),
            ScopeChoice::List => !self.list.is_empty(),
            _ => true,
        };
        let first = kind.scopes().iter().find(ready).or(kind.scopes().first());
        self.choice = first.copied().unwrap_or(ScopeChoice::Everything);
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, kind: ReportKind) {
        if kind.scopes() != [ScopeChoice::Everything] {
            ui.horizontal_wrapped(|ui| {
                for choice in kind.scopes() {
                    let (words, ready) = self.words(ctx, *choice);
                    ui.add_enabled_ui(ready, |ui| {
                        ui.radio_value(&mut self.choice, *choice, words);
                    });
                }
            });
        }
        if self.choice == ScopeChoice::District {
            self.district_ui(ctx, ui);
        }
        if self.has_kinds(kind) {
            self.kinds_ui(ctx, ui);
        }
    }

    fn words(&self, ctx: &UiCtx<'_>, choice: ScopeChoice) -> (String, bool) {
        match choice {
            ScopeChoice::Everything => (ctx.t("report.everything").to_owned(), true),
            ScopeChoice::District => (ctx.t("report.district").to_owned(), true),
            ScopeChoice::Feature => match &self.feature {
                Some((_, name)) => (ctx.fill("report.feature", &[("name", name)]), true),
                None => (ctx.t("report.no_feature").to_owned(), false),
            },
            ScopeChoice::List => {
                let count = self.list.len();
                (ctx.fill("report.list", &[("n", &count)]), count > 0)
            }
        }
    }

    fn district_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        if self.districts.is_empty() {
            let hint = ctx.t("report.district_hint");
            line_ui(ui, ctx.t("report.district_name"), &mut self.district, hint);
            return;
        }
        ui.horizontal(|ui| {
            let label = ui.label(ctx.t("report.district_name"));
            let shown = match self.district.as_str() {
                "" => ctx.t("report.district_choose"),
                name => name,
            };
            ComboBox::from_id_salt("report district")
                .selected_text(shown)
                .show_ui(ui, |ui| {
                    for name in &self.districts {
                        ui.selectable_value(&mut self.district, name.clone(), name);
                    }
                })
                .response
                .labelled_by(label.id);
        });
    }

    fn kinds_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let label = ui.label(ctx.t("report.of_kind"));
            let every = ctx.t("report.every_kind");
            let shown = self.of_kind.as_ref().map(|kind| ctx.kind_name(kind));
            ComboBox::from_id_salt("report of kind")
                .selected_text(shown.as_deref().unwrap_or(every))
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.of_kind, None, every);
                    for kind in &self.kinds {
                        let name = ctx.kind_name(kind);
                        ui.selectable_value(&mut self.of_kind, Some(kind.clone()), name);
                    }
                })
                .response
                .labelled_by(label.id);
        });
    }

    fn has_kinds(&self, kind: ReportKind) -> bool {
        kind.has_kinds() && self.choice != ScopeChoice::Feature
    }

    pub fn is_ready(&self) -> bool {
        match self.choice {
            ScopeChoice::Everything => true,
            ScopeChoice::Feature => self.feature.is_some(),
            ScopeChoice::List => !self.list.is_empty(),
            ScopeChoice::District => !self.district.trim().is_empty(),
        }
    }

    pub fn feature(&self) -> Option<&FeatureKey> {
        self.feature.as_ref().map(|(key, _)| key)
    }

    pub fn scope(&self, kind: ReportKind) -> Scope {
        let of_kind = self.of_kind.clone().filter(|_| self.has_kinds(kind));
        let all = Scope { kind: of_kind, ..Scope::default() };
        match self.choice {
            ScopeChoice::Everything => all,
            ScopeChoice::Feature => Scope::of_keys(self.feature().cloned().into_iter().collect()),
            ScopeChoice::List => Scope { keys: Some(self.list.clone()), ..all },
            ScopeChoice::District => {
                Scope { district: Some(self.district.trim().to_owned()), ..all }
            }
        }
    }

    /// What a file's name says of it; empty for everything.
    pub fn name(&self, ctx: &UiCtx<'_>, kind: ReportKind) -> String {
        match (self.choice, &self.feature, &self.of_kind) {
            (ScopeChoice::Feature, Some((_, name)), _) => name.clone(),
            (ScopeChoice::District, ..) => self.district.trim().to_owned(),
            (_, _, Some(of_kind)) if self.has_kinds(kind) => ctx.kind_name(of_kind),
            _ => String::new(),
        }
    }
}

/// The names of a layer of districts, where there is one: what people can choose from.
fn districts_of(ctx: &UiCtx<'_>) -> Vec<String> {
    let layers = ctx.snapshot.layers.iter();
    let layers = layers.filter(|view| view.layer.kind.code() == Kind::DISTRICT);
    let names = layers.flat_map(|view| view.rows.iter().take(DISTRICTS_MAX));
    names.map(|row| row.name.to_string()).filter(|name| !name.is_empty()).collect()
}
