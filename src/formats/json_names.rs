//! Names that stand twice in one object, found while a text is scanned.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use super::json_scan::{JsonString, NESTING_MAX};
use super::json_text;

/// The names of the objects that stand open, to find the ones that stand twice.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<(u64, JsonString)>,
    starts: Vec<usize>,
}

impl Names {
    /// How many objects stand open.
    pub const fn depth(&self) -> usize {
        self.starts.len()
    }

    /// Leaves all objects that were opened since so many stood open.
    pub fn unwind(&mut self, depth: usize) {
        if let Some(start) = self.starts.get(depth) {
            self.names.truncate(*start);
            self.starts.truncate(depth);
        }
    }

    pub fn open(&mut self) {
        if self.starts.len() <= NESTING_MAX {
            self.starts.push(self.names.len());
        }
    }

    pub fn add(&mut self, text: &[u8], name: JsonString) {
        self.names.push((hash_of_name(text, name), name));
    }

    /// Adds a name that stood at the same place in an object of which all names are known to differ.
    pub fn add_unhashed(&mut self, name: JsonString) {
        self.names.push((0, name));
    }

    /// The innermost object turns out to be another one: its names are to be compared after all.
    pub fn hash(&mut self, text: &[u8]) {
        let start = self.starts.last().copied().unwrap_or(0);
        for (hash, name) in self.names.get_mut(start..).unwrap_or_default() {
            *hash = hash_of_name(text, *name);
        }
    }

    /// Closes an object whose names are known to differ.
    pub fn close_unlooked(&mut self) {
        let start = self.starts.pop().unwrap_or(0);
        self.names.truncate(start);
    }

    pub fn close(&mut self, text: &[u8]) -> Option<JsonString> {
        let start = self.starts.pop().unwrap_or(0);
        let duplicate = first_duplicate(text, self.names.get(start..).unwrap_or_default());
        self.names.truncate(start);
        duplicate
    }
}

fn hash_of_name(text: &[u8], name: JsonString) -> u64 {
    let inside = text.get(name.inside.range()).unwrap_or_default();
    match name.escaped {
        true => hash_of(json_text::unescape(inside).as_bytes()),
        false => hash_of(inside),
    }
}

fn first_duplicate(text: &[u8], names: &[(u64, JsonString)]) -> Option<JsonString> {
    let same = |a: &(u64, JsonString), b: &(u64, JsonString)| {
        a.0 == b.0 && json_text::read(text, a.1) == json_text::read(text, b.1)
    };
    if names.len() <= 24 {
        let mut seen = [0_u64; 4];
        let is_seen = |(hash, _): &(u64, JsonString)| {
            let (word, bit) = (&mut seen[(hash >> 6 & 3) as usize], 1 << (hash & 63));
            let before = *word & bit;
            *word |= bit;
            before != 0
        };
        // Mostly no two of them share eight bits of their hashes.
        if !names.iter().any(is_seen) {
            return None;
        }
        let later = (1..names.len())
            .find(|&later| names[..later].iter().any(|earlier| same(earlier, &names[later])))?;
        return Some(names[later].1);
    }
    let mut sorted = names.to_vec();
    sorted.sort_unstable_by_key(|(hash, name)| (*hash, name.inside.start));
    let pairs = sorted.windows(2).filter(|pair| same(&pair[0], &pair[1]));
    pairs.map(|pair| pair[1].1).min_by_key(|name| name.inside.start)
}

/// A quick hash of a short name, eight bytes at a time; its length goes into it too.
fn hash_of(bytes: &[u8]) -> u64 {
    if bytes.len() > 64 {
        return BuildHasherDefault::<DefaultHasher>::default().hash_one(bytes);
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        hash = (hash ^ u64::from_le_bytes(*chunk)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 29;
    }
    let mut last = 0_u64;
    for byte in rest {
        last = last << 8 | u64::from(*byte);
    }
    hash = (hash ^ last).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^ hash >> 29
}

#[cfg(test)]
mod tests {
    use crate::formats::json_scan::Scanner;
    use crate::model::Span;

    #[test]
    fn a_name_that_stands_twice_is_found_after_unescaping() {
        let find = |text: &str| {
            let mut scanner = Scanner::new(text.as_bytes(), Span::new(0, text.len()), 0);
            scanner.whole().unwrap();
            scanner.duplicate_name.map(|name| name.inside.start)
        };
        assert_eq!(find(r#"{"a":1,"b":{"a":2}}"#), None);
        assert_eq!(find(r#"{"a":1,"\u0061":2}"#), Some(8));
        assert_eq!(find(r#"[{"b":{"c":1,"c":2}}]"#), Some(14));
        let many: Vec<_> = (0..100).map(|n| format!("\"n{n}\":0")).collect();
        assert_eq!(find(&format!("{{{}}}", many.join(","))), None);
        assert!(find(&format!("{{{},\"n7\":1}}", many.join(","))).is_some());
    }
}
