//! Records, items and requests of a plan by the beginning of their id, their place in the list, or what they are.

use anyhow::{Result, bail};

use super::complaint::complain;
use crate::plan::FeatureState;

/// A fresh id for a list item. Random: two laptops never give the same one.
pub fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The id of the record that `text` begins.
///
/// # Errors
/// If there is none, or more than one.
pub fn record(state: &FeatureState, text: &str) -> Result<String> {
    let ids = state.entries.iter().map(|entry| entry.record.id.as_str());
    one(
        "--withdraw",
        text,
        ids.filter(|id| id.starts_with(text)).collect(),
        "a record of this feature; yice log lists them",
    )
}

/// The id of the item to correct that `text` means: its number in the list (from 1) or the beginning of its id.
///
/// # Errors
/// If there is none, or more than one.
pub fn item(state: &FeatureState, text: &str) -> Result<String> {
    let by_number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    if let Some(item) = by_number.and_then(|at| state.items.get(at)) {
        return Ok(item.item.id.clone());
    }
    let ids = state.items.iter().map(|item| item.item.id.as_str());
    let listed: Vec<String> = state
        .items
        .iter()
        .zip(1..)
        .map(|(item, number)| format!("{number} {}", item.item.text))
        .collect();
    let expected = if listed.is_empty() {
        "a thing to correct, and there are none".to_owned()
    } else {
        format!("a thing to correct: {}", listed.join("; "))
    };
    one("ITEM", text, ids.filter(|id| id.starts_with(text)).collect(), &expected)
}

/// The id of the request that `text` means: what it asks for (`deadline`), where one such waits for a decision, or the
/// beginning of its id.
///
/// # Errors
/// If there is none, or more than one.
pub fn request(state: &FeatureState, text: &str) -> Result<String> {
    let fits = state.requests.iter().filter(|request| {
        let id = &request.request.record.id;
        let waits = request.decision.is_none() && request.request.body.what == text;
        waits || (!text.is_empty() && id.starts_with(text))
    });
    let ids: Vec<&str> = fits.map(|request| request.request.record.id.as_str()).collect();
    one("--decide", text, ids, "a request of this feature that waits for a decision")
}

fn one(flag: &str, text: &str, fits: Vec<&str>, expected: &str) -> Result<String> {
    match fits.as_slice() {
        [id] if !text.is_empty() => Ok((*id).to_owned()),
        [] | [_] => bail!(complain!(
            "{flag}：应为 {expected}，得到 {text:?}",
            "{flag}: expected {expected}; found {text:?}"
        )),
        several => bail!(complain!(
            "{flag}：{text:?} 对得上 {} 个编号：{}",
            "{flag}: {text:?} begins {} ids: {}",
            several.len(),
            several.join(", ")
        )),
    }
}
