//! The files within a ZIP container, as far as office programs write them: stored or deflated, one part, below 4 GiB.
//!
//! A crate for it would bring its own deflate along, and with that other bytes into every gzip file this program writes.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// What all files of a container may unfold to together.
const UNFOLDED_BYTES_MAX: u64 = 256 << 20;

/// One file of a container.
struct Entry {
    name: String,
    method: u16,
    packed_bytes: usize,
    header_at: usize,
}

/// An open container.
pub struct Container<'b> {
    bytes: &'b [u8],
    entries: Vec<Entry>,
}

impl<'b> Container<'b> {
    /// Reads the list of files; `None` if this is no container, or one cut off.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        // The end of the list is known by its mark, with a comment of at most 64 KiB behind it.
        let from = bytes.len().saturating_sub(22 + 0xFFFF);
        let end = (from..bytes.len().checked_sub(21)?)
            .rev()
            .find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(b"PK\x05\x06")))?;
        let count = u16_at(bytes, end + 10)?;
        let mut at = u32_at(bytes, end + 16)?;
        let mut entries = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
                return None;
            }
            let [name, extra, comment] =
                [28, 30, 32].map(|offset| u16_at(bytes, at + offset).map(usize::from));
            let (name, extra, comment) = (name?, extra?, comment?);
            entries.push(Entry {
                name: String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).into_owned(),
                method: u16_at(bytes, at + 10)?,
                packed_bytes: u32_at(bytes, at + 20)?,
                header_at: u32_at(bytes, at + 42)?,
            });
            at += 46 + name + extra + comment;
        }
        Some(Self { bytes, entries })
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The text of a file; `None` if it is not there, does not unfold, or is no UTF-8.
    pub fn text(&self, name: &str) -> Option<String> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let at = entry.header_at;
        let name_bytes = usize::from(u16_at(self.bytes, at + 26)?);
        let extra_bytes = usize::from(u16_at(self.bytes, at + 28)?);
        let from = at + 30 + name_bytes + extra_bytes;
        let packed = self.bytes.get(from..from.checked_add(entry.packed_bytes)?)?;
        let mut text = Vec::new();
        match entry.method {
            0 => text.extend_from_slice(packed),
            8 => {
                let mut unfolding = DeflateDecoder::new(packed).take(UNFOLDED_BYTES_MAX + 1);
                unfolding.read_to_end(&mut text).ok()?;
            }
            _ => return None,
        }
        let fits = text.len() as u64 <= UNFOLDED_BYTES_MAX;
        fits.then(|| String::from_utf8(text).ok()).flatten()
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let word = u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?);
    usize::try_from(word).ok()
}
