//! What can be ordered, in which file, and making it.

use std::path::{Path, PathBuf};

use super::approval::{Form, approval_doc};
use super::day_sheets::day_doc;
use super::doc::Doc;
use super::dossier::{Detail, dossier_doc};
use super::flow::paper;
use super::fonts::Fonts;
use super::html::html;
use super::ledger::{
    Template, csv_bytes, ledger, ledger_by_template, meaning_is_known, read_template, rows_max,
    workbook_bytes,
};
use super::paper::Paper;
use super::pdf::pdf;
use super::programme::{briefing_doc, briefing_paragraphs, programme_doc, ranking_doc};
use super::publishable::publishable_doc;
use super::scope::Scope;
use super::source::Source;
use super::wall_map::{SheetSize, wall_map, wall_map_doc};
use crate::model::{FeatureKey, Kind, Text};

/// A report and where it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOrder {
    pub what: ReportWhat,
    /// As of the end of this day; the day of the workspace where nothing is said.
    pub as_of: Option<crate::model::Day>,
    pub to: PathBuf,
    pub if_there: IfThere,
}

/// What becomes of a file that stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfThere {
    /// Nothing is written, and it is asked.
    Ask,
    Replace,
    /// It stays, and the new one gets a number in its name.
    Beside,
}

/// What can be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportWhat {
    /// The list of a day with a blank sheet for each, in the order of going.
    Day { day: crate::model::Day, features: Vec<FeatureKey> },
    /// One feature's sheet, words only.
    Sheet(FeatureKey),
    /// 简报.
    Briefing,
    /// 通报.
    Programme,
    /// 排名表.
    Ranking,
    /// 台账; under a superior's own table head where one is named.
    Ledger { scope: Scope, template: Option<PathBuf> },
    /// 一口一档.
    Dossier(Scope),
    /// 审批表; the form that fits where none is named.
    Approval { feature: FeatureKey, form: Option<Form> },
    /// 挂图.
    WallMap { scope: Scope, size: SheetSize },
    /// 黑臭水体清单.
    Publishable(Scope),
}

/// What a file's ending says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Pdf,
    Html,
    Xlsx,
    Csv,
    Txt,
}

/// A report that was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    /// What a person should know of it.
    pub remarks: Vec<Text>,
}

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportError(pub Text);

impl Ending {
    /// By the file's name; `None` for an ending that is none of these.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Some(match ending.as_str() {
            "pdf" => Self::Pdf,
            "html" | "htm" => Self::Html,
            "xlsx" => Self::Xlsx,
            "csv" => Self::Csv,
            "txt" => Self::Txt,
            _ => return None,
        })
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Txt => "txt",
        }
    }
}

impl ReportWhat {
    /// The files it can be written as, the usual one first.
    pub fn endings(&self) -> &'static [Ending] {
        match self {
            Self::Ledger { .. } => &[Ending::Xlsx, Ending::Csv],
            Self::Briefing => &[Ending::Txt, Ending::Pdf, Ending::Html],
            Self::Day { .. } | Self::Sheet(_) => &[Ending::Pdf],
            _ => &[Ending::Pdf, Ending::Html],
        }
    }
}

/// Makes a report as the file's ending says.
///
/// # Errors
/// If it cannot be written as such a file, there is nothing to write of, or a template does not read.
pub fn make(what: &ReportWhat, to: &Path, source: &Source<'_>) -> Result<Made, ReportError> {
    let ending = Ending::of(to).filter(|ending| what.endings().contains(ending));
    let Some(ending) = ending else { return Err(wrong_ending(what, to)) };
    let plain = |bytes: Vec<u8>| Ok(Made { bytes, remarks: Vec::new() });
    match (what, ending) {
        (ReportWhat::Ledger { scope, template }, ending) => {
            make_ledger(source, scope, template.as_deref(), ending)
        }
        (ReportWhat::Briefing, Ending::Txt) => {
            let mut text = briefing_paragraphs(source)?.join("\n\n");
            text.push('\n');
            plain(text.into_bytes())
        }
        (what, Ending::Html) => plain(html(&doc(what, source, Ending::Html)?).into_bytes()),
        (what, _) => {
            let fonts = fonts(source)?;
            let paper = pages(what, source, &fonts)?;
            let bytes = pdf(&paper, &fonts).map_err(|why| failed(&why.0))?;
            plain(bytes)
        }
    }
}

/// The pages of a report, before they are a file.
///
/// # Errors
/// If there is nothing to write of, or it is no report on pages.
pub fn pages(what: &ReportWhat, source: &Source<'_>, fonts: &Fonts) -> Result<Paper, ReportError> {
    if let ReportWhat::WallMap { scope, size } = what {
        return Ok(wall_map(source, &shown(source, scope), *size, fonts));
    }
    Ok(paper(&doc(what, source, Ending::Pdf)?, fonts))
}

/// The product's own font, and the system's behind it.
///
/// # Errors
/// If the font that is built in does not read, which a test says it does.
pub fn fonts(source: &Source<'_>) -> Result<Fonts, ReportError> {
    Fonts::new(source.rare_fonts.clone())
        .ok_or_else(|| failed("the font that is built in does not read"))
}

