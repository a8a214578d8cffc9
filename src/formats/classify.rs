//! Recognises what a layer's features are, and says by what.
//!
//! What a layer says of itself counts most, then property names, then values, then words in names. The file's
//! name counts least, and nothing at all against the geometry. The result is a proposal: a person may choose.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::crs;
use super::kinds::{KindAliases, folded, known_kinds};
use super::sampled::Sampled;
use crate::model::{FeatureKey, GeometryKind, Kind, Layer, Span, Text};

/// How many features are looked at, evenly spread over the layer.
const SAMPLE_MAX: usize = 200;

/// Below this nothing is recognised.
const SCORE_MIN: u32 = 6;

/// The kind a layer most likely is, and why, the strongest reason first.
pub fn classify(
    layer: &Layer,
    metadata: Option<Span>,
    file_name: &str,
    own_kinds: &[KindAliases],
) -> (Kind, Vec<Text>) {
    let sample = Sample::take(layer, metadata, file_name);
    let best = known_kinds()
        .iter()
        .chain(own_kinds)
        .map(|kind| (kind, sample.judge(kind)))
        .filter(|(_, verdict)| verdict.score >= SCORE_MIN)
        // Of equals the first in the file, which has the more particular ones first.
        .rev()
        .max_by_key(|(_, verdict)| verdict.score);
    match best {
        Some((kind, mut verdict)) => {
            verdict.reasons.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
            let reasons = verdict.reasons.into_iter().map(|(_, reason)| reason).collect();
            (Kind::new(&kind.code), reasons)
        }
        None => (
            Kind::new(Kind::OTHER),
            vec![Text::new("没有认出类别的线索", "no clue to any kind was found")],
        ),
    }
}

#[derive(Default)]
struct Verdict {
    score: u32,
    reasons: Vec<(u32, Text)>,
}

impl Verdict {
    fn add(&mut self, weight: u32, reason: Text) {
        self.score += weight;
        self.reasons.push((weight, reason));
    }
}

/// What is looked at of a layer.
struct Sample {
    /// How the layer names its own kind, and where.
    own_words: Vec<(String, Text)>,
    features: Sampled,
    /// The geometry types that make up at least a tenth of the layer.
    geometry: Vec<GeometryKind>,
    file_name: String,
}

impl Sample {
    fn take(layer: &Layer, metadata: Option<Span>, file_name: &str) -> Self {
        let count = layer.feature_count();
        let step = count.div_ceil(SAMPLE_MAX).max(1);
        let sampled: Vec<usize> = (0..count).step_by(step).collect();
        let features = Sampled::read(layer, &sampled);
        let mut kinds: BTreeMap<GeometryKind, usize> = BTreeMap::new();
        sampled.iter().for_each(|idx| *kinds.entry(layer.geometry_kind(*idx)).or_default() += 1);
        kinds.remove(&GeometryKind::Null);
        let shaped: usize = kinds.values().sum();
        Self {
            own_words: own_words(layer, metadata, &features),
            features,
            geometry: kinds
                .into_iter()
                .filter(|(_, n)| n * 10 >= shaped)
                .map(|(kind, _)| kind)
                .collect(),
            file_name: file_name.to_lowercase(),
        }
    }

    fn judge(&self, kind: &KindAliases) -> Verdict {
        let mut verdict = Verdict::default();
        for (word, place) in &self.own_words {
            if kind.codes.iter().any(|code| folded(code) == folded(word)) {
                verdict.add(
                    100,
                    Text::new(
                        format!("{}写明“{word}”", place.zh),
                        format!("{} says \"{word}\"", place.en),
                    ),
                );
            }
        }
        let fits =
            self.geometry.iter().all(|own| kind.geometry.iter().any(|name| name == own.name()));
        self.judge_names(kind, &mut verdict);
        self.judge_values(kind, &mut verdict);
        if fits {
            self.judge_words(kind, &mut verdict);
            self.judge_file_name(kind, &mut verdict);
            let told = verdict.score >= SCORE_MIN;
            if told && !self.geometry.is_empty() {
                let types =
                    self.geometry.iter().map(|own| own.name()).collect::<Vec<_>>().join(", ");
                verdict.add(
                    1,
                    Text::new(
                        format!("几何类型相符：{types}"),
                        format!("the geometry fits: {types}"),
                    ),
                );
            }
        } else if self.own_words.is_empty() {
            // Another geometry than the kind has: its own names must say so loudly.
            verdict.score /= 3;
        }
        verdict
    }

