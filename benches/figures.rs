//! The figures of a large programme: 100,000 outfalls with a million records, folded and counted cold, after one more
//! record, and as of a week before.
//!
//! `cargo bench --bench figures`; `FEATURES=10000` for a smaller one. Prints one line a job, the best of its runs.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use yice::model::{Day, FeatureKey, Kind, Stamp};
use yice::plan::*;

const RECORDS_PER_FEATURE: usize = 10;

/// Nothing is set, and everything is here.
struct World;

impl Context for World {
    fn setting(&self, _name: &str) -> Option<String> {
        None
    }

    fn has_bytes(&self, _sha256: &str) -> bool {
        true
    }

    fn has_feature(&self, _key: &FeatureKey) -> bool {
        true
    }

    fn has_position(&self, _key: &FeatureKey) -> bool {
        true
    }
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(code, value)| ((*code).to_owned(), (*value).into())).collect()
}

fn body(idx: usize) -> Body {
    match idx {
        0 => Body::Adopted(Adopted {
            stage: Some("in_progress".into()),
            fields: fields(&[
                ("category", "ban"),
                ("responsible_subject", "示例合作社"),
                ("deadline_original", "2022-04-30"),
                ("district", "滨海新区"),
            ]),
            source: "台账.geojson".into(),
        }),
        1 => Body::Photo(Photo {
            sha256: Hash::of(b"before").to_string(),
            photo_kind: "before".into(),
            ..Photo::default()
        }),
        2 => Body::SampleResult(SampleResult {
            no: "S-1".into(),
            source: "lab".into(),
            standard: Some("GB18918-2002/1A".into()),
            items: [("cod".to_owned(), Measured { value: "38".into(), unit: "mg/L".into() })]
                .into(),
            ..SampleResult::default()
        }),
        3 => Body::Fields(FieldsSet {
            fields: fields(&[("progress_desc", "已进场")]),
            note: String::new(),
        }),
        4 => Body::Progress(Progress { percent: 40, note: String::new() }),
        _ => Body::Visit(Visit {
            looks: Looks { discharging: Some("no".into()), ..Looks::default() },
            ..Visit::default()
        }),
    }
}

fn records_of(feature: usize) -> Vec<Arc<Record>> {
    let start = Stamp::parse("2022-02-01T08:00:00+08:00").expect("a time").instant();
    let mut records: Vec<Arc<Record>> = Vec::with_capacity(RECORDS_PER_FEATURE);
    for idx in 0..RECORDS_PER_FEATURE {
        let hours = 24 * 10 * idx + feature % 200;
        let at = Stamp::at_beijing(start + jiff::SignedDuration::from_hours(hours as i64));
        let head = Head {
            id: format!("{feature}-{idx}"),
            feature: FeatureKey::parse(&format!("outfall:B-{feature:06}")),
            procedure: "outfall/1".into(),
            parents: records.last().map(|record| record.hash).into_iter().collect(),
            on: at.day(),
            at,
            by: Actor {
                name: "张三".into(), unit: "滨海新区局".into(), role: Role::Inspector
            },
            on_behalf_of: None,
            chain: "c".into(),
            seq: idx as u64,
            prev: None,
            act: None,
            settings: Fields::new(),
        };
        records.push(Arc::new(Record::seal(head, &body(idx)).expect("recordable")));
    }
    records
}

fn best<T>(times: usize, mut work: impl FnMut() -> T) -> Duration {
    let run = |work: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..times).map(|_| run(&mut work)).min().unwrap_or_default()
}

/// What everything is counted from.
struct Programme {
    layers: [LayerFeatures; 1],
    rulebook: Arc<Rulebook>,
    as_of: Day,
}

impl Programme {
    fn input<'a>(&'a self, plans: &'a Plans) -> SummaryInput<'a> {
        SummaryInput {
            plans,
            layers: &self.layers,
            main_key: &FeatureKey::clone,
            rulebook: &self.rulebook,
            context: &World,
            as_of: self.as_of,
        }
    }
}

fn main() {
    let wanted = std::env::var("FEATURES").ok().and_then(|text| text.parse().ok());
    let count: usize = wanted.unwrap_or(100_000);
    let records: Vec<Arc<Record>> = (0..count).into_par_iter().flat_map_iter(records_of).collect();
    let rulebook = Arc::new(Rulebook::built_in());
    let as_of: Day = "2022-05-12".parse().expect("a day");
    let keys = (0..count).filter_map(|no| FeatureKey::parse(&format!("outfall:B-{no:06}")));
    let layers = [LayerFeatures {
        kind: Kind::new(Kind::OUTFALL),
        keys: keys.collect(),
        synthetic: true,
        programme_total: Some(count as u64),
    }];
    let programme = Programme { layers, rulebook: Arc::clone(&rulebook), as_of };
    let fold_all = || {
        let mut ledger = Ledger::new(Arc::clone(&rulebook));
        ledger.extend(records.iter().cloned());
        ledger
    };
    let say =
        |what: &str, took: Duration| println!("{what:<44} {:>9.1} ms", took.as_secs_f64() * 1e3);
    println!("{count} features, {} records", records.len());
    say("fold, cold", best(2, fold_all));
    let mut ledger = fold_all();
    say("all figures and targets", best(3, || summary(&programme.input(ledger.plans()))));
    let before = ledger.plans_as_of(&AsOf::Business("2022-05-05".parse().expect("a day")));
    let week_ago =
        best(1, || ledger.plans_as_of(&AsOf::Business("2022-05-05".parse().expect("a day"))));
    say("all plans as of a week before", week_ago);
    let whole = || {
        board(&BoardInput {
            now: programme.input(ledger.plans()),
            before: programme.input(&before),
            district_of: &|_| "滨海新区".to_owned(),
        })
    };
    say("the whole board", best(2, whole));

    let newest = &records[RECORDS_PER_FEATURE - 1];
    let head = Head {
        id: "one more".into(),
        parents: vec![newest.hash],
        seq: newest.seq + 1,
        ..newest.head.clone()
    };
    let visit = Body::Visit(Visit::default());
    let one = Arc::new(Record::seal(head, &visit).expect("recordable"));
    let start = Instant::now();
    ledger.apply(one);
    say("one more record", start.elapsed());
    say("all figures after it", best(3, || summary(&programme.input(ledger.plans()))));
}
