//! What leaves is what came, and what is added is all that is added.

#![expect(clippy::unwrap_used, reason = "a test may stop at a surprise")]

use std::ops::ControlFlow;

use yice::formats::{Additions, ReadOptions, original_geometry, read_layer, write_layer};
use yice::model::{Container, Layer};

pub fn read(source: &[u8]) -> Layer {
    let options = ReadOptions {
        file_name: "x.geojson",
        kind: None,
        datum: None,
        own_kinds: &[],
        progress: &|_, _| ControlFlow::Continue(()),
    };
    match read_layer(source.into(), options) {
        Ok((layer, _)) => layer,
        Err(refused) => panic!("{refused}: {}", String::from_utf8_lossy(source)),
    }
}

pub fn write(layer: &Layer, additions: &Additions) -> Vec<u8> {
    let mut out = Vec::new();
    write_layer(layer, additions, &mut out).unwrap();
    out
}

pub fn members(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Additions to the first feature: members, and the `yice` member.
pub fn noted(list: &[(&str, &str)], yice: Option<&str>) -> Additions {
    Additions {
        members: [(0, members(list))].into(),
        yice_member: yice.map(str::to_owned),
        ..Additions::default()
    }
}

fn check(source: &str, additions: &Additions, expected: &str) {
    let out = write(&read(source.as_bytes()), additions);
    assert_eq!(String::from_utf8_lossy(&out), expected);
    // And once more: what is there already is replaced, not doubled.
    let again = Additions { appended: Vec::new(), ..additions.clone() };
    let twice = write(&read(&out), &again);
    assert_eq!(String::from_utf8_lossy(&twice), expected);
}

pub const KEY: &[(&str, &str)] = &[("yice_key", "\"outfall:A\""), ("yice_records", "[{\"v\":1}]")];

#[test]
fn new_members_follow_the_last_one_in_its_manner() {
    check(
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null}]}"#,
        &noted(KEY, Some("{\"records\":1}")),
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1,"yice_key":"outfall:A","yice_records":[{"v":1}]},"geometry":null}],"yice":{"records":1}}"#,
    );
    check(
        "{\r\n  \"type\": \"Feature\",\r\n  \"geometry\": null,\r\n  \"properties\": {\r\n    \"a\": 1.50,\r\n    \"b\": [ ]\r\n  }\r\n}\r\n",
        &noted(&[("yice_key", "\"k\"")], Some("{}")),
        "{\r\n  \"type\": \"Feature\",\r\n  \"geometry\": null,\r\n  \"properties\": {\r\n    \"a\": 1.50,\r\n    \"b\": [ ],\r\n    \"yice_key\": \"k\"\r\n  },\r\n  \"yice\": {}\r\n}\r\n",
    );
    check(
        r#"{ "type": "Feature", "properties": { "a": 1 }, "geometry": null }"#,
        &noted(KEY, None),
        r#"{ "type": "Feature", "properties": { "a": 1, "yice_key": "outfall:A", "yice_records": [{"v":1}] }, "geometry": null }"#,
    );
}

#[test]
fn properties_that_are_none_become_an_object_only_where_annotated() {
    let add = noted(&[("yice_key", "1")], None);
    check(
        r#"{"type":"Feature","properties":null,"geometry":null}"#,
        &add,
        r#"{"type":"Feature","properties":{"yice_key":1},"geometry":null}"#,
    );
    check(
        r#"{"type": "Feature", "geometry": null}"#,
        &add,
        r#"{"type": "Feature", "geometry": null, "properties": {"yice_key": 1}}"#,
    );
    check(
        r#"{"type":"Feature","properties":{ },"geometry":null}"#,
        &add,
        r#"{"type":"Feature","properties":{"yice_key":1 },"geometry":null}"#,
    );
    check(
        r#"{"type":"Feature","properties":[],"geometry":null}"#,
        &add,
        r#"{"type":"Feature","properties":{"yice_key":1},"geometry":null}"#,
    );
    check(
        r#"{"type":"Feature","properties":["x"],"geometry":null}"#,
        &add,
        r#"{"type":"Feature","properties":{"yice_key":1,"yice_orig_properties":"[\"x\"]"},"geometry":null}"#,
    );
    let untouched = r#"{"type":"Feature","properties":null,"geometry":null}"#;
    check(untouched, &noted(&[], None), untouched);
}

#[test]
fn old_members_are_replaced_in_place_and_unwanted_ones_go() {
    let source = r#"{"type":"Feature","properties":{"yice_gone":1,"a":2 , "yice_\u006bey" : "old" ,"yice_also":[1,2],"b":3,"yice_last":{}},"geometry":null}"#;
    check(
        source,
        &noted(&[("yice_key", "\"new\""), ("yice_due", "null")], None),
        r#"{"type":"Feature","properties":{"a":2 , "yice_\u006bey" : "new","b":3,"yice_due":null},"geometry":null}"#,
    );
    check(
        source,
        &noted(&[], None),
        r#"{"type":"Feature","properties":{"a":2,"b":3},"geometry":null}"#,
    );
    check(
        r#"{"type":"Feature","properties":{ "yice_a":1, "yice_b":2 },"geometry":null}"#,
        &noted(&[("yice_c", "3")], None),
        r#"{"type":"Feature","properties":{ "yice_c":3 },"geometry":null}"#,
    );
    check(
        r#"{"type":"Feature","properties":{ "yice_a":1, "yice_b":2 },"geometry":null}"#,
        &noted(&[], None),
        r#"{"type":"Feature","properties":{  },"geometry":null}"#,
    );
    // Of a name that stands twice the last is the one read, and the one kept.
    check(
        r#"{"type":"Feature","properties":{"yice_key":1,"yice_key":2},"geometry":null}"#,
        &noted(&[("yice_key", "3")], None),
        r#"{"type":"Feature","properties":{"yice_key":3},"geometry":null}"#,
    );
}

