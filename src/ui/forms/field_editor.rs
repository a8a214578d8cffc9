//! Editors of a plan's fields, by their kind. What they hold is exactly what a record will: text as typed, codes,
//! arrays of codes, list items under `"measures/<item id>"` (null: removed).

use egui::{RichText, Ui};
use serde_json::{Map, Value};

use super::widgets::{FormUi, Offer};
use crate::model::Day;
use crate::plan::{Choice, FeatureState, FieldDef, FieldKind, Fields, is_same_value};
use crate::ui::dates::parse_day;

/// Offers of a field's choices in the screen's language.
pub fn offers_of(form: &FormUi<'_>, choices: &[Choice]) -> Vec<Offer> {
    choices.iter().map(|choice| Offer::new(&choice.code, form.ctx.say(&choice.label))).collect()
}

/// The label of a field, with its unit.
pub fn label_of(form: &FormUi<'_>, field: &FieldDef) -> String {
    let label = form.ctx.say(&field.label);
    match &field.unit {
        Some(unit) => format!("{label} ({unit})"),
        None => label.to_owned(),
    }
}

/// Edits one field: shows what `changed` holds, else what stands in `state`, and puts changes into `changed`.
pub fn field_ui(
    form: &mut FormUi<'_>,
    ui: &mut Ui,
    field: &FieldDef,
    state: Option<&FeatureState>,
    changed: &mut Fields,
) {
    if let FieldKind::List(columns) = &field.kind {
        return list_ui(form, ui, field, columns, state, changed);
    }
    let standing = state
        .and_then(|state| state.fields.get(&field.code)?.value().cloned())
        .unwrap_or(Value::Null);
    let mut value = changed.get(&field.code).cloned().unwrap_or_else(|| standing.clone());
    let before = value.clone();
    value_ui(form, ui, field, &field.code, &mut value);
    if value == before {
        return;
    }
    // Typed back to what stands: nothing to record.
    if is_same_value(Some(&value), Some(&standing)) {
        changed.remove(&field.code);
    } else {
        changed.insert(field.code.clone(), value);
    }
}

/// Edits a value of a field that is no list.
fn value_ui(form: &mut FormUi<'_>, ui: &mut Ui, field: &FieldDef, name: &str, value: &mut Value) {
    let label = label_of(form, field);
    let mut text = text_of(value);
    match &field.kind {
        FieldKind::LongText => form.lines_ui(ui, name, &label, &mut text),
        FieldKind::Date => {
            form.hinted_line_ui(ui, name, &label, &mut text, form.ctx.t("form.date_hint"));
        }
        FieldKind::Choice(choices) => {
            let offers = offers_of(form, choices);
            form.choice_ui(ui, name, &label, &offers, &mut text);
        }
        FieldKind::Standard => {
            let offers = standard_offers(form);
            form.choice_ui(ui, name, &label, &offers, &mut text);
        }
        FieldKind::Bool => {
            let mut code = match &*value {
                Value::Bool(true) => "yes".to_owned(),
                Value::Bool(false) => "no".to_owned(),
                other => text_of(other),
            };
            let offers =
                ["yes", "no"].map(|code| Offer::new(code, form.ctx.words.code("answer", code)));
            form.choice_ui(ui, name, &label, &offers, &mut code);
            text = code;
        }
        FieldKind::Choices(choices) => {
            let offers = offers_of(form, choices);
            let mut codes = texts_of(value);
            form.choices_ui(ui, name, &label, &offers, &mut codes);
            *value = Value::from(codes);
            return;
        }
        FieldKind::Texts => {
            // Kept as one text while it is typed, or the mark between two names could not be; `finished` parts it.
            let mut joined = match &*value {
                Value::String(text) => text.clone(),
                other => texts_of(other).join("、"),
            };
            let before = joined.clone();
            form.hinted_line_ui(ui, name, &label, &mut joined, form.ctx.t("form.texts_hint"));
            if joined != before {
                *value = Value::String(joined);
            }
            return;
        }
        _ => form.line_ui(ui, name, &label, &mut text),
    }
    if text != text_of(value) {
        *value = if text.is_empty() { Value::Null } else { Value::String(text) };
    }
}

/// Offers of the standards a rulebook knows.
pub fn standard_offers(form: &FormUi<'_>) -> Vec<Offer> {
    form.ctx
        .snapshot
        .rulebook
        .standards
        .choices()
        .iter()
        .map(|(id, label)| Offer::new(id, form.ctx.say(label)))
        .collect()
}

