//! Fields of the plan, edited where they stand. Only what was changed is recorded.

use std::borrow::Cow;

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::field_editor::{field_ui, finished};
use super::widgets::FormUi;
use super::{Problem, part};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, FeatureState, FieldDef, FieldKind, Fields, FieldsSet, Procedure};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::feature_doubts::TypedDoubts;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldsForm {
    /// Changed values by field code; list items by `"measures/<item id>"`.
    pub changed: Fields,
    /// Of kinds without a procedure: fields by names of the person's own choosing.
    pub free: Vec<FreeField>,
    pub note: String,
    /// The group of fields that lies open; empty is the first.
    pub group: String,
    #[serde(skip)]
    doubts: TypedDoubts,
}

/// The field without the choices that only a step may set; one that stands already stays to be seen.
fn without_step_values<'f>(field: &'f FieldDef, state: Option<&FeatureState>) -> Cow<'f, FieldDef> {
    if field.only_by_step.is_empty() {
        return Cow::Borrowed(field);
    }
    let mut field = field.clone();
    let standing = state.map(|state| state.texts(&field.code)).unwrap_or_default();
    if let FieldKind::Choice(choices) | FieldKind::Choices(choices) = &mut field.kind {
        choices.retain(|choice| {
            !field.only_by_step.contains(&choice.code) || standing.contains(&choice.code)
        });
    }
    Cow::Owned(field)
}

/// A field that no procedure knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FreeField {
    pub name: String,
    pub value: String,
}

impl FieldsForm {
    /// The fields of one group.
    pub fn of_group(group: &str) -> Self {
        Self { group: group.to_owned(), ..Self::default() }
    }

    /// The group of fields that `field` stands in.
    pub fn for_field(ctx: &UiCtx<'_>, key: &FeatureKey, field: &str) -> Self {
        let field = ctx.procedure(key).and_then(|procedure| procedure.field(field));
        Self::of_group(field.map(|field| field.group.as_str()).unwrap_or_default())
    }

    /// The first row of the group that is still empty, of those the next step wants if any are; where all are filled,
    /// the first.
    pub fn first_row(
        &self,
        ctx: &UiCtx<'_>,
        key: &FeatureKey,
        wanted: &[String],
    ) -> Option<String> {
        let procedure = ctx.procedure(key)?;
        let state = ctx.state(key).map(AsRef::as_ref);
        let stands = |field: &FieldDef| {
            let said = |state: &FeatureState| !state.texts(&field.code).is_empty();
            self.changed.contains_key(&field.code) || state.is_some_and(said)
        };
        let known = procedure.groups.iter().find(|group| group.code == self.group);
        let group = known.or(procedure.groups.first()).map_or("", |group| group.code.as_str());
        let rows = || {
            procedure.fields.iter().filter(|field| {
                let has_row = !field.derived && !matches!(field.kind, FieldKind::List(_));
                field.group == group && has_row
            })
        };
        let mut empty = rows().filter(|field| !stands(field));
        let first = rows()
            .find(|field| wanted.contains(&field.code) && !stands(field))
            .or_else(|| empty.next())
            .or_else(|| rows().next());
        first.map(|field| field.code.clone())
    }

    /// More than a hundred fields are too many for one page: one group at a time.
    fn group_tabs_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, procedure: &Procedure) {
        if !procedure.groups.iter().any(|group| group.code == self.group) {
            self.group =
                procedure.groups.first().map(|group| group.code.clone()).unwrap_or_default();
        }
        ui.horizontal_wrapped(|ui| {
            for group in &procedure.groups {
                let is_in_group = |name: &String| {
                    let code = name.split('/').next().unwrap_or(name);
                    procedure.field(code).is_some_and(|field| field.group == group.code)
                };
                let label = match self.changed.keys().filter(|name| is_in_group(name)).count() {
                    0 => ctx.say(&group.label).to_owned(),
                    changed => format!("{} {changed}", ctx.say(&group.label)),
                };
                if ui.add(egui::Button::selectable(self.group == group.code, label)).clicked() {
                    self.group.clone_from(&group.code);
                }
            }
        });
        ui.separator();
    }

    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        match ctx.procedure(key) {
            Some(procedure) => {
                self.group_tabs_ui(ctx, ui, procedure);
                let stands = |field: &FieldDef| state.and_then(|it| it.text(&field.code)).is_some();
                let in_group = |field: &&FieldDef| {
                    let is_kept = field.written_by.is_some() && stands(field);
                    field.group == self.group && !field.derived && !is_kept
                };
                for field in procedure.fields.iter().filter(in_group) {
                    let field = without_step_values(field, state);
                    field_ui(form, ui, &field, state, &mut self.changed);
                }
                self.doubts.ui(ctx, ui, &key.kind(), &self.changed);
            }
            None => self.free_rows_ui(form, ui),
        }
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    fn free_rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui) {
        let ctx = form.ctx;
        for (nth, field) in self.free.iter_mut().enumerate() {
            form.line_ui(ui, &format!("free{nth}"), ctx.t("fields.name"), &mut field.name);
            form.line_ui(ui, &format!("free{nth}/value"), ctx.t("fields.value"), &mut field.value);
        }
        if ui.button(ctx.t("fields.add")).clicked() {
            form.wanted_focus = Some(format!("free{}", self.free.len()));
            self.free.push(FreeField::default());
        }
    }

    pub fn parts(
        &self,
        ctx: &UiCtx<'_>,
        key: &FeatureKey,
        _on: Day,
    ) -> Result<Vec<ActPart>, Vec<Problem>> {
        let defs =
            ctx.procedure(key).map(|procedure| procedure.fields.as_slice()).unwrap_or_default();
        let mut fields = finished(&self.changed, defs, ctx.today()).map_err(|names| {
            names
                .iter()
                .map(|name| Problem::new(name, ctx.t("form.day_unread")))
                .collect::<Vec<_>>()
        })?;
        for (nth, free) in self.free.iter().enumerate() {
            match (free.name.trim(), free.value.trim()) {
                ("", "") => {}
                ("", _) => {
                    let row = format!("free{nth}");
                    return Err(vec![Problem::new(&row, ctx.t("fields.name_wanted"))]);
                }
                (name, value) => {
                    fields.insert(name.to_owned(), value.into());
                }
            }
        }
        if fields.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("fields.nothing_changed"))]);
        }
        Ok(vec![part(Body::Fields(FieldsSet { fields, note: self.note.trim().to_owned() }))])
    }
}
