//! A photo or document that goes with an act: its bytes, their hash, and what a picture says of itself.

use std::path::Path;

use super::input_files::read_file;
use super::{Attachment, SessionError};
use crate::plan::{Body, Hash};

/// Larger ones cannot be kept in one piece of the workspace.
pub const ATTACHMENT_BYTES_MAX: u64 = 900_000_000;

/// A file read for the workspace.
pub(super) struct LoadedFile {
    pub hash: Hash,
    pub ext: String,
    pub bytes: Vec<u8>,
    /// When and where the picture was taken, as its camera wrote it.
    taken_at: Option<String>,
    lon_lat: Option<[String; 2]>,
}

pub(super) fn load(attachment: &Attachment) -> Result<LoadedFile, SessionError> {
    let path = &attachment.path;
    let byte_count =
        path.metadata().map_err(SessionError::io("could not read the file", path))?.len();
    if byte_count > ATTACHMENT_BYTES_MAX {
        return Err(SessionError::TooLarge {
            path: path.clone(),
            limit_bytes: ATTACHMENT_BYTES_MAX,
        });
    }
    let bytes = read_file(path)?;
    let (taken_at, lon_lat) = read_exif(&bytes);
    Ok(LoadedFile { hash: Hash::of(&bytes), ext: ending(path), bytes, taken_at, lon_lat })
}

/// A file name's ending, lower case, letters and digits only: it becomes part of a name again.
pub(super) fn ending(path: &Path) -> String {
    let ext = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_plain = ext.len() <= 8 && ext.chars().all(|char| char.is_ascii_alphanumeric());
    if is_plain { ext } else { String::new() }
}

/// Writes into a body what the file says; what a person typed stays.
pub(super) fn fill_in(body: &mut Body, file: &LoadedFile) {
    let sha256 = file.hash.to_string();
    match body {
        Body::Photo(photo) => {
            photo.sha256 = sha256;
            photo.ext = file.ext.clone();
            if photo.taken_at.is_none() && photo.typed_time.is_none() {
                photo.taken_at = file.taken_at.clone();
            }
            if photo.lon_lat.is_none() {
                photo.lon_lat = file.lon_lat.clone();
            }
        }
        Body::Document(document) => {
            document.sha256 = sha256;
            document.ext = file.ext.clone();
        }
        Body::SampleResult(result) => result.report = Some(sha256),
        _ => {}
    }
}

/// The SHA-256 of the photo, document or report a body names, and the file name's ending.
pub(super) fn named_file(body: &Body) -> Option<(Hash, &str)> {
    match body {
        Body::Photo(photo) => Some((Hash::parse(&photo.sha256)?, &photo.ext)),
        Body::Document(document) => Some((Hash::parse(&document.sha256)?, &document.ext)),
        Body::SampleResult(result) => Some((Hash::parse(result.report.as_deref()?)?, "")),
        _ => None,
    }
}

/// Time and place from a picture's EXIF. Cameras in China write China's time without an offset.
pub(super) fn read_exif(bytes: &[u8]) -> (Option<String>, Option<[String; 2]>) {
    let mut cursor = std::io::Cursor::new(bytes);
    let Ok(exif) = exif::Reader::new().read_from_container(&mut cursor) else {
        return (None, None);
    };
    let ascii = |tag| {
        let field = exif.get_field(tag, exif::In::PRIMARY)?;
        let exif::Value::Ascii(texts) = &field.value else { return None };
        Some(String::from_utf8_lossy(texts.first()?).into_owned())
    };
    let taken_at = ascii(exif::Tag::DateTimeOriginal).and_then(|text| {
        let time = exif::DateTime::from_ascii(text.as_bytes()).ok()?;
        let (day, clock) = (
            format!("{:04}-{:02}-{:02}", time.year, time.month, time.day),
            format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second),
        );
        let offset = ascii(exif::Tag::OffsetTimeOriginal).filter(|text| text.len() == 6);
        let text = format!("{day}T{clock}{}", offset.as_deref().unwrap_or("+08:00"));
        // A camera whose clock was never set says year 0000.
        crate::model::Stamp::parse(&text).ok().filter(|_| time.year >= 1990).map(|_| text)
    });
    let degrees = |tag, sign_tag, negative: &str| {
        let field = exif.get_field(tag, exif::In::PRIMARY)?;
        let exif::Value::Rational(parts) = &field.value else { return None };
        let [degrees, minutes, seconds] = parts.get(..3)? else { return None };
        let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
        let sign = if ascii(sign_tag).as_deref() == Some(negative) { -1.0 } else { 1.0 };
        // Seven decimals are a centimetre.
        (value.is_finite() && value <= 180.0).then(|| format!("{:.7}", sign * value))
    };
    let lon = degrees(exif::Tag::GPSLongitude, exif::Tag::GPSLongitudeRef, "W");
    let lat = degrees(exif::Tag::GPSLatitude, exif::Tag::GPSLatitudeRef, "S");
    (taken_at, lon.zip(lat).map(|(lon, lat)| [lon, lat]))
}
