//! What became of one item of a list, in words: added, ticked, changed, taken off – and which one it was.

use serde_json::Value;

use super::labels::value_label;
use super::procedure::{FieldDef, FieldKind};
use super::record::Record;
use super::standard::Standards;
use super::state::{Entry, Fate};
use crate::model::Text;

/// The column that says an item is done.
const DONE: &str = "done";

/// What was there before a record.
#[derive(Clone, Copy)]
pub(super) enum Was<'a> {
    /// Nobody looked.
    Unknown,
    Nothing,
    Item(&'a Value),
}

impl<'a> Was<'a> {
    /// What the item under `code` was before this record, by the records of its feature in fold order.
    pub fn before(record: &Record, history: &'a [Entry], code: &str) -> Self {
        let earlier = history
            .iter()
            .filter(|entry| matches!(entry.fate, Fate::Counts))
            .take_while(|entry| entry.record.hash != record.hash);
        match earlier.filter_map(|entry| entry.record.body.fields()?.get(code)).last() {
            Some(item) if !item.is_null() => Self::Item(item),
            _ => Self::Nothing,
        }
    }
}

/// The sentence's part for one item; `None` where the field is no list.
pub(super) fn item_text(
    list: &FieldDef,
    id: &str,
    was: Was<'_>,
    value: &Value,
    standards: &Standards,
) -> Option<Text> {
    let FieldKind::List(columns) = &list.kind else { return None };
    let ticks = columns.iter().any(|it| it.code == DONE && matches!(it.kind, FieldKind::Bool));
    let words = |item: &Value| match ticks {
        true => value_label(Some(list), &without_tick(item), standards),
        false => value_label(Some(list), item, standards),
    };
    let (zh, en) = (&list.label.zh, &list.label.en);
    // An item of a month says which.
    let month = if list.by_month { format!(" {id}") } else { String::new() };
    let text = |zh_did: &str, en_did: &str, item: Option<&Value>| {
        let what = item.map(words).unwrap_or_default();
        let (zh_colon, en_colon) = if what.zh.is_empty() { ("", "") } else { ("：", ": ") };
        Text::new(
            format!("{zh_did}“{zh}”一条{month}{zh_colon}{}", what.zh),
            format!("{en_did} {en}{month}{en_colon}{}", what.en),
        )
    };
    Some(match was {
        _ if value.is_null() => match was {
            Was::Item(item) => text("删", "removed an item of", Some(item)),
            Was::Unknown | Was::Nothing => text("删", "removed an item of", None),
        },
        Was::Unknown => text("填", "set an item of", Some(value)),
        Was::Nothing => text("加", "added an item to", Some(value)),
        Was::Item(item) if ticks && without_tick(item) == without_tick(value) => {
            match value.get(DONE).and_then(Value::as_str) {
                Some("yes") => text("勾完成", "ticked as done in", Some(value)),
                _ => text("取消完成", "no longer done in", Some(value)),
            }
        }
        Was::Item(_) => text("改", "changed an item of", Some(value)),
    })
}

/// An item as it reads beside its box.
fn without_tick(item: &Value) -> Value {
    let mut item = item.clone();
    if let Some(members) = item.as_object_mut() {
        members.remove(DONE);
    }
    item
}
