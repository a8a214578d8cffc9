//! 上报版: figures as they were handed in, frozen as a record of no feature. What becomes known later leaves them.

use std::sync::Arc;

use super::record::refusal;
use super::{Outcome, Session, SessionError, Snapshot, chain};
use crate::model::{Day, Stamp, Text};
use crate::plan::{
    Actor, Body, Head, Jump, Record, Reported, Role, chain_heads, figures_to_freeze, parse_day,
};

/// A record of no feature follows no procedure.
const NO_PROCEDURE: &str = "figures/0";

impl Session {
    /// Freezes the figures as of the evening of a day.
    pub(super) fn freeze(
        &mut self,
        as_of: Day,
        note: String,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        if !matches!(actor.role, Role::District | Role::Municipal) {
            return Ok(Outcome::Refused(refusal(
                Text::new(
                    "上报版由区级或市级审核人存：请换成这个身份。",
                    "figures are frozen by a district or municipal reviewer: switch to that role",
                ),
                Jump::Nowhere,
            )));
        }
        if as_of > self.snapshot.today {
            return Ok(Outcome::Refused(refusal(
                Text::new("这一天还没到，不能存上报版。", "this day has not come yet"),
                Jump::Nowhere,
            )));
        }
        let figures = figures_to_freeze(&self.snapshot.summary(as_of));
        let heads = chain_heads(self.ledger.records());
        let body = Body::Reported(Reported { figures, heads, note: note.trim().to_owned() });
        let mut sealing = self.begin(now, actor);
        let head = Head {
            id: self.ids.next_id(),
            feature: None,
            procedure: NO_PROCEDURE.to_owned(),
            parents: Vec::new(),
            at: now.clone(),
            by: actor.clone(),
            on_behalf_of: None,
            chain: sealing.chain.id.clone(),
            seq: sealing.chain.seq + 1,
            prev: sealing.chain.head,
            act: Some(sealing.act.clone()),
            settings: Default::default(),
            on: now.day(),
        };
        let record = Arc::new(Record::seal(head, &body)?);
        sealing.chain = chain::after(&sealing.chain, record.hash);
        sealing.records.push(record);
        let records = self.commit(sealing)?;
        Ok(Outcome::Recorded { records })
    }
}

impl Snapshot {
    /// The frozen figures, each with its record and the day it is of. What was altered on the way is not among them.
    pub fn frozen(&self) -> impl Iterator<Item = (&Arc<Record>, &Reported, Day)> {
        self.loose.iter().filter(|record| record.intact).filter_map(|record| {
            let Body::Reported(reported) = &record.body else { return None };
            let day = reported.figures.get("as_of").and_then(|day| parse_day(day.as_str()?))?;
            Some((record, reported, day))
        })
    }
}
