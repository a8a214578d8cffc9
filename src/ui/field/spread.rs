//! Places on a strip so that no two lie on one another, as near as can be to where they belong.

/// Where each of `shares` (0 to 1, ascending) comes to stand on a strip of `width`, at least `gap` apart; and how
/// wide the strip has to be for that.
pub fn spread(shares: &[f64], width: f32, gap: f32) -> (Vec<f32>, f32) {
    let width = width.max(gap * shares.len() as f32);
    let mut places: Vec<f32> = Vec::with_capacity(shares.len());
    let inner = width - gap;
    for share in shares {
        let wanted = gap / 2.0 + inner * share.clamp(0.0, 1.0) as f32;
        let least = places.last().map_or(gap / 2.0, |last| last + gap);
        places.push(wanted.max(least));
    }
    // What was pushed over the end comes back, and pushes in its turn.
    let mut most = width - gap / 2.0;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    (places, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_room_stands_where_it_belongs() {
        let (places, width) = spread(&[0.0, 0.5, 1.0], 320.0, 20.0);
        assert_eq!((places, width), (vec![10.0, 160.0, 310.0], 320.0));
    }

    #[test]
    fn what_crowds_at_an_end_keeps_its_order_and_its_gap() {
        let (places, _) = spread(&[0.98, 0.99, 1.0], 320.0, 20.0);
        assert_eq!(places, [270.0, 290.0, 310.0]);
    }

    #[test]
    fn more_than_fit_make_the_strip_wider() {
        let (places, width) = spread(&[0.5; 10], 100.0, 20.0);
        assert_eq!(width, 200.0);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 20.0), "{places:?}");
    }
}
