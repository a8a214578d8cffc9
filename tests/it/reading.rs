//! What is read, what is read with a warning, and what is refused, each shown by a small file.
//!
//! A fixture's folder is its status, its name says what is wrong with it.

#![expect(clippy::unwrap_used, reason = "a test may stop at a surprise")]

use std::ops::ControlFlow;
use std::sync::Arc;

use yice::formats::{
    ReadOptions, check_report, embedded_records, feature_id, geometry_digest, original_geometry,
    read_layer, read_properties, yice_key,
};
use yice::model::{
    Bytes, CheckReport, Datum, FileStatus, Kind, Layer, PartKind, PropertyValue, ReadIssue,
    Severity,
};

pub fn options(file_name: &str) -> ReadOptions<'_> {
    ReadOptions {
        file_name,
        kind: None,
        datum: None,
        own_kinds: &[],
        progress: &|_, _| ControlFlow::Continue(()),
    }
}

fn fixture(path: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn report(path: &str) -> CheckReport {
    let name = path.rsplit('/').next().unwrap_or(path);
    check_report(path, &read_layer(fixture(path).into(), options(name)))
}

pub fn read(text: &str) -> (Layer, Vec<ReadIssue>) {
    read_layer(text.as_bytes().into(), options("x.geojson")).unwrap()
}

fn codes(issues: &[ReadIssue]) -> Vec<&str> {
    let told = issues.iter().filter(|issue| issue.severity != Severity::Info);
    told.map(|issue| issue.code).collect()
}

#[test]
fn good_files_are_read_without_a_word() {
    for (name, features, vertices, encoding) in [
        ("outfalls.geojson", 2, 1, "utf-8"),
        ("outfalls-utf8-bom.geojson", 2, 1, "utf-8-bom"),
        ("outfalls-utf16le-bom.geojson", 2, 1, "utf-16le"),
        ("outfalls-utf16be-no-bom.geojson", 2, 1, "utf-16be"),
        ("outfalls-gb18030.geojson", 2, 1, "gb18030"),
        ("outfalls-crlf.geojson", 2, 1, "utf-8"),
        ("outfalls.geojson.gz", 2, 1, "utf-8"),
        ("outfalls-two-gzip-members.geojson.gz", 2, 1, "utf-8"),
        ("empty-collection.geojson", 0, 0, "utf-8"),
        ("features-before-type.geojson", 1, 1, "utf-8"),
        ("single-feature.geojson", 1, 1, "utf-8"),
        ("bare-geometry.geojson", 1, 3, "utf-8"),
        ("nested-collections.geojson", 1, 5, "utf-8"),
        ("record-sequence.geojsons", 2, 1, "utf-8"),
        ("line-sequence.geojsonl", 3, 2, "utf-8"),
        ("crs-84-foreign-members-heights.geojson", 1, 2, "utf-8"),
    ] {
        let report = report(&format!("good/{name}"));
        assert_eq!(report.status, FileStatus::Ok, "{name}: {:?}", report.issues);
        assert_eq!((report.features, report.vertices), (features, vertices), "{name}");
        assert_eq!(report.encoding, encoding, "{name}");
    }
    let report = report("good/outfalls.geojson");
    assert_eq!(report.kind.code(), Kind::OUTFALL);
    assert_eq!(report.geometries.get("null"), Some(&1));
    assert_eq!(report.crs.as_deref(), Some("EPSG:4326"));
}

#[test]
fn odd_files_are_read_and_told_what_is_odd() {
    // (file, features, skipped, issues as severity code feature line:column)
    for (name, features, skipped, expected) in [
        ("ring-not-closed.geojson", 1, 0, "warning ring-not-closed 0 2:98"),
        ("ring-short.geojson", 1, 0, "warning ring-short 0 2:79"),
        ("latitude-91.geojson", 1, 0, "warning out-of-range 0 2:76"),
        ("latitude-first.geojson", 1, 0, "warning out-of-range 0 2:76; warning lat-first 0 2:76"),
        ("mixed-dimensions.geojson", 1, 0, "warning mixed-dimensions 0 2:88"),
        ("duplicate-id.geojson", 2, 0, "warning duplicate-id 1 3:24"),
        ("duplicate-name.geojson", 1, 0, "warning duplicate-name 0 2:39"),
        ("id-is-an-object.geojson", 1, 0, "warning bad-id 0 2:24"),
        ("projected-crs.geojson", 1, 0, "warning projected-crs - 1:35"),
        (
            "projected-without-crs.geojson",
            1,
            0,
            "warning out-of-range 0 2:76; warning projected-crs - 2:76",
        ),
        ("unknown-crs.geojson", 1, 0, "warning unknown-crs - 1:35"),
        ("one-of-two-null-ordinate.geojson", 1, 1, "error bad-coordinates 0 2:81"),
        ("one-of-two-too-large.geojson", 1, 1, "error bad-coordinates 0 2:77"),
        ("one-of-two-text-ordinate.geojson", 1, 1, "error bad-coordinates 0 2:77"),
        ("one-of-two-circle.geojson", 1, 1, "error bad-geometry 0 2:54"),
        ("one-of-two-not-a-feature.geojson", 1, 1, "error bad-type 0 2:9"),
        ("properties-are-a-list.geojson", 1, 0, "warning bad-properties 0 2:32"),
        ("no-geometry-member.geojson", 1, 0, "warning no-geometry 0 2:1"),
        ("one-of-two-nested-2000-deep.geojson", 1, 1, "error too-deep 0 2:1"),
        ("cut-text-in-record-sequence.geojsons", 1, 1, "error not-json 1 2:15"),
    ] {
        let report = report(&format!("repaired/{name}"));
        let found: Vec<_> = report
            .issues
            .iter()
            .filter(|issue| issue.severity != Severity::Info)
            .map(|issue| {
                let severity = format!("{:?}", issue.severity).to_lowercase();
                let feature = issue.feature.map_or("-".to_owned(), |feature| feature.to_string());
                format!("{severity} {} {feature} {}:{}", issue.code, issue.line, issue.column)
            })
            .collect();
        assert_eq!(found.join("; "), expected, "{name}");
        assert_eq!(report.status, FileStatus::Repaired, "{name}");
        assert_eq!((report.features, report.skipped), (features, skipped), "{name}");
        for issue in &report.issues {
            assert!(!issue.message.is_empty() && !issue.message_zh.is_empty(), "{name}");
        }
    }
}

#[test]
fn what_is_no_geojson_is_refused_with_the_place() {
    for (name, code, line, column) in [
        ("empty.geojson", "empty-file", 1, 1),
        ("blank.geojson", "empty-file", 1, 1),
        ("trailing-comma.geojson", "not-json", 3, 1),
        ("cut-off.geojson", "not-json", 2, 60),
        ("garbage-behind.geojson", "not-json", 5, 1),
        ("two-features-on-one-line.geojson", "not-json", 1, 93),
        ("single-quotes.geojson", "not-json", 1, 2),
        ("nan.geojson", "not-json", 1, 32),
        ("leading-zero.geojson", "not-json", 1, 33),
        ("raw-tab-in-string.geojson", "not-json", 2, 38),
        ("latin-1.geojson", "bad-encoding", 2, 42),
        ("euc-kr.geojson", "bad-encoding", 2, 41),
        ("utf-8-cut-in-a-character.geojson", "bad-encoding", 2, 38),
        ("utf16-odd-length.geojson", "bad-encoding", 4, 3),
        ("utf-32.geojson", "bad-encoding", 1, 1),
        ("topology.json", "not-geojson", 1, 1),
        ("esri.json", "not-geojson", 1, 1),
        ("stac-collection.json", "not-geojson", 1, 1),
        ("plain-list.json", "not-geojson", 1, 1),
        ("plain-object.json", "not-geojson", 1, 1),
        ("collection-without-features.geojson", "no-features", 1, 1),
        ("features-is-an-object.geojson", "no-features", 1, 40),
        ("no-usable-feature.geojson", "none-usable", 1, 1),
        ("bare-point-with-one-number.geojson", "none-usable", 1, 1),
        ("nested-100000-deep.json", "not-json", 1, 100_001),
        ("gzip-cut-off.geojson.gz", "bad-gzip", 1, 1),
        ("second-line-is-no-json.geojsonl", "not-json", 2, 9),
    ] {
        let report = report(&format!("refused/{name}"));
        assert_eq!(report.status, FileStatus::Refused, "{name}");
        let issue = report.issues.iter().find(|issue| issue.code == code);
        let issue = issue.unwrap_or_else(|| panic!("{name}: {:?}", report.issues));
        if code != "bad-gzip" {
            assert_eq!((issue.line, issue.column), (line, column), "{name}: {}", issue.message);
        }
        assert_eq!(issue.severity, Severity::Error, "{name}");
    }
}

#[test]
fn a_message_says_what_was_found_expected_and_done() {
    let issue = &report("repaired/one-of-two-null-ordinate.geojson").issues[0];
    assert_eq!(issue.message, "expected a number, found null; the feature is passed over");
    assert_eq!(issue.message_zh, "坐标此处应为数，实为null；此要素已跳过");
    let issue = &report("refused/esri.json").issues[0];
    assert!(issue.message.contains("found Esri JSON"), "{}", issue.message);
}

#[test]
fn shapes_keep_parts_in_order_whatever_the_order_of_members() {
    let (layer, issues) = read(
        r#"{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[[[[0,0],[4,0],[4,4],[0,0]],
        [[1,0.5],[2,0.5],[2,1],[1,0.5]]],[[[8,8],[9,8],[9,9],[8,8]]]],"type":"MultiPolygon"},"type":"Feature",
        "properties":{}},{"type":"Feature","properties":{},"geometry":{"type":"Point","type":"LineString",
        "coordinates":[[1,2],[3,4]]}}]}"#,
    );
    let kinds: Vec<_> =
        layer.shapes.parts(0).map(|part| (part.kind, part.positions.len())).collect();
    assert_eq!(kinds, [(PartKind::Outer, 4), (PartKind::Hole, 4), (PartKind::Outer, 4)]);
    // The last of two types is the one read.
    assert_eq!(layer.geometry_kind(1).name(), "LineString");
    assert_eq!(codes(&issues), ["duplicate-name"]);
}

