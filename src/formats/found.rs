//! What is found wrong while reading: collected cheaply, capped, and at the end given its line and column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::json_scan::{Expected, JsonError, Scanner};
use crate::model::{Bytes, IssueCode, Layer, LinePlaces, ReadIssue, Severity, Span, Text};

/// How many issues of one code are listed; the rest are counted in one more issue.
pub const LISTED_MAX: usize = 500;

/// One thing found, by its byte in the text.
#[derive(Clone, Debug)]
struct Found {
    severity: Severity,
    code: IssueCode,
    feature: Option<usize>,
    offset: usize,
    message: Text,
}

/// Everything found so far.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Found>,
    counts: BTreeMap<(IssueCode, Severity), usize>,
}

impl Findings {
    /// Notes one thing; `message` is asked for only if it will be listed.
    pub fn add(
        &mut self,
        severity: Severity,
        code: IssueCode,
        feature: Option<usize>,
        offset: usize,
        message: impl FnOnce() -> Text,
    ) {
        let count = self.counts.entry((code, severity)).or_default();
        *count += 1;
        if *count <= LISTED_MAX {
            self.list.push(Found { severity, code, feature, offset, message: message() });
        }
    }

    /// Counts every place and feature from further on.
    pub fn put_behind(&mut self, base: usize, ordinal: usize) {
        for found in &mut self.list {
            found.offset += base;
            found.feature = found.feature.map(|feature| feature + ordinal);
        }
    }

    /// Takes in what was found further on in the text.
    pub fn append(&mut self, later: Self) {
        let mut room: BTreeMap<_, _> = self
            .counts
            .iter()
            .map(|(key, count)| (*key, LISTED_MAX.saturating_sub(*count)))
            .collect();
        for found in later.list {
            let room = room.entry((found.code, found.severity)).or_insert(LISTED_MAX);
            if *room > 0 {
                *room -= 1;
                self.list.push(found);
            }
        }
        for (key, count) in later.counts {
            *self.counts.entry(key).or_default() += count;
        }
    }

    /// Gives every finding its place in `text`, in the text's order, and says how many are not listed.
    pub fn into_issues(mut self, text: &Bytes) -> Vec<ReadIssue> {
        self.list.sort_by_key(|found| found.offset);
        let lines = LinePlaces::default();
        let mut issues: Vec<_> = self
            .list
            .into_iter()
            .map(|found| {
                let (line, column) = lines.place(text, found.offset);
                ReadIssue {
                    severity: found.severity,
                    code: found.code,
                    feature: found.feature,
                    line,
                    column,
                    message: found.message.en,
                    message_zh: found.message.zh,
                }
            })
            .collect();
        for ((code, severity), count) in self.counts {
            let Some(more) = count.checked_sub(LISTED_MAX).filter(|more| *more > 0) else {
                continue;
            };
            let last =
                issues.iter().rfind(|issue| issue.code == code && issue.severity == severity);
            let (line, column) = last.map_or((1, 1), |issue| (issue.line, issue.column));
            issues.push(ReadIssue {
                severity,
                code,
                feature: None,
                line,
                column,
                message: format!(
                    "{more} more of the kind {code} follow; the first {LISTED_MAX} are listed"
                ),
                message_zh: format!("其后还有 {more} 处同类问题({code})；只列出前 {LISTED_MAX} 处"),
            });
        }
        issues
    }
}

/// The 1-based line and column of a byte of a layer's text.
pub fn place_of(layer: &Layer, offset: usize) -> (usize, usize) {
    layer.line_places.place(&layer.text, offset)
}

/// The beginning of a name or id, for a message: it may be a megabyte long.
pub fn excerpt(word: &str) -> Cow<'_, str> {
    match word.char_indices().nth(EXCERPT_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &word[..end]).into(),
        None => word.into(),
    }
}

const EXCERPT_CHARS_MAX: usize = 60;

/// The message of a file that is no JSON.
pub fn not_json(text: &[u8], error: JsonError) -> Text {
    if error.offset >= text.len() && begins_as_json(text) {
        let (zh, en) = match whole_features(text) {
            0 => ("没有收入".to_owned(), "nothing of it was loaded".to_owned()),
            count => (
                format!("已读到的 {count} 个没有收入"),
                format!("the {count} features before it were not loaded"),
            ),
        };
        return Text::new(
            format!("到这里断了，像是没传完。{zh}。请对方重新发一份完整的文件"),
            format!(
                "the text breaks off here, as if it was not sent whole; {en}: ask for the whole file again"
            ),
        );
    }
    let Text { en, zh } = json_fault(text, error);
    Text::new(format!("{zh}；未读入"), format!("{en}; nothing was loaded"))
}

fn begins_as_json(text: &[u8]) -> bool {
    text.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| b"{[".contains(byte))
}

