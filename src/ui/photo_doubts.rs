//! What a picture that was just filed makes one ask: taken far from here, or filed here before. It stays as it is.

use std::collections::BTreeMap;

use super::context::UiCtx;
use super::field::metres_in_words;
use super::forms::part;
use super::notices::{Does, NoticeAct};
use crate::model::{FeatureKey, Lang, LonLat, lon_lat};
use crate::plan::{Body, Photo, Record, Withdrawn};
use crate::session::{Act, distance_m};

/// A picture is taken from across the water at most, by a phone that is some tens of metres wrong.
const FAR_M: f64 = 300.0;
/// The kind of picture that may be taken far off: where the water comes from.
const UPSTREAM_KIND: &str = "water_from";

/// The feature a far picture is of, if any, is no further from where it was taken.
const NEAR_M: f64 = 200.0;

/// What is to be asked of pictures, in a sentence, and what can be done at once if it is so.
pub struct PhotoDoubt {
    pub words: String,
    pub act: Option<NoticeAct>,
}

/// A picture with the record that files it.
type Filing<'r> = (&'r Record, &'r Photo);

/// What is to be asked of the pictures among these new records: those that lie at one other feature are one question.
pub fn photo_doubts<'r>(
    ctx: &UiCtx<'_>,
    records: impl Iterator<Item = &'r Record>,
) -> Vec<PhotoDoubt> {
    let mut far: BTreeMap<(FeatureKey, Option<FeatureKey>), Vec<Filing<'r>>> = BTreeMap::new();
    let mut doubts = Vec::new();
    for record in records {
        let (Some(key), Body::Photo(photo)) = (&record.feature, &record.body) else { continue };
        if let Some((at, _)) = far_from(ctx, key, photo) {
            let other = nearest_other(ctx, key, at);
            far.entry((key.clone(), other)).or_default().push((record, photo));
        }
        let twin = filed_before(ctx, key, record, photo);
        doubts.extend(twin.map(|words| PhotoDoubt { words, act: None }));
    }
    let far = far.iter().map(|((key, other), filed)| far_away(ctx, key, other.as_ref(), filed));
    far.chain(doubts).collect()
}

/// How far from their feature pictures were taken, in words: measured once, not for every frame.
#[derive(Default)]
pub struct FarPhotos {
    of: Option<(u64, FeatureKey, Lang)>,
    by_hash: BTreeMap<String, Option<String>>,
}

impl FarPhotos {
    /// `离排口 1.3 km`; `None` where it is near enough, or nobody knows.
    pub fn words(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey, photo: &Photo) -> Option<String> {
        let of = Some((ctx.snapshot_no, key.clone(), ctx.lang()));
        if self.of != of {
            *self = Self { of, by_hash: BTreeMap::new() };
        }
        let known = self.by_hash.entry(photo.sha256.clone());
        known.or_insert_with(|| far_in_words(ctx, key, photo)).clone()
    }
}

/// Of water that comes from elsewhere a picture may be taken far off.
fn far_in_words(ctx: &UiCtx<'_>, key: &FeatureKey, photo: &Photo) -> Option<String> {
    let (_, far) = far_from(ctx, key, photo).filter(|_| photo.photo_kind != UPSTREAM_KIND)?;
    let kind = ctx.kind_name(&key.kind());
    Some(ctx.fill("photo.off", &[("kind", &kind), ("far", &metres_in_words(far))]))
}

/// Where a picture was taken and how many metres off, if that is far.
fn far_from(ctx: &UiCtx<'_>, key: &FeatureKey, photo: &Photo) -> Option<(LonLat, f64)> {
    let [lon, lat] = photo.lon_lat.as_ref()?;
    let at: LonLat = lon_lat(lon.parse().ok()?, lat.parse().ok()?);
    let (view, idx) = ctx.place(key)?;
    let far = distance_m(&view.layer.shapes, idx, at).filter(|metres| *metres > FAR_M)?;
    Some((at, far))
}

/// The other feature of the same kind that stands where a picture was taken.
fn nearest_other(ctx: &UiCtx<'_>, key: &FeatureKey, at: LonLat) -> Option<FeatureKey> {
    let nearest = ctx.snapshot.nearest(&key.kind(), at, 1).into_iter().next()?;
    (nearest.distance_m <= NEAR_M && nearest.feature != *key).then_some(nearest.feature)
}

fn far_away(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    other: Option<&FeatureKey>,
    filed: &[Filing<'_>],
) -> PhotoDoubt {
    let metres = filed.iter().filter_map(|(_, photo)| far_from(ctx, key, photo));
    let far = metres_in_words(metres.map(|(_, far)| far).fold(0.0, f64::max));
    let name = ctx.name_of(key);
    let kinds = ctx.procedure(key).map(|it| it.photo_kinds.as_slice()).unwrap_or_default();
    // Only water comes from elsewhere: of a plot there is no such picture.
    let upstream = kinds.iter().find(|kind| kind.code == UPSTREAM_KIND);
    let upstream = upstream.map_or_else(String::new, |kind| {
        ctx.fill("photo.far_upstream", &[("kind", &ctx.say(&kind.label))])
    });
    let photos = match filed.len() {
        1 => ctx.t("photo.far_one").to_owned(),
        count => ctx.fill("photo.far_several", &[("n", &count)]),
    };
    let mut values: Vec<(&str, &dyn std::fmt::Display)> =
        vec![("photos", &photos), ("name", &name), ("far", &far), ("upstream", &upstream)];
    let Some(other) = other else {
        return PhotoDoubt { words: ctx.fill("photo.far", &values), act: None };
    };
    let other_name = ctx.name_of(other);
    values.push(("other", &other_name));
    let act = NoticeAct {
        label: ctx.fill("photo.move", &[("other", &other_name)]),
        does: Does::Record {
            acts: moving(key, other, filed),
            done: ctx.fill("photo.moved", &[("photos", &photos), ("other", &other_name)]),
        },
    };
    PhotoDoubt { words: ctx.fill("photo.far_near", &values), act: Some(act) }
}

/// Pictures are taken back here and filed there, with all that is known of them.
fn moving(from: &FeatureKey, to: &FeatureKey, filed: &[Filing<'_>]) -> Vec<Act> {
    let on = filed.first().map(|(record, _)| record.on);
    let act = |feature: &FeatureKey, parts| Act {
        feature: feature.clone(),
        on,
        on_behalf_of: None,
        parts,
    };
    let records = filed.iter().map(|(record, _)| record.id.clone()).collect();
    let back = part(Body::Withdrawn(Withdrawn { records, note: String::new() }));
    // The visit that they were filed with is of the other place.
    let photos =
        filed.iter().map(|(_, photo)| part(Body::Photo(Photo { visit: None, ..(*photo).clone() })));
    vec![act(from, vec![back]), act(to, photos.collect())]
}

fn filed_before(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    record: &Record,
    photo: &Photo,
) -> Option<String> {
    let photos = &ctx.state(key)?.photos;
    let is_twin = |other: &&crate::plan::Filed<Photo>| {
        other.record.hash != record.hash && other.body.sha256 == photo.sha256
    };
    let twin = photos.iter().find(is_twin)?;
    let kind = ctx.photo_label(key, &twin.body.photo_kind);
    let (name, day) = (ctx.name_of(key), ctx.day(twin.record.on));
    Some(ctx.fill("photo.twin_here", &[("name", &name), ("kind", &kind), ("day", &day)]))
}
