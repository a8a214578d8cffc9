//! Many positions in little memory: whole steps of 1e-7 degree, eight bytes each, where that is exactly what their
//! file says; else doubles, sixteen bytes each. One longer decimal makes a whole layer one of doubles.

use std::ops::Range;

use super::{Bbox, LonLat, lon_lat};

/// Longitude and latitude in whole steps of 1e-7 degree, at most 5.6 mm from the position rounded to it.
pub type Place = [i32; 2];

/// Steps to a degree.
pub const STEPS_PER_DEG: f64 = 1e7;

/// The place nearest to a position. What is no degree lands on the edge of what can be held, ±214.7 degrees.
pub fn nearest_place(at: LonLat) -> Place {
    // `as` saturates.
    [at.lon_deg, at.lat_deg].map(|deg| (deg * STEPS_PER_DEG).round() as i32)
}

/// The position of a place. One division rounds once: it is the double nearest to the decimal.
pub fn lon_lat_of(place: Place) -> LonLat {
    let [lon_deg, lat_deg] = place.map(|steps| f64::from(steps) / STEPS_PER_DEG);
    lon_lat(lon_deg, lat_deg)
}

/// Some positions.
#[derive(Clone, Copy, Debug)]
pub enum Positions<'a> {
    Places(&'a [Place]),
    Doubles(&'a [LonLat]),
}

impl<'a> Positions<'a> {
    pub fn len(&self) -> usize {
        match self {
            Self::Places(places) => places.len(),
            Self::Doubles(doubles) => doubles.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn get(&self, idx: usize) -> Option<LonLat> {
        match self {
            Self::Places(places) => places.get(idx).map(|place| lon_lat_of(*place)),
            Self::Doubles(doubles) => doubles.get(idx).copied(),
        }
    }

    pub fn first(&self) -> Option<LonLat> {
        self.get(0)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = LonLat> + ExactSizeIterator + use<'a> {
        let all = *self;
        (0..self.len()).map(move |idx| match all {
            Positions::Places(places) => lon_lat_of(places[idx]),
            Positions::Doubles(doubles) => doubles[idx],
        })
    }

    /// Each position but the last with the one after it.
    pub fn pairs(&self) -> impl Iterator<Item = (LonLat, LonLat)> + use<'a> {
        self.iter().zip(self.iter().skip(1))
    }

    /// The box around them; `None` without any.
    pub fn bounds(&self) -> Option<Bbox> {
        let mut all = Bbox::EMPTY;
        match self {
            Self::Places(places) => {
                let (mut min, mut max) = ([i32::MAX; 2], [i32::MIN; 2]);
                for [lon, lat] in *places {
                    min = [min[0].min(*lon), min[1].min(*lat)];
                    max = [max[0].max(*lon), max[1].max(*lat)];
                }
                if !places.is_empty() {
                    all.include(lon_lat_of(min));
                    all.include(lon_lat_of(max));
                }
            }
            Self::Doubles(doubles) => doubles.iter().for_each(|at| all.include(*at)),
        }
        (!all.is_empty()).then_some(all)
    }
}

/// All positions of a layer.
#[derive(Clone, Debug)]
pub(super) enum PositionList {
    Places(Vec<Place>),
    Doubles(Vec<LonLat>),
}

impl Default for PositionList {
    fn default() -> Self {
        Self::Places(Vec::new())
    }
}

impl PositionList {
    pub fn len(&self) -> usize {
        match self {
            Self::Places(places) => places.len(),
            Self::Doubles(doubles) => doubles.len(),
        }
    }

    pub fn places(&self) -> Option<&[Place]> {
        match self {
            Self::Places(places) => Some(places),
            Self::Doubles(_) => None,
        }
    }

    pub fn slice(&self, range: Range<usize>) -> Positions<'_> {
        match self {
            Self::Places(places) => Positions::Places(&places[range]),
            Self::Doubles(doubles) => Positions::Doubles(&doubles[range]),
        }
    }

    #[inline]
    pub fn push_place(&mut self, place: Place) {
        match self {
            Self::Places(places) => places.push(place),
            Self::Doubles(doubles) => doubles.push(lon_lat_of(place)),
        }
    }

    pub fn push(&mut self, at: LonLat) {
        let place = nearest_place(at);
        match self {
            Self::Places(places) if lon_lat_of(place) == at => places.push(place),
            _ => self.doubles().push(at),
        }
    }

    /// The list as one of doubles, from now on.
    fn doubles(&mut self) -> &mut Vec<LonLat> {
        if let Self::Places(places) = self {
            *self = Self::Doubles(places.iter().map(|place| lon_lat_of(*place)).collect());
        }
        match self {
            Self::Doubles(doubles) => doubles,
            Self::Places(_) => unreachable!("it has just been made one of doubles"),
        }
    }

    pub fn append(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Places(own), Self::Places(more)) => own.extend_from_slice(more),
            (_, Self::Doubles(more)) => self.doubles().extend_from_slice(more),
            (Self::Doubles(own), Self::Places(more)) => {
                own.extend(more.iter().map(|place| lon_lat_of(*place)));
            }
        }
    }

    pub fn truncate(&mut self, len: usize) {
        match self {
            Self::Places(places) => places.truncate(len),
            Self::Doubles(doubles) => doubles.truncate(len),
        }
    }

    /// Forgets all of them; what is whole steps keeps its memory, and what is not may be again.
    pub fn clear(&mut self) {
        match self {
            Self::Places(places) => places.clear(),
            Self::Doubles(_) => *self = Self::default(),
        }
    }

    pub fn shrink_to_fit(&mut self) {
        match self {
            Self::Places(places) => places.shrink_to_fit(),
            Self::Doubles(doubles) => doubles.shrink_to_fit(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_decimals_are_kept_in_eight_bytes_and_longer_ones_without_loss() {
        let mut list = PositionList::default();
        let short: Vec<LonLat> = ["117.1234567", "-0.0000001", "180", "39.1"]
            .map(|text| lon_lat(text.parse().unwrap(), 39.1234567))
            .to_vec();
        short.iter().for_each(|at| list.push(*at));
        assert!(list.places().is_some());
        assert!(list.slice(0..4).iter().eq(short.iter().copied()));
        let long = lon_lat(117.12345678, 39.0);
        list.push(long);
        assert!(list.places().is_none());
        assert!(list.slice(0..4).iter().eq(short.iter().copied()));
        assert_eq!(list.slice(4..5).first(), Some(long));
        let metres = lon_lat(500_000.25, 4_300_000.5);
        list.push(metres);
        assert_eq!(list.slice(5..6).first(), Some(metres));
    }
}
