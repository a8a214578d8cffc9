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
#[cfg(test)]
mod rehearsal;
mod schematic;
mod story;
mod teller;

use std::path::{Path, PathBuf};

use crate::plan::Hash;

/// The day on which the demonstration's story stands.
pub const AS_OF: &str = "2022-05-12";

/// Why the demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the built-in base map is broken: {0}")]
    Schematic(String),
    #[error("could not write: {source}\nFile: {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

/// Writes the demonstration into a folder and names the files.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &Path) -> Result<Vec<PathBuf>, DemoError> {
    let map = schematic::Schematic::built_in()?;
    std::fs::create_dir_all(folder)
        .map_err(|source| DemoError::Write { path: folder.to_owned(), source })?;
    let layers = [
        ("rivers", base_layers::rivers(&map)),
        ("sections", base_layers::sections(&map)),
        ("districts", base_layers::districts(&map)),
        ("coastline", base_layers::coastline(&map)),
        ("black_odorous_waters", places::black_odorous_waters(&map)),
        ("brownfield_plots", places::plots(&map)),
        ("outfalls", outfall_layer::outfalls(&outfall_layer::portraits(&map))),
    ];
    let mut files = Vec::new();
    for (name, (head, features)) in layers {
        let path = folder.join(format!("{name}.geojson"));
        std::fs::write(&path, feature_file::collection(&head, &features))
            .map_err(|source| DemoError::Write { path: path.clone(), source })?;
        files.push(path);
    }
    let photos = folder.join("outfalls.photos");
    std::fs::create_dir_all(&photos)
        .map_err(|source| DemoError::Write { path: photos.clone(), source })?;
    for scene in pictures::Scene::ALL {
        let failed = |source| DemoError::Write { path: photos.clone(), source };
        let bytes = scene.jpeg().map_err(failed)?;
        let path = photos.join(format!("{}.jpg", Hash::of(&bytes)));
        std::fs::write(&path, bytes).map_err(failed)?;
        files.push(path);
    }
    Ok(files)
}
