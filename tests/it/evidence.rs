//! What is no evidence: files that cannot be looked at, one picture for two kinds, pictures without a time, days ahead.

use yice::plan::{Body, Photo, Step};

use crate::commands::{DISTRICT, Desk, INSPECTOR, picture};
use crate::histories::{
    World, Writer, adopted, day, district, document, fields, inspector, photo, result, rulebook,
    set, state_of, step,
};

fn records(desk: &Desk) -> usize {
    let log = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).json();
    log["records"].as_array().unwrap().len()
}

#[test]
fn a_file_that_cannot_be_looked_at_is_refused_by_name_and_nothing_is_recorded() {
    let desk = Desk::new().with_outfalls();
    desk.write("empty.jpg", "");
    desk.write("text.jpg", "this is no picture");
    desk.write("opinion.pdf", "nor is this a paper");
    desk.write("a.png", picture());
    let photo = |file| ["--photo", file, "--photo-kind", "form"];
    let paper = |file| ["--document", file, "--doc-kind", "acceptance_opinion"];
    for (flags, says) in [
        (photo("empty.jpg"), "empty.jpg is empty (0 bytes)"),
        (photo("text.jpg"), "text.jpg is no picture or film"),
        (paper("empty.jpg"), "empty.jpg is empty (0 bytes)"),
        (paper("opinion.pdf"), "opinion.pdf does not hold what pdf files hold"),
    ] {
        let ran = desk.record("A-1", &INSPECTOR, &flags).exits(1);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
    assert_eq!(records(&desk), 0);
    desk.record("A-1", &INSPECTOR, &photo("a.png")).exits(0);
    desk.record("A-1", &INSPECTOR, &paper("a.png")).exits(0);
}

#[test]
fn one_picture_is_not_both_before_and_after() {
    let desk = Desk::new().with_outfalls();
    desk.write("a.png", picture());
    let photo = |kind| ["--photo", "a.png", "--photo-kind", kind];
    desk.record("A-1", &INSPECTOR, &photo("before")).exits(0);
    desk.record("A-1", &INSPECTOR, &photo("scene")).exits(0);
    let ran = desk.record("A-1", &INSPECTOR, &photo("after")).exits(1);
    assert!(ran.err.contains("is filed as \"Before\""), "{}", ran.err);
}

#[test]
fn days_ahead_and_days_that_cannot_be_are_refused() {
    let desk = Desk::new().with_outfalls();
    for (flags, says) in [
        (["--sample", "cod=5", "--taken-at", "2099-01-01"], "2099-01-01 is after today"),
        (["--sample", "cod=5", "--taken-at", "1700-01-01"], "1700-01-01 cannot be"),
        (["--visit", "discharging=no", "--visit", "at=2099-01-01"], "2099-01-01 is after today"),
        (["--set", "finished_on=2099-01-01", "--set", "name=x"], "2099-01-01 is after today"),
        (["--set", "deadline_original=0022-06-30", "--set", "name=x"], "cannot be"),
        (["--note", "x", "--on", "1800-01-01"], "1800-01-01 cannot be"),
    ] {
        let ran = desk.record("A-1", &DISTRICT, &flags).exits(1);
        assert!(ran.err.contains(says), "{flags:?}: {}", ran.err);
    }
    assert_eq!(records(&desk), 0);
    // What is planned lies ahead.
    desk.record("A-1", &DISTRICT, &["--set", "deadline_original=2022-12-31"]).exits(0);
}

/// The answer to "completed", with this picture of the works.
fn completed_with(picture: Body) -> Result<(), String> {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let begun = writer.line(
        &district(),
        None,
        vec![
            adopted(Some("in_progress"), &[]),
            Body::Progress(yice::plan::Progress { percent: 100, note: String::new() }),
        ],
    );
    let pictured = writer.write(&inspector(), &[&begun[1]], picture);
    let state = state_of(&book, &[begun[0].clone(), begun[1].clone(), pictured]);
    let done = Step {
        fields: fields(&[("finished_on", "2022-05-10")]),
        ..step(Some("in_progress"), "self_check")
    };
    let today = day("2022-05-10");
    let answer = book.check_transition(&state, &done, &district(), today, today, &World::default());
    answer.map_err(|refusal| refusal.to_string())
}

fn after(taken_at: Option<&str>) -> Body {
    match photo("after") {
        Body::Photo(photo) => Body::Photo(Photo { taken_at: taken_at.map(str::to_owned), ..photo }),
        other => other,
    }
}

#[test]
fn a_picture_without_a_time_proves_nothing_about_a_stage_and_the_way_out_is_said() {
    assert_eq!(completed_with(after(Some("2022-05-10T09:00:00+08:00"))), Ok(()));
    // Neither camera nor person said when.
    let answer = completed_with(after(Some(""))).unwrap_err();
    assert!(answer.contains("have no time: give it below the photo"), "{answer}");
    let answer = completed_with(after(Some("2022-03-01"))).unwrap_err();
    assert!(answer.contains("those here are older"), "{answer}");
}

#[test]
fn a_picture_dated_after_it_was_filed_is_evidence_of_nothing() {
    let answer = completed_with(after(Some("2099-01-01T09:00:00+08:00"))).unwrap_err();
    assert!(answer.contains("must be taken after"), "{answer}");
}

#[test]
fn a_received_sample_of_tomorrow_opens_no_gate() {
    let book = rulebook();
    let signing = |taken: &str| {
        let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
        let bodies = vec![
            adopted(
                Some("acceptance"),
                &[("category", "standardize"), ("finished_on", "2022-05-01")],
            ),
            set("archive_ref", "2022-1"),
            document("acceptance_opinion"),
            photo("signboard"),
            photo("sampling_point"),
            result("S-1", taken, "5"),
        ];
        let records = writer.line(&district(), None, bodies);
        let state = state_of(&book, &records);
        let on = day("2022-05-10");
        let step = step(Some("acceptance"), "signoff_review");
        let answer = book.check_transition(&state, &step, &district(), on, on, &World::default());
        answer.unwrap_err().to_string()
    };
    let (today, ahead) = (signing("2022-05-10"), signing("2099-01-01"));
    assert_ne!(today, ahead, "a sample of the day counts for more than one of tomorrow");
    assert!(ahead.to_lowercase().contains("sample"), "{ahead}");
}
