//! The procedures' files: what is refused of one with its line, and what holds of all that are built in.

use std::collections::BTreeSet;

use yice::plan::*;

#[test]
fn a_field_named_like_a_fixed_column_is_refused_with_its_line() {
    let text = include_str!("../../assets/procedures/outfall.toml");
    let bad = text.replacen("code = \"plan_no\"", "code = \"due\"", 1);
    let error = Procedure::parse("outfall.toml", &bad).unwrap_err();
    assert!(error.reason.contains("yice_due") && error.line > 10, "{error}");
    for (from, to, wants) in [
        ("photo = \"signboard\"", "photo = \"sign_board\"", "sign_board"),
        ("gate = \"G\"", "gate = \"H\"", "\"H\""),
        ("setting:revisit_days", "setting:days", "setting:days"),
        ("to = \"rework\"", "to = \"redo\"", "redo"),
        ("letter = \"P\"", "lettre = \"P\"", "lettre"),
        ("is = [\"keep\"]", "is = [\"kept\"]", "kept"),
        ("from = \"work\"", "from = \"T99\"", "T99"),
        ("after = \"field:finished_on\"", "after = \"field:cause\"", "cause"),
        ("preset = \"actor\"", "preset = \"today\"", "approved_by"),
        ("preset = \"today\"", "preset = \"now\"", "signoff_on"),
        ("required = [\"baseline\"", "required = [\"base_line\"", "base_line"),
    ] {
        let error = Procedure::parse("outfall.toml", &text.replacen(from, to, 1)).expect_err(to);
        assert!(error.reason.contains(wants) && error.line > 1, "{to}: {error}");
    }
}

#[test]
fn samples_are_asked_to_be_whole_of_the_latest_alone() {
    let text = include_str!("../../assets/procedures/black_odorous_water.toml");
    let of_any = text.replacen("scope = \"any\" }", "scope = \"any\", whole = true }", 1);
    let error = Procedure::parse("black_odorous_water.toml", &of_any).unwrap_err();
    assert_eq!(error.reason_text().zh, "whole 只能要求最近的样品，或每个月的样品", "{error}");
}

#[test]
fn a_complete_file_of_an_outfall_holds_what_its_plan_is_reviewed_by() {
    let rulebook = Rulebook::built_in();
    let outfall = rulebook.procedure(&yice::model::Kind::new("outfall")).unwrap();
    let review = &outfall.transition("T5").unwrap().needs;
    let asked = review.iter().filter_map(|need| match need {
        Need::Field { field, .. } => Some(field),
        _ => None,
    });
    assert_eq!(asked.collect::<Vec<_>>(), outfall.required.iter().collect::<Vec<_>>());
}

#[test]
fn two_stages_of_one_letter_and_a_stage_nobody_reaches_are_told() {
    let text = include_str!("../../assets/procedures/outfall.toml");
    let letters: Vec<&str> = text.lines().filter(|line| line.starts_with("letter = ")).collect();
    let twins = text.replacen(letters[1], letters[0], 1);
    let error = Procedure::parse("outfall.toml", &twins).unwrap_err();
    assert!(error.reason_text().zh.contains("的字母相同"), "{error}");
    let stray = "[[stage]]\ncode = \"stray\"\nzh = \"无\"\nen = \"Stray\"\nmark = \"孤\"\nletter = \"~\"\ngroup = \"works\"\n\n";
    let at = text.find("[[stage]]").unwrap();
    let alone = format!("{}{stray}{}", &text[..at], &text[at..]);
    let error = Procedure::parse("outfall.toml", &alone).unwrap_err();
    assert_eq!(error.reason_text().zh, "没有一步通到阶段“stray”");
    let one_mark = alone.replacen("mark = \"孤\"", "mark = \"编\"", 1);
    let error = Procedure::parse("outfall.toml", &one_mark).unwrap_err();
    assert!(error.reason_text().zh.contains("的标记相同"), "{error}");
    assert_eq!(alone.lines().nth(error.line - 1), Some("[[stage]]"), "{error}");
}

#[test]
fn tabs_and_lists_by_month_are_checked_too() {
    let river = include_str!("../../assets/procedures/river.toml");
    let bad = river.replacen("tabs = { plan =", "tabs = { plans =", 1);
    let error = Procedure::parse("river.toml", &bad).unwrap_err();
    assert!(error.reason.contains("plans") && error.line > 1, "{error}");
    let procedure = Procedure::parse("river.toml", river).unwrap();
    assert_eq!(procedure.tabs["plan"].zh, "一河一策五清单");
    let section = include_str!("../../assets/procedures/section.toml");
    for (from, to) in
        [("ids = \"month\"", "ids = \"week\""), ("type = \"list\", ids", "type = \"text\", ids")]
    {
        let error = Procedure::parse("section.toml", &section.replacen(from, to, 1)).expect_err(to);
        assert!(error.reason.contains("gaps"), "{to}: {error}");
    }
}

