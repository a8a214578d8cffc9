//! A PDF file: pages of text, lines and boxes in one embedded font (ISO 32000-1).
//!
//! Positions are in points from the upper left corner of the page, as they are read; the file counts from below.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use super::font::Font;

/// A4, in points.
pub const PAGE_WIDTH: f32 = 595.28;
pub const PAGE_HEIGHT: f32 = 841.89;

/// How text stands on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f32,
    pub bold: bool,
    /// 0 is black, 1 white.
    pub grey: f32,
}

/// Pages on their way to a file.
#[derive(Debug)]
pub struct Document {
    pub font: Font,
    /// The drawing operators of each page.
    pages: Vec<String>,
    /// Glyphs in use, with the character each stands for.
    used: BTreeMap<u16, char>,
}

impl Document {
    pub fn new(font: Font) -> Self {
        Self { font, pages: Vec::new(), used: BTreeMap::new() }
    }

    pub fn add_page(&mut self) {
        self.pages.push(String::new());
    }

    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Writes a line of text whose base line stands at `y`.
    pub fn text(&mut self, page_idx: usize, x: f32, y: f32, text: &str, style: Style) {
        let mut glyphs = String::with_capacity(text.len() * 2);
        for char in text.chars() {
            let glyph = self.font.glyph(char);
            self.used.entry(glyph).or_insert(char);
            push(&mut glyphs, format_args!("{glyph:04X}"));
        }
        let (size, grey) = (style.size, style.grey);
        // The font has one weight: a thin line around the letters makes it bold.
        let weight = match style.bold {
            true => format!("2 Tr {:.2} w {grey} G", size / 38.0),
            false => "0 Tr".to_owned(),
        };
        self.draw(
            page_idx,
            format_args!(
                "BT {grey} g {weight} /F1 {size} Tf 1 0 0 1 {x:.2} {:.2} Tm <{glyphs}> Tj ET\n",
                PAGE_HEIGHT - y
            ),
        );
    }

    pub fn line(&mut self, page_idx: usize, from: (f32, f32), to: (f32, f32), width: f32) {
        self.draw(
            page_idx,
            format_args!(
                "0.35 G {width} w {:.2} {:.2} m {:.2} {:.2} l S\n",
                from.0,
                PAGE_HEIGHT - from.1,
                to.0,
                PAGE_HEIGHT - to.1
            ),
        );
    }

    /// The outline of a box.
    pub fn frame(&mut self, page_idx: usize, x: f32, y: f32, width: f32, height: f32) {
        let bottom = PAGE_HEIGHT - y - height;
        self.draw(
            page_idx,
            format_args!("0.2 G 0.7 w {x:.2} {bottom:.2} {width:.2} {height:.2} re S\n"),
        );
    }

    /// A light ground.
    pub fn shade(&mut self, page_idx: usize, x: f32, y: f32, width: f32, height: f32) {
        let bottom = PAGE_HEIGHT - y - height;
        self.draw(
            page_idx,
            format_args!("0.92 g {x:.2} {bottom:.2} {width:.2} {height:.2} re f\n"),
        );
    }

    fn draw(&mut self, page_idx: usize, operators: std::fmt::Arguments<'_>) {
        if let Some(page) = self.pages.get_mut(page_idx) {
            push(page, operators);
        }
    }

    /// The whole file. The same pages make the same bytes.
    pub fn finish(self, title: &str, lang: &str) -> Vec<u8> {
        const FIRST_PAGE: usize = 9;
        let mut file = File::new();
        let page_of = |idx: usize| FIRST_PAGE + idx * 2;
        let kids: Vec<String> =
            (0..self.pages.len()).map(|idx| format!("{} 0 R", page_of(idx))).collect();
        file.object(format!("<< /Type /Catalog /Pages 2 0 R /Lang ({lang}) /ViewerPreferences << /DisplayDocTitle true >> >>"));
        file.object(format!(
            "<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] >>",
            kids.join(" "),
            kids.len()
        ));
        let name = "YICEAA+NotoSansSC";
        file.object(format!("<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 7 0 R >>"));
        file.object(format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /CIDToGIDMap /Identity /DW 1000 /W [{}] >>", self.widths()));
        let extent = self.font.extent();
        let [left, bottom, right, top] = extent.bbox;
        file.object(format!("<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{left} {bottom} {right} {top}] /ItalicAngle 0 /Ascent {} /Descent {} /CapHeight 733 /StemV 80 /FontFile2 6 0 R >>", extent.ascent, extent.descent));
        let font = self.font.subset(&self.used.keys().copied().collect());
        file.stream(&format!("/Length1 {}", font.len()), &font);
        file.stream("", self.to_unicode().as_bytes());
        file.object(format!("<< /Title <{}> /Producer (Yice) >>", utf16_hex(title)));
        for (idx, page) in self.pages.iter().enumerate() {
            file.object(format!(
                "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                page_of(idx) + 1
            ));
            file.stream("", page.as_bytes());
        }
        file.finish()
    }

    fn widths(&self) -> String {
        let width = |glyph: &u16| format!("{glyph} [{:.0}]", self.font.advance(*glyph));
        self.used.keys().map(width).collect::<Vec<_>>().join(" ")
    }

    /// What a reader copies and searches by.
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let pairs: Vec<(&u16, &char)> =
            self.used.iter().filter(|(glyph, _)| **glyph != 0).collect();
        // A hundred at most in one section.
        for section in pairs.chunks(100) {
            push(&mut map, format_args!("{} beginbfchar\n", section.len()));
            for (glyph, char) in section {
                let mut units = [0; 2];
                let hex: String = char
                    .encode_utf16(&mut units)
                    .iter()
                    .map(|unit| format!("{unit:04X}"))
                    .collect();
                push(&mut map, format_args!("<{glyph:04X}> <{hex}>\n"));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

fn utf16_hex(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04X}"));
    std::iter::once("FEFF".to_owned()).chain(units).collect()
}

/// Writing to a `String` never fails.
fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}

/// Objects, numbered from 1 in the order they are given, and where each begins.
struct File {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl File {
    fn new() -> Self {
        // The second line tells old programs that the file is not text.
        Self { bytes: b"%PDF-1.7\n%\xE4\xB8\x80\xE7\xAD\x96\n".to_vec(), offsets: Vec::new() }
    }

    fn object(&mut self, body: String) {
        self.begin();
        self.bytes.extend_from_slice(body.as_bytes());
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    fn stream(&mut self, members: &str, bytes: &[u8]) {
        let packed = packed(bytes);
        self.begin();
        let head =
            format!("<< /Length {} /Filter /FlateDecode {members} >>\nstream\n", packed.len());
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(&packed);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn begin(&mut self) {
        self.offsets.push(self.bytes.len());
        let number = self.offsets.len();
        self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    }

    fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len();
        let count = self.offsets.len() + 1;
        let mut tail = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            push(&mut tail, format_args!("{offset:010} 00000 n \n"));
        }
        push(
            &mut tail,
            format_args!(
                "trailer\n<< /Size {count} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{start}\n%%EOF\n"
            ),
        );
        self.bytes.extend_from_slice(tail.as_bytes());
        self.bytes
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory does not fail; a stream that is not there would be a file that does not open.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
