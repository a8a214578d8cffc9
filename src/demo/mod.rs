//! The demonstration: layers, records and pictures that are invented from end to end and say so.
//!
//! Deterministic: the same program writes the same bytes on every machine. The records are made the way a person's
//! are, by [`crate::session`] and under its rules; nothing is forged into the files. No real enterprise, outfall
//! position, measurement or person is in it.

mod base_layers;
mod canvas;
mod cast;
mod dice;
mod feature_file;
mod glyphs;
mod outfall_layer;
mod pictures;
mod places;
mod recording;
#[cfg(test)]
mod rehearsal;
mod schematic;
mod side_ways;
mod story;
mod teller;

use std::io;
use std::path::{Path, PathBuf};

use crate::session::SessionError;

/// The day on which the demonstration's story stands.
pub const AS_OF: &str = "2022-05-12";

const README: &str = include_str!("../../assets/demo/README.md");

/// Why the demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the built-in base map is broken: {0}")]
    Schematic(String),
    #[error("the rules refuse the story of {feature} at {at}: {refusal}")]
    Refused { feature: String, at: String, refusal: String },
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error("could not write: {source}\nFile: {}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl DemoError {
    fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }
}

/// Writes the demonstration into a folder and names the layers.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &Path) -> Result<Vec<PathBuf>, DemoError> {
    let map = schematic::Schematic::built_in()?;
    std::fs::create_dir_all(folder).map_err(DemoError::writing(folder))?;
    let layers = [
        ("rivers", base_layers::rivers(&map)),
        ("sections", base_layers::sections(&map)),
        ("districts", base_layers::districts(&map)),
        ("coastline", base_layers::coastline(&map)),
        ("black_odorous_waters", places::black_odorous_waters(&map)),
        ("brownfield_plots", places::plots(&map)),
    ];
    let mut files = Vec::new();
    for (name, (head, features)) in layers {
        let path = folder.join(format!("{name}.geojson"));
        write_file(&path, &feature_file::collection(&head, &features))?;
        files.push(path);
    }
    let outfalls = folder.join("outfalls.geojson");
    write_outfalls(&map, &outfalls)?;
    files.push(outfalls);
    write_file(&folder.join("README.md"), README)?;
    Ok(files)
}

/// The outfalls as handed out go through a workspace, and come out with everybody's records.
fn write_outfalls(map: &schematic::Schematic, to: &Path) -> Result<(), DemoError> {
    let portraits = outfall_layer::portraits(map);
    let (head, features) = outfall_layer::outfalls(&portraits);
    let handed_out = tempfile::tempdir().map_err(DemoError::writing(to))?;
    let source = handed_out.path().join("outfalls.geojson");
    write_file(&source, &feature_file::collection(&head, &features))?;
    recording::record(&source, &portraits, to)
}

fn write_file(path: &Path, text: &str) -> Result<(), DemoError> {
    std::fs::write(path, text).map_err(DemoError::writing(path))
}