#[test]
fn a_month_without_samples_is_known_by_its_month() {
    let rulebook = Rulebook::built_in();
    let key = yice::model::FeatureKey::parse("section:S-1").unwrap();
    let state = FeatureState::new(key);
    let today = crate::histories::day("2022-05-12");
    let world = crate::histories::World::default();
    let answer = |id: &str| {
        let body =
            crate::histories::set_json(&format!("gaps/{id}"), serde_json::json!({"why": "frozen"}));
        rulebook.check(&state, &body, &crate::histories::inspector(), today, today, &world)
    };
    assert!(answer("2022-01").is_ok());
    for id in ["a1b2c3d4", "2022-13", "2022-1", "202201"] {
        let refusal = answer(id).expect_err(id);
        assert!(refusal.missing[0].message.zh.contains("2022-04"), "{id}: {refusal:?}");
    }
}

#[test]
fn nobody_approves_their_own_work() {
    let rulebook = Rulebook::built_in();
    for procedure in rulebook.procedures.values() {
        for transition in &procedure.transitions {
            let differs = transition.needs.iter().any(|need| matches!(need, Need::Actor { .. }));
            let approves = transition.verdict == Some(Verdict::Approve);
            assert!(differs || !approves, "{} {}", procedure.id, transition.id);
        }
    }
}

#[test]
fn every_word_is_there_in_both_languages_and_codes_stand_once() {
    let rulebook = Rulebook::built_in();
    let check = |what: &str, choices: &[Choice]| {
        let codes: BTreeSet<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
        assert_eq!(codes.len(), choices.len(), "{what}");
        for Choice { code, label, .. } in choices {
            let is_chinese = !label.zh.is_ascii() || label.zh == label.en;
            assert!(is_chinese && !label.en.is_empty(), "{what} {code}: {label:?}");
            assert!(label.en.is_ascii(), "{what} {code}: {label:?}");
        }
    };
    for procedure in rulebook.procedures.values() {
        let id = procedure.id.as_str();
        check(id, &procedure.photo_kinds);
        check(id, &procedure.document_kinds);
        check(id, &procedure.groups);
        assert!(procedure.basis.is_some() || !procedure.has_stages(), "{id}");
        let fields = procedure.fields.iter().chain(&procedure.looks);
        for field in fields.flat_map(|field| match &field.kind {
            FieldKind::List(columns) => columns.iter().collect(),
            _ => vec![field],
        }) {
            if let FieldKind::Choice(choices) | FieldKind::Choices(choices) = &field.kind {
                check(&format!("{id} {}", field.code), choices);
            }
        }
        let marks: BTreeSet<&str> = procedure.stages.iter().map(|s| s.mark.zh.as_str()).collect();
        assert_eq!(marks.len(), procedure.stages.len(), "{id}: a character stands for one stage");
        let letters: BTreeSet<&str> = procedure.stages.iter().map(|s| s.mark.en.as_str()).collect();
        assert_eq!(letters.len(), procedure.stages.len(), "{id}: a letter stands for one stage");
    }
}

#[test]
fn what_dates_a_stage_or_a_value_is_a_date_field_of_the_file() {
    let outfall = include_str!("../../assets/procedures/outfall.toml");
    let district = include_str!("../../assets/procedures/district.toml");
    for (file, text, from, to) in [
        ("outfall.toml", outfall, "dated_by = \"signoff_on\"", "dated_by = \"signoff_day\""),
        ("outfall.toml", outfall, "dated_by = \"started_on\"", "dated_by = \"cause\""),
        ("outfall.toml", outfall, "not_before = [\"approved_on\"]", "not_before = [\"approved\"]"),
        ("district.toml", district, "dated_by = \"bow_survey_on\"", "dated_by = \"name\""),
    ] {
        let bad = text.replacen(from, to, 1);
        let error = Procedure::parse(file, &bad).expect_err(to);
        let line = bad.lines().position(|line| line.contains(to)).unwrap() + 1;
        assert!(error.reason_text().zh.contains("没有这样的日期字段"), "{to}: {error}");
        assert!((line - 12..=line).contains(&error.line), "{to}, line {line}: {error}");
    }
}
