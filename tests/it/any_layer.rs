//! Any layer in any spelling: what leaves is what came, what is added is read again, and no bytes stop the reader.

#![expect(clippy::unwrap_used, reason = "a test may stop at a surprise")]

use std::io::{Read as _, Write as _};
use std::ops::ControlFlow;

use proptest::prelude::*;
use yice::formats::{Additions, ReadOptions, embedded_records, read_layer, read_properties};
use yice::model::{Layer, PropertyValue};

use crate::roundtrip::{KEY, members, noted, read, write};

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
        let options = ReadOptions { file_name: "x", kind: None, datum: None, own_kinds: &[], progress: &|_, _| ControlFlow::Continue(()) };
        // A byte order mark before the text is no part of it.
        let text = bytes.strip_prefix('\u{feff}').unwrap_or(&bytes);
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok();
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
