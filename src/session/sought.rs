//! A word that is looked for: as it is written, by the initials of its pinyin, or by the pinyin itself.
//!
//! What is written and the initials stand in the texts of a row ([`RowText`]). The pinyin does not, it would be the
//! greater part of them: a word that may be pinyin goes through the name sound by sound, and knows at each all places of
//! itself that it could stand at.

use memchr::memmem::Finder;

use super::search::RowText;
use super::sounds::Sounds;

/// A longer word is looked for as it is written and as initials only.
const LETTERS_MAX: usize = 63;

/// The bytes of a unit of UTF-16.
pub const UNIT: usize = size_of::<u16>();

#[derive(Debug)]
pub struct Sought {
    /// As names are kept; `None` where the other text holds all that is written of the word.
    in_names: Option<Finder<'static>>,
    in_others: Finder<'static>,
    /// Where the word may be pinyin.
    spelling: Option<Spelling>,
}

/// The words of a search, which are divided by spaces.
pub fn sought(query: &str) -> Vec<Sought> {
    query.split_whitespace().map(Sought::new).collect()
}

/// Whether a name holds each word.
pub fn holds_all(name: &str, words: &[Sought]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = RowText::of(name, None, "");
    words.iter().all(|word| word.is_in(&text))
}

impl Sought {
    pub fn new(word: &str) -> Self {
        let word = word.to_lowercase();
        let may_be_pinyin = (1..=LETTERS_MAX).contains(&word.len()) && word.is_ascii();
        let spelling = may_be_pinyin.then(|| Spelling::of(word.as_bytes()));
        let in_names = (!word.is_ascii()).then(|| Finder::new(&units(&word)).into_owned());
        Self {
            in_names,
            in_others: Finder::new(&word).into_owned(),
            spelling: spelling.filter(Spelling::finds_more_than_initials),
        }
    }

    /// Looks for the word as it is written in the names of rows, in whole units; plain letters are among the initials.
    pub fn in_names(&self) -> Option<&Finder<'static>> {
        self.in_names.as_ref()
    }

    /// Looks for it in their initials and codes.
    pub fn in_others(&self) -> &Finder<'static> {
        &self.in_others
    }

    /// Whether the texts of a row hold the word.
    pub fn is_in(&self, text: &RowText) -> bool {
        let in_name = |word| find_whole(word, &text.name, UNIT, 0).is_some();
        self.in_others.find(text.others.as_bytes()).is_some()
            || self.in_names.as_ref().is_some_and(in_name)
            || self.is_spelt_in(&text.name)
    }

    /// Whether the pinyin of a row's name holds the word.
    #[inline]
    pub fn is_spelt_in(&self, name: &[u8]) -> bool {
        self.spelling.as_ref().is_some_and(|spelling| spelling.is_in(name))
    }

    /// Whether pinyin can hold the word where neither what is written nor the initials do.
    pub fn may_be_pinyin(&self) -> bool {
        self.spelling.is_some()
    }
}

/// Where a text holds a word next that begins with a whole unit of so many bytes.
pub fn find_whole(word: &Finder<'_>, text: &[u8], unit: usize, mut from: usize) -> Option<usize> {
    loop {
        let at = from + word.find(text.get(from..)?)?;
        if at.is_multiple_of(unit) {
            return Some(at);
        }
        // What begins within a unit may cover what begins with the next.
        from = at + 1;
    }
}

/// A text in units of UTF-16, two bytes each.
pub fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The places of a word, a bit each: bit n is set where the text so far ends in the word's first n letters. Bit 0 is
/// always set, for every text ends in nothing.
type Places = u64;

const NOWHERE: Places = 1;

/// What each sound of a text does to the places of a word.
#[derive(Debug)]
struct Spelling {
    sounds: &'static Sounds,
    steps: Vec<Step>,
}

/// What one sound does, of one letter or several.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// From which places it finds the word's end.
    finds: Places,
    /// From which places it goes on by all its letters.
    goes_on: Places,
    /// At which places the text ends that begin in it.
    begins: Places,
    letters: u8,
    /// Whether it holds some of the word that its first letter does not.
    is_more_than_initial: bool,
}

impl Spelling {
    /// Of a word of plain letters in lower case.
    fn of(word: &[u8]) -> Self {
        let sounds = Sounds::get();
        let steps = sounds.spelt().iter().map(|spelt| Step::of(word, spelt.as_bytes())).collect();
        Self { sounds, steps }
    }

    fn finds_more_than_initials(&self) -> bool {
        self.steps.iter().any(|step| step.is_more_than_initial)
    }

    /// `name` in units of UTF-16.
    #[inline]
    fn is_in(&self, name: &[u8]) -> bool {
        let mut places = NOWHERE;
        for unit in name.chunks_exact(UNIT) {
            let sound = self.sounds.of(u16::from_le_bytes([unit[0], unit[1]]));
            let step = &self.steps[sound.idx()];
            if places & step.finds != 0 {
                return true;
            }
            places = (places & step.goes_on) << step.letters | step.begins;
        }
        false
    }
}

