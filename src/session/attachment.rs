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
    Ok(LoadedFile::of(path, bytes))
}

impl LoadedFile {
    /// The bytes of the file at `path`.
    pub fn of(path: &Path, bytes: Vec<u8>) -> Self {
        let (taken_at, lon_lat) = read_exif(&bytes);
        Self { hash: Hash::of(&bytes), ext: ending(path), bytes, taken_at, lon_lat }
    }
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
    // One odd part loses nothing else: many phone tools leave out what ends a part of it.
    let read = exif::Reader::new().continue_on_error(true).read_from_container(&mut cursor);
    let Ok(exif) = read.or_else(|error| error.distill_partial_result(|_| ())) else {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A part of EXIF: entries of tag, type, count and value, and no offset of a next part after them.
    fn part(entries: &[(u16, u16, u32, u32)]) -> Vec<u8> {
        let mut bytes = (entries.len() as u16).to_le_bytes().to_vec();
        for (tag, kind, count, value) in entries {
            bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            bytes.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        }
        bytes
    }

    #[test]
    fn a_part_without_its_end_loses_neither_time_nor_place() {
        let ascii = |text: &str| u32::from_le_bytes([text.as_bytes()[0], 0, 0, 0]);
        let (exif_at, gps_at, time_at, lon_at) = (38, 52, 106, 126);
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend(part(&[(0x8769, 4, 1, exif_at), (0x8825, 4, 1, gps_at)]));
        bytes.extend([0; 4]);
        assert_eq!(bytes.len(), exif_at as usize);
        bytes.extend(part(&[(0x9003, 2, 20, time_at)]));
        assert_eq!(bytes.len(), gps_at as usize);
        bytes.extend(part(&[
            (1, 2, 2, ascii("N")),
            (2, 5, 3, lon_at + 24),
            (3, 2, 2, ascii("E")),
            (4, 5, 3, lon_at),
        ]));
        bytes.extend([0xff; 4]);
        assert_eq!(bytes.len(), time_at as usize);
        bytes.extend(b"2022:05:12 09:31:05\0");
        for degrees in [117_u32, 39] {
            for (number, of) in [(degrees, 1_u32), (30, 1), (0, 1)] {
                bytes.extend([number.to_le_bytes(), of.to_le_bytes()].concat());
            }
        }
        let (taken_at, lon_lat) = read_exif(&bytes);
        assert_eq!(taken_at.as_deref(), Some("2022-05-12T09:31:05+08:00"));
        assert_eq!(lon_lat, Some(["117.5000000".to_owned(), "39.5000000".to_owned()]));
    }
}
