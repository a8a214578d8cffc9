//! The font of printed sheets: which glyph a character has, how wide it is, and a copy that holds only the glyphs
//! in use.
//!
//! Reads TrueType outlines with a character map of format 4, which is what our own font is; tables and their layout
//! are those of the OpenType specification 1.9. No shaping: Chinese and plain Latin need none.

use std::collections::BTreeSet;
use std::ops::Range;

/// Tables a PDF reader wants of an embedded TrueType font (ISO 32000-1, 9.9), in the order of their names.
const KEPT_TABLES: [&str; 6] = ["glyf", "head", "hhea", "hmtx", "loca", "maxp"];

/// A font read from its file.
#[derive(Clone, Debug)]
pub struct Font {
    data: &'static [u8],
    head: Range<usize>,
    hhea: Range<usize>,
    hmtx: Range<usize>,
    maxp: Range<usize>,
    loca: Range<usize>,
    glyf: Range<usize>,
    /// The character map of format 4.
    cmap: usize,
    units_per_em: f32,
    glyph_count: u16,
    advance_count: u16,
}

/// Height above and depth below the base line and the box around all glyphs, in thousandths of the size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub ascent: f32,
    pub descent: f32,
    pub bbox: [f32; 4],
}

impl Font {
    /// The font of the product.
    pub fn built_in() -> Option<Self> {
        Self::read(crate::map::FONT_NOTO_SANS_SC)
    }

    fn read(data: &'static [u8]) -> Option<Self> {
        let (head, hhea) = (table(data, "head")?, table(data, "hhea")?);
        let (maxp, cmap) = (table(data, "maxp")?, table(data, "cmap")?);
        // Offsets of `loca` are counted in bytes where this is 1.
        if u16_at(data, head.start + 50)? != 1 {
            return None;
        }
        let map_count = usize::from(u16_at(data, cmap.start + 2)?);
        let maps = (0..map_count).filter_map(|idx| {
            let offset = u32_at(data, cmap.start + 4 + idx * 8 + 4)?;
            Some(cmap.start + usize::try_from(offset).ok()?)
        });
        let cmap = maps.into_iter().find(|at| u16_at(data, *at) == Some(4))?;
        Some(Self {
            data,
            units_per_em: f32::from(u16_at(data, head.start + 18)?.max(1)),
            glyph_count: u16_at(data, maxp.start + 4)?,
            advance_count: u16_at(data, hhea.start + 34)?,
            hmtx: table(data, "hmtx")?,
            loca: table(data, "loca")?,
            glyf: table(data, "glyf")?,
            head,
            hhea,
            maxp,
            cmap,
        })
    }

    /// The glyph of a character; 0, an empty box, where the font has none.
    pub fn glyph(&self, char: char) -> u16 {
        u16::try_from(u32::from(char)).ok().and_then(|code| self.mapped(code)).unwrap_or(0)
    }

    fn mapped(&self, code: u16) -> Option<u16> {
        let twice_count = usize::from(u16_at(self.data, self.cmap + 6)?);
        let ends = self.cmap + 14;
        let starts = ends + twice_count + 2;
        let (deltas, ranges) = (starts + twice_count, starts + 2 * twice_count);
        let idx = (0..twice_count / 2)
            .find(|idx| u16_at(self.data, ends + idx * 2).is_some_and(|end| end >= code))?;
        let start = u16_at(self.data, starts + idx * 2)?;
        if start > code {
            return None;
        }
        let delta = u16_at(self.data, deltas + idx * 2)?;
        let range = ranges + idx * 2;
        let glyph = match usize::from(u16_at(self.data, range)?) {
            0 => code.wrapping_add(delta),
            offset => match u16_at(self.data, range + offset + 2 * usize::from(code - start))? {
                0 => 0,
                glyph => glyph.wrapping_add(delta),
            },
        };
        (glyph < self.glyph_count).then_some(glyph)
    }

    /// How far the pen goes on after a glyph, in thousandths of the size.
    pub fn advance(&self, glyph: u16) -> f32 {
        let idx = usize::from(glyph.min(self.advance_count.saturating_sub(1)));
        let units = u16_at(self.data, self.hmtx.start + idx * 4).unwrap_or(0);
        f32::from(units) * 1000.0 / self.units_per_em
    }

