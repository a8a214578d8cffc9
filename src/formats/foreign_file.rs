//! Files that people take for layers and that are none: named by their first bytes, with what to do instead.

use super::Refused;
use super::found::Findings;
use crate::model::{Severity, Text};

/// A format by how its files begin.
struct Foreign {
    begins: &'static [u8],
    name: (&'static str, &'static str),
    instead: Instead,
}

/// What to do with such a file.
#[derive(Clone, Copy)]
enum Instead {
    /// It goes with a record.
    Attach,
    /// Other software makes GeoJSON of it.
    Convert,
    /// It holds other files.
    Unpack,
}

const fn foreign(
    begins: &'static [u8],
    zh: &'static str,
    en: &'static str,
    instead: Instead,
) -> Foreign {
    Foreign { begins, name: (zh, en), instead }
}

/// The longest beginnings first where one begins another.
const KNOWN: [Foreign; 15] = [
    foreign(&[0xFF, 0xD8, 0xFF], "JPEG 照片", "a JPEG photo", Instead::Attach),
    foreign(b"\x89PNG", "PNG 图片", "a PNG picture", Instead::Attach),
    foreign(b"GIF8", "GIF 图片", "a GIF picture", Instead::Attach),
    foreign(b"%PDF", "PDF 文件", "a PDF document", Instead::Attach),
    foreign(
        &[0xD0, 0xCF, 0x11, 0xE0],
        "旧版 Office 文件",
        "an old Office document",
        Instead::Attach,
    ),
    foreign(
        b"PK\x03\x04",
        "ZIP 压缩包（KMZ、xlsx、打包的 Shapefile 也是）",
        "a ZIP archive (KMZ, xlsx and packed shapefiles are such)",
        Instead::Unpack,
    ),
    foreign(b"Rar!", "RAR 压缩包", "a RAR archive", Instead::Unpack),
    foreign(b"7z\xBC\xAF\x27\x1C", "7z 压缩包", "a 7z archive", Instead::Unpack),
    foreign(&[0, 0, 0x27, 0x0A], "Shapefile", "a shapefile", Instead::Convert),
    foreign(
        b"SQLite format 3\0",
        "SQLite 数据库（如 GeoPackage）",
        "an SQLite database (such as a GeoPackage)",
        Instead::Convert,
    ),
    foreign(b"fgb\x03", "FlatGeobuf", "a FlatGeobuf", Instead::Convert),
    foreign(b"II*\0", "TIFF 图像", "a TIFF image", Instead::Convert),
    foreign(b"MM\0*", "TIFF 图像", "a TIFF image", Instead::Convert),
    foreign(
        b"<?xml",
        "XML 文件（如 KML、GML）",
        "an XML document (such as KML or GML)",
        Instead::Convert,
    ),
    foreign(b"<kml", "KML", "a KML document", Instead::Convert),
];

/// Says what a file is that is certainly no GeoJSON; `None` where it may be some.
pub fn refuse(bytes: &[u8]) -> Option<Refused> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let known = KNOWN.iter().find(|foreign| text.starts_with(foreign.begins))?;
    let (zh, en) = known.name;
    let (do_zh, do_en) = match known.instead {
        Instead::Attach => (
            "它不是图层；选中对象后作为照片或文件附上",
            "it is no layer: select a feature and attach it as a photo or document",
        ),
        Instead::Convert => (
            "请先在 QGIS 里另存为 GeoJSON（EPSG:4490 或 4326），或用 ogr2ogr 转换",
            "save it as GeoJSON (EPSG:4490 or 4326) in QGIS first, or convert it with ogr2ogr",
        ),
        Instead::Unpack => (
            "请先解压；KMZ 和 Shapefile 再在 QGIS 里另存为 GeoJSON",
            "unpack it first; save KMZ and shapefiles as GeoJSON in QGIS",
        ),
    };
    let mut findings = Findings::default();
    findings.add(Severity::Error, "other-format", None, 0, || {
        Text::new(
            format!("应为 GeoJSON，实为{zh}；{do_zh}；未读入"),
            format!("expected GeoJSON, found {en}: {do_en}; nothing was loaded"),
        )
    });
    let issues = findings.into_issues(&Vec::new().into());
    Some(Refused { issues, encoding: "unknown", skipped: 0, cancelled: false })
}
