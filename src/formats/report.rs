//! The report on one file, as `yice check` prints it and the import window lists it.

use std::collections::BTreeMap;

use super::Refused;
use crate::model::{CheckReport, FileStatus, Kind, Layer, ReadIssue, Severity};

/// The report on one file: the same reading, put into the form of `check`.
pub fn check_report(path: &str, outcome: &Result<(Layer, Vec<ReadIssue>), Refused>) -> CheckReport {
    match outcome {
        Ok((layer, issues)) => loaded(path, layer, issues),
        Err(refused) => CheckReport {
            path: path.to_owned(),
            status: FileStatus::Refused,
            kind: Kind::new(Kind::OTHER),
            features: 0,
            skipped: refused.skipped,
            geometries: BTreeMap::new(),
            vertices: 0,
            bbox: None,
            crs: None,
            encoding: refused.encoding.to_owned(),
            issues: refused.issues.clone(),
        },
    }
}

fn loaded(path: &str, layer: &Layer, issues: &[ReadIssue]) -> CheckReport {
    let mut geometries = BTreeMap::new();
    for feature_idx in 0..layer.feature_count() {
        *geometries.entry(layer.geometry_kind(feature_idx).name().to_owned()).or_default() += 1;
    }
    let fine = issues.iter().all(|issue| issue.severity == Severity::Info);
    CheckReport {
        path: path.to_owned(),
        status: if fine { FileStatus::Ok } else { FileStatus::Repaired },
        kind: layer.kind.clone(),
        features: layer.feature_count(),
        skipped: layer.skipped,
        geometries,
        vertices: layer.shapes.vertex_count(),
        bbox: layer.shapes.bounds(),
        crs: Some(layer.crs.clone()),
        encoding: layer.encoding.name().to_owned(),
        issues: issues.to_vec(),
    }
}
