//! The review, found by its words: what waits, how many inputs a verdict takes, and what nobody may do.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use yice::model::FeatureKey;
use yice::plan::{Actor, Body, FieldsSet, Photo, Role};
use yice::session::{Desk as Heading, Matter, Pending};

use crate::panels::{Desk, harness};
use crate::walk::{now, part, record};

fn person(name: &str, unit: &str, role: Role) -> Actor {
    Actor { name: name.to_owned(), unit: unit.to_owned(), role }
}

/// Who has not asked for anything in the demonstration.
fn municipal() -> Actor {
    person("王五", "市局（示意）", Role::Municipal)
}

/// Who asked for every sign-off of the demonstration.
fn applicant(role: Role) -> Actor {
    person("赵六", "滨海新区局（示意）", role)
}

/// A hand on the review of the demonstration that counts: a click or a key is one input.
struct Hand {
    h: Harness<'static, Desk>,
    inputs: usize,
}

impl Hand {
    fn new(actor: Actor) -> Self {
        Self::with(actor, |_| {})
    }

    /// `before`: what is recorded behind the window's back.
    fn with(actor: Actor, before: impl FnOnce(&mut Desk)) -> Self {
        let mut desk = Desk::with_demonstration();
        before(&mut desk);
        desk.look_again();
        desk.screen.view.actor = Some(actor);
        let mut h = harness(desk);
        h.get_by_label_contains("待审 ").click();
        h.run();
        Self { h, inputs: 0 }
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.h.key_press_modifiers(modifiers, key);
        self.h.run();
        self.inputs += 1;
    }

    fn click(&mut self, label: &str) {
        self.h.get_by_label(label).click_accesskit();
        self.h.run();
        self.inputs += 1;
    }

    /// The heading that begins with these words.
    fn heading(&mut self, words: &str) {
        self.h.query_all_by_label_contains(words).next().unwrap().click();
        self.h.run();
        self.inputs = 0;
    }

    fn selected(&self) -> FeatureKey {
        self.h.state().screen.selected().unwrap()
    }

    fn stage(&self, key: &FeatureKey) -> String {
        self.h.state().plans()[key].stage_code().unwrap_or_default().to_owned()
    }

    fn waiting(&self, heading: Heading) -> Vec<Pending> {
        let snapshot = &self.h.state().snapshot;
        let pending = snapshot.plans.iter().flat_map(|(key, state)| snapshot.pending(key, &state));
        pending.filter(|pending| pending.desk == heading).collect()
    }
}

#[test]
fn agreeing_takes_one_input_and_goes_on_with_the_next() {
    let mut hand = Hand::new(municipal());
    hand.heading("销号 4");
    let first = hand.selected();
    assert_eq!(hand.stage(&first), "signoff_review");
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(hand.inputs, 1);
    assert_eq!(hand.stage(&first), "signed_off");
    assert_ne!(hand.selected(), first, "the next one is on the screen");
    hand.h.get_by_label_contains("今天同意 1 件、退回 0 件");
    hand.h.get_by_label("销号 3");
    let state = std::sync::Arc::clone(&hand.h.state().plans()[&first]);
    assert_eq!(state.text("signoff_on"), Some("2022-05-12"), "the day was preset");
}

#[test]
fn sending_back_with_a_canned_remark_takes_two_inputs_and_is_a_to_do() {
    let mut hand = Hand::new(municipal());
    hand.heading("销号 4");
    let first = hand.selected();
    hand.key(Modifiers::COMMAND, Key::Num2);
    hand.key(Modifiers::COMMAND, Key::Backspace);
    assert_eq!(hand.inputs, 2);
    assert_eq!(hand.stage(&first), "rework");
    let state = std::sync::Arc::clone(&hand.h.state().plans()[&first]);
    let open: Vec<&str> = state
        .items
        .iter()
        .filter(|item| item.is_open())
        .map(|item| item.item.text.as_str())
        .collect();
    assert_eq!(open, ["检测报告缺页或没有盖章"]);
    hand.h.get_by_label_contains("今天同意 0 件、退回 1 件");
    let returned = hand.h.state().snapshot.agenda(None).returned;
    assert!(returned.iter().any(|task| task.feature == first));
}

