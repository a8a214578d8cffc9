//! What a file is by its name: where dropped files go, and what the system's dialogs offer.

use std::path::Path;

/// Layers and records; workspaces.
pub const LAYER_ENDINGS: [&str; 8] =
    ["geojson", "json", "geojsonl", "ndjson", "geojsons", "jsonl", "gz", "yice"];
/// A laboratory's tables.
pub const TABLE_ENDINGS: [&str; 6] = ["csv", "tsv", "xlsx", "xls", "xlsm", "et"];
pub const PICTURE_ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "heic", "webp", "mp4", "mov"];

/// Whether a file is a table by its name.
pub fn is_table(path: &Path) -> bool {
    ends_with_one_of(path, &TABLE_ENDINGS)
}

/// Whether a file is a picture or a film by its name.
pub fn is_picture(path: &Path) -> bool {
    ends_with_one_of(path, &PICTURE_ENDINGS)
}

/// Whether a path may be a folder's: no ending says that it is a file.
pub fn may_be_folder(path: &Path) -> bool {
    !is_table(path) && !is_picture(path) && !ends_with_one_of(path, &LAYER_ENDINGS)
}

fn ends_with_one_of(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_do_not_make_another_sort_of_a_file() {
        assert!(is_picture(Path::new("IMG_0001.JPG")) && is_picture(Path::new("IMG_2.Jpeg")));
        assert!(is_table(Path::new("化验.CSV")));
        assert!(!may_be_folder(Path::new("DATA.GEOJSON")));
        assert!(may_be_folder(Path::new("100CANON")) && may_be_folder(Path::new("5.12 照片")));
    }
}
