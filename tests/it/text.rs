//! The words on the screen: complete in both languages, each used, none missing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use yice::model::Lang;
use yice::plan::Role;
use yice::ui::{ACTIONS, Words};

/// Families whose last part is a code of the data: used through [`Words::code`].
const FAMILIES: [&str; 15] = [
    "abnormal",
    "answer",
    "datum_name",
    "document_kind",
    "form_name",
    "kind",
    "photo_kind",
    "request",
    "request_button",
    "role",
    "shape",
    "source",
    "verdict",
    "refusal",
    "group",
];

fn keys(lang: Lang) -> BTreeSet<String> {
    Words::of(lang).keys().map(str::to_owned).collect()
}

#[test]
fn both_languages_have_the_same_words() {
    let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
    let only_zh: Vec<_> = zh.difference(&en).collect();
    let only_en: Vec<_> = en.difference(&zh).collect();
    assert!(only_zh.is_empty() && only_en.is_empty(), "only zh: {only_zh:?}, only en: {only_en:?}");
}

#[test]
fn no_word_is_empty() {
    for lang in [Lang::Zh, Lang::En] {
        let words = Words::of(lang);
        for key in words.keys() {
            assert!(!words.t(key).trim().is_empty(), "{key} in {lang:?}");
        }
    }
}

#[test]
fn what_is_filled_in_is_the_same_in_both_languages() {
    let placeholders = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    for key in keys(Lang::Zh) {
        let (zh, en) = (Words::of(Lang::Zh).t(&key), Words::of(Lang::En).t(&key));
        assert_eq!(placeholders(zh), placeholders(en), "{key}");
    }
}

#[test]
fn every_word_the_code_asks_for_exists_and_every_word_is_asked_for() {
    let known = keys(Lang::Zh);
    let mut asked = BTreeSet::new();
    for file in sources() {
        // A quote that is itself a character or escaped would turn inside and outside about.
        let source =
            std::fs::read_to_string(&file).unwrap().replace("'\"'", "").replace("\\\"", "");
        for literal in source.split('"').skip(1).step_by(2) {
            if known.contains(literal) {
                asked.insert(literal.to_owned());
            }
        }
        for call in [".t(\"", ".fill(\"", ".fill(\n"] {
            for rest in source.split(call).skip(1) {
                let rest = if call.ends_with('\n') {
                    rest.split('"').nth(1)
                } else {
                    rest.split('"').next()
                };
                let key = rest.unwrap_or_default();
                assert!(known.contains(key), "{} asks for {key:?}", file.display());
            }
        }
    }
    let in_family = |key: &str| {
        key.rsplit_once('.')
            .is_some_and(|_| FAMILIES.iter().any(|family| key.starts_with(&format!("{family}."))))
    };
    let idle: Vec<_> =
        known.iter().filter(|key| !asked.contains(*key) && !in_family(key)).collect();
    assert!(idle.is_empty(), "no code asks for {idle:?}");
}

#[test]
fn every_role_key_and_form_has_its_words() {
    let known = keys(Lang::Zh);
    for role in Role::ALL {
        assert!(known.contains(&format!("role.{}", role.code())), "{role:?}");
    }
    for action in ACTIONS {
        assert!(known.contains(action.text), "{action:?}");
    }
}

fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.join("ui"), root.join("app")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
