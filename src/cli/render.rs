//! `yice render`: the map as a picture, with the symbols of the stages, without a window.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::args::RenderArgs;
use super::{Exit, Surroundings, opening, values, writing};
use crate::map::{MapTheme, Picture, RareFonts, RenderOptions, SCREEN_PTS_PER_INCH, render_map};
use crate::model::Text;
use crate::plan::day_zh;
use crate::report::{map_input, png_of};

pub fn run(args: &RenderArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let (width_px, height_px) = values::size("--size", &args.size)?;
    let bbox = args.bbox.as_deref().map(|bbox| values::bbox("--bbox", bbox)).transpose()?;
    let as_of = args.as_of.as_deref().map(|day| values::day("--as-of", day)).transpose()?;
    let opened = match &args.workspace {
        Some(workspace) => opening::to_read(workspace, surroundings)?,
        None => opening::of_files(&args.paths, surroundings)?,
    };
    let present = opened.session.snapshot();
    let today = as_of.unwrap_or(present.today);
    // The features that were on the map that evening, where they were and as they stood.
    let snapshot = opening::on_day(present, today, opening::basis(args.as_received))?;
    let mut input = map_input(&snapshot, &snapshot.plans, today);
    input.lang = surroundings.lang;
    let options = RenderOptions {
        width_px,
        height_px,
        pixels_per_point: 1.0,
        pts_per_inch: SCREEN_PTS_PER_INCH,
        bbox,
        theme: MapTheme::light(),
        title: Text::new(
            format!("一口一策（截至{}）", day_zh(today)),
            format!("One outfall, one plan (as of {today})"),
        ),
        synthetic: snapshot.synthetic || snapshot.layers.iter().any(|view| view.layer.synthetic),
        legend: true,
        rare_fonts: Some(RareFonts::of_system()),
    };
    writing::only_over_its_own_sort(&args.out, writing::PNG)?;
    write_png(&render_map(&input, &options), &args.out)?;
    surroundings.say(&args.out.display().to_string())?;
    Ok(opened.exit)
}

/// Writes a picture as PNG.
pub fn write_png(picture: &Picture, out: &Path) -> Result<()> {
    let png = png_of(picture).context("could not encode the picture")?;
    writing::beside_then_renamed(out, &png)
}
