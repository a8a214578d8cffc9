//! 排名: the districts by what they have done, numerator and denominator beside each rate.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::doc::{Block, Cell, Column, Doc, Row, Table};
use super::programme::WeekBefore;
use super::source::Source;
use crate::model::{Kind, Lang};
use crate::plan::{Amount, Summary, per_cent};

/// What a kind's districts are ranked by: the figure that decides, then the one that comes before it.
struct Ranked {
    kind: &'static str,
    heading: (&'static str, &'static str),
    /// First what decides the order.
    figures: [(&'static str, &'static str, &'static str); 2],
}

const RANKED: [Ranked; 2] = [
    Ranked {
        kind: Kind::OUTFALL,
        heading: ("排污口（按销号率）", "Outfalls, by sign-off"),
        figures: [("k_signoff", "销号", "Signed off"), ("k_plan", "方案已批", "Plans approved")],
    },
    Ranked {
        kind: Kind::BLACK_ODOROUS_WATER,
        heading: ("黑臭水体（按方案编制率）", "Black-odorous waters, by plans"),
        figures: [("k_bow_plan", "方案编制", "Plans"), ("k_bow_elim", "消除黑臭", "Eliminated")],
    },
];

/// The tables of all kinds that name districts.
pub(super) fn ranking(doc: &mut Doc, source: &Source<'_>, week: &WeekBefore<'_>) {
    let now = source.snapshot.summaries_by_district(source.as_of);
    let before_on = week.on;
    let before = week.snapshot.summaries_by_district(before_on);
    let mut is_empty = true;
    for ranked in &RANKED {
        if now.values().any(|summary| summary.kinds.contains_key(ranked.kind)) {
            is_empty = false;
            table(doc, source, ranked, &now, &before);
        }
    }
    if is_empty {
        let words = "没有写明所在区的对象。";
        doc.paragraph(source.say(words, "No feature names its district."));
    }
    doc.remark(match source.lang {
        Lang::Zh => format!("周增与 {before_on} 相比；率相同的并列，分母为 0 的不排名。"),
        Lang::En => {
            format!("Changes are against {before_on}; equal rates share a place, none of none has no place.")
        }
    });
}

fn table(
    doc: &mut Doc,
    source: &Source<'_>,
    ranked: &Ranked,
    now: &BTreeMap<String, Summary>,
    before: &BTreeMap<String, Summary>,
) {
    let say = |(zh, en): (&'static str, &'static str)| source.say(zh, en);
    let [first, second] = &ranked.figures;
    let rate = source.say("率", "Rate");
    let columns = vec![
        Column::figure(source.say("名次", "Place"), 8.0),
        Column::new(source.say("区", "District"), 20.0),
        Column::figure(say((first.1, first.2)), 14.0),
        Column::figure(rate, 11.0),
        Column::figure(source.say("周增", "Week"), 9.0),
        Column::figure(say((second.1, second.2)), 15.0),
        Column::figure(rate, 11.0),
        Column::figure(source.say("逾期", "Overdue"), 12.0),
    ];
    let mut rows: Vec<Standing<'_>> = now
        .iter()
        .filter_map(|(district, summary)| {
            let counts = summary.kinds.get(ranked.kind)?;
            let of = |code| pair(summary, code);
            let then = before.get(district).and_then(|it| pair(it, first.0)).map(|(num, _)| num);
            let (first, second) = (of(first.0), of(second.0));
            Some(Standing { district, first, second, then, overdue: counts.overdue })
        })
        .collect();
    // By the rate that decides, then the other; districts without either at the end, by name.
    rows.sort_by_key(|row| (Reverse(millionths(row.first)), Reverse(millionths(row.second))));
    // A district without any feature of the kind is named too.
    let named: Vec<String> = districts_of(source);
    let is_absent = |name: &&String| !rows.iter().any(|row| row.district == name.as_str());
    let absent: Vec<&String> = named.iter().filter(is_absent).collect();
    rows.extend(absent.into_iter().map(|district| Standing {
        district,
        first: None,
        second: None,
        then: None,
        overdue: 0,
    }));
    let mut lines = Vec::new();
    let mut place = 0;
    for (idx, row) in rows.iter().enumerate() {
        let is_same = idx > 0 && millionths(rows[idx - 1].first) == millionths(row.first);
        if !is_same {
            place = idx + 1;
        }
        lines.push(row.cells(source, place));
    }
    doc.push(Block::Caption(say(ranked.heading).to_owned()));
    doc.push(Block::Table(Table { columns, rows: lines, is_dense: true }));
    if ranked.kind == Kind::BLACK_ODOROUS_WATER {
        doc.remark(source.say(
            "本表按考核指标口径，农村水体也计入；专项目标只计城市建成区内的，两处分母不同。",
            "By the figures, with rural waters; the targets count urban built-up areas alone.",
        ));
    }
}

/// The districts that the layers know.
fn districts_of(source: &Source<'_>) -> Vec<String> {
    let layers = source.snapshot.layers.iter();
    let districts = layers.filter(|view| view.layer.kind.code() == Kind::DISTRICT);
    districts.flat_map(|view| view.rows.iter().map(|row| row.name.to_string())).collect()
}

/// One district.
struct Standing<'a> {
    district: &'a str,
    first: Option<(u64, u64)>,
    second: Option<(u64, u64)>,
    /// The numerator of the first, a week before.
    then: Option<u64>,
    overdue: usize,
}

impl Standing<'_> {
    fn cells(&self, source: &Source<'_>, place: usize) -> Row {
        let dash = || "—".to_owned();
        let numbers =
            |pair: Option<(u64, u64)>| pair.map_or_else(dash, |(num, den)| format!("{num}/{den}"));
        let rate = |pair: Option<(u64, u64)>| {
            let rate = pair.and_then(|(num, den)| per_cent(Amount::of(num), Amount::of(den)));
            rate.unwrap_or_else(dash)
        };
        let grown = match self.first.map(|(num, _)| num) {
            None => dash(),
            Some(num) => match i128::from(num) - i128::from(self.then.unwrap_or(0)) {
                0 => "0".to_owned(),
                grown => format!("{grown:+}"),
            },
        };
        let district = match self.district {
            "" => source.say("（未写明）", "(not named)"),
            named => named,
        };
        let place = self.first.map_or_else(dash, |_| place.to_string());
        let overdue = self.overdue.to_string();
        Row::Cells(vec![
            place.into(),
            district.into(),
            numbers(self.first).into(),
            rate(self.first).into(),
            grown.into(),
            numbers(self.second).into(),
            rate(self.second).into(),
            if self.overdue > 0 { Cell::bad(overdue) } else { overdue.into() },
        ])
    }
}

fn pair(summary: &Summary, code: &str) -> Option<(u64, u64)> {
    let value = summary.kpis.get(code)?;
    let (num, den) = (value.get("num")?.as_u64()?, value.get("den")?.as_u64()?);
    (den > 0).then_some((num, den))
}

/// A rate in millionths, to order by; nothing comes after every rate.
fn millionths(pair: Option<(u64, u64)>) -> Option<u64> {
    pair.map(|(num, den)| num.saturating_mul(1_000_000) / den.max(1))
}
