//! What leaves is what came, and what is added is all that is added.

#![expect(clippy::unwrap_used, reason = "a test may stop at a surprise")]

use std::io::{Read as _, Write as _};
use std::ops::ControlFlow;

use proptest::prelude::*;
use yice::formats::{
    Additions, ReadOptions, embedded_records, original_geometry, read_layer, read_properties,
    write_layer,
};
use yice::model::{Container, Layer, PropertyValue};

fn read(source: &[u8]) -> Layer {
    let options = ReadOptions {
        file_name: "x.geojson",
        kind: None,
        datum: None,
        progress: &|_, _| ControlFlow::Continue(()),
    };
    match read_layer(source.into(), options) {
        Ok((layer, _)) => layer,
        Err(refused) => panic!("{refused}: {}", String::from_utf8_lossy(source)),
    }
}

fn write(layer: &Layer, additions: &Additions) -> Vec<u8> {
    let mut out = Vec::new();
    write_layer(layer, additions, &mut out).unwrap();
    out
}

fn members(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Additions to the first feature: members, and the `yice` member.
fn noted(list: &[(&str, &str)], yice: Option<&str>) -> Additions {
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

const KEY: &[(&str, &str)] = &[("yice_key", "\"outfall:A\""), ("yice_records", "[{\"v\":1}]")];

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

/// How a text is put into a file.
#[derive(Clone, Copy, Debug)]
enum Spelling {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Utf16LeNoBom,
    Gb18030,
    Gzip,
    GzipUtf16,
}

fn spell(text: &str, spelling: Spelling) -> Vec<u8> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    match spelling {
        Spelling::Utf8 => text.as_bytes().to_vec(),
        Spelling::Utf8Bom => ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
        Spelling::Utf16Le => [&[0xFF, 0xFE][..], &utf16(u16::to_le_bytes)].concat(),
        Spelling::Utf16Be => [&[0xFE, 0xFF][..], &utf16(u16::to_be_bytes)].concat(),
        Spelling::Utf16LeNoBom => utf16(u16::to_le_bytes),
        Spelling::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        Spelling::Gzip => gzip(text.as_bytes()),
        Spelling::GzipUtf16 => gzip(&spell(text, Spelling::Utf16Le)),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn unspell(bytes: &[u8], spelling: Spelling) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16(&units).unwrap()
    };
    let unzipped = || {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
        text
    };
    match spelling {
        Spelling::Utf8 => String::from_utf8(bytes.to_vec()).unwrap(),
        Spelling::Utf8Bom => String::from_utf8(bytes[3..].to_vec()).unwrap(),
        Spelling::Utf16Le => utf16(&bytes[2..], u16::from_le_bytes),
        Spelling::Utf16Be => utf16(&bytes[2..], u16::from_be_bytes),
        Spelling::Utf16LeNoBom => utf16(bytes, u16::from_le_bytes),
        Spelling::Gb18030 => encoding_rs::GB18030.decode(bytes).0.into_owned(),
        Spelling::Gzip => String::from_utf8(unzipped()).unwrap(),
        Spelling::GzipUtf16 => utf16(&unzipped()[2..], u16::from_le_bytes),
    }
}

fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "", " ", "\n", "\r\n  ", "\t"])
}

fn json_value() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "\"河\"",
        "\"a\\\"}]\"",
        "1.50",
        "-0.0",
        "1e3",
        "null",
        "true",
        "\"\\ud800\"",
        "\"入海排口\"",
        "12345678901234567890",
        "\"\"",
    ]);
    let leaf = word.prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let list = (prop::collection::vec(inner.clone(), 0..3), space())
            .prop_map(|(list, ws)| format!("[{ws}{}{ws}]", list.join(&format!("{ws},{ws}"))));
        prop_oneof![list, object(inner, vec!["a", "类型", "b\\n"])]
    })
}

