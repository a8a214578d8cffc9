//! What two people said of one thing, unaware of each other, where it is no field: it is named, and decided once.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;

/// One beginning, and what two people wrote upon it without seeing each other's.
struct Fork {
    base: Vec<Arc<Record>>,
    one: Vec<Arc<Record>>,
    other: Vec<Arc<Record>>,
}

impl Fork {
    fn of(base: Vec<Arc<Record>>, one: (&Actor, Vec<Body>), other: (&Actor, Vec<Body>)) -> Self {
        let last = base.last();
        let one = Writer::new("one", "2022-05-20T09:00:00+08:00").line(one.0, last, one.1);
        let other = Writer::new("two", "2022-05-20T10:00:00+08:00").line(other.0, last, other.1);
        Self { base, one, other }
    }

    fn all(&self) -> Vec<Arc<Record>> {
        [&self.base, &self.one, &self.other].into_iter().flatten().cloned().collect()
    }

    /// The state of the union, which is the same in any order.
    #[track_caller]
    fn state(&self) -> FeatureState {
        let all = self.all();
        let state = state_of(&rulebook(), &all);
        let backwards: Vec<_> = all.iter().rev().cloned().collect();
        assert_eq!(format!("{state:?}"), format!("{:?}", state_of(&rulebook(), &backwards)));
        state
    }

    /// The state once somebody who has seen everything has recorded more.
    #[track_caller]
    fn then(&self, by: &Actor, body: Body) -> FeatureState {
        let state = self.state();
        let mut all = self.all();
        let heads: Vec<_> =
            all.iter().filter(|it| state.heads.contains(&it.hash)).cloned().collect();
        let mut writer = Writer::new("then", "2022-05-21T09:00:00+08:00");
        let record = writer.write(by, &heads.iter().collect::<Vec<_>>(), body.clone());
        all.push(Arc::clone(&record));
        let after = state_of(&rulebook(), &all);
        assert_eq!(said(&state, &body, by), "", "the form and the fold say the same");
        assert!(counts(&after, &record), "{:?}", fate(&after, &record));
        after
    }
}

fn said(state: &FeatureState, body: &Body, by: &Actor) -> String {
    let today = day("2022-05-21");
    let answer = rulebook().check(state, body, by, today, today, &World::default());
    answer.err().map(|refusal| refusal.to_string()).unwrap_or_default()
}

fn settled(code: &str, value: &str) -> Body {
    Body::Resolved(Resolved { fields: fields(&[(code, value)]), note: "核对".into() })
}

fn decided(request: &Record, verdict: &str) -> Body {
    let (request, verdict) = (request.id.clone(), verdict.into());
    Body::Decided(Decided { request, verdict, note: "理由".into() })
}

fn other_city() -> Actor {
    actor("周九", Role::Municipal)
}

fn labels(state: &FeatureState, code: &str) -> Vec<String> {
    let book = rulebook();
    let procedure = book.procedure(&key().kind());
    let values = standing_values(state, code, procedure, &book.standards);
    values.into_iter().map(|value| value.label.zh).collect()
}

/// A plan in works with a deadline and a request of the district's.
fn asked(what: &str) -> Vec<Arc<Record>> {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = adopted(
        Some("in_progress"),
        &[("deadline_original", "2022-09-30"), ("started_on", "2022-05-01")],
    );
    writer.line(&district(), None, vec![base, request(what)])
}

