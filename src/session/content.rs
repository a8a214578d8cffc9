//! What the bytes of a photo or document are, whatever its name says: only what can be looked at is evidence.

use std::path::Path;

use super::attachment::LoadedFile;
use crate::model::Text;
use crate::plan::{Body, Jump, Missing};

/// What bytes are, by how they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Empty,
    /// A still picture or a film.
    Picture,
    Pdf,
    /// A ZIP container, as Word, Excel and WPS write it, or their older compound file.
    Office,
    Other,
}

impl Content {
    /// Looks at the beginning of a file.
    pub fn of(bytes: &[u8]) -> Self {
        const PICTURES: [&[u8]; 8] = [
            b"\xFF\xD8\xFF",      // JPEG
            b"\x89PNG\r\n\x1A\n", // PNG
            b"GIF8",              // GIF
            b"BM",                // BMP
            b"II*\0",             // TIFF, little end first
            b"MM\0*",             // TIFF, big end first
            b"\x1A\x45\xDF\xA3",  // Matroska, WebM
            b"FLV",               // Flash video
        ];
        let begins = |with: &[u8]| bytes.starts_with(with);
        let riff = begins(b"RIFF") && matches!(bytes.get(8..12), Some(b"WEBP" | b"AVI "));
        // HEIC, AVIF, MP4, MOV and 3GP: a box's length, then its name.
        let boxed = matches!(bytes.get(4..8), Some(b"ftyp" | b"moov" | b"mdat" | b"wide"));
        if bytes.is_empty() {
            Self::Empty
        } else if PICTURES.into_iter().any(begins) || riff || boxed {
            Self::Picture
        } else if begins(b"%PDF") {
            Self::Pdf
        } else if begins(b"PK\x03\x04") || begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            Self::Office
        } else {
            Self::Other
        }
    }

    /// Whether more than the mark at the beginning is there: a picture has a size, a film its boxes.
    fn is_more_than_a_mark(bytes: &[u8]) -> bool {
        use image::ImageFormat as Format;
        let boxed = matches!(bytes.get(4..8), Some(b"ftyp" | b"moov" | b"mdat" | b"wide"));
        if boxed {
            // The first box ends inside the file and another follows; a length of 0 or 1 is spelt otherwise.
            let length =
                bytes.get(..4).map_or(0, |it| it.iter().fold(0, |n, b| n << 8 | usize::from(*b)));
            return bytes.len() > length.max(16);
        }
        match image::guess_format(bytes) {
            Ok(format @ (Format::Jpeg | Format::Png)) => {
                let reader = image::ImageReader::with_format(std::io::Cursor::new(bytes), format);
                reader.into_dimensions().is_ok_and(|(width, height)| width > 0 && height > 0)
            }
            // Formats that this program stores and does not draw: the smallest of them are longer.
            _ => bytes.len() >= 26,
        }
    }

    /// Whether these bytes can be a photo.
    pub fn is_photo(self) -> bool {
        self == Self::Picture
    }

    /// Whether a file name's ending promises something else.
    fn belies(self, ext: &str) -> bool {
        let promised = match ext {
            "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "heic" | "heif"
            | "avif" | "mp4" | "mov" | "avi" | "3gp" | "mkv" => Self::Picture,
            "pdf" => Self::Pdf,
            "doc" | "docx" | "xls" | "xlsx" | "ppt" | "pptx" | "wps" | "et" => Self::Office,
            _ => return false,
        };
        self != promised
    }
}

/// What is wrong with a file as what a body says it is.
pub(super) fn unfit(body: &Body, path: &Path, file: &LoadedFile) -> Option<Missing> {
    let jump = match body {
        Body::Photo(photo) => Jump::Photo(photo.photo_kind.clone()),
        Body::Document(document) => Jump::Document(document.doc_kind.clone()),
        _ => Jump::Sample,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let content = Content::of(&file.bytes);
    let message = if content == Content::Empty {
        Text::new(
            format!("{name} 是空文件（0 字节），不能作材料；请换一个，或请对方重发"),
            format!("{name} is empty (0 bytes) and is evidence of nothing: choose another file"),
        )
    } else if matches!(body, Body::Photo(_)) && !content.is_photo() {
        Text::new(
            format!("{name} 不是照片或视频（内容不是 JPEG、PNG、HEIC、MP4 等）；文件请按材料添加"),
            format!(
                "{name} is no picture or film (its bytes are not JPEG, PNG, HEIC, MP4 or the like): file papers as documents"
            ),
        )
    } else if matches!(body, Body::Photo(_)) && !Content::is_more_than_a_mark(&file.bytes) {
        Text::new(
            format!("{name} 只有文件头，没有画面，不能作佐证；请换一张，或请对方重发"),
            format!(
                "{name} has the mark of a picture and no picture: choose another, or have it sent again"
            ),
        )
    } else if content.belies(&file.ext) {
        Text::new(
            format!("{name} 的内容不是 {} 文件，打不开，不能作材料；请换一个", file.ext),
            format!("{name} does not hold what {} files hold: choose another file", file.ext),
        )
    } else {
        return None;
    };
    Some(Missing::wrong(message, jump))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_known_by_their_beginning_not_by_a_name() {
        assert_eq!(Content::of(b""), Content::Empty);
        assert_eq!(Content::of(b"\xFF\xD8\xFF\xE0 and so on"), Content::Picture);
        assert_eq!(Content::of(b"\0\0\0\x18ftypheic"), Content::Picture);
        assert_eq!(Content::of(b"\0\0\0\x20ftypmp42"), Content::Picture);
        assert_eq!(Content::of(b"%PDF-1.7"), Content::Pdf);
        assert_eq!(Content::of(b"PK\x03\x04 word"), Content::Office);
        assert_eq!(Content::of(b"this is no picture"), Content::Other);
    }

    #[test]
    fn an_ending_may_promise_less_but_nothing_else() {
        assert!(Content::Other.belies("jpg"));
        assert!(Content::Picture.belies("pdf"));
        assert!(!Content::Picture.belies("png"));
        assert!(!Content::Other.belies("txt"));
        assert!(!Content::Other.belies(""));
    }
}