    /// The width of a line of text, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|char| self.advance(self.glyph(char))).sum::<f32>() * size / 1000.0
    }

    pub fn extent(&self) -> Extent {
        let at = |start: usize, offset: usize| {
            let units = u16_at(self.data, start + offset).unwrap_or(0).cast_signed();
            f32::from(units) * 1000.0 / self.units_per_em
        };
        let (head, hhea) = (self.head.start, self.hhea.start);
        let bbox = [36, 38, 40, 42].map(|offset| at(head, offset));
        Extent { ascent: at(hhea, 4), descent: at(hhea, 6), bbox }
    }

    /// A font file with the outlines of `used` glyphs only. Glyphs keep their numbers.
    pub fn subset(&self, used: &BTreeSet<u16>) -> Vec<u8> {
        let used = self.with_components(used);
        let mut outlines = Vec::new();
        let mut offsets = Vec::with_capacity((usize::from(self.glyph_count) + 1) * 4);
        let mut advances = self.data.get(self.hmtx.clone()).unwrap_or_default().to_vec();
        for glyph in 0..self.glyph_count {
            offsets.extend((outlines.len() as u32).to_be_bytes());
            if used.contains(&glyph) {
                outlines.extend_from_slice(self.outline(glyph));
                // Offsets stay even, as old readers want them.
                outlines.resize(outlines.len().next_multiple_of(4), 0);
            } else if let Some(unused) =
                advances.get_mut(usize::from(glyph) * 4..usize::from(glyph) * 4 + 4)
            {
                // Zeros pack well.
                unused.fill(0);
            }
        }
        offsets.extend((outlines.len() as u32).to_be_bytes());
        let own = |range: &Range<usize>| self.data.get(range.clone()).unwrap_or_default().to_vec();
        let tables = KEPT_TABLES.map(|name| match name {
            "glyf" => outlines.clone(),
            "head" => own(&self.head),
            "hhea" => own(&self.hhea),
            "hmtx" => advances.clone(),
            "loca" => offsets.clone(),
            _ => own(&self.maxp),
        });
        font_file(&tables)
    }

    fn outline(&self, glyph: u16) -> &'static [u8] {
        let offset = |idx: usize| {
            let offset = u32_at(self.data, self.loca.start + idx * 4)?;
            Some(self.glyf.start + usize::try_from(offset).ok()?)
        };
        let idx = usize::from(glyph);
        let range = offset(idx).zip(offset(idx + 1)).map(|(start, end)| start..end);
        let data: &'static [u8] = self.data;
        range.and_then(|range| data.get(range)).unwrap_or_default()
    }

    /// The glyphs, the empty box, and those that others are put together from.
    fn with_components(&self, used: &BTreeSet<u16>) -> BTreeSet<u16> {
        let mut all = BTreeSet::from([0]);
        let mut pending: Vec<u16> = used.iter().copied().collect();
        while let Some(glyph) = pending.pop() {
            if all.insert(glyph) || glyph == 0 {
                pending.extend(
                    components(self.outline(glyph)).into_iter().filter(|it| !all.contains(it)),
                );
            }
        }
        all
    }
}

/// The glyphs a composite outline is put together from; none of a simple one.
fn components(outline: &[u8]) -> Vec<u16> {
    let mut found = Vec::new();
    if u16_at(outline, 0).is_none_or(|contours| contours.cast_signed() >= 0) {
        return found;
    }
    let mut at = 10;
    while let (Some(flags), Some(glyph)) = (u16_at(outline, at), u16_at(outline, at + 2)) {
        found.push(glyph);
        let arguments = if flags & 0x1 != 0 { 4 } else { 2 };
        let scale = match flags {
            _ if flags & 0x8 != 0 => 2,
            _ if flags & 0x40 != 0 => 4,
            _ if flags & 0x80 != 0 => 8,
            _ => 0,
        };
        at += 4 + arguments + scale;
        if flags & 0x20 == 0 {
            break;
        }
    }
    found
}

/// Tables in the order of [`KEPT_TABLES`] with the directory before them.
fn font_file(tables: &[Vec<u8>; 6]) -> Vec<u8> {
    let count = tables.len() as u16;
    let mut file = Vec::new();
    file.extend(0x0001_0000_u32.to_be_bytes());
    // For six tables: the largest power of two is 4.
    for number in [count, 4 * 16, 2, (count - 4) * 16] {
        file.extend(number.to_be_bytes());
    }
    let mut offset = 12 + tables.len() * 16;
    for (name, table) in KEPT_TABLES.iter().zip(tables) {
        file.extend_from_slice(name.as_bytes());
        file.extend(checksum(table).to_be_bytes());
        file.extend((offset as u32).to_be_bytes());
        file.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for table in tables {
        file.extend_from_slice(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn table(data: &[u8], name: &str) -> Option<Range<usize>> {
    let count = usize::from(u16_at(data, 4)?);
    let entry = (0..count)
        .map(|idx| 12 + idx * 16)
        .find(|at| data.get(*at..at + 4) == Some(name.as_bytes()))?;
    let start = usize::try_from(u32_at(data, entry + 8)?).ok()?;
    let length = usize::try_from(u32_at(data, entry + 12)?).ok()?;
    data.get(start..start.checked_add(length)?).map(|_| start..start + length)
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_font_has_chinese_and_a_small_copy_of_it_reads_again() {
        let font = Font::built_in().unwrap();
        let used: BTreeSet<u16> = "一口一策 031 é".chars().map(|char| font.glyph(char)).collect();
        assert!(!used.contains(&0), "every one of these is in the font");
        assert!((font.advance(font.glyph('策')) - 1000.0).abs() < 0.5, "a full square");
        assert_eq!(font.glyph('\u{20000}'), 0);
        let copy: &'static [u8] = Box::leak(font.subset(&used).into_boxed_slice());
        assert!(copy.len() < 120_000, "{}", copy.len());
        let (loca, glyf) = (table(copy, "loca").unwrap(), table(copy, "glyf").unwrap());
        assert_eq!(loca.len(), (usize::from(font.glyph_count) + 1) * 4);
        let end = u32_at(copy, loca.end - 4).unwrap();
        assert_eq!(end as usize, glyf.len());
    }
}