/// How many features of a collection stand whole in a text that breaks off.
fn whole_features(text: &[u8]) -> usize {
    let start = text.iter().position(|byte| *byte == b'{').unwrap_or(text.len());
    let mut scanner = Scanner::new(text, Span::new(start, text.len()), 0);
    let mut count = 0;
    let mut read = || {
        let mut members = scanner.open_object()?;
        while let Some(name) = scanner.next_name(&mut members)? {
            if !name.is(text, "features") {
                scanner.value()?;
                continue;
            }
            let mut features = scanner.open_array()?;
            while scanner.next_element(&mut features)? {
                scanner.value()?;
                count += 1;
            }
        }
        Ok::<_, JsonError>(())
    };
    // Where it breaks off the counting ends.
    read().ok();
    count
}

/// What keeps a text from being JSON.
pub fn json_fault(text: &[u8], error: JsonError) -> Text {
    let found = describe(text, error.offset);
    let (zh, en) = match error.expected {
        Expected::Value => ("一个值", "a value"),
        Expected::Name => ("带双引号的成员名", "a member's name in double quotes"),
        Expected::Colon => ("冒号", "a colon"),
        Expected::CommaOrBrace => ("逗号或 }", "a comma or }"),
        Expected::CommaOrBracket => ("逗号或 ]", "a comma or ]"),
        Expected::Digit => ("数字", "a digit"),
        Expected::Escape => ("合法的转义（如 \\n、\\u4e00）", "an escape such as \\n or \\u4e00"),
        Expected::NoControlCharacter => (
            "字符串的后续或右引号（控制字符须转义）",
            "the string to go on or end (control characters must be escaped)",
        ),
        Expected::ClosingQuote => ("字符串的右引号", "the string's closing quote"),
        Expected::EndOfText => ("文件在此结束", "nothing more"),
    };
    Text::new(
        format!("不是合法的 JSON：此处应为{zh}，实为{}", found.zh),
        format!("not JSON: expected {en}, found {}", found.en),
    )
}

/// What stands at `offset`, in a few words.
pub fn describe(text: &[u8], offset: usize) -> Text {
    let rest = text.get(offset..).unwrap_or_default();
    let excerpt = |end: usize| {
        let shown = String::from_utf8_lossy(rest.get(..end).unwrap_or(rest)).into_owned();
        let mut short: String = shown.chars().take(24).collect();
        if short.len() < shown.len() {
            short.push('…');
        }
        short
    };
    match rest.first() {
        None => Text::new("文件结尾", "the end of the text"),
        Some(b'{') => Text::new("对象 {…}", "an object"),
        Some(b'[') => {
            let inside = rest[1..].iter().find(|byte| !byte.is_ascii_whitespace());
            match inside {
                Some(b']') => Text::new("空数组 []", "an empty array"),
                _ => Text::new("数组 […]", "an array"),
            }
        }
        Some(b'"') => {
            let end = 1 + rest[1..]
                .iter()
                .take(120)
                .position(|byte| matches!(byte, b'"' | b'\n'))
                .map_or(rest.len().min(120), |quote| quote + 1);
            let word = excerpt(end);
            Text::new(format!("字符串 {word}"), format!("the string {word}"))
        }
        Some(b'-' | b'0'..=b'9') => {
            let end = rest
                .iter()
                .take(60)
                .position(|byte| !byte.is_ascii_alphanumeric() && !b"+-.".contains(byte));
            let number = excerpt(end.unwrap_or(rest.len().min(60)));
            Text::new(format!("数 {number}"), format!("the number {number}"))
        }
        Some(byte) if byte.is_ascii_alphabetic() => {
            let end = rest.iter().take(40).position(|byte| !byte.is_ascii_alphanumeric());
            Text::same(excerpt(end.unwrap_or(rest.len().min(40))))
        }
        Some(b'\n' | b'\r') => Text::new("换行", "a line break"),
        Some(byte) if byte.is_ascii_control() => Text::new(
            format!("控制字符 U+{byte:04X}"),
            format!("the control character U+{byte:04X}"),
        ),
        Some(_) => {
            let end = rest.len().min(4);
            let first: String = String::from_utf8_lossy(&rest[..end]).chars().take(1).collect();
            Text::new(format!("“{first}”"), format!("'{first}'"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_of_one_kind_are_listed_in_part_and_counted_whole() {
        let mut all = Findings::default();
        for chunk in 0..4 {
            let mut part = Findings::default();
            for n in 0..300 {
                part.add(Severity::Warning, "ring-short", Some(n), chunk * 300 + n, || {
                    Text::same("x")
                });
            }
            all.append(part);
        }
        let issues = all.into_issues(&vec![b' '; 2000].into());
        assert_eq!(issues.len(), LISTED_MAX + 1);
        assert!(issues.last().unwrap().message.starts_with("700 more"));
    }
}