#[test]
fn a_deadline_that_one_approved_and_another_refused_stays_until_the_municipality_settles_it() {
    let base = asked("deadline");
    let request = Arc::clone(&base[1]);
    for turned in [false, true] {
        let (first, second) =
            if turned { ("refused", "approved") } else { ("approved", "refused") };
        let fork = Fork::of(
            base.clone(),
            (&municipal(), vec![decided(&request, first)]),
            (&other_city(), vec![decided(&request, second)]),
        );
        let state = fork.state();
        assert_eq!(state.conflicts(), ["deadline_current"]);
        assert_eq!(state.deadline_current, Some(day("2022-09-30")), "it has not moved");
        assert!(state.requests[0].decision().is_none());
        assert_eq!(state.open_requests().count(), 0, "it is settled, not decided anew");
        let sides = labels(&state, "deadline_current");
        assert_eq!(sides, ["2022-12-31（同意延期）", "2022-09-30（不同意延期）"]);

        let body = settled("deadline_current", "2022-12-31");
        assert_ne!(said(&state, &body, &inspector()), "");
        assert!(said(&state, &body, &actor("李四", Role::Municipal)).contains("yourself"));
        assert_ne!(said(&state, &settled("deadline_current", "2023-01-31"), &municipal()), "");
        assert_ne!(said(&state, &decided(&request, "approved"), &municipal()), "");

        let state = fork.then(&municipal(), body);
        assert_eq!(state.conflicts(), [""; 0]);
        assert_eq!(state.deadline_current, Some(day("2022-12-31")));
        assert_eq!(state.requests[0].decision().map(|(verdict, _)| verdict), Some("approved"));
        let state = fork.then(&municipal(), settled("deadline_current", "2022-09-30"));
        assert_eq!(state.deadline_current, Some(day("2022-09-30")));
        assert_eq!(state.requests[0].decision().map(|(verdict, _)| verdict), Some("refused"));
        assert_eq!(state.conflicts(), [""; 0]);
    }
}

#[test]
fn two_who_decided_alike_agree() {
    let base = asked("deadline");
    let request = Arc::clone(&base[1]);
    let fork = Fork::of(
        base,
        (&municipal(), vec![decided(&request, "approved")]),
        (&other_city(), vec![decided(&request, "approved")]),
    );
    let state = fork.state();
    assert_eq!(state.conflicts(), [""; 0]);
    assert_eq!(state.deadline_current, Some(day("2022-12-31")));
}

fn held() -> Body {
    let fields = fields(&[("review_on", "2022-09-01")]);
    let held = step(Some("in_progress"), "suspended");
    Body::Transition(Step { note: "汛期".into(), fields, ..held })
}

#[test]
fn a_stage_that_one_granted_and_another_refused_is_in_dispute_until_it_is_settled() {
    let base = asked("suspended");
    let request = Arc::clone(&base[1]);
    for granted in [vec![held()], vec![decided(&request, "approved"), held()]] {
        let fork = Fork::of(
            base.clone(),
            (&municipal(), granted),
            (&other_city(), vec![decided(&request, "refused")]),
        );
        let state = fork.state();
        assert_eq!(state.conflicts(), ["stage"]);
        assert_eq!(state.stage_code(), Some("in_progress"), "shown where it was");
        assert!(labels(&state, "stage")[1].contains("不同意申请"));
        assert_ne!(said(&state, &settled("stage", "suspended"), &district()), "");
        let state = fork.then(&municipal(), settled("stage", "in_progress"));
        assert_eq!((state.stage_code(), state.conflicts().len()), (Some("in_progress"), 0));
        assert_eq!(state.requests[0].decision().map(|(verdict, _)| verdict), Some("refused"));
        let state = fork.then(&other_city(), settled("stage", "suspended"));
        assert_eq!(state.stage_code(), Some("suspended"));
        assert_eq!(state.requests[0].decision().map(|(verdict, _)| verdict), Some("approved"));
    }
}

#[test]
fn two_verdicts_that_led_to_no_step_are_settled_by_themselves() {
    let base = asked("suspended");
    let request = Arc::clone(&base[1]);
    let fork = Fork::of(
        base,
        (&municipal(), vec![decided(&request, "approved")]),
        (&other_city(), vec![decided(&request, "refused")]),
    );
    let state = fork.state();
    let code = format!("@request/{}", request.id);
    assert_eq!(state.conflicts(), [code.as_str()]);
    assert_eq!(labels(&state, &code), ["同意：理由", "不同意：理由"]);
    assert_ne!(said(&state, &settled(&code, "perhaps"), &municipal()), "");
    let state = fork.then(&municipal(), settled(&code, "refused"));
    assert_eq!(state.requests[0].decision().map(|(verdict, _)| verdict), Some("refused"));
    assert_eq!(state.conflicts(), [""; 0]);
}

/// Sent back with one thing to correct, which the inspector answered.
fn answered() -> Vec<Arc<Record>> {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = adopted(Some("acceptance"), &[("category", "ban"), ("finished_on", "2022-05-08")]);
    let mut all = writer.line(&inspector(), None, vec![base]);
    let item = Item { id: "i1".into(), text: "补照片".into(), ..Item::default() };
    let back = Step { items: vec![item], note: "补".into(), ..step(Some("acceptance"), "rework") };
    all.push(writer.write(&municipal(), &[&all[0].clone()], Body::Transition(back)));
    all.push(writer.write(&inspector(), &[&all[1].clone()], answer("已补")));
    all
}

