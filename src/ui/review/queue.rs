//! What waits for a verdict, worked out some thousand plans a frame, and the part of it that is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::{Day, FeatureKey};
use crate::plan::{Actor, Person, Plans, Role};
use crate::session::{Desk, Matter, Pending, Verdicts, verdicts_on};
use crate::ui::context::{Ask, UiCtx};
use crate::ui::view_state::ReviewView;
use crate::ui::work_rows::{WorkRows, ref_of};

/// So many plans are looked at in one frame; one whose step is judged need by need counts for several.
const PLANS_A_FRAME: usize = 3000;
const JUDGED_COUNTS: usize = 20;
/// So many others who judge are remembered, to hand one's own work to.
const REVIEWERS_MAX: usize = 24;

/// What the queue was worked out of.
#[derive(Clone, Debug)]
struct QueueOf {
    plans: Arc<Plans>,
    photos: Arc<BTreeSet<String>>,
    today: Day,
    actor: Option<Actor>,
}

impl QueueOf {
    fn new(ctx: &UiCtx<'_>) -> Self {
        Self {
            plans: Arc::clone(&ctx.snapshot.plans),
            photos: Arc::clone(&ctx.snapshot.photos),
            today: ctx.snapshot.clock_day,
            actor: ctx.actor.cloned(),
        }
    }

    fn is_this(&self, ctx: &UiCtx<'_>) -> bool {
        Arc::ptr_eq(&self.plans, &ctx.snapshot.plans)
            && Arc::ptr_eq(&self.photos, &ctx.snapshot.photos)
            && self.today == ctx.snapshot.clock_day
            && self.actor.as_ref() == ctx.actor
    }
}

/// One thing that waits, with the name it is known by while it does.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: String,
    pub pending: Pending,
}

#[derive(Debug, Default)]
pub struct Queue {
    /// Oldest first.
    cases: Vec<Case>,
    by_id: HashMap<String, usize>,
    /// How many of them wait for who is here.
    mine: usize,
    /// What who is here has decided today.
    pub today: Verdicts,
    /// Others who judge, as the records name them.
    reviewers: Vec<Actor>,
    of: Option<QueueOf>,
    work: Option<Work>,
    /// Counts the times it was worked out.
    generation: u64,
    shown: Shown,
}

/// What of the queue is looked at: its places in the queue, and what the headings count.
#[derive(Debug, Default)]
struct Shown {
    /// The queue and the list, the wishes, by which it was worked out.
    of: Option<(u64, u64, Option<Desk>, String, bool)>,
    places: Vec<usize>,
    counts: BTreeMap<Desk, usize>,
    districts: Vec<String>,
}

/// A queue being worked out.
#[derive(Debug)]
struct Work {
    of: QueueOf,
    last: Option<FeatureKey>,
    all: Vec<Pending>,
    today: Verdicts,
    reviewers: Vec<Actor>,
}

impl Queue {
    /// Whether any queue was worked out yet.
    pub const fn is_ready(&self) -> bool {
        self.of.is_some()
    }

    /// Works on; asks for another frame until it is done. The last queue stands until then.
    pub fn refresh(&mut self, ctx: &UiCtx<'_>) {
        if self.of.as_ref().is_some_and(|of| of.is_this(ctx)) {
            return;
        }
        if self.work.as_ref().is_none_or(|work| !work.of.is_this(ctx)) {
            self.work = Some(Work {
                of: QueueOf::new(ctx),
                last: None,
                all: Vec::new(),
                today: Verdicts::default(),
                reviewers: Vec::new(),
            });
        }
        let Some(work) = &mut self.work else { return };
        if !work.go_on(ctx) {
            ctx.outbox.ask(Ask::WakeAfter(0.0));
            return;
        }
        if let Some(work) = self.work.take() {
            self.finish(ctx, work);
        }
    }

    fn finish(&mut self, ctx: &UiCtx<'_>, mut work: Work) {
        work.all.sort_by(|one, other| {
            // Since nobody knows when: after those that are known to wait.
            let order = |it: &Pending| it.since.unwrap_or(Day::MAX);
            let by_name = || (&one.feature, &one.matter).cmp(&(&other.feature, &other.matter));
            order(one).cmp(&order(other)).then_with(by_name)
        });
        let case = |pending: Pending| Case { id: case_id(&pending), pending };
        self.cases = work.all.into_iter().map(case).collect();
        let ids = self.cases.iter().enumerate().map(|(place, case)| (case.id.clone(), place));
        self.by_id = ids.collect();
        self.mine = self.cases.iter().filter(|case| case.pending.is_for(ctx.actor)).count();
        (self.today, self.reviewers) = (work.today, work.reviewers);
        self.of = Some(work.of);
        self.generation += 1;
    }

