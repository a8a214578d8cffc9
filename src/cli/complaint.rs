//! What is wrong with the arguments, in both languages; said in the one of the terminal.

use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::model::{Lang, Text};

/// A complaint that knows both languages. Shown as English where nobody asks.
#[derive(Debug)]
pub struct Complaint(pub Text);

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Complaint {}

/// An error from a Chinese and an English format string with the same values.
macro_rules! complain {
    ($zh:literal, $en:literal $(, $value:expr)* $(,)?) => {
        anyhow::Error::new($crate::cli::complaint::Complaint($crate::model::Text::new(
            format!($zh $(, $value)*),
            format!($en $(, $value)*),
        )))
    };
}
pub(super) use complain;

/// An error with its causes as one line in the language asked for.
pub fn line(error: &anyhow::Error, lang: Lang) -> String {
    let words = error.chain().map(|cause| match cause.downcast_ref::<Complaint>() {
        Some(complaint) => complaint.0.get(lang).to_owned(),
        None => cause.to_string(),
    });
    words.collect::<Vec<_>>().join(": ")
}

/// What is wrong with the flags, in Chinese: a sentence for what the parser says in English.
pub fn flags_zh(error: &clap::Error) -> String {
    let told = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (arg, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有这个选项：{arg}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有这个子命令：{}", told(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{arg}"),
        ErrorKind::ArgumentConflict => {
            format!("{arg} 和 {} 不能一起用", told(ContextKind::PriorArg))
        }
        ErrorKind::NoEquals
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::InvalidValue
            if value.is_empty() =>
        {
            format!("{arg} 后面要写值")
        }
        ErrorKind::TooManyValues => format!("{arg} 后面的值太多：{value}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{arg} 的值 {value:?} 不对；可用：{}", told(ContextKind::ValidValue))
        }
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => error.kind().as_str().unwrap_or("参数不对").to_owned(),
    };
    let usage = error.get(ContextKind::Usage).map(|usage| format!("\n{usage}")).unwrap_or_default();
    format!("yice：{sentence}{usage}\n完整用法见 yice --help。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context as _;

    #[test]
    fn a_complaint_is_said_in_the_language_asked_for() {
        let value = "十";
        let error: anyhow::Error =
            complain!("应为数字，得到 {value:?}", "expected a number, found {value:?}");
        assert_eq!(line(&error, Lang::Zh), "应为数字，得到 \"十\"");
        let error = Err::<(), _>(error).context("a.csv").unwrap_err();
        assert_eq!(line(&error, Lang::En), "a.csv: expected a number, found \"十\"");
    }
}
