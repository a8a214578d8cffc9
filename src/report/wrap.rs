//! Breaking a text into lines: between Chinese characters, at the spaces of other languages, never before a comma.

use super::fonts::Fonts;

/// What may not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〕％…,.;:?!)]}%";
/// What may not end one.
const NOT_LAST: &str = "（《「『【〔([{";

/// The lines of a text within `width` points; one empty line for an empty text.
pub fn lines(fonts: &Fonts, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        wrap(fonts, paragraph, size, width, &mut lines);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

fn wrap(fonts: &Fonts, paragraph: &str, size: f32, width: f32, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(paragraph) {
        // Blanks at the end of a line take no room.
        if used + fonts.width(piece.trim_end(), size) <= width {
            used += fonts.width(&piece, size);
            line.push_str(&piece);
            continue;
        }
        if !line.is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        (line, used) = (String::new(), 0.0);
        // A word longer than the line is cut where the line ends.
        for char in piece.chars() {
            let advance = fonts.glyph(char).advance * size;
            if !line.is_empty() && used + advance > width && char != ' ' {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(char);
            used += advance;
        }
    }
    lines.push(line.trim_end().to_owned());
}

/// The text cut wherever a line may end.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for char in text.chars() {
        let may_break = before.is_some_and(|before| {
            let at_edge = is_wide(before) || is_wide(char) || before == ' ';
            at_edge && !NOT_FIRST.contains(char) && !NOT_LAST.contains(before) && char != ' '
        });
        match pieces.last_mut() {
            Some(piece) if !may_break => piece.push(char),
            _ => pieces.push(char.to_string()),
        }
        before = Some(char);
    }
    pieces
}

/// Chinese characters and their punctuation.
fn is_wide(char: char) -> bool {
    matches!(u32::from(char), 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_characters_and_words_and_never_before_a_comma() {
        let fonts = Fonts::new(None).unwrap();
        let lines = |text: &str| lines(&fonts, text, 10.0, 38.0);
        assert_eq!(lines("整治中，逾期"), ["整治", "中，逾", "期"]);
        assert_eq!(lines("one 二 three"), ["one 二", "three"]);
        assert_eq!(lines(""), [""]);
        assert_eq!(lines("甲\n乙"), ["甲", "乙"]);
        assert!(lines("abcdefghijklmnopqrst").len() > 1, "a word longer than the line is cut");
    }
}
