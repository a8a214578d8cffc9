//! `yice report`: reports as PDF, web pages, workbooks and text.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::complaint::{Complaint, complain};
use super::report_args::{FormKind, Kind, ReportArgs, Sheet};
use super::{Exit, Surroundings, feature, opening, values, writing};
use crate::map::RareFonts;
use crate::model::{self, FeatureKey, Text};
use crate::plan::{Basis, Hash, Rulebook};
use crate::report::{
    Form, Made, ReportError, ReportWhat, Scope, SheetSize, Source, briefing_paragraphs, make,
};
use crate::session::Session;

pub fn run(args: &ReportArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let as_of = args.as_of.as_deref().map(|day| values::day("--as-of", day)).transpose()?;
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let present = opened.session.snapshot();
    let day = as_of.unwrap_or(present.today);
    let snapshot = match args.as_received {
        true => opening::on_day(present, day, Basis::Received)?,
        false => present,
    };
    let named: Result<Vec<FeatureKey>> =
        args.features.iter().map(|text| feature::find(&snapshot, text)).collect();
    let rulebook = Arc::clone(&snapshot.rulebook);
    let what = what(args, named?, &rulebook)?;
    let (now, lang) = (surroundings.now.clone(), surroundings.lang);
    let source = Source::new(&snapshot, day, lang, &now);
    let Some(out) = &args.out else {
        if args.kind == Kind::Briefing {
            let told = briefing_paragraphs(&source).map_err(refused)?;
            surroundings.say(&told.join("\n\n"))?;
            return Ok(opened.exit);
        }
        bail!(complain!(
            "请用 -o 写出文件名；见 yice report --help",
            "name the file with -o; see yice report --help"
        ));
    };
    let made = written(&what, out, args.overwrite, &opened.session, source)?;
    surroundings.say(&out.display().to_string())?;
    for remark in &made.remarks {
        surroundings.tell(remark);
    }
    Ok(if made.remarks.is_empty() { opened.exit } else { Exit::Findings })
}

/// Makes a report and writes it, never over a file that is there unless told to.
pub fn written(
    what: &ReportWhat,
    out: &Path,
    overwrite: bool,
    session: &Session,
    source: Source<'_>,
) -> Result<Made> {
    if out.exists() && !overwrite {
        bail!(complain!(
            "{} 已经有了，没有写：请用 -o 换一个位置；确要覆盖，加 --overwrite",
            "{} is there already and nothing was written: name another place with -o, or replace it with --overwrite",
            out.display()
        ));
    }
    if is_in_use(out, session) {
        bail!(complain!(
            "{} 是工作库或图层的原文件，不能覆盖：请用 -o 换一个位置",
            "{} is the workspace or a layer's source and is not written over: name another place with -o",
            out.display()
        ));
    }
    let read_file = |sha256: &str| session.file_bytes(Hash::parse(sha256)?).ok().flatten();
    let source =
        Source { read_file: &read_file, rare_fonts: Some(RareFonts::of_system()), ..source };
    let made = make(what, out, &source).map_err(refused)?;
    writing::beside_then_renamed(out, &made.bytes)?;
    Ok(made)
}

fn refused(ReportError(text): ReportError) -> anyhow::Error {
    anyhow::Error::new(Complaint(text))
}

/// Whether the workspace or a layer of it lies there.
fn is_in_use(out: &Path, session: &Session) -> bool {
    let Ok(real) = out.canonicalize() else { return false };
    let snapshot = session.snapshot();
    let sources = snapshot.layers.iter().map(|view| view.path.as_path());
    let mut in_use = sources.chain([snapshot.workspace.as_path()]);
    in_use.any(|path| path.canonicalize().is_ok_and(|path| path == real))
}

fn what(args: &ReportArgs, features: Vec<FeatureKey>, rulebook: &Rulebook) -> Result<ReportWhat> {
    let kind = args.of_kind.as_deref().map(|word| kind(word, rulebook)).transpose()?;
    let scope = Scope {
        kind,
        district: args.district.clone(),
        keys: (!features.is_empty()).then(|| features.clone()),
    };
    if args.template.is_some() && args.kind != Kind::Ledger {
        bail!(complain!("--template 只用于台账", "--template is for the ledger only"));
    }
    Ok(match args.kind {
        Kind::Briefing => ReportWhat::Briefing,
        Kind::Programme => ReportWhat::Programme,
        Kind::Ranking => ReportWhat::Ranking,
        Kind::Ledger => ReportWhat::Ledger { scope, template: args.template.clone() },
        Kind::Dossier if scope == Scope::default() => bail!(complain!(
            "一口一档要写明对象、--kind 或 --district；见 yice report --help",
            "a dossier wants features, --kind or --district; see yice report --help"
        )),
        Kind::Dossier => ReportWhat::Dossier(scope),
        Kind::Approval => match features.as_slice() {
            [feature] => {
                let form = args.form.map(|form| match form {
                    FormKind::Plan => Form::Plan,
                    FormKind::SignOff => Form::SignOff,
                    FormKind::Extension => Form::Extension,
                });
                ReportWhat::Approval { feature: feature.clone(), form }
            }
            _ => bail!(complain!(
                "审批表一次一个对象：请写一个对象；见 yice report --help",
                "an approval form is of one feature: name one; see yice report --help"
            )),
        },
        Kind::Map => {
            let size = match args.paper {
                Sheet::A3 => SheetSize::A3,
                Sheet::A1 => SheetSize::A1,
            };
            ReportWhat::WallMap { scope, size }
        }
        Kind::Waters => ReportWhat::Publishable(scope),
    })
}

/// A kind by its code, its label or a known other word for it.
fn kind(word: &str, rulebook: &Rulebook) -> Result<model::Kind> {
    let known = crate::formats::known_kinds();
    let is = |label: &Text| label.zh == word || label.en.eq_ignore_ascii_case(word);
    let found = known.iter().find(|one| one.codes.iter().any(|it| it == word) || is(&one.label));
    if let Some(found) = found {
        return Ok(model::Kind::new(&found.code));
    }
    let own = rulebook.procedures.values().find(|it| it.id == word || is(&it.label));
    match own {
        Some(procedure) => Ok(procedure.kind()),
        None => bail!(complain!(
            "--kind：没有类别 {word:?}；可用 {}",
            "--kind: there is no kind {word:?}; known are {}",
            rulebook.procedures.keys().cloned().collect::<Vec<_>>().join(", ")
        )),
    }
}