    /// Works out what of it is shown, where that has changed.
    pub fn refresh_shown(&mut self, ctx: &UiCtx<'_>, view: &ReviewView, list: &WorkRows) {
        let wishes = (view.desk, view.district.clone(), view.complete_only);
        let of = Some((self.generation, list.generation, wishes.0, wishes.1, wishes.2));
        if self.shown.of == of {
            return;
        }
        let mut shown = Shown { of, ..Shown::default() };
        let mut districts = BTreeSet::new();
        for (place, Case { pending, .. }) in self.cases.iter().enumerate() {
            if !pending.is_for(ctx.actor) {
                continue;
            }
            let district = district(ctx, list, &pending.feature);
            let fits = (!view.complete_only || pending.complete)
                && (view.district.is_empty() || district == view.district);
            districts.insert(district);
            if fits {
                *shown.counts.entry(pending.desk).or_default() += 1;
                if view.desk.is_none_or(|desk| desk == pending.desk) {
                    shown.places.push(place);
                }
            }
        }
        let named = districts.into_iter().filter(|name| !name.is_empty());
        shown.districts = named.map(str::to_owned).collect();
        self.shown = shown;
    }

    /// The one that is named.
    pub fn find(&self, id: &str) -> Option<&Pending> {
        self.by_id.get(id).and_then(|place| self.cases.get(*place)).map(|case| &case.pending)
    }

    /// How many wait under a heading, of what is shown.
    pub fn count(&self, desk: Desk) -> usize {
        self.shown.counts.get(&desk).copied().unwrap_or_default()
    }

    /// Those under a heading, shown or not.
    pub fn of_desk(&self, desk: Desk) -> impl Iterator<Item = &Pending> {
        let all = self.cases.iter().map(|case| &case.pending);
        all.filter(move |pending| pending.desk == desk)
    }

    /// How many wait for who is here, whatever is shown.
    pub const fn count_for_me(&self) -> usize {
        self.mine
    }

    pub const fn shown_count(&self) -> usize {
        self.shown.places.len()
    }

    /// The one at this place of what is shown.
    pub fn shown_at(&self, nth: usize) -> Option<&Case> {
        self.cases.get(*self.shown.places.get(nth)?)
    }

    /// What is shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Case> {
        self.shown.places.iter().filter_map(|place| self.cases.get(*place))
    }

    /// The place of one in what is shown.
    pub fn shown_place(&self, id: &str) -> Option<usize> {
        let wanted = self.by_id.get(id)?;
        self.shown.places.iter().position(|place| place == wanted)
    }

    /// The districts that something waits of, in the order of their names.
    pub fn districts(&self) -> &[String] {
        &self.shown.districts
    }

    /// Others who may decide this in their role; never who is here.
    pub fn others_for(&self, ctx: &UiCtx<'_>, pending: &Pending) -> Vec<&Actor> {
        let me = ctx.actor.map(Actor::person);
        // Whoever bears one's own name would be taken for oneself, whatever the office.
        let is_other =
            |one: &Person| me.as_ref().is_none_or(|me| me.name.trim() != one.name.trim());
        let others = self.reviewers.iter();
        others.filter(|it| pending.roles.contains(&it.role) && is_other(&it.person())).collect()
    }
}

impl Work {
    /// Looks at some more plans; answers whether all have been.
    fn go_on(&mut self, ctx: &UiCtx<'_>) -> bool {
        let from = self.last.take();
        let plans = Arc::clone(&self.of.plans);
        let mut looked_at = 0;
        for (key, state) in plans.iter_from(from.as_ref()) {
            let pending = ctx.snapshot.pending(key, &state);
            let is_judged = |it: &&Pending| matches!(it.matter, Matter::Step(_));
            looked_at += 1 + JUDGED_COUNTS * pending.iter().filter(is_judged).count();
            self.all.extend(pending);
            if let Some((_, by)) = &state.updated {
                self.remember(by);
            }
            if let Some(step) = state.steps.last() {
                self.remember(&step.record.by);
            }
            if let (Some(actor), Some(procedure)) = (ctx.actor, ctx.procedure(key)) {
                let own = verdicts_on(procedure, &state, actor, ctx.snapshot.clock_day);
                self.today.agreed += own.agreed;
                self.today.returned += own.returned;
            }
            if looked_at >= PLANS_A_FRAME {
                self.last = Some(key.clone());
                return false;
            }
        }
        true
    }

    fn remember(&mut self, by: &Actor) {
        let judges = matches!(by.role, Role::District | Role::Municipal);
        if judges && self.reviewers.len() < REVIEWERS_MAX && !self.reviewers.contains(by) {
            self.reviewers.push(by.clone());
        }
    }
}

/// The name a case is known by while it waits.
pub fn case_id(pending: &Pending) -> String {
    let matter = match &pending.matter {
        Matter::Step(id) => format!("step/{id}"),
        Matter::Request(id) => format!("request/{id}"),
        Matter::Answers => "answers".to_owned(),
        Matter::Suspicion(id) => format!("suspicion/{id}"),
        Matter::Conflict => "conflict".to_owned(),
    };
    format!("{}|{matter}", pending.feature)
}

/// Where a feature lies; empty where nothing says so, or it is not read yet.
pub fn district<'l>(ctx: &UiCtx<'_>, list: &'l WorkRows, key: &FeatureKey) -> &'l str {
    let facet = ref_of(ctx, key).and_then(|at| list.facet(ctx, at));
    facet.map(|facet| &*facet.district).unwrap_or_default()
}