#[test]
fn a_click_on_a_photo_and_a_remark_are_one_item_about_it() {
    let mut hand = Hand::new(municipal());
    hand.heading("销号 4");
    let first = hand.selected();
    hand.h.query_all_by_label("提意见 整治后").next().unwrap().click();
    hand.h.run();
    hand.key(Modifiers::COMMAND, Key::Num1);
    let remark = hand.h.get_by_role_and_label(egui::accesskit::Role::TextInput, "意见 1");
    let foot = hand.h.get_by_label_contains("退回整改  Ctrl+Backspace");
    assert!(remark.rect().max.y <= foot.rect().min.y, "the remark is in sight over the buttons");
    hand.h.query_all_by_label("提意见 整治后 意见 1").next().expect("the picture wears its remark");
    hand.key(Modifiers::COMMAND, Key::Backspace);
    let state = std::sync::Arc::clone(&hand.h.state().plans()[&first]);
    let item = state.items.iter().find(|item| item.is_open()).unwrap();
    assert_eq!(item.item.text, "整治后：照片看不清编号");
    assert!(item.item.target.as_deref().unwrap().starts_with("photo:"));
}

#[test]
fn nobody_agrees_to_their_own_work_alone_or_with_others() {
    let mut hand = Hand::new(applicant(Role::Municipal));
    hand.heading("销号 4");
    let first = hand.selected();
    hand.h.get_by_label_contains("这件是你自己办的");
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(hand.stage(&first), "signoff_review");
    assert!(hand.h.query_all_by_label_contains("要由另一人审核").count() >= 1);
    hand.click("全选");
    hand.h.query_all_by_label_contains("一起同意 4 件").next().unwrap().click();
    hand.h.run();
    hand.h.get_by_label("可以同意 0 件，不能同意 4 件");
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(hand.waiting(Heading::SignOff).len(), 4);
    hand.click("先不同意");
    // It goes to somebody else who judges.
    hand.click("转给 钱七");
    let state = std::sync::Arc::clone(&hand.h.state().plans()[&first]);
    assert_eq!(state.assignments.last().unwrap().body.to, "钱七");
    assert_eq!(hand.stage(&first), "signoff_review");
}

#[test]
fn many_are_agreed_to_with_a_preview_and_undone_as_one() {
    let mut hand = Hand::new(municipal());
    hand.heading("销号 4");
    let cases: Vec<FeatureKey> =
        hand.waiting(Heading::SignOff).into_iter().map(|pending| pending.feature).collect();
    hand.click("全选");
    hand.h.query_all_by_label_contains("一起同意 4 件").next().unwrap().click();
    hand.h.run();
    hand.h.get_by_label("可以同意 4 件，不能同意 0 件");
    hand.key(Modifiers::COMMAND, Key::Enter);
    for key in &cases {
        assert_eq!(hand.stage(key), "signed_off", "{key}");
    }
    assert!(hand.h.query_all_by_label_contains("已同意 4 件").count() >= 1);
    hand.key(Modifiers::COMMAND, Key::Z);
    for key in &cases {
        assert_eq!(hand.stage(key), "signoff_review", "{key}");
    }
}

#[test]
fn while_a_remark_is_typed_the_field_keeps_its_own_keys() {
    let mut hand = Hand::new(municipal());
    hand.heading("销号 4");
    let first = hand.selected();
    let note = |hand: &Hand| {
        hand.h
            .get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "审核意见（说明）")
            .focus();
    };
    note(&hand);
    hand.h.run();
    hand.h
        .get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "审核意见（说明）")
        .type_text("现场再看");
    hand.h.run();
    hand.key(Modifiers::COMMAND, Key::Num1);
    hand.key(Modifiers::COMMAND, Key::Backspace);
    assert_eq!(hand.stage(&first), "signoff_review");
    assert!(hand.h.query_by_label("意见 1").is_none(), "no remark was taken");
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(hand.stage(&first), "signed_off");
}

#[test]
fn what_is_not_complete_is_named_and_is_not_agreed_to() {
    let mut hand = Hand::new(applicant(Role::District));
    hand.h.query_all_by_label_contains("验收 ").next().unwrap().click();
    hand.h.run();
    let first = hand.selected();
    assert_eq!(hand.stage(&first), "acceptance");
    assert!(hand.h.query_all_by_label_contains("还差").count() >= 1);
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(hand.stage(&first), "acceptance");
}

#[test]
fn a_contradiction_is_decided_once() {
    let mut hand = Hand::new(municipal());
    hand.heading("不一致 1");
    let key = hand.selected();
    assert_eq!(hand.waiting(Heading::Conflict)[0].matter, Matter::Conflict);
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert!(hand.h.query_all_by_label_contains("还有 1 项没选定").count() >= 1);
    let sides = hand.h.query_all_by_role(egui::accesskit::Role::RadioButton).count();
    assert_eq!(sides, 2, "each side with who and when");
    let first = hand.h.query_all_by_role(egui::accesskit::Role::RadioButton).next().unwrap();
    first.click();
    hand.h.run();
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert!(hand.waiting(Heading::Conflict).is_empty());
    let state = std::sync::Arc::clone(&hand.h.state().plans()[&key]);
    assert!(state.conflicts().is_empty());
    hand.h.get_by_label_contains("今天同意 1 件");
}

