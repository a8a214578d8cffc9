//! What a picture that was just filed makes one ask: taken far from here, or filed here before. It stays as it is.

use std::collections::BTreeMap;

use super::context::UiCtx;
use super::field::metres_in_words;
use crate::model::{FeatureKey, Lang, LonLat, lon_lat};
use crate::plan::{Body, Photo, Record};
use crate::session::distance_m;

/// A picture is taken from across the water at most, by a phone that is some tens of metres wrong.
const FAR_M: f64 = 300.0;
/// The kind of picture that may be taken far off: where the water comes from.
const UPSTREAM_KIND: &str = "water_from";

/// The feature a far picture is of, if any, is no further from where it was taken.
const NEAR_M: f64 = 200.0;

/// What is to be asked of the pictures among these new records, a sentence each.
pub fn photo_doubts<'r>(ctx: &UiCtx<'_>, records: impl Iterator<Item = &'r Record>) -> Vec<String> {
    let photos = records.filter_map(|record| match &record.body {
        Body::Photo(photo) => Some((record.feature.as_ref()?, record, photo)),
        _ => None,
    });
    let doubts = photos.flat_map(|(key, record, photo)| {
        far_away(ctx, key, photo).into_iter().chain(filed_before(ctx, key, record, photo))
    });
    doubts.collect()
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

fn far_away(ctx: &UiCtx<'_>, key: &FeatureKey, photo: &Photo) -> Option<String> {
    let (at, far) = far_from(ctx, key, photo)?;
    let nearest = ctx.snapshot.nearest(&key.kind(), at, 1).into_iter().next();
    let nearest = nearest.filter(|it| it.distance_m <= NEAR_M && it.feature != *key);
    let (name, far) = (ctx.name_of(key), metres_in_words(far));
    let kinds = ctx.procedure(key).map(|it| it.photo_kinds.as_slice()).unwrap_or_default();
    // Only water comes from elsewhere: of a plot there is no such picture.
    let upstream = kinds.iter().find(|kind| kind.code == UPSTREAM_KIND);
    let upstream = upstream.map_or_else(String::new, |kind| {
        ctx.fill("photo.far_upstream", &[("kind", &ctx.say(&kind.label))])
    });
    let mut values: Vec<(&str, &dyn std::fmt::Display)> =
        vec![("name", &name), ("far", &far), ("upstream", &upstream)];
    let other = nearest.map(|nearest| ctx.name_of(&nearest.feature));
    Some(match &other {
        Some(other) => {
            values.push(("other", other));
            ctx.fill("photo.far_near", &values)
        }
        None => ctx.fill("photo.far", &values),
    })
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
