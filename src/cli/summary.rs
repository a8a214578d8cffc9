//! `yice summary`: how many plans stand where, and the figures of the programme.

use anyhow::Result;

use super::args::SummaryArgs;
use super::{Exit, Surroundings, opening, summary_programme, values};
use crate::formats::kind_aliases;
use crate::model::{Kind, Lang, Text};
use crate::plan::{KindSummary, Rulebook, Summary};

pub fn run(args: &SummaryArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let as_of = args.as_of.as_deref().map(|day| values::day("--as-of", day)).transpose()?;
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let snapshot = opened.session.snapshot();
    // A demonstration is counted by its own day.
    let summary = opened.session.summary(as_of.unwrap_or(snapshot.today));
    if args.json {
        surroundings.say_json(&summary)?;
    } else {
        for line in lines(&summary, &snapshot.rulebook, surroundings.lang) {
            surroundings.say(&line)?;
        }
    }
    Ok(opened.exit)
}

fn lines(summary: &Summary, rulebook: &Rulebook, lang: Lang) -> Vec<String> {
    let mark = match (summary.synthetic, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "（示意数据）",
        (true, Lang::En) => " (synthetic data)",
    };
    let mut lines = vec![match lang {
        Lang::Zh => format!("截至 {}{mark}", summary.as_of),
        Lang::En => format!("as of {}{mark}", summary.as_of),
    }];
    for (kind, counts) in &summary.kinds {
        lines.extend(kind_lines(kind, counts, rulebook, lang));
    }
    // What the data do not allow to be counted is left out here; --json names it as null.
    for (code, value) in &summary.kpis {
        if let (Some(num), Some(den)) = (value.get("num"), value.get("den")) {
            lines.push(format!("{} {num}/{den}", kpi_label(code).get(lang)));
        }
    }
    lines.extend(summary_programme::lines(summary, rulebook, lang));
    lines
}

/// What a figure is called; its code where it has no name here.
fn kpi_label(code: &str) -> Text {
    let (zh, en) = match code {
        "k_survey" => ("排查完成率", "Surveyed"),
        "k_monitor" => ("监测完成率", "Monitored"),
        "k_trace" => ("溯源完成率", "Traced"),
        "k_subject" => ("责任主体落实率", "Responsible party named"),
        "k_plan" => ("一口一策编制率", "Plans approved"),
        "k_done" => ("整治完成率", "Works finished"),
        "k_signoff" => ("销号率", "Signed off"),
        "k_programme" => ("专项进度", "Programme"),
        "k_overdue" => ("逾期率", "Overdue"),
        "k_ontime" => ("按期销号率", "Signed off in time"),
        "k_relapse" => ("反弹率", "Relapsed"),
        "k_days" => ("平均整治周期（天）", "Days from approval to sign-off"),
        "k_sign" => ("标识牌设置率", "Signboards"),
        "k_comply" => ("达标排放率", "Latest sample compliant"),
        "k_patrol" => ("巡查频次完成率", "Patrolled in time"),
        "k_data" => ("档案完整率", "Required fields filled"),
        other => return Text::same(other),
    };
    Text::new(zh, en)
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
            (Some(unproven), Lang::Zh) => format!("（其中来件状态未核实 {unproven}）"),
            (Some(unproven), Lang::En) => format!(" ({unproven} unproven)"),
        };
        lines.push(format!("  {} {count}{unproven}", label.get(lang)));
    }
    lines
}
