//! The licences of all parts, as the window's 关于 shows them.
//!
//! `cargo test --test it licences:: -- --ignored` writes them anew from Cargo's own metadata, after a dependency has
//! changed; no network is wanted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The licences with a text of their own here: a part under a choice is taken under one of these, or under MIT or
/// Apache-2.0, whose texts lie beside `Cargo.toml`.
const TEXTS: [&str; 6] = ["BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0", "Unicode-3.0", "Zlib"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
#[ignore = "writes assets/licences anew from Cargo's metadata"]
fn licences_are_written_down() {
    let metadata = metadata();
    let packages = parts(&metadata);
    let mut list = String::new();
    for package in &packages {
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let holders = copyright(&folder_of(package));
        writeln!(list, "{}\t{}\t{}\t{holders}", text("name"), text("version"), text("license"))
            .unwrap();
    }
    let folder = root().join("assets/licences");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("parts.tsv"), list).unwrap();
    for licence in TEXTS {
        let under_it = packages.iter().filter(|package| package["license"] == licence);
        let text = under_it.filter_map(|package| licence_files(&folder_of(package)).pop()).next();
        std::fs::write(folder.join(format!("{licence}.txt")), text.unwrap()).unwrap();
    }
}

fn metadata() -> Value {
    let target = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let target = String::from_utf8(target).unwrap();
    let host = target.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--offline", "--locked", "--format-version", "1"];
    let told = Command::new("cargo")
        .args(arguments)
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap()
}

/// The packages that are built into the program, by name: none that only builds or tests it.
fn parts(metadata: &Value) -> Vec<&Value> {
    let list = |value: &'static str, of: &'static str| metadata[value][of].as_array();
    let nodes = list("resolve", "nodes").unwrap();
    let nodes: BTreeMap<&str, &Value> =
        nodes.iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    let own = metadata["resolve"]["root"].as_str().unwrap();
    let (mut seen, mut open) = (BTreeSet::new(), vec![own]);
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for wanted in nodes[id]["deps"].as_array().unwrap() {
            let kinds = wanted["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                open.push(wanted["pkg"].as_str().unwrap());
            }
        }
    }
    let packages = metadata["packages"].as_array().unwrap().iter();
    let is_part = |package: &&Value| {
        let id = package["id"].as_str().unwrap();
        id != own && seen.contains(id)
    };
    let mut parts: Vec<&Value> = packages.filter(is_part).collect();
    parts.sort_by_key(|package| (package["name"].as_str(), package["version"].as_str()));
    parts
}

fn folder_of(package: &Value) -> PathBuf {
    Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

/// The texts of a package's licence files, those whose names come first last.
fn licence_files(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().filter_map(Result::ok);
    let mut names: Vec<PathBuf> = files.map(|file| file.path()).collect();
    names.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy().to_uppercase();
        name.starts_with("LICEN") || name.starts_with("COPYING") || name.starts_with("UNLICENSE")
    });
    names.sort();
    names.reverse();
    names.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// Who holds the copyright, as the package's own licence files say.
fn copyright(folder: &Path) -> String {
    let mut holders: Vec<String> = Vec::new();
    for text in licence_files(folder) {
        for line in text.lines().map(str::trim) {
            let is_template = line.contains("[yyyy]") || line.contains("{yyyy}");
            let is_holder = line.starts_with("Copyright") && line.contains(char::is_numeric);
            if is_holder && !is_template && !holders.iter().any(|known| known == line) {
                holders.push(line.replace('\t', " "));
            }
        }
    }
    holders.truncate(4);
    holders.join("; ")
}

#[test]
fn all_that_the_program_is_made_of_is_named_with_its_licence() {
    let list = std::fs::read_to_string(root().join("assets/licences/parts.tsv")).unwrap();
    let lines: Vec<Vec<&str>> = list.lines().map(|line| line.split('\t').collect()).collect();
    assert!(lines.iter().all(|line| line.len() == 4 && !line[2].is_empty()));
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let lock: toml::Table = toml::from_str(&lock).unwrap();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        let is_named = |version: &str| lines.iter().any(|it| it[0] == name && it[1] == version);
        let locked = lock["package"].as_array().unwrap().iter();
        let mut locked = locked.filter(|it| it["name"].as_str() == Some(name));
        assert!(
            locked.any(|it| is_named(it["version"].as_str().unwrap())),
            "{name}: cargo test --test it licences:: -- --ignored"
        );
    }
}
