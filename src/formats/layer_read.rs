//! Reads a whole file: bytes to text, text to features, features to a layer; or says why not.

use super::encoding::{self, NotText};
use super::found::{Findings, not_json};
use super::json_scan::{Expected, JsonError, Scanner};
use super::layer_build::{Gathered, Original, assemble};
use super::root_read::Stop;
use super::text_read::Reader;
use super::{ReadOptions, Refused, datum, foreign_file};
use crate::model::{Bytes, Layer, ReadIssue, Severity, Span, Text};

/// As much of a file as tells other formats.
const HEAD_BYTES: usize = 512;

/// Reads a layer from a file's bytes.
pub fn read(source: Bytes, options: ReadOptions<'_>) -> Result<(Layer, Vec<ReadIssue>), Refused> {
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
                    Text::new("读取已取消,未读入", "the reading was stopped; nothing was loaded")
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
            Text::new("读取已取消,未读入", "the reading was stopped; nothing was loaded")
        });
    }
    Refused {
        issues: findings.into_issues(&not_text.readable.into()),
        encoding: not_text.encoding,
        skipped: 0,
        cancelled: not_text.cancelled,
    }
}

/// Bytes that are no longer where they were.
fn lost(error: &std::io::Error) -> Refused {
    let mut findings = Findings::default();
    findings.add(Severity::Error, "lost", None, 0, || {
        Text::new(
            format!("读取中断:{error};未读入"),
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
            format!("不认识坐标系“{name}”,可用:{names};未读入"),
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
