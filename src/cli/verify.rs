//! `yice verify`: whether a workspace is whole: chains, hashes, photos and the database.

use anyhow::Result;

use super::args::VerifyArgs;
use super::{Exit, Surroundings, opening};
use crate::model::Text;
use crate::plan::ChainReport;
use crate::session::Verification;

pub fn run(args: &VerifyArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let found =
        opened.session.verify(&surroundings.now).map_err(opening::told(surroundings.lang))?;
    if args.json {
        surroundings.say_json(&found)?;
    } else {
        for text in lines(&found) {
            surroundings.say(text.get(surroundings.lang))?;
        }
    }
    let exit = if found.has_findings() { Exit::Findings } else { Exit::Fine };
    Ok(exit.max(opened.exit))
}

fn lines(found: &Verification) -> Vec<Text> {
    let mut lines = Vec::new();
    let records = &found.records;
    lines.push(match found.has_findings() {
        false => Text::new("工作库完好。", "The workspace is whole."),
        true => Text::new("工作库有问题：", "Something is wrong with the workspace:"),
    });
    for problem in &found.database {
        lines.push(Text::new(format!("数据库：{problem}"), format!("database: {problem}")));
    }
    for id in &records.altered {
        lines.push(Text::new(
            format!("记录 {id} 和签名不符（可能被别的软件改过），不计入指标"),
            format!("record {id} is not what its hash says: it was altered and does not count"),
        ));
    }
    for id in &found.future {
        lines.push(Text::new(
            format!("记录 {id} 的时间在将来：请核对记录人电脑的日期"),
            format!("record {id} is of a time to come: check the date of its author's computer"),
        ));
    }
    for one in &found.without_effect {
        let (code, what) = (&one.code, &one.what);
        lines.push(Text::new(
            format!("不生效的记录：{code} {}（{}）", what.zh, one.why.zh),
            format!("kept without effect: {code} {} ({})", what.en, one.why.en),
        ));
    }
    for hash in &found.files_damaged {
        lines.push(Text::new(
            format!("照片或文件 {hash} 的内容已损坏"),
            format!("the photo or document {hash} is damaged"),
        ));
    }
    lines.extend(records.chains.iter().flat_map(chain_lines));
    lines.push(Text::new(
        format!("记录 {} 条，照片和文件 {} 个", records.records, found.files),
        format!("{} records, {} photos and documents", records.records, found.files),
    ));
    if records.missing_parents > 0 {
        let count = records.missing_parents;
        lines.push(Text::new(
            format!("有 {count} 条前序记录不在这个工作库里"),
            format!("earlier records that are named and not in this workspace: {count}"),
        ));
    }
    for hash in &found.files_absent {
        lines.push(Text::new(
            format!("照片或文件 {hash} 有记录，未到"),
            format!("the photo or document {hash} is named and not here"),
        ));
    }
    lines
}

/// A gap is information; a number claimed twice or a link that does not fit is a finding.
fn chain_lines(chain: &ChainReport) -> Vec<Text> {
    let name = chain.chain.get(..8).unwrap_or(&chain.chain);
    let mut lines = vec![Text::new(
        format!(
            "记录链 {name}：第 {} 到 {} 号，共 {} 条",
            chain.first_seq, chain.last_seq, chain.records
        ),
        format!(
            "chain {name}: numbers {} to {}, {} records",
            chain.first_seq, chain.last_seq, chain.records
        ),
    )];
    for (first, last) in &chain.gaps {
        lines.push(match first == last {
            true => Text::new(
                format!("  第 {first} 号不在这里"),
                format!("  number {first} is not here"),
            ),
            false => Text::new(
                format!("  第 {first} 到 {last} 号不在这里"),
                format!("  numbers {first} to {last} are not here"),
            ),
        });
    }
    for seq in &chain.doubled {
        lines.push(Text::new(
            format!("  第 {seq} 号有几条不同的记录"),
            format!("  number {seq} is claimed by several different records"),
        ));
    }
    for seq in &chain.broken {
        lines.push(Text::new(
            format!("  第 {seq} 号和前一条接不上"),
            format!("  number {seq} does not follow the record before it"),
        ));
    }
    lines
}