fn answer(note: &str) -> Body {
    Body::ItemAnswered(ItemAnswered { item: "i1".into(), note: note.into(), evidence: vec![] })
}

fn judged(verdict: &str) -> Body {
    let note = if verdict == "again" { "看不清" } else { "" };
    Body::ItemJudged(ItemJudged { item: "i1".into(), verdict: verdict.into(), note: note.into() })
}

#[test]
fn an_answer_that_one_accepted_and_another_gave_back_is_open_until_it_is_settled() {
    for (first, second) in [("accepted", "again"), ("again", "accepted")] {
        let fork = Fork::of(
            answered(),
            (&district(), vec![judged(first)]),
            (&actor("孙七", Role::District), vec![judged(second)]),
        );
        let state = fork.state();
        assert_eq!(state.conflicts(), ["@item/i1"]);
        assert!(state.items[0].is_open() && state.items[0].accepted.is_none());
        let both = labels(&state, "@item/i1");
        assert!(both.contains(&"通过".to_owned()) && both.contains(&"再改：看不清".to_owned()));
        assert_ne!(said(&state, &settled("@item/i1", "accepted"), &inspector()), "");
        let state = fork.then(&municipal(), settled("@item/i1", "accepted"));
        assert!(state.items[0].accepted.is_some() && !state.items[0].is_open());
        let state = fork.then(&district(), settled("@item/i1", "again"));
        assert!(state.items[0].is_open());
        assert_eq!(state.items[0].again.as_ref().unwrap().words(), ("已补", "看不清"));
        assert_eq!(state.conflicts(), [""; 0]);
        let state = fork.then(&inspector(), answer("重拍"));
        assert_eq!(state.conflicts(), [""; 0], "a new answer is judged anew");
    }
}

#[test]
fn two_answers_of_people_unaware_of_each_other_both_stand() {
    let mut base = answered();
    base.pop();
    let fork = Fork::of(
        base,
        (&inspector(), vec![answer("好了")]),
        (&actor("李六", Role::Inspector), vec![answer("没法改")]),
    );
    let state = fork.state();
    assert_eq!(state.items[0].answers.len(), 2);
    let state = fork.then(&municipal(), judged("again"));
    assert!(state.items[0].is_open());
}

/// A plan whose samples are judged.
fn sampled() -> Vec<Arc<Record>> {
    let base = adopted(
        Some("in_progress"),
        &[("emission_standard", "GB18918-2002/1A"), ("started_on", "2022-05-01")],
    );
    Writer::new("a", "2022-05-10T08:00:00+08:00").line(&district(), None, vec![base])
}

fn outcome(state: &FeatureState) -> &Outcome {
    &state.samples[0].judgement.as_ref().unwrap().outcome
}

#[test]
fn a_failing_result_does_not_vanish_behind_a_later_one_that_passes() {
    let laboratory = actor("孙八", Role::Monitor);
    let party = actor("某企", Role::Responsible);
    for (first, second) in [("20", "200"), ("200", "20")] {
        let fork = Fork::of(
            sampled(),
            (&laboratory, vec![result("D1", "2022-05-18", first)]),
            (&party, vec![result("D1", "2022-05-18", second)]),
        );
        let state = fork.state();
        assert_eq!(state.conflicts(), ["@sample/D1"]);
        assert_eq!(*outcome(&state), Outcome::Failing, "the stricter one is shown");
        assert_eq!(state.samples[0].rivals.len(), 1);
        let mut both = labels(&state, "@sample/D1");
        both.sort();
        assert_eq!(both, ["COD 200（超标）", "COD 20（达标）"]);

        // Nobody below the municipality writes a third one over them.
        let third = result("D1", "2022-05-18", "21");
        assert_ne!(said(&state, &third, &party), "");
        assert_ne!(said(&state, &third, &district()), "");
        let [one, other] = [&fork.one[0], &fork.other[0]];
        assert_ne!(said(&state, &settled("@sample/D1", &one.id), &district()), "");
        assert_ne!(said(&state, &settled("@sample/D1", "nobody"), &municipal()), "");
        let passing = if first == "20" { one } else { other };
        let state = fork.then(&municipal(), settled("@sample/D1", &passing.id));
        assert_eq!(*outcome(&state), Outcome::Compliant);
        assert_eq!(state.samples[0].replaced.len(), 1, "the other stays visible");
        assert_eq!(state.conflicts(), [""; 0]);
        // Who filed a wrong one takes it back.
        let state = fork.then(&party, withdraw(other, "录错"));
        assert_eq!(state.conflicts(), [""; 0]);
    }
}

