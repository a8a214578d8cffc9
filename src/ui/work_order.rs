//! The order of the list and its headings.

use std::collections::HashMap;

use super::context::UiCtx;
use super::dates::days_between;
use super::facets::Facets;
use super::today;
use super::view_state::{ListGroup, ListSort, ListTab, ViewState};
use super::work_lines::{Lines, RowRef, row_at};
use super::work_rows::{SOON_DAYS, Standing, ref_of};
use crate::model::{Day, FeatureKey, LonLat};

/// A walk is worked out for so many rows; of more the rest follow as they are.
const WALK_MAX: usize = 400;

/// Puts rows into the order that is wanted.
pub fn sort(ctx: &UiCtx<'_>, view: &ViewState, rows: &mut [RowRef], standings: &[Vec<Standing>]) {
    let standing = |row: &RowRef| standing_at(standings, *row);
    let text = |row: &RowRef, code: bool| {
        let row = row_at(ctx, *row);
        row.map(|row| if code { row.code.as_str() } else { &*row.name }).unwrap_or_default()
    };
    match view.list_sort {
        ListSort::Due if view.list_tab == ListTab::Today => {
            let items = today::items(ctx);
            let places: HashMap<&FeatureKey, usize> =
                items.iter().enumerate().map(|(place, item)| (&item.feature, place)).collect();
            rows.sort_by_cached_key(|row| row_at(ctx, *row).and_then(|row| places.get(&row.key)));
        }
        // What presses first: sent back, overdue by days, then by the day due, then as the files have them.
        ListSort::Due => rows.sort_by_cached_key(|row| {
            let standing = standing(row);
            let due = standing.pressing_day().unwrap_or(Day::MAX);
            let without_plan = standing.stage_no == usize::MAX;
            // An answer's own day comes before the plan's, of which it is only a part.
            let overdue = !standing.is_to_correct() && standing.overdue;
            (!standing.is_to_correct(), standing.returned.is_none(), !overdue, without_plan, due)
        }),
        ListSort::Name => rows.sort_by(|one, other| text(one, false).cmp(text(other, false))),
        ListSort::Code => rows.sort_by(|one, other| text(one, true).cmp(text(other, true))),
        ListSort::Stage => rows.sort_by_cached_key(|row| standing(row).stage_no),
        ListSort::Near => walk(ctx, view, rows),
    }
}

/// Each time the nearest that is left, from the chosen feature on.
fn walk(ctx: &UiCtx<'_>, view: &ViewState, rows: &mut [RowRef]) {
    let start = view.selected_key().and_then(|key| ref_of(ctx, &key));
    let Some(mut here) = start.or(rows.first().copied()).and_then(|row| place_of(ctx, row)) else {
        return;
    };
    let walked = rows.len().min(WALK_MAX);
    for at in 0..walked {
        let metres = |row: &RowRef| place_of(ctx, *row).map_or(f64::MAX, |to| metres(here, to));
        let nearest = (at..rows.len())
            .min_by(|one, other| metres(&rows[*one]).total_cmp(&metres(&rows[*other])));
        let Some(nearest) = nearest else { return };
        rows.swap(at, nearest);
        here = place_of(ctx, rows[at]).unwrap_or(here);
    }
}

/// Where a row's feature stands on the ground.
pub fn place_of(ctx: &UiCtx<'_>, row: RowRef) -> Option<LonLat> {
    ctx.snapshot.layers.get(row.layer_idx())?.layer.shapes.anchor(row.feature_idx())
}

/// Metres between two places that are near each other.
pub fn metres(from: LonLat, to: LonLat) -> f64 {
    let middle = ((from.lat_deg + to.lat_deg) / 2.0).to_radians();
    let east = (to.lon_deg - from.lon_deg) * 111_320.0 * middle.cos();
    let north = (to.lat_deg - from.lat_deg) * 110_950.0;
    east.hypot(north)
}

/// Puts headings before the rows of each group; groups stand in the order of their first row, but those of stages
/// and deadlines in their own.
pub fn grouped(
    ctx: &UiCtx<'_>,
    view: &ViewState,
    rows: Vec<RowRef>,
    standings: &[Vec<Standing>],
    facets: &Facets,
) -> Lines {
    if view.list_group == ListGroup::Nothing {
        return Lines::plain(rows);
    }
    let mut groups: Vec<(usize, String, Vec<RowRef>)> = Vec::new();
    for row in rows {
        let (rank, words) = group_of(ctx, view, row, standing_at(standings, row), facets);
        match groups.iter_mut().find(|(_, known, _)| *known == words) {
            Some((_, _, rows)) => rows.push(row),
            None => groups.push((rank, words, vec![row])),
        }
    }
    groups.sort_by_key(|(rank, _, _)| *rank);
    Lines::grouped(groups.into_iter().map(|(_, words, rows)| (words, rows)))
}

fn group_of(
    ctx: &UiCtx<'_>,
    view: &ViewState,
    row: RowRef,
    standing: Standing,
    facets: &Facets,
) -> (usize, String) {
    let named = |name: &str| match name {
        "" => (1, ctx.t("list.group_unknown").to_owned()),
        name => (0, name.to_owned()),
    };
    match view.list_group {
        ListGroup::Nothing => (0, String::new()),
        ListGroup::Stage => {
            let key = row_at(ctx, row).map(|row| row.key.clone());
            let look = key
                .as_ref()
                .and_then(|key| super::stage_symbol::look_of(ctx, key, ctx.peek(key).as_deref()));
            let kind = || key.as_ref().map(|key| ctx.kind_name(&key.kind())).unwrap_or_default();
            let words = look.map_or_else(kind, |look| ctx.say(&look.label).to_owned());
            (standing.stage_no, words)
        }
        ListGroup::Due => {
            let days = standing.due.map(|due| days_between(ctx.snapshot.today, due));
            let (rank, key) = match days {
                _ if standing.overdue => (0, "list.due_over"),
                Some(days) if days <= 7 => (1, "list.due_week"),
                Some(days) if days <= SOON_DAYS => (2, "list.due_month"),
                Some(_) => (3, "list.due_later"),
                None => (4, "list.due_never"),
            };
            (rank, ctx.t(key).to_owned())
        }
        ListGroup::District | ListGroup::River => {
            let layer = ctx.snapshot.layers.get(row.layer_idx());
            let facet = layer.and_then(|layer| facets.get(layer.id, row.feature_idx()));
            let Some(facet) = facet else { return named("") };
            named(match view.list_group {
                ListGroup::District => &facet.district,
                _ => &facet.river,
            })
        }
    }
}

fn standing_at(standings: &[Vec<Standing>], row: RowRef) -> Standing {
    let of_layer = standings.get(row.layer_idx());
    of_layer.and_then(|layer| layer.get(row.feature_idx())).copied().unwrap_or_default()
}
