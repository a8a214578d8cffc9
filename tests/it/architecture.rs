//! The law of the rooms (`src/lib.rs`), held by reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, lowest first, with the rooms it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("plan", &["model"]),
    ("formats", &["model"]),
    ("store", &["model", "plan"]),
    ("session", &["model", "plan", "formats", "store"]),
    ("demo", &["model", "plan", "session"]),
    ("map", &["model", "plan"]),
    ("report", &["model", "plan", "formats", "session", "map"]),
    // Of `report` only its orders: what can be asked for.
    ("ui", &["model", "plan", "session", "map", "report"]),
    ("cli", &["model", "plan", "formats", "store", "session", "map", "report", "demo"]),
    ("app", &["model", "plan", "formats", "store", "session", "map", "report", "demo", "ui"]),
];

/// Outside crates that only some places may name.
const OWNED_BY: &[(&str, &[&str])] = &[
    ("egui", &["src/ui/", "src/app/", "src/map/paint", "src/map/widget"]),
    ("eframe", &["src/app/", "src/main.rs"]),
    ("rfd", &["src/app/"]),
    ("rusqlite", &["src/store/"]),
    ("geojson", &["src/formats/"]),
    ("krilla", &["src/report/"]),
    ("rust_xlsxwriter", &["src/report/ledger/"]),
];

#[test]
fn rooms_only_look_down() {
    for (room, allowed) in MAY_NAME {
        for (path, text) in sources(room) {
            for named in rooms_named(&text) {
                assert!(
                    named == *room || allowed.contains(&named),
                    "{} names crate::{named}, which `{room}` may not know\n\
                     Pass the value in, or return it, instead",
                    path.display(),
                );
            }
        }
    }
}

#[test]
fn outside_crates_stay_with_their_owner() {
    for (krate, owners) in OWNED_BY {
        for (path, text) in sources("") {
            let place = path.to_string_lossy().replace('\\', "/");
            assert!(
                !names_crate(&text, krate) || owners.iter().any(|owner| place.starts_with(owner)),
                "{place} names `{krate}`, which belongs to {owners:?}",
            );
        }
    }
}

#[test]
fn nothing_below_app_and_cli_asks_for_the_time() {
    for room in ["model", "plan", "formats", "store", "session", "demo", "map", "report", "ui"] {
        for (path, text) in sources(room) {
            for clock in ["Timestamp::now", "Zoned::now", "SystemTime::now", "current_dir("] {
                assert!(!text.contains(clock), "{} calls {clock}: pass it in", path.display());
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in sources_with_comments("") {
        assert!(text.starts_with("//!"), "{} has no module doc", path.display());
    }
}

#[test]
fn the_window_is_on_the_map_of_every_room() {
    let known: Vec<_> = MAY_NAME.iter().map(|(room, _)| *room).collect();
    for entry in fs::read_dir("src").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let room = name.trim_end_matches(".rs");
        assert!(
            known.contains(&room) || matches!(room, "main" | "lib"),
            "src/{name} is a room that the law does not know",
        );
    }
}

/// `arbitrary_precision` changes how serde_json reads numbers and breaks the `geojson` crate; cargo would switch it
/// on for everybody if any dependency asked for it.
#[test]
fn no_dependency_switches_on_arbitrary_precision() {
    let value: serde_json::Value = serde_json::from_str("1.10").unwrap();
    assert_eq!(value.to_string(), "1.1", "a dependency turned on serde_json/arbitrary_precision");
}

/// The rooms that `text` names as `crate::room` or in `crate::{…}`.
fn rooms_named(text: &str) -> Vec<&'static str> {
    let mut named = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let group = match rest.strip_prefix('{') {
            Some(group) => &group[..group.find(';').unwrap_or(group.len())],
            None => {
                &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
            }
        };
        let words = group.split(|c: char| !c.is_alphanumeric() && c != '_');
        for word in words {
            named.extend(MAY_NAME.iter().map(|(room, _)| *room).filter(|room| *room == word));
        }
    }
    named
}

/// Whether `text` names the outside crate `krate`, and not a room or path of ours of the same name.
fn names_crate(text: &str, krate: &str) -> bool {
    let inside_a_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    text.match_indices(&format!("{krate}::")).any(|(at, _)| !text[..at].ends_with(inside_a_path))
}

/// The code of every `.rs` file of `room` (`""` is the whole crate) without comment lines, sorted by path.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let without_comments = |text: String| {
        text.lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    sources_with_comments(room)
        .into_iter()
        .map(|(path, text)| (path, without_comments(text)))
        .collect()
}

fn sources_with_comments(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut pending = vec![Path::new("src").join(room), PathBuf::from(format!("src/{room}.rs"))];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() && path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}
