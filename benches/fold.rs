//! The fold of 100,000 records, against a floor measured in the same run: hashing and parsing the same texts.
//!
//! `cargo bench --bench fold`. A machine's speed drops out of the ratio, which is printed at the end.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use yice::model::{FeatureKey, Stamp};
use yice::plan::*;

const RECORD_COUNT: usize = 100_000;
/// Hundreds of records on each feature: a year of patrols.
const RECORDS_PER_FEATURE: usize = 500;

fn body(idx: usize) -> Body {
    let text = |value: usize| value.to_string();
    match idx {
        0 => Body::Adopted(Adopted {
            stage: Some("approved".into()),
            fields: [("category".to_owned(), "ban".into())].into_iter().collect(),
            source: "台账.geojson".into(),
        }),
        1 => Body::Photo(Photo {
            sha256: Hash::of(b"before").to_string(),
            photo_kind: "before".into(),
            ..Photo::default()
        }),
        2 => Body::Transition(Step {
            from: Some("approved".into()),
            to: "in_progress".into(),
            fields: [("started_on".to_owned(), "2021-01-02".into())].into_iter().collect(),
            ..Step::default()
        }),
        _ => match idx % 5 {
            0 => Body::Fields(FieldsSet {
                fields: [("progress_desc".to_owned(), format!("第 {idx} 次").into())]
                    .into_iter()
                    .collect(),
                note: String::new(),
            }),
            1 => Body::Progress(Progress {
                percent: (idx / 6).min(100) as u64,
                note: "进展".into(),
            }),
            2 => Body::SampleResult(SampleResult {
                no: text(idx),
                source: "lab".into(),
                items: [(
                    "cod".to_owned(),
                    Measured { value: text(idx % 80), unit: "mg/L".into() },
                )]
                .into(),
                ..SampleResult::default()
            }),
            _ => Body::Visit(Visit {
                looks: Looks { discharging: Some("no".into()), ..Looks::default() },
                note: "与上次一样".into(),
                ..Visit::default()
            }),
        },
    }
}

/// Two people in turn on each feature; every tenth record is a fork that the next one takes in.
fn records() -> Vec<Arc<Record>> {
    let start = Stamp::parse("2021-01-01T08:00:00+08:00").expect("a time").instant();
    let mut records = Vec::with_capacity(RECORD_COUNT);
    for feature in 0..RECORD_COUNT / RECORDS_PER_FEATURE {
        let key = FeatureKey::parse(&format!("outfall:B-{feature:04}"));
        let (mut heads, mut before): (Vec<Hash>, Vec<Hash>) = (Vec::new(), Vec::new());
        for idx in 0..RECORDS_PER_FEATURE {
            let forks = idx > 10 && idx % 10 == 0;
            let parents = if forks { before.clone() } else { heads.clone() };
            let at = Stamp::at_beijing(start + jiff::SignedDuration::from_mins(60 * idx as i64));
            let head = Head {
                id: format!("{feature}-{idx}"),
                feature: key.clone(),
                procedure: "outfall/1".into(),
                parents,
                on: at.day(),
                at,
                by: Actor {
                    name: if forks { "李四" } else { "张三" }.into(),
                    unit: "滨海新区局".into(),
                    role: Role::Inspector,
                },
                on_behalf_of: None,
                chain: "c".into(),
                seq: idx as u64,
                prev: None,
                act: None,
                settings: Fields::new(),
            };
            let record = Arc::new(Record::seal(head, &body(idx)).expect("recordable"));
            if forks {
                heads.push(record.hash);
            } else {
                before = std::mem::replace(&mut heads, vec![record.hash]);
            }
            records.push(record);
        }
    }
    records
}

fn timed<T>(times: usize, mut work: impl FnMut() -> T) -> Duration {
    let run = |work: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..times).map(|_| run(&mut work)).min().unwrap_or_default()
}

fn fold_bench(c: &mut Criterion) {
    let records = records();
    let rulebook = Arc::new(Rulebook::built_in());
    let fold_all = || {
        let mut ledger = Ledger::new(Arc::clone(&rulebook));
        ledger.extend(records.iter().cloned());
        ledger
    };
    let parse_all = || {
        records.iter().filter(|record| Record::parse(&record.text).is_ok_and(|r| r.intact)).count()
    };
    let hash_all = || {
        records.iter().map(|record| Hash::of(record.text.as_bytes()).0[0]).fold(0, u8::wrapping_add)
    };
    let ledger = fold_all();
    let one = Arc::clone(&records[RECORDS_PER_FEATURE - 1]);
    let (fold, parse, hash) = (timed(5, fold_all), timed(3, parse_all), timed(5, hash_all));
    println!(
        "{RECORD_COUNT} records: fold {fold:.0?}, parse {parse:.0?}, hash {hash:.0?}; fold/hash {:.2}, fold/parse {:.2}; {} plans",
        fold.as_secs_f64() / hash.as_secs_f64(),
        fold.as_secs_f64() / parse.as_secs_f64(),
        ledger.plans().len(),
    );
    let mut group = c.benchmark_group("fold");
    group.sample_size(10);
    group.bench_function("100k_records", |b| b.iter(fold_all));
    group.bench_function("floor_hash_the_same_texts", |b| b.iter(hash_all));
    group.bench_function("state_with_one_more_of_500", |b| {
        let key = one.feature.clone().expect("of a feature");
        b.iter(|| ledger.state_with(&key, std::slice::from_ref(&one)));
    });
    group.finish();
}

criterion_group!(benches, fold_bench);
criterion_main!(benches);
