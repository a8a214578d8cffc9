//! How characters are typed: a plain letter as itself, a Chinese character as its pinyin without tones.
//!
//! All characters together have some four hundred sounds.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use pinyin::{Pinyin, ToPinyin as _};

/// The number of a sound, an index into [`Sounds::spelt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sound(u16);

impl Sound {
    #[inline]
    pub const fn idx(self) -> usize {
        self.0 as usize
    }
}

/// The sounds of all characters of one unit of UTF-16, which nearly all names are written with.
#[derive(Debug)]
pub struct Sounds {
    /// In the order of the alphabet: first the empty one, of characters that are neither plain letters nor read.
    spelt: Vec<&'static str>,
    /// By unit.
    table: Box<[Sound; 1 << 16]>,
}

impl Sounds {
    /// Made at the first call, within a few milliseconds.
    pub fn get() -> &'static Self {
        static ALL: OnceLock<Sounds> = OnceLock::new();
        ALL.get_or_init(Self::read)
    }

    fn read() -> Self {
        let char_of = |unit: u16| char::from_u32(u32::from(unit));
        let of_unit: Vec<&str> =
            (0..=u16::MAX).map(|unit| char_of(unit).map_or("", spelling)).collect();
        let all: BTreeSet<&str> = of_unit.iter().copied().collect();
        let spelt: Vec<&str> = all.into_iter().collect();
        let numbers: HashMap<&str, u16> = spelt.iter().copied().zip(0..).collect();
        let mut table = Box::new([Sound(0); 1 << 16]);
        for (sound, letters) in table.iter_mut().zip(of_unit) {
            *sound = Sound(numbers[letters]);
        }
        Self { spelt, table }
    }

    /// What each sound is typed with.
    pub fn spelt(&self) -> &[&'static str] {
        &self.spelt
    }

    /// The sound of a unit of UTF-16; where its character has several, the commonest.
    #[inline]
    pub fn of(&self, unit: u16) -> Sound {
        self.table[usize::from(unit)]
    }

    /// The first letter of how a character is typed.
    pub fn initial(&self, char: char) -> Option<char> {
        let unit = u16::try_from(u32::from(char)).ok()?;
        self.spelt[self.of(unit).idx()].chars().next()
    }
}

/// The plain letters a character is typed with, small ones: v for ü. Empty where there are none.
fn spelling(char: char) -> &'static str {
    if char.is_ascii() {
        return letter(char);
    }
    match char.to_pinyin().map(Pinyin::plain).unwrap_or_default() {
        "lü" => "lv",
        "lüe" => "lve",
        "nü" => "nv",
        "nüe" => "nve",
        "ê" => "e",
        plain => plain,
    }
}

/// What a plain letter is typed with: a small one. Control characters are not typed.
fn letter(char: char) -> &'static str {
    const PLAIN: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let at = (char as usize).wrapping_sub(usize::from(b' '));
    PLAIN.get(at..=at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_sounds_as_it_is_typed() {
        let all = Sounds::get();
        let typed = |char: char| all.spelt()[all.of(char as u16).idx()];
        assert_eq!((typed('排'), typed('口'), typed('〇')), ("pai", "kou", "ling"));
        assert_eq!((typed('女'), typed('略'), typed('嗯')), ("nv", "lve", "n"));
        assert_eq!((typed('a'), typed('Z'), typed('7'), typed('（')), ("a", "z", "7", ""));
        assert_eq!(
            (all.initial('排'), all.initial('（'), all.initial('𠀀')),
            (Some('p'), None, None)
        );
        assert!(all.spelt().len() < 600 && all.spelt().iter().all(|letters| letters.is_ascii()));
        for char in ' '..='~' {
            assert_eq!(typed(char), char.to_ascii_lowercase().to_string());
        }
    }
}
