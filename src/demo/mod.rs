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

use crate::model::Text;
use crate::session::{SessionError, io_words, looks_synthetic};

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
    #[error("a file is there that is no demonstration's: name another folder\nFile: {}", .0.display())]
    InTheWay(PathBuf),
    #[error("could not write: {source}\nFile: {}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl DemoError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Session(error) => return error.text(),
            Self::InTheWay(path) => {
                format!("{} 已经有了，而且不是示意数据：请换一个文件夹", path.display())
            }
            Self::Write { path, source } => {
                format!("没能写 {}：{}", path.display(), io_words(source).zh)
            }
            Self::Schematic(_) | Self::Refused { .. } => format!("示意数据没有生成：{self}"),
        };
        Text::new(zh, self.to_string())
    }

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
    let (outfalls, readme) = (folder.join("outfalls.geojson"), folder.join("README.md"));
    let named = layers.iter().map(|(name, _)| folder.join(format!("{name}.geojson")));
    for path in named.chain([outfalls.clone()]) {
        must_be_ours(&path, looks_synthetic)?;
    }
    must_be_ours(&readme, is_our_readme)?;
    let mut files = Vec::new();
    for (name, (head, features)) in layers {
        let path = folder.join(format!("{name}.geojson"));
        write_file(&path, &feature_file::collection(&head, &features))?;
        files.push(path);
    }
    write_outfalls(&map, &outfalls)?;
    files.push(outfalls);
    write_file(&readme, README)?;
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
    crate::session::write_file(path, text.as_bytes()).map_err(DemoError::writing(path))
}

/// Only what an earlier demonstration wrote is written over.
fn must_be_ours(path: &Path, is_ours: impl FnOnce(&Path) -> bool) -> Result<(), DemoError> {
    match path.exists() && !is_ours(path) {
        true => Err(DemoError::InTheWay(path.to_owned())),
        false => Ok(()),
    }
}

fn is_our_readme(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().next() == README.lines().next()
}
