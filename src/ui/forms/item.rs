//! One item of a plan's list, edited where it stands: a measure, a milestone, a month without samples.

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::field_editor::{column_ui, finished, text_of};
use super::widgets::{FormUi, Offer};
use super::{Problem, part};
use crate::model::FeatureKey;
use crate::plan::{Body, FeatureState, FieldDef, FieldKind, Fields, FieldsSet, Role};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_month;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    /// `measures/<item id>`; of a list by months `gaps/` until the month is typed.
    pub code: String,
    pub month: String,
    pub item: Fields,
    /// It is taken off its list.
    pub removed: bool,
    /// Why it is changed or taken off, where figures count it.
    pub note: String,
}

impl ItemForm {
    /// An item as it stands.
    pub fn of(list: &str, id: &str, item: &serde_json::Value) -> Self {
        let item = item.as_object().cloned().unwrap_or_default();
        Self { code: format!("{list}/{id}"), item, ..Self::default() }
    }

    /// An item that is taken off a list that figures count: a reason is asked for.
    pub fn removing(list: &str, id: &str) -> Self {
        Self { code: format!("{list}/{id}"), removed: true, ..Self::default() }
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

    /// Whether who is here may change what figures count, and says why.
    fn asks_why(&self, ctx: &UiCtx<'_>, list: &FieldDef, state: Option<&FeatureState>) -> bool {
        let stands = state.is_some_and(|state| state.fields.contains_key(&self.code));
        let is_city = ctx.actor.is_some_and(|actor| actor.role == Role::Municipal);
        list.counted.is_some() && is_city && stands
    }

    fn is_nameless(&self) -> bool {
        self.code.ends_with('/')
    }

    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        let Some((list, columns)) = self.columns(ctx, key) else { return };
        if self.removed {
            ui.label(ctx.t("lists.removing"));
            return form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
        }
        if self.is_nameless() {
            let hint = ctx.today().strftime("%Y-%m").to_string();
            form.hinted_line_ui(ui, "month", ctx.t("lists.month"), &mut self.month, &hint);
        } else if let Some((_, month)) = self.code.split_once('/').filter(|_| list.by_month) {
            ui.label(egui::RichText::new(month).strong());
        }
        for column in columns {
            let offers = offers_of(ctx, key, column, state);
            if offers.is_empty() {
                column_ui(form, ui, column, &self.code, &mut self.item);
                continue;
            }
            // What was written before there was a list stays, until another item is chosen.
            let mut named = self.item.get(&column.code).map(text_of).unwrap_or_default();
            let row = format!("{}/{}", self.code, column.code);
            form.choice_list_ui(ui, &row, ctx.say(&column.label), &offers, &mut named);
            match named.is_empty() {
                true => drop(self.item.remove(&column.code)),
                false => drop(self.item.insert(column.code.clone(), named.into())),
            }
        }
        if self.asks_why(ctx, list, state) {
            form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
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
        if self.removed {
            return Ok(self.part_of(self.code.clone(), serde_json::Value::Null));
        }
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
            let Some(month) = parse_month(&self.month, ctx.today()) else {
                return Err(vec![Problem::new("month", ctx.t("lists.month_unread"))]);
            };
            let month = month.strftime("%Y-%m").to_string();
            let is_there =
                |state: &FeatureState| state.list_items(&field.code).any(|(id, _)| id == month);
            if state.is_some_and(is_there) {
                return Err(vec![Problem::new("month", ctx.t("lists.month_there"))]);
            }
            code.push_str(&month);
        }
        Ok(self.part_of(code, serde_json::Value::Object(item)))
    }

    fn part_of(&self, code: String, value: serde_json::Value) -> Vec<ActPart> {
        let (fields, note) = (Fields::from_iter([(code, value)]), self.note.trim().to_owned());
        vec![part(Body::Fields(FieldsSet { fields, note }))]
    }
}

/// The items of the list that a column names, by the words they begin with; none where it names no list.
fn offers_of(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    column: &FieldDef,
    state: Option<&FeatureState>,
) -> Vec<Offer> {
    let Some((list, state)) = column.of_list.as_deref().zip(state) else { return Vec::new() };
    let named_by = match ctx.procedure(key).and_then(|it| it.field(list)).map(|it| &it.kind) {
        Some(FieldKind::List(columns)) => {
            let texts = columns.iter().filter(|one| matches!(one.kind, FieldKind::Text));
            texts.map(|one| one.code.as_str()).next().unwrap_or_default()
        }
        _ => return Vec::new(),
    };
    let mut offers: Vec<Offer> = Vec::new();
    for (_, item) in state.list_items(list) {
        let words = item.get(named_by).map(text_of).unwrap_or_default();
        let is_new = !words.is_empty() && offers.iter().all(|offer| offer.code != words);
        if is_new {
            offers.push(Offer::new(&words, &words));
        }
    }
    offers
}