#[test]
fn equal_results_agree_and_a_quick_test_contradicts_no_laboratory() {
    let quick = |cod| match result("D1", "2022-05-18", cod) {
        Body::SampleResult(it) => Body::SampleResult(SampleResult { source: "quick".into(), ..it }),
        other => other,
    };
    for (other, values) in [(result("D1", "2022-05-18", "20.0"), 1), (quick("200"), 1)] {
        let laboratory = actor("孙八", Role::Monitor);
        let fork = Fork::of(
            sampled(),
            (&laboratory, vec![result("D1", "2022-05-18", "20")]),
            (&inspector(), vec![other]),
        );
        let state = fork.state();
        assert_eq!(state.conflicts(), [""; 0]);
        assert_eq!(*outcome(&state), Outcome::Compliant);
        assert_eq!(state.samples[0].rivals.len(), values);
    }
}

#[test]
fn a_newer_result_of_an_author_who_saw_the_older_replaces_it() {
    let mut all = sampled();
    let mut writer = Writer::new("b", "2022-05-20T08:00:00+08:00");
    let bodies = ["200", "20"].map(|cod| result("D1", "2022-05-18", cod)).to_vec();
    let on = Arc::clone(&all[0]);
    all.extend(writer.line(&inspector(), Some(&on), bodies));
    let state = state_of(&rulebook(), &all);
    assert_eq!(state.conflicts(), [""; 0]);
    assert_eq!(*outcome(&state), Outcome::Compliant);
}

fn held_from(stage: &str) -> Body {
    let fields = fields(&[("review_on", "2022-09-01")]);
    Body::Transition(Step { note: "汛期".into(), fields, ..step(Some(stage), "suspended") })
}

#[test]
fn a_step_that_is_decided_away_takes_what_it_sent_back_with_it() {
    let accepted =
        adopted(Some("acceptance"), &[("category", "ban"), ("finished_on", "2022-05-08")]);
    let base = Writer::new("a", "2022-05-10T08:00:00+08:00").line(
        &district(),
        None,
        vec![accepted, request("suspended")],
    );
    let item = Item { id: "i1".into(), text: "补照片".into(), ..Item::default() };
    let back = Step { items: vec![item], note: "补".into(), ..step(Some("acceptance"), "rework") };
    let fork = Fork::of(
        base,
        (&municipal(), vec![held_from("acceptance")]),
        (&other_city(), vec![Body::Transition(back), note("电话已告知")]),
    );
    let state = fork.state();
    assert_eq!(state.conflicts(), ["stage"]);
    assert_eq!(state.items.len(), 1);
    let state = fork.then(&municipal(), settled("stage", "suspended"));
    assert_eq!(state.items.len(), 0);
    assert!(state.steps.iter().all(|step| step.to != "rework"));
    let state = fork.then(&municipal(), settled("stage", "rework"));
    assert_eq!(state.items.len(), 1, "what stands still wants its answer");
}

#[test]
fn a_submission_that_was_taken_back_and_approved_is_in_dispute() {
    let (mut writer, mut base) = at_works();
    let last = Arc::clone(&base[1]);
    let started = writer.write(&inspector(), &[&last], start_works());
    base.push(Arc::clone(&started));
    base.push(writer.write(&district(), &[&started], request("suspended")));
    let fork = Fork::of(
        base,
        (&inspector(), vec![withdraw(&started, "还没开工")]),
        (&municipal(), vec![held()]),
    );
    let state = fork.state();
    assert_eq!(state.conflicts(), ["stage"]);
    assert_eq!(state.stage_code(), Some("approved"));
    assert!(labels(&state, "stage").iter().any(|label| label.contains("前一步已撤回")));
    let state = fork.then(&municipal(), settled("stage", "suspended"));
    assert_eq!((state.stage_code(), state.conflicts().len()), (Some("suspended"), 0));
    let state = fork.then(&municipal(), settled("stage", "approved"));
    assert_eq!((state.stage_code(), state.conflicts().len()), (Some("approved"), 0));
}

