//! A number of things, or a measured amount of something: exact, so that figures are the same on every computer.

use serde::{Serialize, Serializer};

/// A count, or a measured amount to a thousandth of its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    thousandths: u64,
}
impl Amount {
    pub fn of(count: u64) -> Self {
        Self { thousandths: count.saturating_mul(1000) }
    }

    /// To the nearest thousandth; what is negative or no number is nothing.
    pub(super) fn measured(amount: f64) -> Self {
        // The cast saturates, and makes 0 of NaN.
        Self { thousandths: (amount * 1000.0).round() as u64 }
    }

    /// In thousandths of its unit.
    pub(super) fn thousandths(self) -> u64 {
        self.thousandths
    }

    /// How much more it is than `other`; nothing where it is less.
    pub fn less(self, other: Self) -> Self {
        Self { thousandths: self.thousandths.saturating_sub(other.thousandths) }
    }

    fn is_whole(self) -> bool {
        self.thousandths.is_multiple_of(1000)
    }

    /// `num / den` of it, up to a whole multiple of `step` thousandths.
    pub(super) fn share_up(self, num: u64, den: u64, step: u64) -> Self {
        let part = u128::from(self.thousandths) * u128::from(num);
        let steps = part.div_ceil(u128::from(den.max(1)) * u128::from(step));
        Self { thousandths: u64::try_from(steps * u128::from(step)).unwrap_or(u64::MAX) }
    }

    /// `num / den` of it, down to a whole multiple of `step` thousandths.
    pub(super) fn share_down(self, num: u64, den: u64, step: u64) -> Self {
        let part = u128::from(self.thousandths) * u128::from(num);
        let steps = part / (u128::from(den.max(1)) * u128::from(step));
        Self { thousandths: u64::try_from(steps * u128::from(step)).unwrap_or(u64::MAX) }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.thousandths / 1000, self.thousandths % 1000);
        match part {
            0 => write!(f, "{whole}"),
            part => write!(f, "{whole}.{}", format!("{part:03}").trim_end_matches('0')),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_whole() {
            true => serializer.serialize_u64(self.thousandths / 1000),
            false => serializer.serialize_f64(self.thousandths as f64 / 1000.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_things_is_a_whole_number_of_them_and_a_share_of_land_is_not() {
        assert_eq!(Amount::of(12).share_up(91, 100, 1000), Amount::of(11));
        assert_eq!(Amount::of(37).share_up(91, 100, 1).to_string(), "33.67");
        assert_eq!(Amount::measured(0.1 + 0.2).to_string(), "0.3");
        assert_eq!(Amount::measured(-1.0), Amount::default());
    }
}