#[test]
fn properties_keep_order_doubles_and_every_digit() {
    let (layer, _) = read(
        r#"{"type":"Feature","id":1.50,"geometry":null,"properties":{"b":39.90000000000000001,"a":"\u6cb3\n",
        "n":null,"t":true,"o":{"x":[1, 2]},"b":"last"}}"#,
    );
    let properties = read_properties(&layer, 0);
    let names: Vec<_> = properties.0.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["b", "a", "n", "t", "o", "b"]);
    assert_eq!(properties.0[0].value, PropertyValue::Number("39.90000000000000001".to_owned()));
    assert_eq!(properties.get("b"), Some(&PropertyValue::String("last".to_owned())));
    assert_eq!(properties.text(&["a"]), Some("河"));
    assert_eq!(properties.get("o"), Some(&PropertyValue::Nested("{\"x\":[1, 2]}".to_owned())));
    assert_eq!(feature_id(&layer, 0).as_deref(), Some("1.50"));
    assert!(read_properties(&layer, 9).0.is_empty());
}

#[test]
fn a_nul_among_the_first_characters_makes_no_utf_16_of_a_text() {
    for text in ["{\0\"type\":1}", "\0{\"type\":1}", " \0{}"] {
        let refused = read_layer(text.as_bytes().into(), options("a.geojson")).unwrap_err();
        assert_eq!(codes(&refused.issues), ["not-json"], "{text:?}: {refused}");
    }
}

