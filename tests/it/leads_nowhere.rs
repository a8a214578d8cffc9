//! A request that cannot come about from the stage it is made at is refused with the words of the step itself, is granted
//! by nobody where it came by a file, and opens no step.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;

fn said(records: &[Arc<Record>], body: &Body, by: &Actor) -> String {
    let (book, today) = (rulebook(), day("2022-05-20"));
    let state = state_of(&book, records);
    let answer = book.check(&state, body, by, today, today, &World::default());
    let missing = answer.err().map(|refusal| refusal.missing).unwrap_or_default();
    missing.iter().map(|one| one.message.zh.as_str()).collect::<Vec<_>>().join("；")
}

fn at(stage: &str, rest: Vec<Body>) -> Vec<Arc<Record>> {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = adopted(Some(stage), &[("category", "keep"), ("deadline_original", "2022-05-01")]);
    writer.line(&inspector(), None, std::iter::once(base).chain(rest).collect())
}

fn decided(request: &Record, verdict: &str) -> Body {
    let (request, verdict, note) = (request.id.clone(), verdict.to_owned(), "理由".to_owned());
    Body::Decided(Decided { request, verdict, note })
}

#[test]
fn a_request_that_leads_nowhere_is_refused_with_the_words_of_the_step() {
    let ask = |stage: &str, what: &str| said(&at(stage, Vec::new()), &request(what), &inspector());
    for stage in ["in_progress", "signed_off", "not_required", "suspended", "drafting"] {
        let step = Body::Transition(step(Some(stage), "not_required"));
        let direct = said(&at(stage, Vec::new()), &step, &municipal());
        assert_eq!(ask(stage, "not_required"), direct, "{stage}");
        assert!(direct.contains("不能直接到“无需整治”"), "{direct}");
    }
    assert!(ask("signed_off", "suspended").contains("“已销号”不能直接到“暂缓”"));
    assert_eq!(ask("signed_off", "deadline"), "现在是“已销号”，没有期限可延");
    assert_eq!(ask("cancelled", "cancelled").matches("不能直接到").count(), 1);
    for (stage, what) in [
        ("pending", "not_required"),
        ("in_progress", "deadline"),
        ("in_progress", "suspended"),
        ("signed_off", "cancelled"),
        ("suspended", "deadline"),
    ] {
        assert_eq!(ask(stage, what), "", "{stage} {what}");
    }
}

#[test]
fn what_leads_nowhere_by_now_can_only_be_refused() {
    let mut records = at("pending", vec![request("not_required")]);
    let asked = records[1].clone();
    assert_eq!(said(&records, &decided(&asked, "approved"), &municipal()), "");
    let mut other = Writer::new("b", "2022-05-11T08:00:00+08:00");
    let facts = [("category", "ban"), ("responsible_subject", "示例合作社")];
    let bodies = facts.iter().map(|(code, value)| set(code, value));
    let draft = Body::Transition(step(Some("pending"), "drafting"));
    let rest = other.line(&district(), Some(&asked), bodies.chain([draft]).collect());
    records.extend(rest);
    let answer = said(&records, &decided(&asked, "approved"), &municipal());
    assert!(answer.contains("“方案编制中”不能直接到“无需整治”"), "{answer}");
    assert!(answer.contains("只能不同意"), "{answer}");
    assert_eq!(said(&records, &decided(&asked, "refused"), &municipal()), "");
}

#[test]
fn a_refused_request_opens_no_step() {
    let mut records = at("pending", vec![photo("form"), request("not_required")]);
    let asked = records.last().unwrap().clone();
    let mut step = step(Some("pending"), "not_required");
    step.note = "无污水".into();
    let step = Body::Transition(step);
    assert_eq!(said(&records, &step, &municipal()), "");
    let mut city = Writer::new("m", "2022-05-12T08:00:00+08:00");
    records.push(city.write(&municipal(), &[&asked], decided(&asked, "refused")));
    let answer = said(&records, &step, &municipal());
    assert!(answer.contains("无需整治"), "{answer}");
    // Nor does one that a file brings along and that led nowhere when it was made.
    let mut forged = at("in_progress", vec![request("suspended"), request("not_required")]);
    let state = state_of(&rulebook(), &forged);
    assert_eq!(state.requests.len(), 1);
    assert!(refusal_of(&state, &forged[2]).contains("不能直接到"));
    let not_required = forged.pop().unwrap();
    assert!(said(&forged, &decided(&not_required, "approved"), &municipal()).contains("没有找到"));
}
