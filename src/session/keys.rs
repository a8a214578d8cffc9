//! Which feature of a layer bears which key: by what the file says first, by its shape last, and never by guessing.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::key_doubt::KeyDoubt;
use crate::formats;
use crate::model::{FeatureKey, GeometryKind, Kind, Layer};
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
    /// How many of them are codes proper, before the ids.
    pub named: usize,
    pub name: String,
    /// The best code to show.
    pub code: String,
}

impl Claim {
    /// Whether the feature says by anything it bears that it is this one.
    pub fn claims(&self, key: &FeatureKey) -> bool {
        self.yice_key.as_ref() == Some(key)
            || self.records_of.contains(key)
            || self.codes.contains(key)
    }
}

/// Reads what every feature of a layer says about itself.
pub(super) fn read_claims(layer: &Layer) -> Vec<Claim> {
    let features = (0..layer.feature_count()).into_par_iter();
    let identifier = || formats::Identifier::new(layer);
    features.map_init(identifier, |identifier, idx| read_claim(identifier, layer, idx)).collect()
}

/// Reads what one feature of a layer says about itself.
pub(super) fn claim_of(layer: &Layer, feature_idx: usize) -> Claim {
    read_claim(&mut formats::Identifier::new(layer), layer, feature_idx)
}

fn read_claim(identifier: &mut formats::Identifier, layer: &Layer, feature_idx: usize) -> Claim {
    let identity = identifier.identity(layer, feature_idx);
    let id = formats::feature_id(layer, feature_idx);
    let shown = identity.own_code.as_ref().or(identity.national_code.as_ref()).or(id.as_ref());
    let code = shown.or(identity.id_property.as_ref()).cloned().unwrap_or_default();
    let records_of = match layer.annotated.binary_search(&(feature_idx as u32)) {
        Ok(_) => formats::recorded_features(layer, feature_idx),
        Err(_) => Vec::new(),
    };
    let records_of = records_of.iter().filter_map(|key| FeatureKey::parse(key)).collect();
    let mut codes: Vec<FeatureKey> = Vec::with_capacity(2);
    let mut add = |code: Option<String>| {
        let key = code.and_then(|code| key_of(&layer.kind, &code));
        if let Some(key) = key.filter(|key| !codes.contains(key)) {
            codes.push(key);
        }
        codes.len()
    };
    add(identity.national_code);
    let named = add(identity.own_code);
    add(id);
    add(identity.id_property);
    Claim {
        yice_key: formats::yice_key(layer, feature_idx).and_then(|key| FeatureKey::parse(&key)),
        records_of,
        codes,
        named,
        name: identity.name.unwrap_or_default(),
        code,
    }
}

fn key_of(kind: &Kind, code: &str) -> Option<FeatureKey> {
    let code = code.trim();
    // What no keyboard can type, and some programs cut a text at, names nothing.
    let is_fit = !code.is_empty() && !code.chars().any(char::is_control);
    is_fit.then(|| FeatureKey::new(kind, code))
}