/// The texts of a feature's records, and what is there and is none.
fn records_of(layer: &Layer, feature_idx: usize) -> (Vec<String>, Vec<ReadIssue>) {
    let (records, issues) = embedded_records(layer, feature_idx);
    (records.into_iter().map(|record| record.text).collect(), issues)
}

#[test]
fn records_ride_as_an_array_or_as_text_and_what_is_none_is_named() {
    let (layer, _) = read(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":null,"properties":{"yice_key":"outfall:A","yice_records":[{"v":1}, {"v":2}]}},
        {"type":"Feature","geometry":null,"properties":{"yice_records":"[{\"v\":\"\\u6cb3\"},7]"}},
        {"type":"Feature","geometry":null,"properties":{"yice_records":"[{\"v\":1},{\"v"}},
        {"type":"Feature","geometry":null,"properties":{"yice_records":null,"yice_stage":""}}],
        "yice":{"format":"yice/1","kind":"outfall"}}"#,
    );
    assert_eq!(
        records_of(&layer, 0),
        (vec!["{\"v\":1}".to_owned(), "{\"v\":2}".to_owned()], vec![])
    );
    let (records, issues) = records_of(&layer, 1);
    assert_eq!(
        (records.as_slice(), codes(&issues)),
        (&["{\"v\":\"\\u6cb3\"}".to_owned()][..], vec!["bad-records"])
    );
    let (records, issues) = embedded_records(&layer, 2);
    assert_eq!(
        (records.len(), codes(&issues), issues[0].feature),
        (0, vec!["records-cut"], Some(2))
    );
    assert_eq!(records_of(&layer, 3), (vec![], vec![]));
    assert_eq!(layer.annotated, [0, 1, 2]);
    assert_eq!(yice_key(&layer, 0).as_deref(), Some("outfall:A"));
    assert_eq!(layer.kind.code(), "outfall");
    let member = layer.yice_member.map(|span| layer.slice(span));
    assert_eq!(member.as_deref(), Some(&br#"{"format":"yice/1","kind":"outfall"}"#[..]));
}

#[test]
fn a_moved_feature_stands_where_it_came_from() {
    let with = |records: &str, orig: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"yice_orig_geometry":{orig},"yice_records":{records}}},"geometry":{{"type":"Point","coordinates":[2,2]}}}}"#
        )
    };
    let text = |orig: &str| with(r#"[{"body":{"kind":"note"}},{"body":{"kind":"moved"}}]"#, orig);
    let (moved, _) = read(&text(r#""{\"type\":\"Point\",\"coordinates\":[1,1]}""#));
    let (never, _) = read(r#"{"type":"Point","coordinates":[1.00000000001,1]}"#);
    assert_eq!(moved.shapes.anchor(0), Some(yice::model::lon_lat(1.0, 1.0)));
    assert_eq!(
        original_geometry(&moved, 0).as_deref(),
        Some(r#"{"type":"Point","coordinates":[1,1]}"#)
    );
    assert_eq!(geometry_digest(&moved, 0), geometry_digest(&never, 0));
    let respelt = with(r#""[{\"body\":{\"kind\":\"moved\"}}]""#, r#""null""#);
    assert_eq!(read(&respelt).0.shapes.anchor(0), None);
    // Another program's own member of that name says nothing about the place.
    let foreign = [r#"[{"body":{"kind":"note","text":"moved"}}]"#, "[]", "null"];
    let foreign = foreign.iter().map(|records| with(records, r#""null""#));
    for text in foreign.chain([text("\"no geometry\"")]) {
        let (layer, _) = read(&text);
        assert_eq!(layer.shapes.anchor(0), Some(yice::model::lon_lat(2.0, 2.0)), "{text}");
    }
}

#[test]
fn a_named_datum_moves_the_shapes_and_not_the_text() {
    let source: Arc<[u8]> = fixture("repaired/projected-crs.geojson").into();
    let options = ReadOptions { datum: Some("EPSG:4548"), ..options("x.geojson") };
    let (layer, issues) = read_layer(Arc::clone(&source).into(), options).unwrap();
    let anchor = layer.shapes.anchor(0).unwrap();
    assert!((anchor.lon_deg - 117.72).abs() < 1e-8 && (anchor.lat_deg - 38.985).abs() < 1e-8);
    assert_eq!(layer.datum, Datum::Named("EPSG:4548".to_owned()));
    assert!(matches!(&layer.text, Bytes::Held(text) if Arc::ptr_eq(text, &source)));
    // A person has answered: there is nothing left to ask.
    assert!(codes(&issues).is_empty(), "{issues:?}");
    let (unnamed, _) = read_layer(source.into(), self::options("x.geojson")).unwrap();
    assert_eq!(unnamed.datum, Datum::Unnamed("EPSG:4548".to_owned()));
    let unknown = ReadOptions { datum: Some("北京54"), ..self::options("x.geojson") };
    let refused = read_layer(fixture("good/outfalls.geojson").into(), unknown).unwrap_err();
    assert_eq!(refused.issues[0].code, "unknown-datum");
}

#[test]
fn reading_can_be_stopped_and_says_how_far_it_is() {
    let feature = r#"{"type":"Feature","properties":{"a":"0123456789012345678901234567890123456789"},"geometry":null}"#;
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
        vec![feature; 60_000].join(",")
    );
    let told = std::sync::Mutex::new(Vec::new());
    let stop = |done: u64, total: u64| {
        told.lock().unwrap().push((done, total));
        ControlFlow::Break(())
    };
    let options = ReadOptions { progress: &stop, ..options("x.geojson") };
    let refused = read_layer(text.as_bytes().into(), options).unwrap_err();
    assert!(refused.cancelled);
    let told = told.lock().unwrap();
    assert_eq!((told.len(), told[0].1), (1, text.len() as u64));
}

#[test]
fn many_chunks_are_joined_in_order() {
    let feature = |n: usize| {
        format!(
            r#"{{"type":"Feature","id":{n},"properties":{{"text":"{}"}},"geometry":{{"type":"Point","coordinates":[{n}e-4,1]}}}}"#,
            "x".repeat(100)
        )
    };
    let mut features: Vec<_> = (0..50_000).map(feature).collect();
    features[40_000] = "[]".to_owned();
    let (layer, issues) = read(&format!(
        "{{\"features\":[{}],\"type\":\"FeatureCollection\"}}",
        features.join(",\n")
    ));
    assert_eq!((layer.feature_count(), layer.skipped), (49_999, 1));
    assert_eq!(
        (issues[0].code, issues[0].feature, issues[0].line),
        ("bad-type", Some(40_000), 40_001)
    );
    for idx in [0, 9_999, 39_999, 40_000, 49_998] {
        let n = idx + usize::from(idx >= 40_000);
        assert_eq!(feature_id(&layer, idx), Some(n.to_string()));
        assert_eq!(layer.shapes.anchor(idx).map(|at| at.lon_deg), format!("{n}e-4").parse().ok());
        assert_eq!(layer.features[idx].ordinal as usize, n);
    }
    // An error in a late chunk is found at its byte.
    let broken = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
        features.join(",\n").replace("[49000e-4,1]", "[49000e-4,1}")
    );
    let refused = read_layer(broken.as_bytes().into(), options("x.geojson")).unwrap_err();
    assert_eq!((refused.issues[0].code, refused.issues[0].line), ("not-json", 49_001));
}

#[test]
fn no_dependency_makes_numbers_of_serde_json_arbitrary() {
    // With serde_json's `arbitrary_precision` switched on by anyone, the geojson crate reads no coordinate.
    assert!(yice::formats::parse_geometry(r#"{"type":"Point","coordinates":[1.5,2]}"#).is_ok());
}