/// A plot on which 张三 suspects illegal use, with a photo.
fn suspected() -> (FeatureKey, Hand) {
    let key = FeatureKey::parse("plot:DEMO-PLOT-003").unwrap();
    let hand = Hand::with(applicant(Role::District), |desk| {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        desk.act(|screen, ctx| screen.open_files(ctx, vec![data.join("brownfield_plots.geojson")]));
        let picture = std::fs::read_dir(data.join("outfalls.photos")).unwrap().find_map(|entry| {
            let path = entry.unwrap().path();
            path.extension()
                .is_some_and(|ending| ending == "jpg" || ending == "png")
                .then_some(path)
        });
        let picture = picture.unwrap();
        let ext = picture.extension().unwrap().to_string_lossy().into_owned();
        let photo = Photo { photo_kind: "scene".to_owned(), ext, ..Photo::default() };
        let attachment = Some(yice::session::Attachment { path: picture });
        let photo = yice::session::ActPart { body: Body::Photo(photo), attachment };
        let fields =
            yice::plan::Fields::from_iter([("illegal_use".to_owned(), "suspected".into())]);
        let suspects =
            part(Body::Fields(FieldsSet { fields, note: "围挡内有打桩".to_owned() }));
        let inspector = person("张三", "滨海新区局（示意）", Role::Inspector);
        record(&mut desk.session, &key, vec![photo, suspects], &now(20), &inspector);
    });
    (key, hand)
}

#[test]
fn a_suspicion_is_no_verdict_until_another_confirms_it() {
    let (key, mut hand) = suspected();
    hand.heading("疑似待核 1");
    assert_eq!(hand.selected(), key);
    let before = hand.stage(&key);
    hand.h.get_by_label_contains("违规开发利用定为");
    assert_ne!(before, "illegal_use", "a suspicion moves no stage");
    hand.key(Modifiers::COMMAND, Key::Enter);
    assert_eq!(hand.inputs, 1);
    assert_eq!(hand.stage(&key), "illegal_use");
    assert!(hand.waiting(Heading::Suspicion).is_empty());
}

#[test]
fn a_suspicion_found_to_be_none_goes_and_leaves_the_stage_alone() {
    let (key, mut hand) = suspected();
    hand.heading("疑似待核 1");
    let before = hand.stage(&key);
    hand.key(Modifiers::COMMAND, Key::Backspace);
    assert_eq!(hand.waiting(Heading::Suspicion).len(), 1, "not without a reason");
    hand.key(Modifiers::COMMAND, Key::Num1);
    hand.key(Modifiers::COMMAND, Key::Backspace);
    assert_eq!(hand.stage(&key), before);
    assert_eq!(hand.h.state().plans()[&key].text("illegal_use"), Some("none"));
    assert!(hand.waiting(Heading::Suspicion).is_empty());
}

#[test]
fn of_a_past_evening_nothing_is_judged_and_the_buttons_say_so() {
    let mut hand = Hand::new(municipal());
    hand.key(Modifiers::COMMAND, Key::D);
    hand.click("上周");
    let first = hand.selected();
    let before = hand.stage(&first);
    for words in ["Ctrl+Enter", "Ctrl+Backspace"] {
        let mut buttons = hand.h.query_all_by_label_contains(words);
        let button = buttons.find(|it| it.accesskit_node().role() == egui::accesskit::Role::Button);
        assert!(button.is_none_or(|it| it.accesskit_node().is_disabled()), "{words}");
    }
    hand.h.query_all_by_label_contains("回到今天才能记").next().expect("why, in words");
    hand.key(Modifiers::COMMAND, Key::Enter);
    hand.key(Modifiers::COMMAND, Key::Num1);
    assert_eq!(hand.stage(&first), before);
    assert!(hand.h.query_by_label_contains("知道了").is_none(), "nothing is to be put away");
    assert!(hand.h.query_by_label_contains("只能看不能记").is_none(), "the band says it");
    hand.click("回到今天");
    assert!(hand.h.query_by_label_contains("回到今天才能记").is_none());
}

#[test]
fn the_review_draws_in_both_languages() {
    let mut hand = Hand::new(municipal());
    hand.h.state_mut().screen.view.lang = yice::model::Lang::En;
    hand.h.run();
    hand.h.get_by_label_contains("Sign-off 4");
    hand.h.get_by_label_contains("Conditions (");
}
