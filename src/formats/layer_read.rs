//! Reads a whole file: bytes to text, text to features, features to a layer; or says why not.

use super::encoding::{self, NotText};
use super::found::{Findings, not_json};
use super::json_scan::{Expected, JsonError, Scanner};
use super::layer_build::{Gathered, Original, assemble};
use super::pieces_read::{self, Collection, Halt, Pieces};
use super::root_read::Stop;
use super::text_read::Reader;
use super::{Grown, ReadOptions, Refused, datum, foreign_file};
use crate::model::{Bytes, Container, Layer, ReadIssue, Severity, Span, Text, TextEncoding};

/// How much of a file that is kept elsewhere is read at once.
const PIECE_BYTES: usize = 4 << 20;

/// As much of a file as tells other formats.
const HEAD_BYTES: usize = 512;

/// Reads a layer from a file's bytes.
pub fn read(
    source: Bytes,
    options: ReadOptions<'_>,
    grown: Grown<'_>,
) -> Result<(Layer, Vec<ReadIssue>), Refused> {
    read_by(source, options, grown, PIECE_BYTES)
}

fn read_by(
    source: Bytes,
    options: ReadOptions<'_>,
    grown: Grown<'_>,
    piece_bytes: usize,
) -> Result<(Layer, Vec<ReadIssue>), Refused> {
    let conversion = match options.datum.map(|name| (name, datum::conversion(name))) {
        Some((name, None)) => return Err(unknown_datum(name)),
        Some((name, Some(conversion))) => Some((name, conversion)),
        None => None,
    };
    let head = source.get(0..HEAD_BYTES).map_err(|error| lost(&error))?;
    if let Some(refused) = foreign_file::refuse(&head) {
        return Err(refused);
    }
    drop(head);
    if let Bytes::Kept(_) = source {
        let (progress, named) = (options.progress, conversion.map(|(_, conversion)| conversion));
        match pieces_read::read(&source, Pieces { progress, grown, named, piece_bytes }) {
            Ok(Collection { root, gathered, has_mark }) => {
                let encoding = if has_mark { TextEncoding::Utf8Bom } else { TextEncoding::Utf8 };
                let text = source.clone();
                let original = Original { source, text, encoding, gzip: false };
                let container = Container::FeatureCollection;
                return Ok(assemble(original, options, container, root, gathered, conversion));
            }
            Err(Halt::Unusual) => {}
            Err(Halt::Cancelled) => return Err(cancelled()),
            Err(Halt::Lost(error)) => return Err(lost(&error)),
        }
    }
    let held = source.held().map_err(|error| lost(&error))?;
    let decoded = encoding::decode(&held, options.progress).map_err(refuse_encoding)?;
    let mut reader = Reader {
        text: &decoded.text,
        options: &options,
        named: conversion.map(|(_, conversion)| conversion),
        out: Gathered::default(),
    };
    let outcome = reader.read(decoded.start);
    let Gathered { findings, skipped, .. } = &mut reader.out;
    let (container, root) = match outcome {
        Ok(found) => found,
        Err(stop) => {
            let mut findings = std::mem::take(findings);
            let skipped = *skipped;
            let cancelled = matches!(stop, Stop::Cancelled);
            match stop {
                Stop::Cancelled => findings.add(Severity::Error, "cancelled", None, 0, || {
                    Text::new("读取已取消，未读入", "the reading was stopped; nothing was loaded")
                }),
                Stop::NotJson => {
                    findings = Findings::default();
                    let span = Span::new(decoded.start, decoded.text.len());
                    let error = Scanner::new(&decoded.text, span, 0).whole().err();
                    let error = error
                        .unwrap_or(JsonError { offset: decoded.start, expected: Expected::Value });
                    findings.add(Severity::Error, "not-json", None, error.offset, || {
                        not_json(&decoded.text, error)
                    });
                }
                Stop::Refused(code, offset, message) => {
                    findings.add(Severity::Error, code, None, offset, || message);
                }
            }
            return Err(Refused {
                issues: findings.into_issues(&decoded.text.clone().into()),
                encoding: decoded.encoding.name(),
                skipped,
                cancelled,
            });
        }
    };
    let gathered = std::mem::take(&mut reader.out);
    let original = Original {
        source: held.into(),
        text: decoded.text.into(),
        encoding: decoded.encoding,
        gzip: decoded.gzip,
    };
    Ok(assemble(original, options, container, root, gathered, conversion))
}

