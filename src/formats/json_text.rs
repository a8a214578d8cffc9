//! The inside of JSON strings: read, compared, and written so that any source encoding can carry them.

use std::borrow::Cow;

use super::json_scan::JsonString;

/// The string's text. A lone surrogate, which JSON may spell and Unicode may not hold, reads as U+FFFD.
pub fn read(text: &[u8], string: JsonString) -> Cow<'_, str> {
    let inside = text.get(string.inside.range()).unwrap_or_default();
    if string.escaped { Cow::Owned(unescape(inside)) } else { String::from_utf8_lossy(inside) }
}

/// Resolves the escapes of a string's inside.
pub fn unescape(inside: &[u8]) -> String {
    let mut out = Vec::with_capacity(inside.len());
    let mut at = 0;
    while let Some(&byte) = inside.get(at) {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let escape = inside.get(at).copied();
        at += 1;
        match escape {
            Some(b'b') => out.push(8),
            Some(b'f') => out.push(12),
            Some(b'n') => out.push(b'\n'),
            Some(b'r') => out.push(b'\r'),
            Some(b't') => out.push(b'\t'),
            Some(b'u') => {
                let (found, len) = unicode_escape(inside.get(at..).unwrap_or_default());
                at += len;
                out.extend_from_slice(found.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Reads `XXXX` or `XXXX\uXXXX`, and says how many bytes of it.
fn unicode_escape(rest: &[u8]) -> (char, usize) {
    let unit = |at: usize| {
        let hex = std::str::from_utf8(rest.get(at..at + 4)?).ok()?;
        u32::from_str_radix(hex, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, rest.len().min(4)) };
    if (0xD800..0xDC00).contains(&first)
        && rest.get(4..6) == Some(b"\\u")
        && let Some(second) = unit(6).filter(|second| (0xDC00..0xE000).contains(second))
    {
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 10);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 4)
}

/// `text` as a JSON string with its quotes.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// JSON text with every character beyond ASCII as a `\u` escape: such characters stand only in strings.
pub fn to_ascii(json: &str) -> Cow<'_, str> {
    if json.is_ascii() {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() * 2);
    for char in json.chars() {
        if char.is_ascii() {
            out.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved_and_lone_surrogates_are_replaced() {
        assert_eq!(unescape(br#"\u0041\n\/\ud83d\ude00"#), "A\n/😀");
        assert_eq!(unescape(br#"\ud83d\u0041"#), "\u{fffd}A");
        assert_eq!(unescape(br#"\ude00x"#), "\u{fffd}x");
    }

    #[test]
    fn what_is_quoted_reads_back() {
        let text = "污水\"\\\n\u{1}😀";
        let quoted = quote(text);
        assert_eq!(unescape(&quoted.as_bytes()[1..quoted.len() - 1]), text);
        let ascii = to_ascii(&quoted);
        assert!(ascii.is_ascii());
        assert_eq!(unescape(&ascii.as_bytes()[1..ascii.len() - 1]), text);
    }
}
