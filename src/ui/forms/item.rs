//! One item of a plan's list, edited where it stands: a measure, a milestone, a month without samples.

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::field_editor::{column_ui, finished};
use super::widgets::FormUi;
use super::{Problem, part};
use crate::model::FeatureKey;
use crate::plan::{Body, FeatureState, FieldDef, FieldKind, Fields, FieldsSet, parse_month};
use crate::session::ActPart;
use crate::ui::context::UiCtx;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    /// `measures/<item id>`; of a list by months `gaps/` until the month is typed.
    pub code: String,
    pub month: String,
    pub item: Fields,
}

impl ItemForm {
    /// An item as it stands.
    pub fn of(list: &str, id: &str, item: &serde_json::Value) -> Self {
        let item = item.as_object().cloned().unwrap_or_default();
        Self { code: format!("{list}/{id}"), month: String::new(), item }
    }

    /// An item that is not there yet.
    pub fn new_in(field: &FieldDef) -> Self {
        let id = if field.by_month { String::new() } else { super::field_editor::random_id() };
        Self { code: format!("{}/{id}", field.code), ..Self::default() }
    }

    /// The code of its list.
    pub fn list(&self) -> &str {
        self.code.split('/').next().unwrap_or_default()
    }

    fn columns<'p>(
        &self,
        ctx: &UiCtx<'p>,
        key: &FeatureKey,
    ) -> Option<(&'p FieldDef, &'p [FieldDef])> {
        let field = ctx.procedure(key)?.field(self.list())?;
        match &field.kind {
            FieldKind::List(columns) => Some((field, columns)),
            _ => None,
        }
    }

    fn is_nameless(&self) -> bool {
        self.code.ends_with('/')
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        let Some((list, columns)) = self.columns(ctx, key) else { return };
        if self.is_nameless() {
            let hint = ctx.today().strftime("%Y-%m").to_string();
            form.hinted_line_ui(ui, "month", ctx.t("lists.month"), &mut self.month, &hint);
        } else if let Some((_, month)) = self.code.split_once('/').filter(|_| list.by_month) {
            ui.label(egui::RichText::new(month).strong());
        }
        for column in columns {
            column_ui(form, ui, column, &self.code, &mut self.item);
        }
    }

    pub fn parts(
        &self,
        ctx: &UiCtx<'_>,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) -> Result<Vec<ActPart>, Vec<Problem>> {
        let gone = || vec![Problem::new("", ctx.t("step.gone"))];
        let (field, columns) = self.columns(ctx, key).ok_or_else(gone)?;
        let row = |column: &str| format!("{}/{column}", self.code);
        let item = finished(&self.item, columns, ctx.today()).map_err(|names| {
            let unread = |name: &String| Problem::new(&row(name), ctx.t("form.day_unread"));
            names.iter().map(unread).collect::<Vec<_>>()
        })?;
        let is_empty = |value: &serde_json::Value| value.as_str().is_none_or(str::is_empty);
        if item.values().all(is_empty) {
            let first = columns.first().map(|column| row(&column.code)).unwrap_or_default();
            return Err(vec![Problem::new(&first, ctx.t("lists.nothing_typed"))]);
        }
        let mut code = self.code.clone();
        if self.is_nameless() {
            let month = self.month.trim();
            if parse_month(month).is_none() {
                return Err(vec![Problem::new("month", ctx.t("lists.month_unread"))]);
            }
            let is_there =
                |state: &FeatureState| state.list_items(&field.code).any(|(id, _)| id == month);
            if state.is_some_and(is_there) {
                return Err(vec![Problem::new("month", ctx.t("lists.month_there"))]);
            }
            code.push_str(month);
        }
        let fields = Fields::from_iter([(code, serde_json::Value::Object(item))]);
        Ok(vec![part(Body::Fields(FieldsSet { fields, note: String::new() }))])
    }
}
