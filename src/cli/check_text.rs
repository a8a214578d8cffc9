//! The report of `check` as a person reads it. Each issue leads with path:line:column, so that editors can jump.

use std::collections::BTreeMap;

use crate::model::{CheckReport, FileStatus, Lang, ReadIssue, Severity, Text};

/// Issues of one code shown in full; the rest of them are counted.
const SHOWN_OF_ONE_CODE_MAX: usize = 10;

/// One file's report.
pub fn report_lines(report: &CheckReport, evidence: &[Text], lang: Lang) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", report.path, status_word(report.status, lang))];
    if report.status != FileStatus::Refused {
        lines.push(kind_line(report, evidence, lang));
        lines.push(count_line(report, lang));
        lines.push(place_line(report, lang));
    }
    lines.extend(issue_lines(&report.path, &report.issues, lang));
    lines
}

/// The sum over several files.
pub fn total_line(reports: &[&CheckReport], lang: Lang) -> String {
    let with = |status| reports.iter().filter(|report| report.status == status).count();
    let features: usize = reports.iter().map(|report| report.features).sum();
    let (ok, repaired, refused) =
        (with(FileStatus::Ok), with(FileStatus::Repaired), with(FileStatus::Refused));
    match lang {
        Lang::Zh => format!(
            "共 {} 个文件：正常 {ok}，有问题但已读入 {repaired}，未读入 {refused}；对象 {features} 个",
            reports.len()
        ),
        Lang::En => format!(
            "{} files: {ok} ok, {repaired} repaired, {refused} refused; {features} features",
            reports.len()
        ),
    }
}

/// What is wrong, one line each; many of one sort are counted rather than listed.
pub fn issue_lines(path: &str, issues: &[ReadIssue], lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for issue in issues {
        let count = seen.entry(issue.code).or_default();
        *count += 1;
        if *count <= SHOWN_OF_ONE_CODE_MAX {
            lines.push(issue_line(path, issue, lang));
        }
    }
    for (code, count) in seen.into_iter().filter(|(_, count)| *count > SHOWN_OF_ONE_CODE_MAX) {
        let more = count - SHOWN_OF_ONE_CODE_MAX;
        lines.push(match lang {
            Lang::Zh => format!("{path}: 还有 {more} 处 {code}（--json 列出全部）"),
            Lang::En => format!("{path}: {more} more of {code} (--json lists them all)"),
        });
    }
    lines
}

fn issue_line(path: &str, issue: &ReadIssue, lang: Lang) -> String {
    let feature = match (issue.feature, lang) {
        (None, _) => String::new(),
        (Some(idx), Lang::Zh) => format!("第 {idx} 个对象（从 0 数）："),
        (Some(idx), Lang::En) => format!("feature {idx}: "),
    };
    let message = match lang {
        Lang::Zh if !issue.message_zh.is_empty() => &issue.message_zh,
        _ => &issue.message,
    };
    format!(
        "{path}:{}:{}: {} {}: {feature}{message}",
        issue.line,
        issue.column,
        severity_word(issue.severity, lang),
        issue.code
    )
}

fn kind_line(report: &CheckReport, evidence: &[Text], lang: Lang) -> String {
    let reasons: Vec<&str> = evidence.iter().map(|reason| reason.get(lang)).collect();
    match (lang, reasons.is_empty()) {
        (Lang::Zh, true) => format!("  类别 {}", report.kind),
        (Lang::Zh, false) => format!("  类别 {}（依据：{}）", report.kind, reasons.join("；")),
        (Lang::En, true) => format!("  kind {}", report.kind),
        (Lang::En, false) => format!("  kind {} (because: {})", report.kind, reasons.join("; ")),
    }
}

fn count_line(report: &CheckReport, lang: Lang) -> String {
    let geometries: Vec<String> =
        report.geometries.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let geometries = geometries.join(", ");
    match lang {
        Lang::Zh => format!(
            "  对象 {} 个（{geometries}），顶点 {} 个，跳过 {} 个",
            report.features, report.vertices, report.skipped
        ),
        Lang::En => format!(
            "  features {} ({geometries}), vertices {}, skipped {}",
            report.features, report.vertices, report.skipped
        ),
    }
}

fn place_line(report: &CheckReport, lang: Lang) -> String {
    let none = Text::new("无", "none");
    let extent = report.bbox.map_or_else(
        || none.get(lang).to_owned(),
        |b| format!("{:.5},{:.5} – {:.5},{:.5}", b.west, b.south, b.east, b.north),
    );
    let crs = report.crs.as_deref().unwrap_or(none.get(lang));
    match lang {
        Lang::Zh => format!("  范围 {extent}，坐标系 {crs}，编码 {}", report.encoding),
        Lang::En => format!("  extent {extent}, crs {crs}, encoding {}", report.encoding),
    }
}

fn status_word(status: FileStatus, lang: Lang) -> &'static str {
    match (status, lang) {
        (FileStatus::Ok, Lang::Zh) => "正常",
        (FileStatus::Repaired, Lang::Zh) => "有问题，已读入",
        (FileStatus::Refused, Lang::Zh) => "未读入",
        (FileStatus::Ok, Lang::En) => "ok",
        (FileStatus::Repaired, Lang::En) => "repaired",
        (FileStatus::Refused, Lang::En) => "refused",
    }
}

fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "注意",
        (Severity::Info, Lang::Zh) => "说明",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Info, Lang::En) => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(feature: usize) -> ReadIssue {
        ReadIssue {
            severity: Severity::Warning,
            code: "ring-not-closed",
            feature: Some(feature),
            line: 41,
            column: 7,
            message: "the ring does not end where it begins".into(),
            message_zh: "面的边界没有闭合".into(),
        }
    }

    #[test]
    fn an_issue_leads_with_the_place_an_editor_jumps_to() {
        assert_eq!(
            issue_lines("a.geojson", &[issue(3)], Lang::En),
            [
                "a.geojson:41:7: warning ring-not-closed: feature 3: the ring does not end where it begins"
            ]
        );
    }

    #[test]
    fn a_thousand_of_one_sort_are_counted_not_listed() {
        let issues: Vec<_> = (0..1000).map(issue).collect();
        let lines = issue_lines("a.geojson", &issues, Lang::Zh);
        assert_eq!(lines.len(), SHOWN_OF_ONE_CODE_MAX + 1);
        assert!(lines[SHOWN_OF_ONE_CODE_MAX].contains("990"));
    }
}