fn object(
    value: impl Strategy<Value = String>,
    names: Vec<&'static str>,
) -> impl Strategy<Value = String> {
    let member = (prop::sample::select(names), value, space());
    (prop::collection::vec(member, 0..4), space()).prop_map(|(list, outer)| {
        let members: Vec<_> = list
            .iter()
            .map(|(name, value, ws)| format!("{ws}\"{name}\"{ws}:{ws}{value}"))
            .collect();
        format!("{{{}{outer}}}", members.join(&format!("{outer},")))
    })
}

fn properties() -> impl Strategy<Value = String> {
    let names = vec!["名称", "a", "yice_key", "yice_old", "yice_\\u0061", "编号", "yice_records"];
    prop_oneof![
        4 => object(json_value(), names),
        1 => Just("null".to_owned()),
        1 => Just(String::new()),
    ]
}

fn geometry() -> impl Strategy<Value = String> {
    (space(), prop::sample::select(vec![
        "null",
        r#"{"type":"Point","coordinates":[117.10,39.00]}"#,
        r#"{"coordinates":[[0,0],[1.5,1]],"type":"LineString"}"#,
        r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]}],"x":{}}"#,
        r#"{"type":"Point","coordinates":["bad"]}"#,
    ]))
        .prop_map(|(ws, text)| text.replace(',', &format!(",{ws}")))
}

fn feature() -> impl Strategy<Value = String> {
    (properties(), geometry(), json_value(), space(), any::<u8>()).prop_map(
        |(properties, geometry, foreign, ws, order)| {
            let mut members =
                vec!["\"type\":\"Feature\"".to_owned(), format!("\"geometry\"{ws}:{ws}{geometry}")];
            if !properties.is_empty() {
                members.push(format!("\"properties\"{ws}:{properties}"));
            }
            if order & 8 != 0 {
                members.push(format!("\"foreign\":{foreign}"));
            }
            let len = members.len();
            members.rotate_left(order as usize % len);
            format!("{{{ws}{}{ws}}}", members.join(&format!("{ws},{ws}")))
        },
    )
}

fn collection() -> impl Strategy<Value = String> {
    (prop::collection::vec(feature(), 0..5), space(), json_value(), any::<u8>()).prop_map(
        |(features, ws, foreign, order)| {
            // One good feature at the end, so that the whole is never refused.
            let last =
                r#"{"type":"Feature","properties":{"名称":"海河污水排口一号"},"geometry":null}"#;
            let mut features = features;
            features.push(last.to_owned());
            let mut members = [
                "\"type\":\"FeatureCollection\"".to_owned(),
                format!("\"features\":{ws}[{ws}{}{ws}]", features.join(&format!(",{ws}"))),
                format!("\"name\":{foreign}"),
            ];
            members.rotate_left(order as usize % 3);
            format!("{ws}{{{}{ws}}}{ws}", members.join(&format!(",{ws}")))
        },
    )
}

fn spelling() -> impl Strategy<Value = Spelling> {
    prop::sample::select(vec![
        Spelling::Utf8,
        Spelling::Utf8Bom,
        Spelling::Utf16Le,
        Spelling::Utf16Be,
        Spelling::Utf16LeNoBom,
        Spelling::Gb18030,
        Spelling::Gzip,
        Spelling::GzipUtf16,
    ])
}

/// A feature's geometry text and its own properties.
type Others = (Vec<u8>, Vec<(String, PropertyValue)>);

