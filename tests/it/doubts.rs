//! Keys in doubt: copies, foreign records, codes given twice. Told and asked about; nothing is lost, nothing doubled.

use std::path::Path;

use serde_json::{Value, json};
use yice::plan::{Body, Identified, Note};
use yice::session::*;

use crate::walk::{LAYER, Place, a_morning, actor, export, import, key, now, part, record, states};

fn note(text: &str) -> ActPart {
    part(Body::Note(Note { text: text.into(), ..Note::default() }))
}

/// The layer after a morning's records, as another program may have changed it.
fn altered(place: &Place, name: &str, alter: impl FnOnce(&mut Vec<Value>)) -> std::path::PathBuf {
    let mut session = place.session("origin.yice");
    if session.snapshot().layers.is_empty() {
        import(&mut session, &place.write("outfalls.geojson", LAYER));
        a_morning(place, &mut session);
    }
    let out = place.path("origin.geojson");
    export(&mut session, &out);
    let mut layer: Value = serde_json::from_str(&std::fs::read_to_string(out).unwrap()).unwrap();
    alter(layer["features"].as_array_mut().unwrap());
    place.write(name, layer.to_string())
}

fn codes(issues: &[ReadIssue]) -> Vec<&str> {
    issues.iter().map(|issue| issue.code).collect()
}

fn outfalls(session: &Session) -> usize {
    session.summary(jiff::civil::date(2022, 5, 12)).kinds["outfall"].features
}

/// Each feature's key and how many records it carries.
fn carried(path: &Path) -> Vec<(Value, usize)> {
    let layer: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let features = layer["features"].as_array().unwrap().iter();
    features
        .map(|feature| {
            let own = &feature["properties"];
            (own["yice_key"].clone(), own["yice_records"].as_array().map_or(0, Vec::len))
        })
        .collect()
}

#[test]
fn records_under_a_foreign_key_are_told_about_and_make_no_feature_of_their_own() {
    let place = Place::new();
    let records = |features: &[Value]| features[0]["properties"]["yice_records"].clone();
    let bearer = json!("outfall:DEMO-OUT-0001");
    type Alter<'a> = &'a dyn Fn(&mut Vec<Value>);
    let cases: [(&str, &str, Alter<'_>); 3] = [
        ("the key of another", "foreign-records", &|features| {
            features[0]["properties"]["yice_key"] = json!("outfall:DEMO-OUT-0002");
        }),
        ("the same on two", "same-key", &|features| {
            features[2]["properties"]["yice_key"] = json!("outfall:DEMO-OUT-0001");
            features[2]["properties"]["yice_records"] = records(features);
        }),
        ("on another", "same-key", &|features| {
            features[2]["properties"]["yice_records"] = records(features);
            features[0]["properties"].as_object_mut().unwrap().remove("yice_records");
        }),
    ];
    // The third has no properties at all, and an empty object once they have come and gone.
    let plain = |text: &str| {
        let mut layer: Value = serde_json::from_str(text).unwrap();
        let third = &mut layer["features"][2]["properties"];
        if *third == json!({}) {
            *third = Value::Null;
        }
        layer
    };
    let origin = altered(&place, "same.geojson", |_| {});
    let expected = states(&{
        let mut plain = place.session("plain.yice");
        import(&mut plain, &origin);
        plain
    });
    for (case, (name, code, alter)) in cases.into_iter().enumerate() {
        let path = altered(&place, &format!("altered-{case}.geojson"), alter);
        let mut session = place.session(&format!("{case}.yice"));
        let report = import(&mut session, &path);
        assert!(codes(&report.issues).contains(&code), "{name}: {:?}", report.issues);
        assert_eq!(outfalls(&session), 3, "{name}");
        assert_eq!(states(&session), expected, "{name}");
        drop(session);
        let mut session = place.session(&format!("{case}.yice"));
        assert!(codes(&session.snapshot().layers[0].issues).contains(&code), "{name}, reopened");
        let out = place.path(&format!("out-{case}.geojson"));
        export(&mut session, &out);
        let carried = carried(&out);
        assert_eq!(carried.len(), 3, "{name}: no feature of its own");
        let bearers = carried.iter().filter(|(_, records)| *records > 0).count();
        assert!(carried[0].0 == bearer && bearers == 2, "{name}: {carried:?}");

        // In whichever order the sound file and this one come, the same leaves.
        let layers: Vec<Value> = [[&origin, &path], [&path, &origin]]
            .iter()
            .enumerate()
            .map(|(order, files)| {
                let mut both = place.session(&format!("both-{case}-{order}.yice"));
                files.iter().for_each(|file| drop(import(&mut both, file)));
                assert_eq!(states(&both), expected, "{name}, order {order}");
                let out = place.path(&format!("both-{case}-{order}.geojson"));
                export(&mut both, &out);
                plain(&std::fs::read_to_string(out).unwrap())
            })
            .collect();
        assert_eq!(layers[0], layers[1], "{name}");
    }
}

#[test]
fn twins_that_claim_one_key_keep_their_records_and_nothing_is_recorded_on_them() {
    let place = Place::new();
    let path = altered(&place, "twins.geojson", |features| {
        let mut twin = features[0].clone();
        twin["geometry"]["coordinates"] = json!([117.9, 38.6]);
        features.push(twin);
    });
    let mut session = place.session("a.yice");
    assert!(codes(&import(&mut session, &path).issues).contains(&"same-key"));
    let act = Act {
        feature: key("DEMO-OUT-0001"),
        on: None,
        on_behalf_of: None,
        parts: vec![note("哪一个")],
    };
    let outcome = session.apply(Command::Record(act), &now(40), &actor("张三")).unwrap();
    let Outcome::Refused(refusal) = outcome else { panic!("{outcome:?}") };
    assert!(
        refusal.missing[0].message.zh.contains("请先在图层面板里（或用 yice settle）指定"),
        "{refusal:?}"
    );
    let out = place.path("out.geojson");
    export(&mut session, &out);
    assert_eq!(carried(&out).len(), 4, "no third one");
    assert_eq!(carried(&out)[0], carried(&out)[3]);
    let mut again = place.session("b.yice");
    import(&mut again, &out);
    assert_eq!(states(&again), states(&session));
    let second = place.path("out2.geojson");
    export(&mut again, &second);
    assert_eq!(std::fs::read(out).unwrap(), std::fs::read(second).unwrap());
}

#[test]
fn identifying_two_features_of_a_layer_with_one_another_is_refused() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let coded = LAYER.replace(
        r#""outfall_id": "DEMO-OUT-0002","#,
        r#""outfall_id": "DEMO-OUT-0002", "national_code": "FA-1","#,
    );
    import(&mut session, &place.write("outfalls.geojson", &coded));
    for also in ["outfall:DEMO-OUT-0002", "outfall:FA-1"] {
        let identified = part(Body::Identified(Identified { also: also.into() }));
        let act = Act {
            feature: key("DEMO-OUT-0001"),
            on: None,
            on_behalf_of: None,
            parts: vec![identified],
        };
        let outcome = session.apply(Command::Record(act), &now(2), &actor("张三")).unwrap();
        let Outcome::Refused(refusal) = outcome else { panic!("{also}: {outcome:?}") };
        assert!(refusal.missing[0].message.zh.contains("另一个对象"), "{refusal:?}");
    }
    assert_eq!(outfalls(&session), 3);
}

