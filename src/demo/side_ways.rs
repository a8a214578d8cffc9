//! What may happen beside the straight way: nothing to do, struck off, on hold, sent back, relapsed, and two people
//! who disagree.

use serde_json::json;

use super::cast::Cast;
use super::outfall_layer::Portrait;
use super::pictures::Scene;
use super::story::{Sample, Tale};
use super::teller::{Event, Teller, fields_of, photo, said, send_back, step, visit};
use crate::model::Day;
use crate::plan::{Body, Decided, FieldsSet, ItemAnswered, Requested};

impl Tale<'_> {
    pub fn find_nothing_to_do(&mut self) {
        self.teller.days_later(5);
        self.request("not_required", None, "雨水口，晴天无排水");
        self.teller.days_later(3);
        let done = step(Some("pending"), "not_required", &[], "现场核实，同意保留");
        self.teller.act(Cast::Municipal, vec![done]);
    }

    pub fn strike_off(&mut self) {
        self.teller.days_later(5);
        self.request("cancelled", None, "经溯源为农田退水沟，不是排污口");
        self.teller.days_later(3);
        let fields = [("cancel_reason", json!("not_outfall"))];
        let done = step(Some("pending"), "cancelled", &fields, "同意核减");
        self.teller.act(Cast::Municipal, vec![done]);
    }

    pub fn put_on_hold(&mut self) {
        self.teller.days_later(5);
        self.request("suspended", None, "汛期停工");
        self.teller.days_later(2);
        let fields = [("review_on", json!("2022-09-30"))];
        let done = step(Some("in_progress"), "suspended", &fields, "汛后复核");
        self.teller.act(Cast::Municipal, vec![done]);
    }

    /// Some ask for more time, and one in two of them gets it.
    pub fn carry_on(&mut self) {
        if self.portrait.number.is_multiple_of(3) {
            self.teller.days_later(1);
            self.request("deadline", Some("2022-12-15"), "管网施工受管线迁改影响");
            if self.portrait.number.is_multiple_of(2) {
                self.teller.days_later(1);
                self.decide("同意延期");
            }
        }
    }

    pub fn send_back_from(&mut self, stage: &str) {
        if self.portrait.category == "standardize" {
            self.sample(Sample::Failing);
        }
        self.teller.days_later(1);
        let items = [("i1", "查明原因，整改后复测"), ("i2", "补齐标识牌信息")];
        let back = send_back(stage, "现场验收不合格", &items);
        self.teller.act(Cast::District, vec![back]);
    }

    pub fn come_back_to_work(&mut self) {
        self.teller.days_later(3);
        self.send_back_from("self_check");
        self.teller.days_later(4);
        let answer =
            ItemAnswered { item: "i2".into(), note: "已更换".into(), ..ItemAnswered::default() };
        self.teller.act(self.inspector, vec![said(Body::ItemAnswered(answer))]);
        self.request("deadline", Some("2022-08-31"), "返工需要时间");
        self.teller.days_later(2);
        self.decide("同意");
        self.teller.step(Cast::District, Some("rework"), "in_progress", &[]);
    }

    pub fn relapse(&mut self) {
        self.teller.days_later(16);
        let act = vec![
            visit("yes", "black", "群众举报，又有污水流出"),
            photo(Scene::Discharging, self.today()),
            step(Some("signed_off"), "reopened", &[], "销号后又有污水流出"),
        ];
        self.teller.act(self.inspector, act);
    }

    fn request(&mut self, what: &str, new: Option<&str>, reason: &str) {
        let request = Requested {
            what: what.to_owned(),
            new: new.map(str::to_owned),
            reason: reason.to_owned(),
            target: None,
        };
        self.teller.act(Cast::District, vec![said(Body::Requested(request))]);
    }

    /// Decides on the outfall's newest request; its id is known once it is recorded.
    fn decide(&mut self, note: &str) {
        let decision =
            Decided { request: String::new(), verdict: "approved".into(), note: note.to_owned() };
        self.teller.act(Cast::Municipal, vec![said(Body::Decided(decision))]);
    }
}

/// Two people, two laptops, one day, and two figures for the same outfall.
pub fn disagreement(portrait: &Portrait, day: Day) -> Vec<Event> {
    let figure = |who, volume: &str, later_minutes| {
        let mut teller = Teller::new(portrait.number, day);
        teller.later_that_day(later_minutes);
        let fields = fields_of(&[("discharge_volume", json!(volume))]);
        let body = FieldsSet { fields, note: "现场估测".into() };
        teller.act(who, vec![said(Body::Fields(body))]);
        teller.finish()
    };
    let zhang = figure(Cast::InspectorZhang, "120", 0);
    let li = figure(Cast::InspectorLi, "180", 40);
    zhang.into_iter().chain(li).collect()
}