    fn judge_names(&self, kind: &KindAliases, verdict: &mut Verdict) {
        let common = |name: &&String| {
            let count = self.features.count(name);
            count > 0 && count * 2 >= self.features.len()
        };
        let mut list = |names: &[String], first: u32, further: u32, most: u32| {
            let found: Vec<&str> = names.iter().filter(common).map(String::as_str).collect();
            if let Some(further_ones) = found.len().checked_sub(1) {
                let weight = (first + further * further_ones as u32).min(most);
                let shown = found[..found.len().min(4)].join("、");
                let shown_en = found[..found.len().min(4)].join(", ");
                verdict.add(
                    weight,
                    Text::new(format!("属性名：{shown}"), format!("property names: {shown_en}")),
                );
            }
        };
        list(&kind.telling, 10, 5, 30);
        list(&kind.hints, 2, 1, 5);
    }

    fn judge_values(&self, kind: &KindAliases, verdict: &mut Verdict) {
        for clue in &kind.values {
            let names = clue.property.iter();
            let names: Vec<(&String, u32)> =
                names.filter_map(|name| Some((name, self.features.number(name)?))).collect();
            if names.is_empty() {
                continue;
            }
            let wanted: HashSet<String> = clue.is.iter().map(|value| folded(value)).collect();
            let mut seen = None;
            let matching = (0..self.features.len()).filter(|feature| {
                let found = names.iter().find_map(|(name, number)| {
                    let value = self.features.text(*feature, *number)?;
                    wanted.contains(&folded(value)).then(|| ((*name).clone(), value.to_owned()))
                });
                seen = seen.take().or_else(|| found.clone());
                found.is_some()
            });
            let count = matching.count();
            if let Some((name, value)) = seen
                && count * 3 >= self.features.len()
            {
                verdict.add(
                    9,
                    Text::new(
                        format!("属性值：{name} 为“{value}”（{count} 个）"),
                        format!("values: {name} is \"{value}\" ({count} features)"),
                    ),
                );
            }
        }
    }

    fn judge_words(&self, kind: &KindAliases, verdict: &mut Verdict) {
        let mut shown = None;
        let numbers: Vec<u32> =
            kind.name.iter().filter_map(|name| self.features.number(name)).collect();
        let named = |feature: usize| {
            let mut texts =
                numbers.iter().filter_map(|number| self.features.text(feature, *number));
            texts.next().map(str::to_lowercase)
        };
        let (mut all, mut matching) = (0, 0);
        for name in (0..self.features.len()).filter_map(named) {
            all += 1;
            let has = kind.words.iter().any(|word| name.contains(word.as_str()))
                || kind.endings.iter().any(|word| name.ends_with(word.as_str()));
            if has {
                matching += 1;
                shown.get_or_insert(name);
            }
        }
        if let Some(name) = shown
            && matching * 2 >= all
        {
            let weight = if matching * 5 >= all * 4 { 8 } else { 6 };
            verdict.add(
                weight,
                Text::new(
                    format!("名称如“{name}”({matching}/{all})"),
                    format!("names such as \"{name}\" ({matching} of {all})"),
                ),
            );
        }
    }

    fn judge_file_name(&self, kind: &KindAliases, verdict: &mut Verdict) {
        // A file's name may add to other signs; alone it counts only where there is a geometry for it to fit.
        if self.geometry.is_empty() {
            return;
        }
        let file = folded(&self.file_name);
        if let Some(word) = kind.file_words.iter().find(|word| file.contains(&folded(word))) {
            verdict.add(
                SCORE_MIN,
                Text::new(format!("文件名含“{word}”"), format!("the file's name has \"{word}\"")),
            );
        }
    }
}

/// How the layer says its own kind: metadata, the product's own members, a `layer` property.
fn own_words(layer: &Layer, metadata: Option<Span>, features: &Sampled) -> Vec<(String, Text)> {
    let member = |object: Option<Span>, name: &str| {
        let text = layer.slice(object?);
        crs::member(&text, Span::new(0, text.len()), name)
            .and_then(|value| crs::scalar(&text, value).map(Cow::into_owned))
    };
    let mut words = Vec::new();
    let mut say = |word: Option<String>, zh: &str, en: &str| {
        words.extend(word.map(|word| (word, Text::new(zh, en))));
    };
    say(member(layer.yice_member, "kind"), "yice 成员", "the yice member");
    say(member(metadata, "layer"), "文件元数据", "the file's metadata");
    let keys = features.properties.iter().filter_map(|properties| {
        // Of names that stand twice the last counts.
        properties.0.iter().rev().find(|property| property.name == "yice_key")
    });
    let key = keys.filter_map(|property| FeatureKey::parse(property.value.as_text()?)).next();
    say(key.map(|key| key.kind().code().to_owned()), "要素的 yice_key", "the features' yice_key");
    for name in ["layer", "图层"] {
        let Some(number) = features.number(name) else { continue };
        let values: Vec<&str> =
            (0..features.len()).filter_map(|feature| features.text(feature, number)).collect();
        if let Some(first) = values.first()
            && values.len() * 2 > features.len()
            && values.iter().all(|value| value == first)
        {
            say(Some((*first).to_owned()), "各要素的 layer 属性", "the features' layer property");
        }
    }
    words
}
