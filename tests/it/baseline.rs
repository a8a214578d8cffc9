//! What a received file says of a feature: how it is read, and that records win over it.

use serde_json::{Value, json};
use yice::model::{Properties, Property, PropertyValue};
use yice::plan::*;

use crate::histories::*;

fn properties(pairs: &[(&str, &str)]) -> Properties {
    let property = |(name, value): &(&str, &str)| Property {
        name: (*name).into(),
        value: PropertyValue::String((*value).into()),
    };
    Properties(pairs.iter().map(property).collect())
}

#[test]
fn a_received_ledger_is_read_by_its_aliases_and_synonyms() {
    let book = rulebook();
    let procedure = &book.procedures["outfall"];
    for (word, stage) in [
        ("已销号", "signed_off"),
        ("已注销", "cancelled"),
        ("反弹回潮", "reopened"),
        ("销号审核中", "signoff_review"),
        ("in_progress", "in_progress"),
        ("方案已批", "approved"),
    ] {
        let baseline = procedure.read_baseline(&properties(&[("整治状态", word)]));
        assert_eq!(baseline.stage.as_deref(), Some(stage), "{word}");
    }
    let (baseline, doubts) = procedure.read_baseline_and_doubts(&properties(&[
        ("排污口名称", "示例排口001"),
        ("整治类型", "取缔"),
        ("责任主体", " 示例合作社 "),
        ("deadline_current", "2022/11/30"),
        ("存在问题", "污水直排、无标识牌"),
        ("progress", "40%"),
        ("联系电话", "13800000000"),
        ("完工日期", "待定"),
    ]));
    assert_eq!(baseline.stage, None);
    let expected = json!({"name": "示例排口001", "category": "ban", "responsible_subject": "示例合作社",
        "deadline_original": "2022-11-30", "problems": ["direct_discharge", "no_signboard"], "progress": "40"});
    assert_eq!(Value::Object(baseline.fields), expected);
    assert_eq!(doubts.len(), 1, "{doubts:?}");
}

#[test]
fn a_baseline_shows_unproven_until_the_first_record_and_is_adopted_by_it() {
    let book = rulebook();
    let baseline =
        Baseline { stage: Some("in_progress".into()), fields: fields(&[("category", "ban")]) };
    let state = fold(&key(), &[], Some(&baseline), &book, &AsOf::Now);
    assert_eq!((state.stage_code(), state.unproven), (Some("in_progress"), true));
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let first = writer.write(&inspector(), &[], Body::Adopted(baseline.adopted("台账.geojson")));
    // A changed file cannot rewrite history.
    let changed =
        Baseline { stage: Some("signed_off".into()), fields: fields(&[("category", "keep")]) };
    let state = fold(&key(), std::slice::from_ref(&first), Some(&changed), &book, &AsOf::Now);
    assert_eq!(
        (state.stage_code(), state.text("category"), state.unproven),
        (Some("in_progress"), Some("ban"), true)
    );
    let before = fold(
        &key(),
        std::slice::from_ref(&first),
        Some(&changed),
        &book,
        &AsOf::Business(day("2022-05-09")),
    );
    assert_eq!(before.stage_code(), Some("signed_off"), "before the first record the file speaks");
    let undo = writer.write(&inspector(), &[&first], withdraw(&first, ""));
    let state = fold(&key(), &[first, undo], Some(&changed), &book, &AsOf::Now);
    assert_eq!(
        state.stage_code(),
        Some("signed_off"),
        "so it does when the adoption is taken back"
    );
}

#[test]
fn nothing_is_adopted_over_a_step() {
    let book = rulebook();
    let (mut writer, mut records) = at_works();
    let started = writer.write(&inspector(), &[&records[1]], start_works());
    let late = writer.write(&inspector(), &[&started], adopted(Some("signed_off"), &[]));
    records.extend([started, late.clone()]);
    let state = state_of(&book, &records);
    assert!(!counts(&state, &late));
    assert_eq!(state.stage_code(), Some("in_progress"));
}
