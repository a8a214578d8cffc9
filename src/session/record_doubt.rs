//! Where it is not clear which feature an act is about, or an act would make two features one: asked, never guessed.

use super::keys::{Claim, read_claims};
use super::record::refusal;
use super::{Act, FeatureRow, Session};
use crate::model::{FeatureKey, Text};
use crate::plan::{Body, Jump, Refusal, field_label};

impl Session {
    /// Why nothing can be recorded by this act before a person has cleared up which feature is which.
    pub(super) fn doubt_about(&self, act: &Act) -> Option<Refusal> {
        let feature = &act.feature;
        if self.layers.iter().any(|it| it.view.unsettled.iter().any(|(key, _)| key == feature)) {
            return Some(refusal(
                Text::new(
                    format!(
                        "有几个要素都自称 {feature}：请先在图层面板里（或用 yice settle）指定是哪一个，再记录。"
                    ),
                    format!(
                        "several features say they are {feature}: say first in the layer panel, or with yice settle, which one is"
                    ),
                ),
                Jump::Nowhere,
            ));
        }
        let main = self.ledger.main_key(feature);
        if main != feature && self.own_places.contains_key(feature) {
            return Some(refusal(
                Text::new(
                    format!(
                        "有记录把 {feature} 和 {main} 对应为同一个，而它们是两个要素：请先撤回写错的“对应编码”。"
                    ),
                    format!(
                        "records say that {feature} and {main} are one, and they are two features: withdraw the wrong identification first"
                    ),
                ),
                Jump::Nowhere,
            ));
        }
        if let Some(refusal) = self.nothing_to_settle(act) {
            return Some(refusal);
        }
        let also = act.parts.iter().find_map(|part| match &part.body {
            Body::Identified(identified) => FeatureKey::parse(&identified.also),
            _ => None,
        })?;
        let joined = self.ledger.main_key(&also);
        let other = match joined != &also && joined != main {
            // A record has given the code to another feature already.
            true => joined.clone(),
            false => self.bearer_of(&also, main)?,
        };
        Some(refusal(
            Text::new(
                format!(
                    "{} 是另一个对象（{other}）的编码，不能和 {feature} 并成一个：请核对编码。",
                    also.code()
                ),
                format!(
                    "{} is the code of another feature ({other}) and does not become one with {feature}: check the code",
                    also.code()
                ),
            ),
            Jump::Nowhere,
        ))
    }

    /// Settling what nobody differs on would be a correction in disguise.
    fn nothing_to_settle(&self, act: &Act) -> Option<Refusal> {
        let state = self.ledger.state(&act.feature);
        let conflicts = state.conflicts();
        let fields = act.parts.iter().flat_map(|part| match &part.body {
            Body::Resolved(resolved) => resolved.fields.keys().collect::<Vec<_>>(),
            _ => Vec::new(),
        });
        let agreed = fields.into_iter().find(|field| !conflicts.contains(field))?;
        let procedure = self.ledger.rulebook().procedure(&act.feature.kind());
        let label = field_label(procedure, agreed);
        Some(refusal(
            Text::new(
                format!("“{}”没有分歧，不用裁定；要改值请另记一条。", label.zh),
                format!(
                    "nobody differs on {:?}: there is nothing to settle; record a new value instead",
                    label.en
                ),
            ),
            Jump::Nowhere,
        ))
    }

    /// Another feature of a file's layer that bears this key or code, where `own` is a feature of a file's layer too.
    ///
    /// What a person found and what vanished from its file may well be that feature.
    fn bearer_of(&self, also: &FeatureKey, own: &FeatureKey) -> Option<FeatureKey> {
        if !self.own_places.contains_key(own) {
            return None;
        }
        if also != own && self.own_places.contains_key(also) {
            return Some(also.clone());
        }
        self.layers.iter().filter(|loaded| loaded.layer.kind == also.kind()).find_map(|loaded| {
            let claims = read_claims(&loaded.layer);
            let mut bearers = loaded.view.rows.iter().zip(&claims);
            let bears =
                |row: &FeatureRow, claim: &Claim| row.key != *own && claim.codes.contains(also);
            bearers.find(|(row, claim)| bears(row, claim)).map(|(row, _)| row.key.clone())
        })
    }
}
