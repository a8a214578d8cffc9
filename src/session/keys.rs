//! Which feature of a layer bears which key: by what the file says first, by its shape last, and never by guessing.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::formats;
use crate::model::{FeatureKey, Kind, Layer};
use crate::plan::Hash;

/// Codes that were made from a geometry begin so.
const GEOMETRY_PREFIX: &str = "geo-";
const TEXT_PREFIX: &str = "text-";
/// 64 bits: enough to tell the features of a layer apart, short enough to read.
const DIGEST_DIGITS: usize = 16;

/// What a feature says about who it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Claim {
    /// What `yice_key` says.
    pub yice_key: Option<FeatureKey>,
    /// The features its own records speak of, each once.
    pub records_of: Vec<FeatureKey>,
    /// National code, own code, id, `id` property, in that order.
    pub codes: Vec<FeatureKey>,
    pub name: String,
    /// The best code to show.
    pub code: String,
}

/// Something about keys that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyDoubt {
    /// Several features say they are this one: none of them was taken for it.
    SameKey { key: FeatureKey, features: Vec<usize> },
    /// A feature carries records that speak of another.
    ForeignRecords { key: FeatureKey, records_of: FeatureKey, feature: usize },
}

/// Reads what every feature of a layer says about itself, but for its records.
pub(super) fn read_claims(layer: &Layer) -> Vec<Claim> {
    (0..layer.feature_count()).into_par_iter().map(|idx| read_claim(layer, idx)).collect()
}

fn read_claim(layer: &Layer, feature_idx: usize) -> Claim {
    let identity = formats::identity(layer, feature_idx);
    let id = formats::feature_id(layer, feature_idx);
    let shown = identity.own_code.as_ref().or(identity.national_code.as_ref()).or(id.as_ref());
    let code = shown.or(identity.id_property.as_ref()).cloned().unwrap_or_default();
    let mut codes: Vec<FeatureKey> = Vec::with_capacity(2);
    for code in [identity.national_code, identity.own_code, id, identity.id_property] {
        let key = code.and_then(|code| key_of(&layer.kind, &code));
        if let Some(key) = key.filter(|key| !codes.contains(key)) {
            codes.push(key);
        }
    }
    Claim {
        yice_key: formats::yice_key(layer, feature_idx).and_then(|key| FeatureKey::parse(&key)),
        records_of: Vec::new(),
        codes,
        name: identity.name.unwrap_or_default(),
        code,
    }
}

fn key_of(kind: &Kind, code: &str) -> Option<FeatureKey> {
    let code = code.trim();
    (!code.is_empty()).then(|| FeatureKey::new(kind, code))
}

/// Gives every feature a key.
///
/// `given` are the keys that persons and first records have given in this very text; `is_known` says whether
/// anything is recorded under a key; `main_key` names the one key of features that were identified.
pub(super) fn match_keys(
    layer: &Layer,
    claims: &[Claim],
    given: &HashMap<usize, FeatureKey>,
    known: &HashSet<FeatureKey>,
) -> (Vec<FeatureKey>, Vec<KeyDoubt>) {
    let mut matching =
        Matching { keys: vec![None; claims.len()], taken: HashSet::new(), doubts: Vec::new() };
    for (&feature_idx, key) in given {
        matching.take(feature_idx, key);
    }
    matching.take_claimed(claims);
    let geometry_keys = geometry_keys(layer, claims, known, &matching.keys);
    let shared = shared_codes(claims);
    let candidates = |feature_idx: usize| {
        let codes = claims[feature_idx].codes.iter().filter(|key| !shared.contains(key));
        codes.chain(geometry_keys.get(&feature_idx))
    };
    // What is known goes first, so that a code given later does not tear a feature from its records.
    for feature_idx in 0..claims.len() {
        if let Some(key) = candidates(feature_idx).find(|key| known.contains(key)) {
            matching.take(feature_idx, key);
        }
    }
    for feature_idx in 0..claims.len() {
        let Some(key) = candidates(feature_idx).find(|key| !matching.taken.contains(key)) else {
            continue;
        };
        matching.take(feature_idx, key);
    }
    let keys = matching.keys.into_iter().enumerate().map(|(feature_idx, key)| {
        // Features that nothing tells apart share the key of their text: they are the same thing twice.
        key.unwrap_or_else(|| text_key(layer, feature_idx))
    });
    (keys.collect(), matching.doubts)
}