#[test]
fn an_identification_from_elsewhere_leaves_two_features_two() {
    let place = Place::new();
    // A colleague has only the first outfall and thinks that it is the second.
    let first: String = LAYER
        .lines()
        .filter(|line| !line.contains("DEMO-OUT-0003"))
        .map(|line| line.replace("DEMO-OUT-0002", "DEMO-OUT-0009") + "\n")
        .collect::<String>()
        .replace("38.70]}},", "38.70]}}");
    let mut colleague = place.session("b.yice");
    import(&mut colleague, &place.write("first.geojson", &first));
    let also = part(Body::Identified(Identified { also: "outfall:DEMO-OUT-0002".into() }));
    record(&mut colleague, &key("DEMO-OUT-0001"), vec![also], &now(3), &actor("李四"));
    let theirs = place.path("theirs.geojson");
    export(&mut colleague, &theirs);

    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    record(&mut session, &key("DEMO-OUT-0002"), vec![note("二号")], &now(4), &actor("张三"));
    import(&mut session, &theirs);
    assert_eq!(outfalls(&session), 4, "three of ours and their ninth");
    let snapshot = session.snapshot();
    let doubts = codes(&snapshot.layers[0].issues);
    assert!(doubts.contains(&"joined-features"), "{:?}", snapshot.layers[0].issues);
    let act = Act {
        feature: key("DEMO-OUT-0002"),
        on: None,
        on_behalf_of: None,
        parts: vec![note("记在谁名下")],
    };
    let outcome = session.apply(Command::Record(act), &now(5), &actor("张三")).unwrap();
    assert!(matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
}

#[test]
fn a_code_that_several_outfalls_have_is_told_about() {
    let place = Place::new();
    let twice =
        LAYER.replace(r#""outfall_id": "DEMO-OUT-0002""#, r#""outfall_id": "DEMO-OUT-0001""#);
    let mut session = place.session("a.yice");
    let report = import(&mut session, &place.write("outfalls.geojson", &twice));
    let told = report.issues.iter().find(|issue| issue.code == "same-code").unwrap();
    assert_eq!((told.feature, told.line), (Some(1), 6));
    assert!(
        told.message_zh.contains("2 个要素（从 0 数：0、1）的编码都是“DEMO-OUT-0001”"),
        "{told:?}"
    );
    assert_eq!(outfalls(&session), 3);
}

#[test]
fn features_that_nothing_tells_apart_are_counted_and_carry_their_own_records() {
    let place = Place::new();
    let one = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[117.5,39]},"properties":{"name":"a"}}"#;
    for count in 2..5 {
        let text = format!(
            r#"{{"type":"FeatureCollection","metadata":{{"layer":"outfall"}},"features":[{}]}}"#,
            vec![one; count].join(",\n")
        );
        let mut session = place.session(&format!("{count}.yice"));
        import(&mut session, &place.write(&format!("{count}.geojson"), &text));
        assert_eq!(outfalls(&session), count);
        let keys: Vec<_> =
            session.snapshot().layers[0].rows.iter().map(|row| row.key.clone()).collect();
        record(&mut session, &keys[1], vec![note("第二个")], &now(3), &actor("张三"));
        let mut last = place.path(&format!("{count}-0.geojson"));
        export(&mut session, &last);
        for round in 1..4 {
            let mut next = place.session(&format!("{count}-{round}.yice"));
            import(&mut next, &last);
            assert_eq!((outfalls(&next), states(&next)), (count, states(&session)));
            let out = place.path(&format!("{count}-{round}.geojson"));
            export(&mut next, &out);
            assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&last).unwrap());
            last = out;
        }
        let records: Vec<usize> = carried(&last).into_iter().map(|(_, records)| records).collect();
        assert_eq!(records.iter().filter(|records| **records > 0).count(), 1, "{records:?}");
    }
}