/// The text without what the product may add, for comparing all the rest.
fn others(layer: &Layer) -> Vec<Others> {
    (0..layer.feature_count())
        .map(|idx| {
            let own = read_properties(layer, idx).0.into_iter();
            let own = own.filter(|property| !property.name.starts_with("yice_"));
            let geometry = layer.slice(layer.features[idx].geometry).to_vec();
            (geometry, own.map(|property| (property.name, property.value)).collect())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn without_additions_every_byte_leaves_as_it_came(text in collection(), spelling in spelling()) {
        let source = spell(&text, spelling);
        let layer = read(&source);
        prop_assert_eq!(write(&layer, &Additions::default()), source);
        let kept = Additions { yice_member: None, ..Additions::default() };
        prop_assert!(kept.is_empty());
        // A splice that changes nothing changes nothing either: every character is walked.
        let bare = Additions { write_back: [(0, Vec::new())].into(), ..Additions::default() };
        prop_assert_eq!(unspell(&write(&layer, &bare), spelling), text);
    }

    #[test]
    fn what_is_added_is_read_again_and_nothing_else_changes(
        text in collection(),
        spelling in spelling(),
        chosen in any::<u8>(),
    ) {
        let layer = read(&spell(&text, spelling));
        let count = layer.feature_count();
        let record = "{\"v\":1,\"by\":\"王\"}";
        let added = members(&[
            ("yice_key", "\"outfall:一\""),
            ("yice_records", &format!("[{record}]")),
        ]);
        let mut additions = Additions {
            yice_member: Some("{\"format\":\"yice/1\"}".to_owned()),
            ..Additions::default()
        };
        for idx in (0..count).filter(|idx| chosen >> (idx % 8) & 1 == 1) {
            additions.members.insert(idx, added.clone());
        }
        let out = write(&layer, &additions);
        let again = read(&out);
        prop_assert_eq!(again.encoding, layer.encoding);
        prop_assert_eq!(again.gzip, layer.gzip);
        prop_assert_eq!(others(&again), others(&layer));
        prop_assert_eq!(again.skipped, layer.skipped);
        for idx in additions.members.keys() {
            let (records, issues) = embedded_records(&again, *idx);
            prop_assert!(issues.is_empty());
            prop_assert_eq!(records.len(), 1);
            prop_assert!(records[0].text.contains("\"v\":1"));
            let own = read_properties(&again, *idx);
            let ours: Vec<_> = own.0.iter().filter(|property| property.name.starts_with("yice_")).collect();
            prop_assert_eq!(ours.len(), 2);
            prop_assert_eq!(own.text(&["yice_key"]), Some("outfall:一"));
        }
        prop_assert!(again.yice_member.is_some());
        prop_assert_eq!(write(&again, &additions), out);
        // Untouched features, and everything between features, keep their very text.
        for idx in (0..count).filter(|idx| !additions.members.contains_key(idx)) {
            prop_assert_eq!(
                again.slice(again.features[idx].feature),
                layer.slice(layer.features[idx].feature)
            );
        }
    }

    #[test]
    fn a_features_own_text_survives_being_annotated_and_cleared(text in feature()) {
        prop_assume!(!text.contains("yice_") && !text.contains("bad"));
        let layer = read(text.as_bytes());
        let noted_once = write(&layer, &noted(KEY, None));
        let cleared = write(&read(&noted_once), &noted(&[], None));
        let own = layer.slice(layer.features[0].properties);
        if own.starts_with(b"{") {
            prop_assert_eq!(String::from_utf8_lossy(&cleared), text);
        }
    }

    #[test]
    fn bytes_that_are_anything_never_stop_the_reader(mut bytes in collection(), at in any::<usize>(), with in any::<char>()) {
        let at = (0..=at % (bytes.len() + 1)).rev().find(|at| bytes.is_char_boundary(*at)).unwrap_or(0);
        bytes.insert(at, with);
        let options = ReadOptions { file_name: "x", kind: None, datum: None, progress: &|_, _| ControlFlow::Continue(()) };
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(&bytes).is_ok();
        match read_layer(bytes.as_bytes().into(), options) {
            Ok((layer, _)) => {
                prop_assert!(is_json, "{}", bytes);
                prop_assert_eq!(write(&layer, &Additions::default()), bytes.as_bytes());
            }
            Err(refused) => {
                let not_json = refused.issues.iter().any(|issue| issue.code == "not-json");
                prop_assert_eq!(!not_json, is_json, "{} {}", refused, bytes);
            }
        }
    }
}
