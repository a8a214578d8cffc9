//! Points in the datum of phone maps beside coasts and rivers that are not: told, never converted unasked.

use std::path::{Path, PathBuf};

use serde_json::Value;
use yice::model::Datum;
use yice::session::*;

use crate::commands::Desk;
use crate::walk::{Place, actor, import, now};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

/// A layer of the shipped data with every point as far off as GCJ-02 is at Tianjin.
fn as_phone_maps_have_it(name: &str) -> String {
    let mut layer: Value =
        serde_json::from_str(&std::fs::read_to_string(data(name)).unwrap()).unwrap();
    for feature in layer["features"].as_array_mut().unwrap() {
        let Some(position) = feature["geometry"]["coordinates"].as_array_mut() else { continue };
        for (ordinate, shift) in position.iter_mut().zip([0.0062, 0.0013]) {
            *ordinate = Value::from(ordinate.as_f64().unwrap() + shift);
        }
    }
    layer.to_string()
}

fn suspected(report: &ImportReport) -> Vec<&str> {
    let issues = report.issues.iter().filter(|issue| issue.code == GCJ02_SUSPECTED);
    issues.map(|issue| issue.message_zh.as_str()).collect()
}

fn first_lon(session: &Session, layer_idx: usize) -> f64 {
    session.snapshot().layers[layer_idx].layer.shapes.anchor(0).unwrap().lon_deg
}

#[test]
fn shifted_outfalls_are_told_beside_a_coast_and_converted_and_back_on_a_persons_word() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let path = place.write("outfalls.geojson", as_phone_maps_have_it("outfalls.geojson"));
    assert_eq!(suspected(&import(&mut session, &path)), [""; 0], "nothing to hold them against");
    let told = import(&mut session, &data("coastline.geojson"));
    assert_eq!(
        suspected(&told),
        [
            "outfalls：这些坐标比海岸线整体偏东约 540 m，像高德/微信坐标（GCJ-02）。接收（import）时加 --datum gcj02 可换算，原数保留"
        ]
    );
    let again = import(&mut session, &data("rivers.geojson"));
    assert_eq!(suspected(&again), [""; 0], "said once");

    let layer = session.snapshot().layers[0].id;
    let as_read = first_lon(&session, 0);
    let mut set = |datum: Option<&str>| {
        let datum = datum.map(str::to_owned);
        let command = Command::SetLayerDatum { layer, datum };
        session.apply(command, &now(5), &actor("张三")).unwrap();
        let view = session.snapshot().layers[0].clone();
        (view.shifted.is_some(), view.layer.datum.clone(), first_lon(&session, 0))
    };
    let (asked, datum, lon) = set(Some(GCJ02));
    assert!(!asked && datum == Datum::Named(GCJ02.to_owned()));
    assert!((as_read - lon - 0.0062).abs() < 0.0005, "{as_read} {lon}");
    let (asked, _, lon) = set(None);
    assert!(asked && lon == as_read, "taken back, it is as it was, the question too");
    let (asked, _, lon) = set(Some("EPSG:4326"));
    assert!(!asked && lon == as_read, "a person's word ends the question");

    drop(session);
    let opened = Session::open(Opening::new(place.path("a.yice")), &now(6)).unwrap();
    assert!(opened.snapshot().layers.iter().all(|view| view.shifted.is_none()));
}

#[test]
fn rivers_alone_tell_as_well() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let path = place.write("sections.geojson", as_phone_maps_have_it("sections.geojson"));
    import(&mut session, &path);
    let mut told = import(&mut session, &data("rivers.geojson"));
    told.issues.extend(import(&mut session, &data("coastline.geojson")).issues);
    assert_eq!(suspected(&told).len(), 1);
}

#[test]
fn the_shipped_data_and_a_named_datum_are_in_no_doubt() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let report = import(&mut session, &data("."));
    assert_eq!(suspected(&report), [""; 0]);
    assert!(session.snapshot().layers.iter().all(|view| view.shifted.is_none()));
}

#[test]
fn check_says_it_and_import_with_the_datum_converts_a_layer_that_is_here() {
    let desk = Desk::new();
    let shifted = desk.write("outfalls.geojson", as_phone_maps_have_it("outfalls.geojson"));
    let (shifted, coast) = (shifted.to_str().unwrap(), data("coastline.geojson"));
    let coast = coast.to_str().unwrap();
    let alone = desk.run(&["check", shifted]).exits(0);
    assert!(!alone.out.contains("GCJ-02"));
    let told = desk.run(&["check", shifted, coast]).exits(1);
    assert!(told.out.contains("lie about 540 m east of the coastline"), "{}", told.out);
    let shipped = data(".");
    let shipped = desk.run(&["check", shipped.to_str().unwrap()]);
    assert!(!shipped.out.contains("GCJ-02"), "{}", shipped.out);

    desk.run(&["import", "--workspace", "w.yice", shifted, coast, "--mix-synthetic"]).exits(1);
    let named = ["import", "--workspace", "w.yice", "--datum", "gcj02", "--mix-synthetic", shifted];
    let converted = desk.run(&named).exits(0);
    assert!(converted.out.contains("layers updated"), "{}", converted.out);
}