#[test]
fn two_places_are_told_apart_in_words_and_settled_onto_one() {
    let at = |lon: f64| format!(r#"{{"type":"Point","coordinates":[{lon},39.2]}}"#);
    let moved = |lon| Body::Moved(Moved { geometry: at(lon), datum: String::new() });
    let fork = Fork::of(
        sampled(),
        (&inspector(), vec![moved(118.03)]),
        (&actor("李六", Role::Inspector), vec![moved(118.02)]),
    );
    let state = fork.state();
    assert_eq!(state.conflicts(), ["geometry"]);
    assert_eq!(
        labels(&state, "geometry"),
        ["118.030000, 39.200000", "118.020000, 39.200000，与第一处相距 864 m"]
    );
    assert_ne!(said(&state, &settled("geometry", &at(118.5)), &municipal()), "");
    let state = fork.then(&district(), settled("geometry", &at(118.03)));
    assert_eq!(state.conflicts(), [""; 0]);
    assert_eq!(state.geometry, Some(at(118.03)));
}

#[test]
fn lines_and_areas_are_told_by_length_and_area() {
    let line = r#"{"type":"LineString","coordinates":[[117.0,39.0],[118.0,39.0]]}"#;
    let area =
        r#"{"type":"Polygon","coordinates":[[[117,39],[117.01,39],[117.01,39.01],[117,39]]]}"#;
    let moved = |text: &str| Body::Moved(Moved { geometry: text.into(), datum: String::new() });
    let fork = Fork::of(
        sampled(),
        (&inspector(), vec![moved(line)]),
        (&actor("李六", Role::Inspector), vec![moved(area)]),
    );
    let labels = labels(&fork.state(), "geometry");
    assert_eq!(labels[0], "线 86.6 km，中心 117.500000, 39.000000");
    assert!(labels[1].starts_with("面 480"), "{labels:?}");
}

/// What both found stated in the file they work on.
fn file_says() -> Body {
    let said = [
        ("name", "旧名"),
        ("receiving_water", "示例河"),
        ("category", "merge"),
        ("responsible_subject", "示例合作社"),
        ("deadline_original", "2022-09-30"),
    ];
    adopted(Some("pending"), &said)
}

#[test]
fn who_only_went_there_contradicts_nobody_who_corrects_what_the_file_says() {
    let went_there = || vec![file_says(), note("到场")];
    let begun = Body::Transition(step(Some("pending"), "drafting"));
    let writes = || vec![file_says(), set("name", "新名"), begun.clone()];
    let forks = [
        Fork::of(Vec::new(), (&inspector(), went_there()), (&district(), writes())),
        Fork::of(Vec::new(), (&district(), writes()), (&inspector(), went_there())),
    ];
    for fork in forks {
        let state = fork.state();
        assert_eq!(state.conflicts(), [""; 0]);
        assert_eq!(state.text("name"), Some("新名"));
        assert_eq!(state.text("receiving_water"), Some("示例河"));
        assert_eq!(state.stage_code(), Some("drafting"), "{:?}", state.stage);
    }
}

#[test]
fn files_that_state_different_things_stay_different_whoever_corrects_one_of_them() {
    let newer = adopted(Some("pending"), &[("receiving_water", "别河"), ("name", "旧名")]);
    let fork = Fork::of(
        Vec::new(),
        (&inspector(), vec![newer, note("到场")]),
        (&district(), vec![file_says(), set("receiving_water", "新河")]),
    );
    assert_eq!(fork.state().conflicts(), ["receiving_water"]);
}

#[test]
fn two_who_correct_what_the_file_says_contradict_each_other() {
    let fork = Fork::of(
        Vec::new(),
        (&inspector(), vec![file_says(), set("name", "甲")]),
        (&district(), vec![file_says(), set("name", "乙")]),
    );
    let state = fork.state();
    assert_eq!(state.conflicts(), ["name"]);
    assert_eq!(labels(&state, "name"), ["甲", "乙"]);
}
