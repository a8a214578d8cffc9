//! An annotated layer on its way through other software: the whole history comes back, nothing twice.

use crate::walk::{LAYER, Place, a_morning, export, import, key, states};

#[test]
fn an_export_comes_back_whole_from_other_software() {
    if !has_ogr2ogr() {
        println!("left out: ogr2ogr (Debian's gdal-bin) is not installed here");
        return;
    }
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    a_morning(&place, &mut session);
    std::fs::create_dir(place.path("out")).unwrap();
    let out = place.path("out/outfalls.geojson");
    export(&mut session, &out);
    let passes: &[&[&str]] = &[
        &["plain.geojson"],
        &["-lco RFC7946=YES rfc.geojson"],
        &["pass.gpkg", "gpkg.geojson"],
        &["pass.fgb", "fgb.geojson"],
    ];
    for pass in passes {
        let mut from = out.clone();
        for step in *pass {
            let words: Vec<&str> = step.split(' ').collect();
            let to = place.path(words.last().unwrap());
            let status = std::process::Command::new("ogr2ogr")
                .args(&words[..words.len() - 1])
                .arg(&to)
                .arg(&from)
                .stderr(std::process::Stdio::null())
                .status()
                .unwrap();
            assert!(status.success(), "{pass:?}");
            from = to;
        }
        // Elsewhere: the whole history arrives.
        let mut other = place.session(&format!("{}.yice", pass.last().unwrap().replace(' ', "_")));
        let report = import(&mut other, &from);
        assert_eq!((report.records_new, report.records_altered), (6, 0), "{pass:?}: {report:?}");
        assert_eq!(states(&other), states(&session), "{pass:?}");
        // At home: nothing is doubled, everything is still on its feature.
        let before = states(&session);
        let report = import(&mut session, &from);
        assert_eq!((report.records_new, report.records_known), (0, 6), "{pass:?}");
        assert!(report.layers_added.is_empty(), "{pass:?}: {report:?}");
        assert_eq!(states(&session), before, "{pass:?}");
        let snapshot = session.snapshot();
        for code in ["DEMO-OUT-0001", "DEMO-OUT-0002"] {
            let (view, _) = snapshot.place(&key(code)).unwrap();
            assert!(!view.found, "{pass:?}: {code}");
        }
    }
}

fn has_ogr2ogr() -> bool {
    std::process::Command::new("ogr2ogr").arg("--version").output().is_ok()
}
