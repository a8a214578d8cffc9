//! What is in doubt about the keys of a layer's features: told, and left for a person to decide.

use crate::formats;
use crate::model::{FeatureKey, Layer, ReadIssue, Severity, Text};

/// How many doubts of one layer are listed; a file that is wrong throughout says the same thing throughout.
pub(super) const LISTED_MAX: usize = 200;

/// Something about keys that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyDoubt {
    /// Several features say they are this one. `taken` is the one whose own code says so too; without one, none was.
    SameKey { key: FeatureKey, features: Vec<usize>, taken: Option<usize> },
    /// A feature carries records that speak of another.
    ForeignRecords { key: FeatureKey, records_of: FeatureKey, feature: usize },
    /// Records say that several features of this layer are one. The first of them bears the key.
    Joined { key: FeatureKey, features: Vec<usize> },
    /// Several features have the same code of their own: it tells them not apart.
    SameCode { code: FeatureKey, features: Vec<usize> },
}

impl KeyDoubt {
    fn code(&self) -> &'static str {
        match self {
            Self::SameKey { .. } => "same-key",
            Self::ForeignRecords { .. } => "foreign-records",
            Self::Joined { .. } => "joined-features",
            Self::SameCode { .. } => "same-code",
        }
    }

    /// A key that several features claim.
    pub const fn contested(&self) -> Option<&FeatureKey> {
        match self {
            Self::SameKey { key, .. } => Some(key),
            _ => None,
        }
    }

    /// A key that was given to none of the features that claim it.
    pub fn unsettled(self) -> Option<(FeatureKey, Vec<usize>)> {
        match self {
            Self::SameKey { key, features, taken: None } => Some((key, features)),
            _ => None,
        }
    }

    /// The feature whose place is named.
    fn feature_idx(&self) -> usize {
        match self {
            Self::ForeignRecords { feature, .. } => *feature,
            Self::SameKey { features, .. }
            | Self::Joined { features, .. }
            | Self::SameCode { features, .. } => features.get(1).copied().unwrap_or_default(),
        }
    }

    fn text(&self, layer: &Layer) -> Text {
        let ordinals = |features: &[usize]| {
            let ordinals = features.iter().take(5).filter_map(|idx| layer.features.get(*idx));
            let ordinals: Vec<String> = ordinals.map(|spans| spans.ordinal.to_string()).collect();
            let more = if features.len() > 5 { "…" } else { "" };
            (format!("{}{more}", ordinals.join("、")), format!("{}{more}", ordinals.join(", ")))
        };
        match self {
            Self::SameKey { key, features, taken: None } => {
                let (n, (zh, en)) = (features.len(), ordinals(features));
                Text::new(
                    format!(
                        "有 {n} 个要素（从 0 数：{zh}）都自称 {key}，没有替你挑选：请在图层面板里（或用 yice settle）指定是哪一个"
                    ),
                    format!(
                        "{n} features (from 0: {en}) say they are {key}; none was taken for it: say in the layer panel, or with yice settle, which one is"
                    ),
                )
            }
            Self::SameKey { key, features, taken: Some(taken) } => {
                let (n, (zh, en)) = (features.len(), ordinals(features));
                let one = layer.features.get(*taken).map_or(0, |spans| spans.ordinal);
                Text::new(
                    format!(
                        "有 {n} 个要素（从 0 数：{zh}）都自称 {key}；自己的编码也是它的是要素 {one}，记录归它，请核对"
                    ),
                    format!(
                        "{n} features (from 0: {en}) say they are {key}; feature {one} has that code of its own and bears the records: check it"
                    ),
                )
            }
            Self::ForeignRecords { key, records_of, .. } => Text::new(
                format!("{key} 带着 {records_of} 的记录；这些记录仍归 {records_of}，请核对"),
                format!(
                    "{key} carries records of {records_of}; they stay with {records_of}: check it"
                ),
            ),
            Self::Joined { key, features } => {
                let (n, (zh, en)) = (features.len(), ordinals(features));
                Text::new(
                    format!(
                        "有记录把 {n} 个不同的要素（从 0 数：{zh}）都对应为 {key}；仍按 {n} 个计，记录归第一个：请撤回写错的“对应编码”"
                    ),
                    format!(
                        "records say that {n} different features (from 0: {en}) are {key}; they stay {n}, the first bears the records: withdraw the wrong identification"
                    ),
                )
            }
            Self::SameCode { code, features } => {
                let (n, (zh, en), code) = (features.len(), ordinals(features), code.code());
                Text::new(
                    format!(
                        "有 {n} 个要素（从 0 数：{zh}）的编码都是“{code}”，无法按编码区分：请在来源里改正"
                    ),
                    format!(
                        "{n} features (from 0: {en}) have the code {code:?}: it does not tell them apart; correct it at the source"
                    ),
                )
            }
        }
    }

    /// The doubt as it is listed with the layer.
    pub fn issue(&self, layer: &Layer) -> ReadIssue {
        let spans = layer.features.get(self.feature_idx()).copied().unwrap_or_default();
        let Text { en, zh } = self.text(layer);
        let (line, column) = formats::place_of(layer, spans.feature.start as usize);
        ReadIssue {
            severity: Severity::Warning,
            code: self.code(),
            feature: Some(spans.ordinal as usize),
            line,
            column,
            message: en,
            message_zh: zh,
        }
    }
}
