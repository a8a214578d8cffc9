//! Pictures as a phone makes them, made here: JPEGs with and without time and place, and the beginnings of a HEIC and
//! an MP4, which are kept and listed though nothing here can draw them.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};

/// When and where a picture was taken: `2022:05:12 09:31:05`, degrees.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    pub at: &'a str,
    pub lon: f64,
    pub lat: f64,
}

/// A JPEG of one colour, another for each `number`.
pub fn jpeg(number: u32, taken: Option<Taken<'_>>) -> Vec<u8> {
    let colour = image::Rgb([(number * 37 % 256) as u8, (number * 91 % 256) as u8, 120]);
    let mut picture = image::RgbImage::from_pixel(64, 48, colour);
    // So that no two are alike by chance of the colours.
    picture.put_pixel(number % 64, number / 64 % 48, image::Rgb([255, 255, 255]));
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    let Some(taken) = taken else { return bytes };
    let exif = exif_of(taken);
    // Behind the start of the image: a segment's length counts itself.
    let mut segment = vec![0xFF, 0xE1];
    segment.extend((exif.len() as u16 + 8).to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(exif);
    bytes.splice(2..2, segment);
    bytes
}

fn exif_of(taken: Taken<'_>) -> Vec<u8> {
    let ascii = |tag, text: &str| Field {
        tag,
        ifd_num: In::PRIMARY,
        value: Value::Ascii(vec![text.as_bytes().to_vec()]),
    };
    let degrees = |tag, value: f64| {
        let whole = value.trunc();
        let minutes = (value - whole) * 60.0;
        let seconds = (minutes - minutes.trunc()) * 60.0;
        let part = |num: f64, denom: u32| Rational { num: (num * f64::from(denom)) as u32, denom };
        let parts = vec![part(whole, 1), part(minutes.trunc(), 1), part(seconds, 10_000)];
        Field { tag, ifd_num: In::PRIMARY, value: Value::Rational(parts) }
    };
    let fields = [
        ascii(Tag::DateTimeOriginal, taken.at),
        ascii(Tag::GPSLatitudeRef, "N"),
        degrees(Tag::GPSLatitude, taken.lat),
        ascii(Tag::GPSLongitudeRef, "E"),
        degrees(Tag::GPSLongitude, taken.lon),
    ];
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    out.into_inner()
}

/// Sixty as they come off the phones of a day: 47 taken beside an outfall, nine that a messenger stripped of time and
/// place, a HEIC, a film, and two that are the same picture twice.
pub fn sixty(folder: &Path, at: &str, outfalls: &[(f64, f64)]) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).unwrap();
    let write = |name: String, bytes: Vec<u8>| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let beside = |number: u32| {
        let (lon, lat) = outfalls[number as usize % outfalls.len()];
        // Some ten metres off: nobody stands in the pipe.
        Taken { at, lon: lon + 0.000_1, lat: lat + 0.000_05 }
    };
    let mut paths = Vec::new();
    for number in 0..47 {
        paths.push(write(format!("IMG_{number:03}.jpg"), jpeg(number, Some(beside(number)))));
    }
    for number in 100..109 {
        paths.push(write(format!("mmexport{number}.jpg"), jpeg(number, None)));
    }
    paths.push(write(
        "IMG_200.HEIC".to_owned(),
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1\0\0\0\x10mdatpictures".to_vec(),
    ));
    paths.push(write(
        "VID_201.mp4".to_owned(),
        b"\0\0\0\x20ftypmp42\0\0\0\0mp42isomiso2mp41\0\0\0\x10mdatmoveable".to_vec(),
    ));
    for copy in ["IMG_300.jpg", "IMG_300(1).jpg"] {
        paths.push(write(copy.to_owned(), jpeg(300, Some(beside(300)))));
    }
    paths
}
