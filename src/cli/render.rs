//! `yice render`: the map as a picture, with the symbols of the stages, without a window.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};

use super::args::RenderArgs;
use super::{Exit, Surroundings, opening, values, writing};
use crate::formats::{self, ReadOptions};
use crate::map::{
    DeadlineLook, FeatureLook, MapInput, MapLayer, MapTheme, Picture, Redrawn, RenderOptions,
    StageLook, render_map,
};
use crate::model::{Day, Kind, Shapes, Text};
use crate::plan::{self, FeatureState};
use crate::session::{LayerView, Snapshot};

pub fn run(args: &RenderArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let (width_px, height_px) = values::size("--size", &args.size)?;
    let bbox = args.bbox.as_deref().map(|bbox| values::bbox("--bbox", bbox)).transpose()?;
    let as_of = args.as_of.as_deref().map(|day| values::day("--as-of", day)).transpose()?;
    let opened = match &args.workspace {
        Some(workspace) => opening::to_read(workspace, surroundings)?,
        None => opening::of_files(&args.paths, surroundings)?,
    };
    let snapshot = opened.session.snapshot();
    let today = as_of.unwrap_or_else(|| surroundings.now.day());
    let mut input = map_input(&snapshot, today);
    input.lang = surroundings.lang;
    let title = match (&args.workspace, snapshot.layers.as_slice()) {
        (None, [one]) => Text::same(one.layer.name.clone()),
        _ => Text::new("一策：一口一策", "Yice: one outfall, one plan"),
    };
    let options = RenderOptions {
        width_px,
        height_px,
        pixels_per_point: 1.0,
        bbox,
        theme: MapTheme::light(),
        title,
        synthetic: snapshot.synthetic || snapshot.layers.iter().any(|view| view.layer.synthetic),
        legend: true,
    };
    write_png(&render_map(&input, &options), &args.out)?;
    surroundings.say(&args.out.display().to_string())?;
    Ok(opened.exit)
}

fn write_png(picture: &Picture, out: &Path) -> Result<()> {
    let image = image::RgbaImage::from_raw(picture.width_px, picture.height_px, picture.rgba.clone())
        .ok_or_else(|| anyhow!("the picture has the wrong size"))?;
    // Every pixel is opaque: three bytes say it all.
    let image = image::DynamicImage::ImageRgba8(image).into_rgb8();
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, image::ImageFormat::Png).context("could not encode the picture")?;
    writing::beside_then_renamed(out, png.get_ref())
}

/// What the map shows of a workspace, areas below lines below points below outfalls.
fn map_input(snapshot: &Snapshot, today: Day) -> MapInput {
    let mut views: Vec<&Arc<LayerView>> = snapshot.layers.iter().collect();
    views.sort_by_key(|view| depth(&view.layer.kind));
    let layers = views.into_iter().map(|view| map_layer(snapshot, view, today)).collect();
    MapInput { layers, ..MapInput::default() }
}

/// What is context lies below what people work on.
fn depth(kind: &Kind) -> usize {
    const FROM_BELOW: [&str; 7] = [
        Kind::COASTLINE,
        Kind::DISTRICT,
        Kind::PLOT,
        Kind::RIVER,
        Kind::BLACK_ODOROUS_WATER,
        Kind::SECTION,
        Kind::OUTFALL,
    ];
    FROM_BELOW.iter().position(|code| *code == kind.code()).map_or(0, |at| at + 1)
}

fn map_layer(snapshot: &Snapshot, view: &LayerView, today: Day) -> MapLayer {
    let mut looks = Vec::with_capacity(view.rows.len());
    let mut redrawn = Vec::new();
    for (feature_idx, row) in (0..).zip(view.rows.iter()) {
        let state = snapshot.plans.get(&row.key);
        let mut look = FeatureLook::named(&row.name);
        if view.layer.kind.code() == Kind::SECTION {
            let properties = snapshot.properties(view, feature_idx as usize);
            look.class = properties.text(&["latest_class", "水质类别"]).map(class_mark);
        }
        dress(&mut look, snapshot, &view.layer.kind, state.map(Arc::as_ref), today);
        looks.push(look);
        if let Some(shapes) = state.and_then(|state| moved_shapes(state)) {
            redrawn.push(Redrawn { feature_idx, shapes: Arc::new(shapes) });
        }
    }
    MapLayer {
        looks: Arc::new(looks),
        redrawn: Arc::new(redrawn),
        ..MapLayer::plain(view.id, Arc::clone(&view.layer))
    }
}

/// Shows where the plan stands. Kinds without a procedure have no symbol of a stage.
fn dress(
    look: &mut FeatureLook,
    snapshot: &Snapshot,
    kind: &Kind,
    state: Option<&FeatureState>,
    today: Day,
) {
    let Some(procedure) = snapshot.rulebook.procedure(kind) else { return };
    let stage = state.and_then(|state| procedure.stage(state.stage_code()?));
    look.stage = Some(Arc::new(stage.map_or_else(StageLook::not_started, StageLook::of)));
    let Some(state) = state else { return };
    look.conflict = !state.conflicts().is_empty();
    look.deadline = if plan::is_overdue(procedure, state, today) {
        DeadlineLook::Overdue
    } else if plan::is_due_soon(procedure, state, today) {
        DeadlineLook::DueSoon
    } else {
        DeadlineLook::Fine
    };
}

/// A class as the flag on a section shows it.
fn class_mark(class: &str) -> Arc<str> {
    match class {
        "I" | "1" => "Ⅰ",
        "II" | "2" => "Ⅱ",
        "III" | "3" => "Ⅲ",
        "IV" | "4" => "Ⅳ",
        "V" | "5" => "Ⅴ",
        "worse_than_V" | "劣V" => "劣Ⅴ",
        other => other,
    }
    .into()
}

/// Where a record has moved the feature to.
fn moved_shapes(state: &FeatureState) -> Option<Shapes> {
    let text = state.geometry.as_ref().filter(|_| !state.created)?;
    let options = ReadOptions {
        file_name: "",
        kind: None,
        datum: None,
        progress: &|_, _| ControlFlow::Continue(()),
    };
    let (layer, _) = formats::read_layer(text.as_bytes().into(), options).ok()?;
    Some(layer.shapes)
}
