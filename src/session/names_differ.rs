//! A newer text of a layer whose features bear the same codes and other names: it may be of other features, and whoever
//! opens it is told by name. Nothing is kept out for it.

use std::collections::HashMap;

use super::FeatureRow;
use super::guarding::GuardedFeatures;
use super::layer_view::LoadedLayer;
use super::listed::of_the_file;
use crate::model::{FeatureKey, IssueCode, ReadIssue, Text};

const NAMES_DIFFER: IssueCode = "names-differ";
/// How many features the message names.
const NAMED_MAX: usize = 12;

/// What a feature's file calls it.
fn file_name_of(row: &FeatureRow) -> &str {
    row.own_name.as_deref().unwrap_or(&row.name)
}

/// Those that the newer text calls otherwise; what waits as a proposal is told as one.
pub(super) fn names_differ(
    old: &LoadedLayer,
    newer: &LoadedLayer,
    guarded: &GuardedFeatures,
) -> Option<ReadIssue> {
    let names: HashMap<&FeatureKey, &str> =
        old.view.rows.iter().map(|row| (&row.key, file_name_of(row))).collect();
    let is_proposed =
        |key| guarded.get(key).is_some_and(|guards| guards.iter().any(|it| it.field == "name"));
    let renamed = newer.view.rows.iter().filter_map(|row| {
        let (was, is) = (*names.get(&row.key)?, file_name_of(row));
        let is_other = was.trim() != is.trim() && !was.is_empty() && !is.is_empty();
        (is_other && !is_proposed(&row.key)).then(|| format!("{was}→{is}"))
    });
    let renamed: Vec<String> = renamed.collect();
    let (count, named) = (renamed.len(), renamed.iter().take(NAMED_MAX));
    let named: Vec<&str> = named.map(String::as_str).collect();
    let more = if count > NAMED_MAX { "…" } else { "" };
    let text = Text::new(
        format!(
            "名称不同：{count} 个对象编码相同、名称不同（{}{more}）；若不是同一批对象，请重新打开原来的文件；要两份并存，用 yice import --add",
            named.join("、")
        ),
        format!(
            "names differ: {count} features have the same codes and other names ({}{more}); if they are not the same ones, open the earlier file again; to have both, yice import --add",
            named.join(", ")
        ),
    );
    (count > 0).then(|| of_the_file(NAMES_DIFFER, text))
}
