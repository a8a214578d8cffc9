//! What finding asks of a standing, in two bytes.
//!
//! The list goes through its rows in the order of their deadlines, which is no order in memory: the standings of a
//! million rows do not stay near the processor, these do.

use super::work_find::StandingWord;
use super::work_rows::{Standing, soon_until};
use crate::model::Day;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance {
    /// A bit for each [`StandingWord`] that holds, and [`TODO`].
    marks: u8,
    /// As in the standing; one that does not fit has no place among the stages.
    stage_no: u8,
}

/// It is to be done.
const TODO: u8 = 1 << 7;

impl Glance {
    fn of(standing: &Standing, soon_until: Day) -> Self {
        let holding = StandingWord::ALL.into_iter().filter(|word| word.holds(standing));
        let todo = if standing.is_todo(soon_until) { TODO } else { 0 };
        let marks = holding.fold(todo, |marks, word| marks | bit(word));
        Self { marks, stage_no: u8::try_from(standing.stage_no).unwrap_or(u8::MAX) }
    }

    pub const fn is_todo(self) -> bool {
        self.marks & TODO != 0
    }

    pub const fn has(self, word: StandingWord) -> bool {
        self.marks & bit(word) != 0
    }

    /// The stage's place in the procedure; `None` before the first.
    pub fn stage_idx(self) -> Option<usize> {
        usize::from(self.stage_no).checked_sub(1)
    }
}

const fn bit(word: StandingWord) -> u8 {
    1 << word as u8
}

/// Those of all rows, by layer.
pub fn glances(standings: &[Vec<Standing>], today: Day) -> Vec<Vec<Glance>> {
    let soon_until = soon_until(today);
    let of_layer = |layer: &Vec<Standing>| {
        layer.iter().map(|standing| Glance::of(standing, soon_until)).collect()
    };
    standings.iter().map(of_layer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Returned;

    #[test]
    fn a_glance_says_what_the_standing_says() {
        let today: Day = "2022-05-12".parse().expect("a day");
        let soon: Day = "2022-06-11".parse().expect("a day");
        let later: Day = "2022-06-12".parse().expect("a day");
        let glance = |standing| glances(&[vec![standing]], today)[0][0];
        let open = Standing { open: true, stage_no: 3, ..Standing::default() };
        assert_eq!(glance(open).stage_idx(), Some(2));
        assert_eq!(glance(Standing::default()).stage_idx(), None);
        assert!(glance(Standing { due: Some(soon), ..open }).is_todo());
        assert!(!glance(Standing { due: Some(later), ..open }).is_todo());
        let overdue = glance(Standing { overdue: true, ..open });
        assert!(overdue.has(StandingWord::Overdue) && overdue.is_todo());
        assert!(!overdue.has(StandingWord::Returned) && !overdue.has(StandingWord::Conflict));
        let returned = glance(Standing { returned: Some(Returned::Answered), ..open });
        assert!(returned.has(StandingWord::Returned) && !returned.has(StandingWord::Overdue));
        assert!(glance(Standing { conflict: true, ..open }).has(StandingWord::Conflict));
        assert!(glance(Standing { mine: true, ..open }).has(StandingWord::Mine));
    }
}
