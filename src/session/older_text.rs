//! Whether a file is a text that its layer had before the one it has now: a hand-in from an older base brings its records,
//! and does not put the layer back to what it was.

use std::collections::HashMap;

use super::layer_text::layer_bytes;
use super::layer_view::LoadedLayer;
use super::listed::of_the_file;
use super::opening::Watch;
use super::own_rules::own_kinds;
use super::said_before::SaidBefore;
use super::update::{Target, is_same_feature};
use super::{ImportMode, Session, SessionError};
use crate::model::{IssueCode, Layer, ReadIssue, Stamp, Text};
use crate::store::LayerRow;

const OLDER_TEXT: IssueCode = "older-text";
/// Of so many texts that a layer had, the newest ones, it is looked whether a file is one of them.
const TEXTS_READ_MAX: usize = 8;

impl Session {
    /// A file that would take a layer's place, told apart from one that the layer had before. Who asks for it by name
    /// has the older one back.
    pub(super) fn or_older(
        &self,
        target: Target,
        loaded: &LoadedLayer,
        mode: ImportMode,
        watch: Watch<'_>,
    ) -> Result<Target, SessionError> {
        let Target::Update(layer) = target else { return Ok(target) };
        let now = &self.layers[self.layer_idx(layer)?];
        // A datum that somebody names now is news, whatever the text.
        let is_renamed = loaded.row.datum.is_some() && loaded.row.datum != now.row.datum;
        if mode != ImportMode::Auto || is_renamed {
            return Ok(target);
        }
        let texts = self.store.layer_texts()?;
        let mut had: Vec<_> = texts.into_iter().filter(|text| text.layer == layer).collect();
        had.retain(|text| text.source != now.row.source);
        let older = |received_at: &str| Ok(Target::Older(layer, Stamp::parse(received_at).ok()));
        if let Some(same) = had.iter().rev().find(|text| text.source == loaded.row.source) {
            return older(&same.received_at);
        }
        let own_kinds = own_kinds(self.ledger.rulebook());
        let progress = &|_, _| std::ops::ControlFlow::Continue(());
        for text in had.iter().rev().take(TEXTS_READ_MAX) {
            let row = LayerRow { source: text.source, ..now.row.clone() };
            let Some(bytes) = layer_bytes(&self.store, &row)? else { continue };
            let said = SaidBefore::by(&now.layer);
            let watch = Watch { progress, ..watch };
            let read = LoadedLayer::read(row, bytes, HashMap::new(), &said, &own_kinds, watch);
            if read.is_ok_and(|read| is_same_but_for_records(&read.layer, &loaded.layer)) {
                return older(&text.received_at);
            }
        }
        Ok(target)
    }
}

/// Whether a text says what an older one does, but for what the product wrote into it: records at its features, and
/// features behind them that only records know of.
fn is_same_but_for_records(older: &Layer, newer: &Layer) -> bool {
    use rayon::prelude::*;
    let count = older.feature_count();
    let more = count..newer.feature_count();
    let is_appended = |idx: usize| newer.annotated.binary_search(&(idx as u32)).is_ok();
    newer.feature_count() >= count
        && older.crs == newer.crs
        && more.into_iter().all(is_appended)
        && (0..count).into_par_iter().all(|idx| is_same_feature(older, newer, idx))
}

/// What the report says of it.
pub(super) fn older_text_issue(file_name: &str, received: Option<&Stamp>) -> ReadIssue {
    let (zh_day, en_day) = match received {
        Some(at) => (format!("（{} 收到过）", at.day()), format!(", received on {}", at.day())),
        None => (String::new(), String::new()),
    };
    of_the_file(
        OLDER_TEXT,
        Text::new(
            format!(
                "{file_name} 是这个图层的旧版本{zh_day}：图层保持现在的版本，只收其中的记录和照片；确要换回旧版本，先移除这个图层再打开它（命令行用 --update）"
            ),
            format!(
                "{file_name} is an older text of this layer{en_day}: the layer stays as it is, the records and photos in the file are taken in; to have the older one back, remove the layer and open the file again (--update on the command line)"
            ),
        ),
    )
}