struct Matching {
    keys: Vec<Option<FeatureKey>>,
    taken: HashSet<FeatureKey>,
    doubts: Vec<KeyDoubt>,
}

impl Matching {
    fn take(&mut self, feature_idx: usize, key: &FeatureKey) {
        let Some(slot) = self.keys.get_mut(feature_idx) else { return };
        if slot.is_none() && self.taken.insert(key.clone()) {
            *slot = Some(key.clone());
        }
    }

    /// First what `yice_key` says, then what the feature's own records speak of.
    fn take_claimed(&mut self, claims: &[Claim]) {
        let mut claimed: HashMap<&FeatureKey, Vec<usize>> = HashMap::new();
        for (feature_idx, claim) in claims.iter().enumerate() {
            let by_records = match &claim.records_of[..] {
                [key] => Some(key),
                _ => None,
            };
            if let Some(key) = claim.yice_key.as_ref().or(by_records) {
                claimed.entry(key).or_default().push(feature_idx);
            }
        }
        let mut claimed: Vec<_> = claimed.into_iter().collect();
        claimed.sort_by_key(|(_, features)| features[0]);
        for (key, features) in claimed {
            match &features[..] {
                [feature_idx] => self.take(*feature_idx, key),
                _ => {
                    // Unless a person has said already which one it is.
                    if self.taken.insert(key.clone()) {
                        self.doubts.push(KeyDoubt::SameKey { key: key.clone(), features });
                    }
                }
            }
        }
        for (feature, claim) in claims.iter().enumerate() {
            let Some(key) = &claim.yice_key else { continue };
            for records_of in claim.records_of.iter().filter(|other| *other != key) {
                self.doubts.push(KeyDoubt::ForeignRecords {
                    key: key.clone(),
                    records_of: records_of.clone(),
                    feature,
                });
            }
        }
    }
}

/// Codes that several features bear: they tell nothing apart.
fn shared_codes(claims: &[Claim]) -> HashSet<FeatureKey> {
    let mut seen: HashSet<&FeatureKey> = HashSet::new();
    let all = claims.iter().flat_map(|claim| &claim.codes);
    all.filter(|key| !seen.insert(key)).cloned().collect()
}

/// Keys made from geometries, for features that have no code of their own, or all where such keys are in use.
fn geometry_keys(
    layer: &Layer,
    claims: &[Claim],
    known: &HashSet<FeatureKey>,
    keys: &[Option<FeatureKey>],
) -> HashMap<usize, FeatureKey> {
    let in_use = known.iter().any(|key| key.code().starts_with(GEOMETRY_PREFIX));
    let shared = shared_codes(claims);
    let wanted: Vec<usize> = (0..claims.len())
        .filter(|&idx| {
            let has_code = claims[idx].codes.iter().any(|key| !shared.contains(key));
            keys[idx].is_none() && (in_use || !has_code)
        })
        .collect();
    let found: Vec<(usize, FeatureKey)> = wanted
        .into_par_iter()
        .filter_map(|idx| {
            let digest = formats::geometry_digest(layer, idx)?;
            let digits = digest.get(..DIGEST_DIGITS).unwrap_or(&digest);
            Some((idx, FeatureKey::new(&layer.kind, &format!("{GEOMETRY_PREFIX}{digits}"))))
        })
        .collect();
    let mut count: HashMap<FeatureKey, usize> = HashMap::new();
    for (_, key) in &found {
        *count.entry(key.clone()).or_default() += 1;
    }
    found.into_iter().filter(|(_, key)| count.get(key) == Some(&1)).collect()
}

fn text_key(layer: &Layer, feature_idx: usize) -> FeatureKey {
    let text = layer.features.get(feature_idx).map(|spans| layer.slice(spans.feature));
    let digest = Hash::of(text.unwrap_or_default()).to_string();
    FeatureKey::new(&layer.kind, &format!("{TEXT_PREFIX}{}", &digest[..DIGEST_DIGITS]))
}
