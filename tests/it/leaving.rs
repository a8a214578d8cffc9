//! What leaves with a feature: flat columns, its records in full, and chains that show what is absent.

use std::sync::Arc;

use serde_json::Value;
use yice::plan::*;

use crate::histories::*;

#[test]
fn a_feature_leaves_with_flat_columns_and_its_records_in_full() {
    let book = rulebook();
    let (mut writer, mut records) = at_works();
    let budget = writer.write(&inspector(), &[&records[1]], set("budget_wan", "18.50"));
    records.push(budget);
    let state = state_of(&book, &records);
    let procedure = book.procedure(&key().kind());
    let members = annotate(&state, procedure, day("2022-06-01"));
    let get = |name: &str| members.iter().find(|(n, _)| n == name).map(|(_, json)| json.as_str());
    assert_eq!(get("yice_key"), Some("\"outfall:DEMO-OUT-0001\""));
    assert_eq!(get("yice_stage"), Some("\"approved\""));
    assert_eq!(get("yice_category"), Some("\"ban\""));
    assert_eq!(get("yice_budget_wan"), Some("18.50"), "a number as it was typed");
    assert_eq!((get("yice_overdue"), get("yice_conflict")), (Some("false"), Some("false")));
    let embedded: Vec<Value> = serde_json::from_str(get("yice_records").unwrap()).unwrap();
    let back: Vec<Arc<Record>> = embedded
        .iter()
        .map(|record| Arc::new(Record::parse(&record.to_string()).unwrap()))
        .collect();
    assert!(back.iter().zip(&records).all(|(a, b)| a.text == b.text && a.intact));
    let refs: Vec<&Record> = records.iter().map(Arc::as_ref).collect();
    let member = yice_member(&key().kind(), refs, &[], &[], Completeness::Complete, "yice 0.1.0");
    let member: Value = serde_json::from_str(&member).unwrap();
    assert_eq!(member["records"], 3);
    assert_eq!(member["exported_at"], records[2].at.as_str());
    assert_eq!(member["heads"]["a"], records[2].hash.to_string());
    assert!(annotate(&FeatureState::new(key()), procedure, day("2022-06-01")).is_empty());
}

#[test]
fn chains_show_gaps_and_breaks() {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let records =
        writer.line(&inspector(), None, vec![visit("no"), visit("no"), visit("no"), visit("no")]);
    let whole = verify(&records);
    assert!(!whole.has_findings() && whole.chains[0].gaps.is_empty());
    assert_eq!(chain_head(&records, "a"), Some((4, records[3].hash)));
    let holed = verify([&records[0], &records[3]]);
    assert!(!holed.has_findings(), "a gap is information");
    assert_eq!((holed.chains[0].gaps.clone(), holed.missing_parents), (vec![(2, 3)], 1));
    let altered = Record::parse(&records[1].text.replace("\"no\"", "\"yes\"")).unwrap();
    let altered = verify([&records[0], &Arc::new(altered)]);
    assert!(altered.has_findings() && altered.altered == ["a-2"]);
    let mut twin = Writer::new("a", "2022-05-11T08:00:00+08:00");
    let other = twin.line(&inspector(), None, vec![visit("yes")]);
    let doubled = verify(records.iter().chain(&other));
    assert_eq!(doubled.chains[0].doubled, [1]);
}