fn list_ui(
    form: &mut FormUi<'_>,
    ui: &mut Ui,
    field: &FieldDef,
    columns: &[FieldDef],
    state: Option<&FeatureState>,
    changed: &mut Fields,
) {
    let label = label_of(form, field);
    ui.label(RichText::new(&label).color(form.ctx.palette.weak));
    let prefix = format!("{}/", field.code);
    let mut ids: Vec<String> = state
        .into_iter()
        .flat_map(|state| state.list_items(&field.code))
        .map(|(id, _)| id.to_owned())
        .collect();
    for key in changed.keys().filter_map(|key| key.strip_prefix(&prefix)) {
        if !ids.iter().any(|id| id == key) {
            ids.push(key.to_owned());
        }
    }
    for (nth, id) in ids.iter().enumerate() {
        let key = format!("{prefix}{id}");
        let standing = state.and_then(|state| state.fields.get(&key)?.value().cloned());
        let shown = changed.get(&key).cloned().or_else(|| standing.clone());
        let Some(Value::Object(mut item)) = shown else { continue };
        let before = item.clone();
        let mut removed = false;
        egui::Frame::group(ui.style()).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(form.ctx.fill("form.item_no", &[("n", &(nth + 1))]));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    removed = ui
                        .button(form.ctx.t("form.remove"))
                        .accessible_name(format!(
                            "{} {label} {}",
                            form.ctx.t("form.remove"),
                            nth + 1
                        ))
                        .clicked();
                });
            });
            for column in columns {
                column_ui(form, ui, column, &key, &mut item);
            }
        });
        if removed {
            match &standing {
                Some(_) => changed.insert(key, Value::Null),
                None => changed.remove(&key),
            };
        } else if item != before {
            changed.insert(key, Value::Object(item));
        }
    }
    // An item known by its month is added in the list itself, where the month is asked for.
    if !field.by_month && ui.button(form.ctx.fill("form.add_item", &[("what", &label)])).clicked() {
        changed.insert(
            format!("{prefix}{}", free_id(&ids, changed, &prefix)),
            Value::Object(Map::new()),
        );
    }
}

pub(super) fn column_ui(
    form: &mut FormUi<'_>,
    ui: &mut Ui,
    column: &FieldDef,
    key: &str,
    item: &mut Map<String, Value>,
) {
    let mut value = item.get(&column.code).cloned().unwrap_or(Value::Null);
    let before = value.clone();
    value_ui(form, ui, column, &format!("{key}/{}", column.code), &mut value);
    if value == before {
        return;
    }
    if is_same_value(Some(&value), None) {
        item.remove(&column.code);
    } else {
        item.insert(column.code.clone(), value);
    }
}

/// What was typed, as a record writes it: names parted, days in ISO form, spaces trimmed.
///
/// # Errors
/// The names of fields whose day cannot be read.
pub fn finished(fields: &Fields, defs: &[FieldDef], today: Day) -> Result<Fields, Vec<String>> {
    let mut unread = Vec::new();
    let mut done = Fields::new();
    for (name, value) in fields {
        let (code, item) =
            name.split_once('/').map_or((name.as_str(), None), |(code, id)| (code, Some(id)));
        let def = defs.iter().find(|def| def.code == code);
        let value = match (item, value, def.map(|def| &def.kind)) {
            (Some(_), Value::Object(item), Some(FieldKind::List(columns))) => {
                match finished(item, columns, today) {
                    Ok(item) => Value::Object(item),
                    Err(names) => {
                        unread.extend(names.into_iter().map(|column| format!("{name}/{column}")));
                        continue;
                    }
                }
            }
            (_, Value::String(text), Some(FieldKind::Texts)) => Value::from(split_texts(text)),
            (_, Value::String(text), Some(FieldKind::Date)) if !text.trim().is_empty() => {
                match parse_day(text, today) {
                    Some(day) => Value::String(day.to_string()),
                    None => {
                        unread.push(name.clone());
                        continue;
                    }
                }
            }
            (_, Value::String(text), _) => Value::String(text.trim().to_owned()),
            (_, other, _) => other.clone(),
        };
        done.insert(name.clone(), value);
    }
    if unread.is_empty() { Ok(done) } else { Err(unread) }
}

/// A short id that no item of the list has. Two people who add an item at once without knowing of each other
/// must not get the same one, so it is drawn at random.
fn free_id(ids: &[String], changed: &Fields, prefix: &str) -> String {
    loop {
        let id = random_id();
        if !ids.contains(&id) && !changed.contains_key(&format!("{prefix}{id}")) {
            return id;
        }
    }
}

/// Eight characters that nobody else will draw.
pub(super) fn random_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..8].to_owned()
}

/// A value as typed text; empty where it is none.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::String(text) => split_texts(text),
        _ => Vec::new(),
    }
}

/// Names typed in one line, however they are parted.
pub fn split_texts(joined: &str) -> Vec<String> {
    joined
        .split(['、', '，', ',', ';', '；', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
