//! The commonest mistakes of a person's own data file, said in Chinese. What is not among them stays as the reader says
//! it: its names are the file's own, and line and column stand before it.

use crate::model::Text;

/// What stands before, between and after the names in the reader's sentence, and the same in Chinese.
const SAYINGS: [(&[&str], &[&str]); 13] = [
    (&["unknown field `", "`, expected one of ", ""], &["没有“", "”这一项，可用的有 ", ""]),
    (&["unknown field `", "`, expected ", ""], &["没有“", "”这一项，应为 ", ""]),
    (&["missing field `", "`"], &["缺少“", "”这一项"]),
    (&["no stage is named \"", "\""], &["没有叫“", "”的阶段"]),
    (&["no field is named \"", "\""], &["没有叫“", "”的字段"]),
    (&["no role is named \"", "\""], &["没有叫“", "”的身份"]),
    (
        &["\"", "\" is dated by no date field: \"", "\""],
        &["“", "”按日期字段定日子，没有这样的日期字段：“", "”"],
    ),
    (&["the set \"", "\" names no stage: \"", "\""], &["阶段组“", "”里没有这个阶段：“", "”"]),
    (&["the field \"", "\" stands twice"], &["字段“", "”写了两次"]),
    (&["the field \"", "\" names no choices: \"", "\""], &["字段“", "”要的选项“", "”没有写"]),
    (&["no step leads to the stage \"", "\""], &["没有一步通到阶段“", "”"]),
    (
        &["the stages \"", "\" and \"", "\" have one letter: ", ""],
        &["阶段“", "”和“", "”的字母相同：", ""],
    ),
    (
        &["", " is taken by another procedure: give it a higher version"],
        &["“", "”已是另一份规程：请把 version 写大一些"],
    ),
];

/// A reason in both languages.
pub(crate) fn reason_text(reason: &str) -> Text {
    let said = SAYINGS.iter().find_map(|(pattern, zh)| in_chinese(reason, pattern, zh));
    Text::new(said.unwrap_or_else(|| reason.to_owned()), reason)
}

fn in_chinese(reason: &str, pattern: &[&str], zh: &[&str]) -> Option<String> {
    let (first, others) = pattern.split_first()?;
    let mut rest = reason.strip_prefix(first)?;
    let mut said = (*zh.first()?).to_owned();
    for (place, (stop, words)) in others.iter().zip(zh.get(1..)?).enumerate() {
        let is_last = place + 1 == others.len();
        let name = match is_last {
            true => rest.strip_suffix(stop)?,
            false => rest.split_once(stop)?.0,
        };
        rest = rest.get(name.len() + stop.len()..)?;
        said.push_str(name);
        said.push_str(words);
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reason: &str, zh: &str) {
        let text = reason_text(reason);
        assert_eq!((text.zh.as_str(), text.en.as_str()), (zh, reason));
    }

    #[test]
    fn the_commonest_mistakes_are_said_in_chinese_and_others_as_they_are() {
        check(
            "unknown field `rolls`, expected one of `id`, `zh`",
            "没有“rolls”这一项，可用的有 `id`, `zh`",
        );
        check("missing field `letter`", "缺少“letter”这一项");
        check("no stage is named \"redo\"", "没有叫“redo”的阶段");
        check("the stages \"a\" and \"b\" have one letter: P", "阶段“a”和“b”的字母相同：P");
        check(
            "outfall/2 is taken by another procedure: give it a higher version",
            "“outfall/2”已是另一份规程：请把 version 写大一些",
        );
        check("invalid string", "invalid string");
    }
}