/// Gives every feature a key.
///
/// `given` are the keys that persons and first records have given in this very text; `known` has those under which
/// anything is recorded; `main_key` names the one key of features that were identified.
pub(super) fn match_keys(
    layer: &Layer,
    claims: &[Claim],
    given: &HashMap<usize, FeatureKey>,
    known: &HashSet<FeatureKey>,
    main_key: &dyn Fn(&FeatureKey) -> FeatureKey,
) -> (Vec<FeatureKey>, Vec<KeyDoubt>) {
    let mut matching =
        Matching { keys: vec![None; claims.len()], taken: HashSet::new(), doubts: Vec::new() };
    for (&feature_idx, key) in given {
        matching.take(feature_idx, key);
    }
    matching.take_claimed(claims, main_key);
    matching.doubts.extend(same_codes(layer, claims));
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
    matching.number_the_rest(layer);
    let keys = matching.keys.into_iter().flatten().collect();
    (keys, matching.doubts)
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

    /// First what `yice_key` says, then what the feature's own records speak of. A feature in which these gainsay one
    /// another is not believed; of several that say the same the one is taken whose own code says so as well.
    fn take_claimed(&mut self, claims: &[Claim], main_key: &dyn Fn(&FeatureKey) -> FeatureKey) {
        let mut claimed: HashMap<&FeatureKey, Vec<usize>> = HashMap::new();
        for (feature_idx, claim) in claims.iter().enumerate() {
            let by_records = match &claim.records_of[..] {
                [key] => Some(key),
                _ => None,
            };
            let gainsaid = claim.yice_key.as_ref().is_some_and(|key| {
                let is_own = |other: &FeatureKey| main_key(other) == main_key(key);
                !claim.records_of.is_empty() && !claim.records_of.iter().any(is_own)
            });
            let key = claim.yice_key.as_ref().or(by_records);
            if let Some(key) = key.filter(|_| !gainsaid) {
                claimed.entry(key).or_default().push(feature_idx);
            }
        }
        let mut claimed: Vec<_> = claimed.into_iter().collect();
        claimed.sort_by_key(|(_, features)| features[0]);
        for (key, features) in claimed {
            // A person may have said already which one it is.
            match &features[..] {
                [feature_idx] => self.take(*feature_idx, key),
                _ if self.taken.contains(key) => {}
                _ => {
                    let own = |idx: &&usize| claims[**idx].codes.contains(key);
                    let taken = match features.iter().filter(own).collect::<Vec<_>>()[..] {
                        [one] => Some(*one),
                        _ => None,
                    };
                    match taken {
                        Some(one) => self.take(one, key),
                        None => drop(self.taken.insert(key.clone())),
                    }
                    self.doubts.push(KeyDoubt::SameKey { key: key.clone(), features, taken });
                }
            }
        }
        for (feature, claim) in claims.iter().enumerate() {
            let own = claim.yice_key.as_ref().or(claim.codes.first());
            let Some(key) = own.filter(|_| !claim.records_of.is_empty()) else { continue };
            let is_own = |other: &FeatureKey| {
                main_key(other) == main_key(key)
                    || (claim.yice_key.is_none() && claim.codes.contains(other))
            };
            for records_of in claim.records_of.iter().filter(|other| !is_own(other)) {
                self.doubts.push(KeyDoubt::ForeignRecords {
                    key: key.clone(),
                    records_of: records_of.clone(),
                    feature,
                });
            }
        }
    }

    /// Gives keys by their text to features that nothing else tells apart; the same text twice is numbered.
    fn number_the_rest(&mut self, layer: &Layer) {
        let mut next: HashMap<FeatureKey, usize> = HashMap::new();
        for feature_idx in 0..self.keys.len() {
            if self.keys[feature_idx].is_some() {
                continue;
            }
            let first = text_key(layer, feature_idx);
            let number = next.entry(first.clone()).or_insert(1);
            loop {
                let key = match *number {
                    1 => first.clone(),
                    more => FeatureKey::new(&first.kind(), &format!("{}-{more}", first.code())),
                };
                *number += 1;
                if !self.taken.contains(&key) {
                    self.take(feature_idx, &key);
                    break;
                }
            }
        }
    }
}

/// Codes proper that several features of a layer of places have. Parts of one river may well share its code.
fn same_codes(layer: &Layer, claims: &[Claim]) -> Vec<KeyDoubt> {
    let is_line = |idx: usize| {
        matches!(layer.geometry_kind(idx), GeometryKind::LineString | GeometryKind::MultiLineString)
    };
    let mut features: HashMap<&FeatureKey, Vec<usize>> = HashMap::new();
    for (feature_idx, claim) in claims.iter().enumerate() {
        for code in claim.codes.iter().take(claim.named).filter(|_| !is_line(feature_idx)) {
            features.entry(code).or_default().push(feature_idx);
        }
    }
    let mut same: Vec<_> =
        features.into_iter().filter(|(_, features)| features.len() > 1).collect();
    same.sort_by_key(|(_, features)| features[0]);
    let doubt =
        |(code, features): (&FeatureKey, _)| KeyDoubt::SameCode { code: code.clone(), features };
    same.into_iter().map(doubt).collect()
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
    let has_code = |idx: usize| claims[idx].codes.iter().any(|key| !shared.contains(key));
    let is_wanted = |idx: usize| keys[idx].is_none() && (in_use || !has_code(idx));
    if !(0..claims.len()).any(is_wanted) {
        return HashMap::new();
    }
    // Those that have a key already count too: of two that look the same neither is known by its shape.
    let found: Vec<(usize, FeatureKey)> = (0..claims.len())
        .into_par_iter()
        .filter(|idx| in_use || !has_code(*idx))
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
    let is_told = |(idx, key): &(usize, FeatureKey)| is_wanted(*idx) && count.get(key) == Some(&1);
    found.into_iter().filter(is_told).collect()
}

fn text_key(layer: &Layer, feature_idx: usize) -> FeatureKey {
    let text = layer.features.get(feature_idx).map(|spans| layer.slice(spans.feature));
    let digest = Hash::of(&text.unwrap_or_default()).to_string();
    FeatureKey::new(&layer.kind, &format!("{TEXT_PREFIX}{}", &digest[..DIGEST_DIGITS]))
}
