//! `yice summary`: how many plans stand where, and the figures of the programme.

use anyhow::Result;
use serde::Serialize;

use super::args::SummaryArgs;
use super::summary_changes::Since;
use super::{Exit, Surroundings, opening, summary_changes, summary_programme, values};
use crate::formats::kind_aliases;
use crate::model::{Kind, Lang, Text};
use crate::plan::{Basis, FigureSplits, KindSummary, Rulebook, Summary, figure_line, kpi_label};

pub fn run(args: &SummaryArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let as_of = args.as_of.as_deref().map(|day| values::day("--as-of", day)).transpose()?;
    let since = args.since.as_deref().map(Since::parse).transpose()?;
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let present = opened.session.snapshot();
    // A demonstration is counted by its own day.
    let day = as_of.unwrap_or(present.today);
    let snapshot = opening::on_day(present, day, opening::basis(args.as_received))?;
    if let Some(since) = since {
        summary_changes::tell(&snapshot, &since, args.json, surroundings)?;
        return Ok(opened.exit);
    }
    let summary = snapshot.summary(day);
    if args.json {
        let splits = snapshot.figure_splits(day);
        surroundings.say_json(&WithSplits { summary: &summary, splits })?;
    } else {
        let counts_later = snapshot.demonstration_day() == Some(day);
        let basis = snapshot.basis();
        let lang = surroundings.lang;
        for line in lines(&summary, basis, &snapshot.rulebook, counts_later, lang) {
            surroundings.say(&line)?;
        }
    }
    Ok(opened.exit)
}

/// DESIGN §8's summary, and its rates once more by district, water, class and category.
#[derive(Serialize)]
struct WithSplits<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    splits: FigureSplits,
}

/// `counts_later`: on its story's day a demonstration counts what was recorded in it since, and says so.
fn lines(
    summary: &Summary,
    basis: Basis,
    rulebook: &Rulebook,
    counts_later: bool,
    lang: Lang,
) -> Vec<String> {
    let mark = match (summary.synthetic, counts_later, lang) {
        (false, ..) => "",
        (true, false, Lang::Zh) => "（示意数据）",
        (true, false, Lang::En) => " (synthetic data)",
        (true, true, Lang::Zh) => "（示意数据，库里新记的也计入这一天）",
        (true, true, Lang::En) => " (synthetic data; what was recorded in it since counts too)",
    };
    let mut lines = vec![match lang {
        _ if basis == Basis::Received => format!("{}{mark}", basis.words(&summary.as_of).get(lang)),
        Lang::Zh => format!("截至 {}{mark}", summary.as_of),
        Lang::En => format!("as of {}{mark}", summary.as_of),
    }];
    for (kind, counts) in &summary.kinds {
        lines.extend(kind_lines(kind, counts, rulebook, lang));
    }
    // What the data do not allow to be counted is left out here; --json names it as null.
    for (code, value) in &summary.kpis {
        if let Some(words) = figure_line(rulebook, code, value) {
            lines.push(format!("{} {}", kpi_label(code).get(lang), words.get(lang)));
        }
    }
    lines.extend(summary_programme::lines(summary, rulebook, lang));
    lines
}

fn kind_lines(kind: &str, counts: &KindSummary, rulebook: &Rulebook, lang: Lang) -> Vec<String> {
    let procedure = rulebook.procedure(&Kind::new(kind));
    let known = kind_aliases(&Kind::new(kind));
    let label = match (procedure, known) {
        (Some(procedure), _) => procedure.label.get(lang),
        (None, Some(known)) => known.label.get(lang),
        (None, None) => kind,
    };
    if procedure.is_none() {
        return vec![match lang {
            Lang::Zh => format!("{label} {} 个", counts.features),
            Lang::En => format!("{label}: {}", counts.features),
        }];
    }
    let mut lines = vec![match lang {
        Lang::Zh => format!(
            "{label} {} 个：逾期 {}，临期 {}，填报不一致 {}",
            counts.features, counts.overdue, counts.due_soon, counts.conflicts
        ),
        Lang::En => format!(
            "{label}: {}, of them {} overdue, {} due soon, {} in conflict",
            counts.features, counts.overdue, counts.due_soon, counts.conflicts
        ),
    }];
    for (stage, count) in &counts.stages {
        let label = match procedure {
            Some(procedure) => procedure.stage_label(stage),
            None => Text::same(stage.clone()),
        };
        let unproven = match (counts.unproven.get(stage), lang) {
            (None | Some(0), _) => String::new(),
            (Some(unproven), Lang::Zh) => format!("（其中未核实 {unproven}）"),
            (Some(unproven), Lang::En) => format!(" ({unproven} unproven)"),
        };
        lines.push(format!("  {} {count}{unproven}", label.get(lang)));
    }
    if counts.unstarted > 0 {
        lines.push(match lang {
            Lang::Zh => format!("  未建档 {}", counts.unstarted),
            Lang::En => format!("  no stage yet {}", counts.unstarted),
        });
    }
    if counts.undated > 0 {
        lines.push(match lang {
            Lang::Zh => format!("  办结 {} 个来件没写日期，往日也都算在内", counts.undated),
            Lang::En => {
                format!("  {} closed without a day: counted on every past day", counts.undated)
            }
        });
    }
    lines
}
