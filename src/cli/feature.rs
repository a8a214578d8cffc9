//! The feature a person means by a key, a code, a name or a part of one of them.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::complaint::complain;
use crate::model::FeatureKey;
use crate::session::Snapshot;

/// Shown of the features that a part fits.
const SHOWN_MAX: usize = 5;

/// Finds the one feature that `text` means: its key or code exactly, else the only one whose key or name holds it.
///
/// # Errors
/// If there is none, or more than one.
pub fn find(snapshot: &Snapshot, text: &str) -> Result<FeatureKey> {
    let features = all(snapshot);
    let exact: Vec<&FeatureKey> =
        features.keys().filter(|key| key.as_str() == text || key.code() == text).collect();
    if let [one] = exact.as_slice() {
        return Ok((*one).clone());
    }
    let wanted = text.to_lowercase();
    let holding: Vec<(&FeatureKey, &String)> = features
        .iter()
        .filter(|(key, name)| {
            key.as_str().to_lowercase().contains(&wanted) || name.to_lowercase().contains(&wanted)
        })
        .collect();
    match holding.as_slice() {
        [(key, _)] => Ok((*key).clone()),
        [] => bail!(complain!(
            "工作库里没有编码或名称含 {text:?} 的对象；编码的样子：{}",
            "no feature of this workspace has {text:?} in its key or name; \
             example of a key: {}",
            features.keys().next().map_or("outfall:DEMO-OUT-0031", FeatureKey::as_str)
        )),
        several => {
            let shown: Vec<String> = several
                .iter()
                .take(SHOWN_MAX)
                .map(|(key, name)| format!("{key} {name}").trim_end().to_owned())
                .collect();
            let more = several.len().saturating_sub(SHOWN_MAX);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            bail!(complain!(
                "{text:?} 对得上 {} 个对象：{}{rest}；请把编码写得更全",
                "{text:?} fits {} features: {}{rest}; type more of the key",
                several.len(),
                shown.join(", ")
            ))
        }
    }
}

/// All features by key, with the words they are also known by: names of layers, other codes given by records.
fn all(snapshot: &Snapshot) -> BTreeMap<FeatureKey, String> {
    let mut features: BTreeMap<FeatureKey, String> = BTreeMap::new();
    for row in snapshot.layers.iter().flat_map(|layer| layer.rows.iter()) {
        features.insert(row.key.clone(), row.name.to_string());
    }
    for (key, state) in snapshot.plans.iter() {
        let words = features.entry(key.clone()).or_default();
        for also in &state.also {
            words.push(' ');
            words.push_str(also.code());
        }
    }
    features
}