impl Step {
    /// Of the letters of a sound; a character without any ends every word.
    fn of(word: &[u8], spelt: &[u8]) -> Self {
        let places_where = |holds: &dyn Fn(&[u8]) -> bool| {
            (0..word.len()).fold(0, |places, at| places | Places::from(holds(&word[at..])) << at)
        };
        let goes_on = places_where(&|rest| !spelt.is_empty() && rest.starts_with(spelt));
        let is_in = |letters: &[u8]| letters.windows(word.len()).any(|within| within == word);
        let finds = places_where(&|rest| spelt.starts_with(rest)) | Places::from(is_in(spelt));
        let ends = (1..word.len()).filter(|count| spelt.ends_with(&word[..*count]));
        let begins = ends.fold(NOWHERE, |places, count| places | 1 << count);
        let by_initial = places_where(&|rest| spelt.starts_with(rest) && rest.len() == 1);
        let after_initial = spelt.get(1..).unwrap_or_default();
        let is_more_than_initial = !after_initial.is_empty()
            && (goes_on != 0 || begins != NOWHERE || finds != by_initial || is_in(after_initial));
        Self { finds, goes_on, begins, letters: spelt.len() as u8, is_more_than_initial }
    }
}

#[cfg(test)]
mod tests {
    use pinyin::{Pinyin, ToPinyin as _};

    use super::*;

    fn holds(name: &str, word: &str) -> bool {
        holds_all(name, &[Sought::new(word)])
    }

    /// What a word is looked for in, written out.
    fn written_out(text: &str) -> [String; 3] {
        let text = text.to_lowercase();
        let is_usual = |char: &char| char.len_utf16() == 1;
        let pinyin = |char: char| Some(char).filter(is_usual).and_then(|char| char.to_pinyin());
        let read = text.chars().map(|char| (char, pinyin(char)));
        let spelt = |(char, pinyin): (char, Option<Pinyin>)| {
            pinyin.map_or_else(|| char.to_string(), |found| found.plain().replace('ü', "v"))
        };
        let full: String = read.clone().map(spelt).collect();
        let initial = |(char, pinyin): (char, Option<Pinyin>)| {
            pinyin.and_then(|found| found.plain().chars().next()).unwrap_or(char)
        };
        let initials = read.map(initial).collect();
        [text, full, initials]
    }

    #[test]
    fn a_name_is_found_as_written_as_pinyin_and_by_its_initials() {
        let name = "示例排口031";
        for word in ["排口", name, "口031", "paikou", "hilip", "u031", "slpk", "lpk03", "31", "S"]
        {
            assert!(holds(name, word), "{word}");
        }
        // Half of one character and half of the next are none.
        assert!(!holds("\u{5131}\u{3050}", "\u{5051}") && holds("\u{5131}\u{3050}", "\u{3050}"));
        assert!(holds("一乎", "乎") && !holds("一七", "乎"));
        for word in ["口排", "排031", "paiko0", "slpk1", "shilpk", "spk", "0310", "pai口"] {
            assert!(!holds(name, word), "{word}");
        }
        assert!(holds("DEMO-OUT-0031", "demo-out") && holds("cité", "É") && holds("SS排", "ss排"));
        assert!(holds_all(name, &sought(" PK  031 ")) && holds_all("x", &sought("")));
        assert!(!holds_all(name, &sought("pk 032")));
    }

    #[test]
    fn every_part_of_what_is_written_out_is_found_and_nothing_else() {
        let texts = [
            "女儿河Aa段1",
            "安安（西安）",
            "〇一",
            "Xi'an 西安",
            "吖aa啊",
            "永定新河永定",
            "é绿𠀀排",
        ];
        for text in texts {
            let all = written_out(text);
            for written in &all {
                let chars: Vec<char> = written.chars().collect();
                let ends =
                    (0..chars.len()).flat_map(|from| (from..chars.len()).map(move |to| (from, to)));
                for (from, to) in ends {
                    let part: String = chars[from..=to].iter().collect();
                    // Whoever types other letters types no pinyin.
                    if !part.is_ascii() && *written == all[1] && *written != all[0] {
                        continue;
                    }
                    assert!(holds(text, &part), "{part} in {text}");
                    for other in texts {
                        let [written, full, initials] = written_out(other);
                        let is_there = written.contains(&part)
                            || initials.contains(&part)
                            || part.is_ascii() && full.contains(&part);
                        assert_eq!(holds(other, &part), is_there, "{part} in {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_long_word_is_found_as_it_is_written() {
        for letters in [31, 32, 63, 64, 200] {
            for word in ["排".repeat(letters), "aB".repeat(letters)] {
                assert!(
                    holds(&format!("a{word}"), &word) && !holds(&word[3..], &word),
                    "{letters}"
                );
            }
        }
    }

    #[test]
    fn names_are_spelt_out_only_for_words_that_may_be_pinyin() {
        for word in ["p", "pk", "pk99", "排口", "005", "b-000777", "slpk"] {
            assert!(!Sought::new(word).may_be_pinyin(), "{word}");
        }
        for word in ["a", "pa", "paikou", "n9", "hai", "xfxi", "demo"] {
            assert!(Sought::new(word).may_be_pinyin(), "{word}");
        }
    }
}