fn refuse_encoding(not_text: NotText) -> Refused {
    let mut findings = not_text.findings;
    if not_text.cancelled {
        findings.add(Severity::Error, "cancelled", None, 0, || {
            Text::new("读取已取消，未读入", "the reading was stopped; nothing was loaded")
        });
    }
    Refused {
        issues: findings.into_issues(&not_text.readable.into()),
        encoding: not_text.encoding,
        skipped: 0,
        cancelled: not_text.cancelled,
    }
}

fn cancelled() -> Refused {
    refuse_encoding(NotText {
        findings: Findings::default(),
        readable: Vec::new(),
        encoding: TextEncoding::Utf8.name(),
        cancelled: true,
    })
}

/// Bytes that are no longer where they were.
fn lost(error: &std::io::Error) -> Refused {
    let mut findings = Findings::default();
    findings.add(Severity::Error, "lost", None, 0, || {
        Text::new(
            format!("读取中断：{error}；未读入"),
            format!("the bytes could no longer be fetched: {error}; nothing was loaded"),
        )
    });
    let issues = findings.into_issues(&Bytes::from(Vec::new()));
    Refused { issues, encoding: "unknown", skipped: 0, cancelled: false }
}

fn unknown_datum(name: &str) -> Refused {
    let names = datum::known().iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let mut findings = Findings::default();
    findings.add(Severity::Error, "unknown-datum", None, 0, || {
        Text::new(
            format!("不认识坐标系“{name}”，可用：{names}；未读入"),
            format!("expected one of the datums {names}, found {name}; nothing was loaded"),
        )
    });
    Refused {
        issues: findings.into_issues(&Bytes::from(Vec::new())),
        encoding: "unknown",
        skipped: 0,
        cancelled: false,
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::model::Keeper;

    struct Elsewhere(Vec<u8>);

    impl Keeper for Elsewhere {
        fn fetch(&self, offset: usize, buffer: &mut [u8]) -> std::io::Result<()> {
            buffer.copy_from_slice(&self.0[offset..offset + buffer.len()]);
            Ok(())
        }
    }

    fn files(folder: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries.filter(|path| path.is_file()).collect();
        files.sort();
        files
    }

    /// What is read of some bytes, held or by pieces; all but where its text is.
    fn told(source: Bytes, datum: Option<&str>, piece_bytes: usize) -> String {
        let progress: super::super::Progress<'_> = &|_, _| ControlFlow::Continue(());
        let options =
            ReadOptions { file_name: "x.geojson", kind: None, datum, own_kinds: &[], progress };
        match read_by(source, options, &|_| {}, piece_bytes) {
            Err(refused) => format!("{refused:?}"),
            Ok((layer, issues)) => {
                let nothing = Bytes::from(Vec::new());
                let layer = Layer { source: nothing.clone(), text: nothing, ..layer };
                format!("{layer:?}\n{issues:?}")
            }
        }
    }

    #[test]
    fn a_file_read_by_pieces_says_what_it_says_as_a_whole() {
        let folders = ["good", "repaired", "refused"];
        let folders = folders.map(|folder| format!("tests/fixtures/{folder}"));
        let fixtures = folders.iter().flat_map(|folder| files(folder)).chain(files("data"));
        let mut count = 0;
        for path in fixtures {
            let bytes = std::fs::read(&path).unwrap();
            for datum in [None, Some("EPSG:4548")] {
                let whole = told(bytes.clone().into(), datum, PIECE_BYTES);
                // Small pieces cut every word, number and character somewhere.
                for piece_bytes in [61, 4096, PIECE_BYTES] {
                    if bytes.len() / piece_bytes > 40_000 {
                        continue;
                    }
                    let kept = Bytes::kept(Elsewhere(bytes.clone()), bytes.len());
                    assert_eq!(told(kept, datum, piece_bytes), whole, "{}", path.display());
                    count += 1;
                }
            }
        }
        assert!(count > 100, "{count} readings");
    }

    /// A text held in memory is read feature by feature, one kept elsewhere by trails and guesses.
    #[test]
    fn features_like_the_one_before_and_unlike_it_read_the_same() {
        let geometry = r#""geometry":{"type":"Point","coordinates":[117.1,39.2]}"#;
        let plain = format!(r#"{{"type":"Feature","properties":{{"a":1,"b":"x"}},{geometry}}}"#);
        let features = [
            plain.clone(),
            plain.replace(r#""b""#, r#""a""#),
            plain.replace(r#""a":1"#, r#""\u0062":1"#),
            plain.replace(r#"{"a":1,"b":"x"}"#, r#"{ "a" : 1, "b":"x" }"#),
            plain.replace(r#"{"a":1,"b":"x"}"#, "{}"),
            plain.replace(r#""b":"x""#, r#""b":"x","yice_key":"outfall:K","synthetic":true"#),
            plain.replace(r#""type":"Feature""#, r#""type":"Feature","type":"Feature""#),
            plain.replace(r#"1,"b""#, r#"{"a":[1,{"c":1,"c":2}]},"b""#),
            plain.replace(r#""x""#, r#"",{\"type\":\"Feature\",""#),
            plain.replace("[117.1,39.2]", "[117.1]"),
            plain.replace("[117.1,39.2]", "[117.123456789,-0.5e1,7]"),
            plain.replace("[117.1,39.2]", "[ 117.1 , 39.2 ]"),
            plain.replace("Point", "Nothing"),
            r#"{"type":"Feature","properties":null,"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[]},{"type":"Feature","coordinates":[1,2]}]}}"#
                .to_owned(),
            r#"{"geometry":null,"type":"Feature"}"#.to_owned(),
            "12".to_owned(),
        ];
        for shift in 0..features.len() {
            let mut mixed: Vec<&str> = Vec::new();
            for nth in 0..features.len() {
                // Each between two plain ones, and beside every other once.
                let other = &features[(nth + shift) % features.len()];
                mixed.extend([&plain[..], &features[nth][..], &other[..], &plain[..]]);
            }
            let text =
                format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, mixed.join(" ,\n"));
            let whole = told(text.clone().into_bytes().into(), None, PIECE_BYTES);
            for piece_bytes in [67, 700, 5000, PIECE_BYTES] {
                let kept = Bytes::kept(Elsewhere(text.clone().into()), text.len());
                assert_eq!(told(kept, None, piece_bytes), whole, "{shift}, by {piece_bytes}");
            }
        }
    }

    #[test]
    fn what_is_usual_is_read_without_its_whole_text() {
        let feature = r#"{"type":"Feature","id":1,"properties":{"名":"河"},"geometry":null}"#;
        let features = vec![feature; 5_000].join(",\n");
        let text = format!(r#"{{"type":"FeatureCollection","name":"x","features":[{features}]}} "#);
        let kept = Bytes::kept(Elsewhere(text.clone().into()), text.len());
        let pieces = Pieces {
            progress: &|_, _| ControlFlow::Continue(()),
            grown: &|_| {},
            named: None,
            piece_bytes: 1000,
        };
        let Ok(read) = pieces_read::read(&kept, pieces) else { panic!("given up") };
        assert_eq!(read.gathered.features.len(), 5_000);
        let last = read.gathered.features[4_999].feature;
        assert_eq!(kept.get(last.range()).unwrap(), feature.as_bytes());
        assert_eq!(read.root.span.end as usize, text.len() - 1);
    }
}
