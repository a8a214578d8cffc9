//! Records, items and requests of a plan by the beginning of their id, their place in the list, or what they are.

use anyhow::{Result, bail};

use super::complaint::{Complaint, complain};
use crate::model::Text;
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
        &Text::new(
            "这个对象的一条记录（yice log 会列出）",
            "a record of this feature; yice log lists them",
        ),
    )
}

/// The id of the photo's record that `text` begins.
///
/// # Errors
/// If there is none, or more than one.
pub fn photo(state: &FeatureState, text: &str) -> Result<String> {
    let ids = state.photos.iter().map(|photo| photo.record.id.as_str());
    one(
        "--photo-time",
        text,
        ids.filter(|id| id.starts_with(text)).collect(),
        &Text::new(
            "这个对象的一条照片记录（yice log 会列出）",
            "a record of a photo of this feature; yice log lists them",
        ),
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
    let expected = match listed.join("; ") {
        none if none.is_empty() => {
            Text::new("一条待改事项，而这里没有", "a thing to correct, and there are none")
        }
        listed => {
            Text::new(format!("一条待改事项：{listed}"), format!("a thing to correct: {listed}"))
        }
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
        let waits = request.is_open() && request.request.body.what == text;
        waits || (!text.is_empty() && id.starts_with(text))
    });
    let ids: Vec<&str> = fits.map(|request| request.request.record.id.as_str()).collect();
    let expected = Text::new(
        "这个对象待批复的一件申请",
        "a request of this feature that waits for a decision",
    );
    one("--decide", text, ids, &expected)
}

fn one(flag: &str, text: &str, fits: Vec<&str>, expected: &Text) -> Result<String> {
    match fits.as_slice() {
        [id] if !text.is_empty() => Ok((*id).to_owned()),
        [] | [_] => bail!(Complaint(Text::new(
            format!("{flag}：应为{}，得到 {text:?}", expected.zh),
            format!("{flag}: expected {}; found {text:?}", expected.en),
        ))),
        several => bail!(complain!(
            "{flag}：{text:?} 对得上 {} 个编号：{}",
            "{flag}: {text:?} begins {} ids: {}",
            several.len(),
            several.join(", ")
        )),
    }
}
