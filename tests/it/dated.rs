//! What a received file dates itself counts on an earlier evening only from that day on.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yice::model::{FeatureKey, Kind};
use yice::plan::*;
use yice::session::{Act, Command, Session};

use crate::evenings::{day, figure, looked_back, morning, put_on, set, someone, take_in};
use crate::walk::{Place, part};

/// A workspace with one layer of each kind given, of one feature each.
fn workspace(place: &Place, layers: &[(&str, Value)]) -> Session {
    let mut session = place.session("a.yice");
    for (kind, properties) in layers {
        let geometry = json!({"type": "Point", "coordinates": [117.5, 39.0]});
        let layer = json!({"type": "FeatureCollection", "metadata": {"layer": kind},
            "features": [{"type": "Feature", "properties": properties, "geometry": geometry}]});
        let file = place.write(&format!("{kind}.geojson"), layer.to_string());
        take_in(&mut session, &file, "2022-07-20");
    }
    session
}

/// What the figures say on each evening, by the day.
#[track_caller]
fn check(session: &Session, code: &str, expected: &[(&str, Value)]) {
    let found: BTreeMap<&str, Value> = expected
        .iter()
        .map(|(on, _)| (*on, figure(&looked_back(session, on, Basis::Happened), code)))
        .collect();
    assert_eq!(found, expected.iter().cloned().collect(), "{code}");
}

fn of_one(num: u32) -> Value {
    json!({"num": num, "den": 1})
}

#[test]
fn what_a_file_dates_counts_from_its_day_on() {
    let place = Place::new();
    let session = workspace(
        &place,
        &[
            (
                "outfall",
                json!({"outfall_id": "A1", "plan_state": "signed_off", "category": "ban",
                    "approved_on": "2022-02-01", "started_on": "2022-02-10", "finished_on": "2022-03-20",
                    "signoff_on": "2022-04-01"}),
            ),
            (
                "black_odorous_water",
                json!({"bow_id": "W1", "bow_state": "treating", "plan_done_on": "2022-05-01"}),
            ),
            (
                "plot",
                json!({"plot_id": "K1", "plot_state": "delisted", "is_key_plot": true, "area_m2": 100,
                    "in_use": true, "list_date": "2021-06-01", "delist_date": "2022-05-01"}),
            ),
            (
                "district",
                json!({"adcode": "120101", "name": "和平区", "bow_survey": "done",
                    "bow_survey_on": "2022-06-01"}),
            ),
        ],
    );
    check(
        &session,
        "k_signoff",
        &[("2022-01-01", of_one(0)), ("2022-03-31", of_one(0)), ("2022-04-01", of_one(1))],
    );
    // The plan was approved before it was signed off, and the file says when.
    check(&session, "k_plan", &[("2022-01-31", of_one(0)), ("2022-02-01", of_one(1))]);
    // Nobody says when the works began: not before the plan was done.
    check(&session, "k_bow_plan", &[("2022-01-01", Value::Null), ("2022-05-01", of_one(1))]);
    let area =
        |num: u32| json!({"num": num, "den": 100, "unit": "m2", "by_count": of_one(num / 100)});
    check(&session, "k_plot_safe", &[("2022-04-30", area(0)), ("2022-05-01", area(100))]);
    let surveyed = |on: &str| {
        let value = figure(&looked_back(&session, on, Basis::Happened), "k_bow_survey");
        value["num"].clone()
    };
    assert_eq!((surveyed("2022-05-31"), surveyed("2022-06-01")), (json!(0), json!(1)));
    let stage = |on: &str| {
        let key = FeatureKey::new(&Kind::new(Kind::OUTFALL), "A1");
        looked_back(&session, on, Basis::Happened).plans[&key].stage_code().map(str::to_owned)
    };
    assert_eq!(stage("2022-01-31"), None);
    assert_eq!(stage("2022-02-15").as_deref(), Some("in_progress"));
    assert_eq!(stage("2022-03-25").as_deref(), Some("self_check"));
    let board = session.snapshot().board(day("2022-05-05")).unwrap();
    let curve = board.curves.iter().find(|curve| curve.kpi == "k_signoff").unwrap();
    let wrong = curve.actual.iter().find(|(on, count)| (*count > 0) != (*on >= day("2022-04-01")));
    assert_eq!(wrong, None);
}

#[test]
fn where_the_file_gives_no_day_it_counts_on_every_evening() {
    let place = Place::new();
    let outfall = json!({"outfall_id": "A1", "plan_state": "signed_off", "category": "ban"});
    let session = workspace(&place, &[("outfall", outfall)]);
    check(&session, "k_signoff", &[("2022-01-01", of_one(1)), ("2022-07-20", of_one(1))]);
}

#[test]
fn an_adopted_day_holds_as_the_files_and_a_recorded_value_by_its_record() {
    let place = Place::new();
    let outfall = json!({"outfall_id": "A1", "plan_state": "signed_off", "category": "ban",
        "signoff_on": "2022-04-01"});
    let mut session = workspace(&place, &[("outfall", outfall)]);
    let key = FeatureKey::new(&Kind::new(Kind::OUTFALL), "A1");
    let district = someone("李四", Role::District);
    put_on(
        &mut session,
        &key,
        "2022-03-10",
        "2022-07-20",
        &district,
        set(&[("responsible_subject", "甲")]),
    );
    check(&session, "k_signoff", &[("2022-03-15", of_one(0)), ("2022-04-01", of_one(1))]);
    check(&session, "k_subject", &[("2022-03-09", of_one(0)), ("2022-03-15", of_one(1))]);
    let photo = Act {
        feature: key.clone(),
        on: None,
        on_behalf_of: None,
        parts: vec![part(Body::Note(Note { text: "已复核".into(), ..Note::default() }))],
    };
    session.apply(Command::Record(photo), &morning("2022-07-21"), &district).unwrap();
    check(&session, "k_signoff", &[("2022-03-31", of_one(0)), ("2022-07-21", of_one(1))]);
}