/// What a report says.
///
/// # Errors
/// If there is nothing to write of.
fn doc(what: &ReportWhat, source: &Source<'_>, ending: Ending) -> Result<Doc, ReportError> {
    Ok(match what {
        ReportWhat::Day { day, features } => day_doc(source, *day, features),
        ReportWhat::Sheet(key) => dossier_doc(source, std::slice::from_ref(key), Detail::Sheet),
        ReportWhat::Briefing => briefing_doc(source)?,
        ReportWhat::Programme => programme_doc(source)?,
        ReportWhat::Ranking => ranking_doc(source)?,
        ReportWhat::Dossier(scope) => {
            let features = some(scope.features(source))?;
            dossier_doc(source, &features, Detail::Dossier)
        }
        ReportWhat::Approval { feature, form } => {
            let form = form.unwrap_or_else(|| Form::fitting(source, feature));
            approval_doc(source, feature, form)
        }
        ReportWhat::WallMap { scope, size } => wall_map_doc(source, &shown(source, scope), *size),
        ReportWhat::Publishable(scope) => {
            let waters =
                Scope { kind: Some(Kind::new(Kind::BLACK_ODOROUS_WATER)), ..scope.clone() };
            publishable_doc(source, &waters.features(source))
        }
        ReportWhat::Ledger { .. } => {
            return Err(wrong_ending(what, &PathBuf::from(format!("x.{}", ending.code()))));
        }
    })
}

/// The features a map looks at: none where nothing was narrowed, for then it shows everything.
fn shown(source: &Source<'_>, scope: &Scope) -> Vec<FeatureKey> {
    match *scope == Scope::default() {
        true => Vec::new(),
        false => scope.features(source),
    }
}

fn make_ledger(
    source: &Source<'_>,
    scope: &Scope,
    template: Option<&Path>,
    ending: Ending,
) -> Result<Made, ReportError> {
    let kinds = scope.by_kind(source);
    if kinds.is_empty() {
        return Err(nothing());
    }
    let one_kind = || match kinds.as_slice() {
        [one] => Ok(one),
        several => Err(several_kinds(source, several)),
    };
    let ledger = match template {
        Some(path) => {
            let (kind, keys) = one_kind()?;
            let template = read(path, source, kind)?;
            ledger_by_template(source, kind, keys, &template)
        }
        None => {
            if ending == Ending::Csv {
                one_kind()?;
            }
            ledger(source, &kinds)
        }
    };
    if let Some(sheet) = ledger.sheets.iter().find(|sheet| sheet.rows.len() > rows_max()) {
        let (name, most) = (&sheet.name, rows_max());
        return Err(ReportError(Text::new(
            format!("{name}超过 {most} 行，一张工作表放不下；请按区缩小范围，或存为 CSV"),
            format!(
                "{name}: more than {most} rows, which no sheet holds; narrow it by district, or write CSV"
            ),
        )));
    }
    let bytes = match ending {
        Ending::Csv => csv_bytes(&ledger, source.say("示意数据 SYNTHETIC", "SYNTHETIC 示意数据")),
        _ => workbook_bytes(&ledger, source.as_of, source.lang)
            .map_err(|why| failed(&why.to_string()))?,
    };
    Ok(Made { bytes, remarks: ledger.remarks })
}

fn read(path: &Path, source: &Source<'_>, kind: &Kind) -> Result<Template, ReportError> {
    let bytes = crate::session::read_file(path).map_err(|why| ReportError(why.text()))?;
    let is_known = |path: &[String]| meaning_is_known(source, kind, path);
    read_template(bytes, &is_known).map_err(|why| ReportError(why.text()))
}

fn some(features: Vec<FeatureKey>) -> Result<Vec<FeatureKey>, ReportError> {
    if features.is_empty() { Err(nothing()) } else { Ok(features) }
}

fn nothing() -> ReportError {
    ReportError(Text::new(
        "这个范围里没有对象：换一个类别或区，或先接收图层",
        "there is nothing in this scope: name another kind or district, or take in a layer first",
    ))
}

fn several_kinds(source: &Source<'_>, kinds: &[(Kind, Vec<FeatureKey>)]) -> ReportError {
    let rulebook = &source.snapshot.rulebook;
    let label = |kind: &Kind| rulebook.procedure(kind).map(|known| known.label.clone());
    let labels = kinds.iter().map(|(kind, _)| (kind, label(kind)));
    let (zh, en): (Vec<String>, Vec<String>) = labels
        .map(|(kind, label)| {
            let label = label.unwrap_or_else(|| Text::same(kind.code()));
            (label.zh, label.en)
        })
        .unzip();
    ReportError(Text::new(
        format!("这样的表一次只放一类：请指明类别（{}）", zh.join("、")),
        format!("such a table holds one kind: name it ({})", en.join(", ")),
    ))
}

fn wrong_ending(what: &ReportWhat, to: &Path) -> ReportError {
    let endings: Vec<String> =
        what.endings().iter().map(|ending| format!(".{}", ending.code())).collect();
    let (list, to) = (endings.join(" "), to.display());
    ReportError(Text::new(
        format!("这种报表的文件名要以 {list} 结尾，得到 {to}"),
        format!("such a report is written as {list}, found {to}"),
    ))
}

fn failed(why: &str) -> ReportError {
    ReportError(Text::new(format!("没有做成：{why}"), format!("it could not be made: {why}")))
}
