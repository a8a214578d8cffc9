//! Which feature a picture was taken at: the nearest by its place, else the one visited at its time. Proposed, never
//! filed by itself.

use serde::{Deserialize, Serialize};

use crate::model::{FeatureKey, Kind, LonLat, Stamp, lon_lat};
use crate::session::PictureFacts;
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_moment;

/// What a proposal rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    #[default]
    Nothing,
    /// Taken so many metres from it.
    Place(u32),
    /// Taken so many minutes from a visit there.
    Visit(u32),
    /// Taken so many metres from the nearest, whose key follows: too far to be of it.
    Far { metres: u32, from: String },
    /// A person chose it.
    Hand,
    /// The same bytes as the file of this name.
    Twin(String),
}

/// A phone's place is good to some tens of metres, and pictures are taken from across the water.
const PLACE_MAX_M: f64 = 200.0;
/// A visit's pictures are taken around its time.
const VISIT_MAX_MINUTES: u32 = 45;
/// So many are offered by place.
const NEAR_COUNT: usize = 4;
const KINDS: [&str; 4] = [Kind::OUTFALL, Kind::BLACK_ODOROUS_WATER, Kind::PLOT, Kind::SECTION];

/// Features a picture may belong to, the likeliest first. `typed_time` stands in where it says no time itself.
pub fn proposals(
    ctx: &UiCtx<'_>,
    facts: &PictureFacts,
    typed_time: &str,
) -> Vec<(FeatureKey, Why)> {
    let mut found = by_place(ctx, facts);
    let own_time = facts.taken_at.as_deref().and_then(|text| Stamp::parse(text).ok());
    let taken = own_time.or_else(|| parse_moment(typed_time, ctx.today()));
    let visited = taken.map(|taken| by_visit(ctx, &taken)).unwrap_or_default();
    // Two features side by side: the one that was visited then.
    let visited_near =
        found.iter().position(|(key, _)| visited.iter().any(|(other, _)| other == key));
    if let Some(idx) = visited_near {
        let likeliest = found.remove(idx);
        found.insert(0, likeliest);
    }
    let more: Vec<_> = visited
        .into_iter()
        .filter(|(key, _)| !found.iter().any(|(known, _)| known == key))
        .collect();
    found.extend(more);
    found
}

/// The feature nearest to where a picture was taken, however far, with the metres; `None` if it does not say where.
pub fn nearest_far(ctx: &UiCtx<'_>, facts: &PictureFacts) -> Option<(FeatureKey, f64)> {
    let at = taken_where(facts)?;
    let each = KINDS.iter().flat_map(|kind| ctx.snapshot.nearest(&Kind::new(kind), at, 1));
    let nearest = each.min_by(|one, other| one.distance_m.total_cmp(&other.distance_m))?;
    Some((nearest.feature, nearest.distance_m))
}

fn taken_where(facts: &PictureFacts) -> Option<LonLat> {
    let [lon, lat] = facts.lon_lat.as_ref()?;
    Some(lon_lat(lon.parse().ok()?, lat.parse().ok()?))
}

fn by_place(ctx: &UiCtx<'_>, facts: &PictureFacts) -> Vec<(FeatureKey, Why)> {
    let Some(at) = taken_where(facts) else { return Vec::new() };
    let mut near: Vec<_> = KINDS
        .iter()
        .flat_map(|kind| ctx.snapshot.nearest(&Kind::new(kind), at, NEAR_COUNT))
        .filter(|neighbour| neighbour.distance_m <= PLACE_MAX_M)
        .collect();
    near.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m));
    near.into_iter()
        .take(NEAR_COUNT)
        .map(|neighbour| (neighbour.feature, Why::Place(neighbour.distance_m.round() as u32)))
        .collect()
}

fn by_visit(ctx: &UiCtx<'_>, taken: &Stamp) -> Vec<(FeatureKey, Why)> {
    let mut near: Vec<(u32, &FeatureKey)> = Vec::new();
    for (key, state) in ctx.snapshot.plans.all_recorded() {
        // Newest first, and only those of that day: a feature has few of them.
        let minutes = state
            .visits
            .iter()
            .rev()
            .filter(|visit| visit.record.on == taken.day())
            .map(|visit| {
                let at = visit.body.visited_at.as_deref().and_then(|text| Stamp::parse(text).ok());
                minutes_between(&at.unwrap_or_else(|| visit.record.at.clone()), taken)
            })
            .min();
        if let Some(minutes) = minutes.filter(|minutes| *minutes <= VISIT_MAX_MINUTES) {
            near.push((minutes, key));
        }
    }
    near.sort();
    near.into_iter().map(|(minutes, key)| (key.clone(), Why::Visit(minutes))).collect()
}

fn minutes_between(one: &Stamp, other: &Stamp) -> u32 {
    let seconds = (one.instant().as_second() - other.instant().as_second()).unsigned_abs();
    u32::try_from(seconds / 60).unwrap_or(u32::MAX)
}
