//! The words on the screen, from `assets/text`: one file a language, the same keys in both.
//!
//! Deliberately no words here: labels of kinds, stages and fields come from the procedure files.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use crate::model::Lang;

/// The texts of one language by dotted key (`card.tab.plan`).
#[derive(Debug)]
pub struct Words {
    lang: Lang,
    by_key: BTreeMap<String, String>,
}

static ZH: LazyLock<Words> =
    LazyLock::new(|| Words::read(Lang::Zh, include_str!("../../assets/text/zh.toml")));
static EN: LazyLock<Words> =
    LazyLock::new(|| Words::read(Lang::En, include_str!("../../assets/text/en.toml")));

impl Words {
    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }

    /// The text under `key`; the key itself where there is none (a test sees to it that there is).
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.by_key.get(key).map_or(key, String::as_str)
    }

    /// The text under `key` with each `{name}` replaced.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut text = self.t(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }

    /// The text of a code in a family of keys (`role` + `inspector`); the code itself where there is none.
    pub fn code<'a>(&'a self, family: &str, code: &'a str) -> &'a str {
        self.by_key.get(&format!("{family}.{code}")).map_or(code, String::as_str)
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// All keys, in order: what the test of completeness compares.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    fn read(lang: Lang, source: &str) -> Self {
        let table = source.parse().expect("the built-in words parse: tests/it/text.rs reads them");
        let mut by_key = BTreeMap::new();
        flatten("", table, &mut by_key);
        Self { lang, by_key }
    }
}

// Depth follows our own two files, not input.
fn flatten(prefix: &str, table: toml::Table, into: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, into),
            toml::Value::String(text) => {
                into.insert(key, text);
            }
            other => {
                into.insert(key, other.to_string());
            }
        }
    }
}