#[test]
fn the_yice_member_is_replaced_where_it_stands() {
    check(
        r#"{"yice":{"format":"yice/1"},"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}"#,
        &noted(&[("yice_key", "1")], Some("{}")),
        r#"{"yice":{},"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"yice_key":1}}]}"#,
    );
}

#[test]
fn a_bare_geometry_leaves_as_a_feature_holding_its_own_text() {
    check(
        " {\"coordinates\": [1.50,2],\n \"type\":\"Point\"}\n",
        &noted(&[("yice_key", "1")], Some("{}")),
        " {\"type\":\"Feature\",\"properties\":{\"yice_key\":1},\"geometry\":{\"coordinates\": [1.50,2],\n \"type\":\"Point\"},\"yice\":{}}\n",
    );
}

#[test]
fn a_moved_geometry_is_replaced_and_its_old_text_kept_beside_it() {
    let source =
        r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1.0,2]},"properties":{}}"#;
    let orig = r#""{\"type\":\"Point\",\"coordinates\":[1.0,2]}""#;
    let records = r#"[{"body":{"kind":"moved"}}]"#;
    let moved = Additions {
        geometries: [(0, r#"{"type":"Point","coordinates":[3,4]}"#.to_owned())].into(),
        ..noted(&[("yice_orig_geometry", orig), ("yice_records", records)], None)
    };
    check(
        source,
        &moved,
        &format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[3,4]}},"properties":{{"yice_orig_geometry":{orig},"yice_records":{records}}}}}"#
        ),
    );
    let layer = read(&write(&read(source.as_bytes()), &moved));
    let original = original_geometry(&layer, 0).unwrap();
    assert_eq!(original, r#"{"type":"Point","coordinates":[1.0,2]}"#);
    // Taken back, the file is the source again.
    let back = Additions { geometries: [(0, original)].into(), ..noted(&[], None) };
    assert_eq!(write(&layer, &back), source.as_bytes());
}

#[test]
fn a_corrected_field_is_written_back_where_its_name_stands() {
    let source =
        r#"{"type":"Feature","properties":{"名称":"旧","n":1.0,"yice_x":1},"geometry":null}"#;
    let back = |name: &str, value: &str| Additions {
        write_back: [(0, members(&[(name, value)]))].into(),
        ..Additions::default()
    };
    check(source, &back("名称", "\"新\""), &source.replace("旧", "新"));
    check(source, &back("n", "2"), &source.replace("1.0", "2"));
    check(source, &back("absent", "2"), source);
}

#[test]
fn features_the_file_does_not_have_follow_its_last_one() {
    let new = r#"{"type":"Feature","properties":{"yice_key":1},"geometry":null}"#;
    let add = Additions { appended: vec![new.to_owned()], ..Additions::default() };
    let old = r#"{"type":"Feature","geometry":null}"#;
    check(
        r#"{"type":"FeatureCollection","features":[],"x":1}"#,
        &add,
        &format!(r#"{{"type":"FeatureCollection","features":[{new}],"x":1}}"#),
    );
    check(
        &format!("{{\"features\": [\n  {old},\n  7\n], \"type\": \"FeatureCollection\"}}"),
        &add,
        &format!(
            "{{\"features\": [\n  {old},\n  7,\n  {new}\n], \"type\": \"FeatureCollection\"}}"
        ),
    );
    check(&format!("{old}\r\n{old}"), &add, &format!("{old}\r\n{old}\r\n{new}\r\n"));
    check(&format!("\u{1e}{old}\n"), &add, &format!("\u{1e}{old}\n\u{1e}{new}\n"));
    check(
        r#"{"type":"Feature","crs":null,"geometry":null,"properties":{"a":1},"yice":{"format":"yice/1"}}"#,
        &Additions { yice_member: Some("{}".to_owned()), ..add.clone() },
        &format!(
            "{{\"type\":\"FeatureCollection\",\"crs\":null,\"features\":[{},\n{new}],\"yice\":{{}}}}",
            r#"{"type":"Feature","crs":null,"geometry":null,"properties":{"a":1}}"#
        ),
    );
    check(
        r#"{"type":"Point","coordinates":[1,2]}"#,
        &add,
        &format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{},\n{new}]}}",
            r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}"#
        ),
    );
}

#[test]
fn a_text_of_a_sequence_stays_on_its_line_and_gets_no_yice_member() {
    let source = "{\"type\":\"Feature\",\"properties\":null,\"geometry\":null}\n{\"type\":\"Point\",\"coordinates\":[1,2]}\n";
    let mut add = noted(&[("yice_records", "[\n{}\r\n]")], Some("{}"));
    add.members.insert(1, members(&[("yice_key", "1")]));
    add.appended.push("{\"type\":\"Feature\",\n\"geometry\":null}".to_owned());
    let expected = "{\"type\":\"Feature\",\"properties\":{\"yice_records\":[ {}  ]},\"geometry\":null}\n{\"type\":\"Feature\",\"properties\":{\"yice_key\":1},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}\n{\"type\":\"Feature\", \"geometry\":null}\n";
    check(source, &add, expected);
    assert_eq!(read(expected.as_bytes()).container, Container::LineSequence);
}

#[test]
fn only_json_and_only_our_own_members_are_spliced_in() {
    let layer = read(br#"{"type":"Feature","properties":{},"geometry":null}"#);
    for additions in [
        noted(&[("name", "1")], None),
        noted(&[("yice_a", "{")], None),
        noted(&[], Some("1 2")),
        Additions { appended: vec!["x".to_owned()], ..Additions::default() },
    ] {
        let error = write_layer(&layer, &additions, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    }
}
