//! Positions spelt as nearly all are: `[117.1234567,38.9]`, in degrees with at most seven decimals, without a space
//! or with one behind the comma. They become whole steps of 1e-7 degree without ever being floating point numbers.
//!
//! Everything else is left to the reader that knows all of JSON.

use super::json_scan::Scanner;
use crate::model::Place;

/// The longest that is looked at: `[-ddd.ddddddd, -ddd.ddddddd]`, and what a stretch of eight bytes may reach over.
const BYTES_MAX: usize = 40;

/// 180 and 90 degrees.
const STEPS_MAX: [u32; 2] = [1_800_000_000, 900_000_000];

impl Scanner<'_> {
    /// Reads a position if it is a plain one within the range of degrees; else stays where it is.
    #[inline(always)]
    pub fn plain_position(&mut self) -> Option<Place> {
        let text: &[u8; BYTES_MAX] = self.text().get(self.at..)?.first_chunk()?;
        let mut at = 1;
        if text[0] != b'[' {
            return None;
        }
        let lon = ordinate(text, &mut at, STEPS_MAX[0])?;
        if text[at] != b',' {
            return None;
        }
        at += 1 + usize::from(text[at + 1] == b' ');
        let lat = ordinate(text, &mut at, STEPS_MAX[1])?;
        if text[at] != b']' {
            return None;
        }
        self.at += at + 1;
        Some([lon, lat])
    }
}

/// Reads one number of at most three digits and seven decimals, in steps. It begins within the first 16 bytes.
///
/// How long a number is, is asked and not reckoned: mostly it is as long as the last one, and a processor that
/// guesses right goes on to the next before this one is done.
#[inline(always)]
fn ordinate(text: &[u8; BYTES_MAX], at: &mut usize, steps_max: u32) -> Option<i32> {
    let is_negative = text[*at] == b'-';
    if is_negative {
        *at += 1;
    }
    let [a, b, c, d] = *text.get(*at..)?.first_chunk::<4>()?;
    let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
    let whole = if d == b'.' && digit(a) > 0 && is_digits([a, b, c]) {
        *at += 3;
        digit(a) * 100 + digit(b) * 10 + digit(c)
    } else if c == b'.' && digit(a) > 0 && is_digits([a, b, a]) {
        *at += 2;
        digit(a) * 10 + digit(b)
    } else if b == b'.' && is_digits([a; 3]) {
        *at += 1;
        digit(a)
    } else {
        let (whole, digits) = whole_without_point(text, *at)?;
        *at += digits;
        whole
    };
    if whole > 180 {
        return None;
    }
    let mut steps = whole * 10_000_000;
    if text[*at] == b'.' {
        let (decimals, count) = decimals(text.get(*at + 1..)?.first_chunk()?)?;
        steps += decimals;
        *at += 1 + count;
    }
    // What follows is for the caller to look at: an exponent is none of the signs it knows.
    if steps > steps_max {
        return None;
    }
    Some(if is_negative { -(steps as i32) } else { steps as i32 })
}

#[inline(always)]
fn is_digits(bytes: [u8; 3]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

fn whole_without_point(text: &[u8; BYTES_MAX], first: usize) -> Option<(u32, usize)> {
    let (mut whole, mut digits) = (0_u32, 0);
    while let digit @ 0..=9 = text[first + digits].wrapping_sub(b'0') {
        whole = whole * 10 + u32::from(digit);
        digits += 1;
        if digits > 3 {
            return None;
        }
    }
    let is_spelt_well = digits == 1 || (digits > 1 && text[first] != b'0');
    is_spelt_well.then_some((whole, digits))
}

/// One to seven decimals at the beginning of eight bytes: in steps, and how many there are.
///
/// All eight are looked at at once, after D. Lemire's "Quickly parsing eight digits" (2018).
#[inline(always)]
fn decimals(bytes: &[u8; 8]) -> Option<(u32, usize)> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let values = u64::from_le_bytes(*bytes) ^ ZEROS;
    // A byte above 9 has its high bit set here; carries go to the bytes behind it only, which do not count then.
    let no_digits = (values.wrapping_add(0x7676_7676_7676_7676) | values) & HIGHS;
    // Mostly there are seven.
    let (values, count) = if no_digits == 1 << 63 {
        (values, 7)
    } else {
        let count = no_digits.trailing_zeros() / 8;
        if count == 0 || count == 8 {
            return None;
        }
        (values & ((1 << (count * 8)) - 1), count as usize)
    };
    // As eight digits with a zero before them; what stands behind them counts as zeros. Pairs, then fours, then all.
    let values = values << 8;
    let pairs = (values.wrapping_mul(10)).wrapping_add(values >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100)).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    let eight = (fours.wrapping_mul(10_000)).wrapping_add(fours >> 32) & 0xFFFF_FFFF;
    Some((eight as u32, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Span, lon_lat, nearest_place};

    fn plain(text: &str) -> Option<(Place, usize)> {
        let padded = format!("{text}{}", " ".repeat(BYTES_MAX));
        let mut scanner = Scanner::new(padded.as_bytes(), Span::new(0, padded.len()), 0);
        scanner.plain_position().map(|place| (place, scanner.at))
    }

    #[test]
    fn a_plain_position_is_read_to_its_end() {
        for (text, place) in [
            ("[117.1234567,38.9]", [1_171_234_567, 389_000_000]),
            ("[117.1234567, 38.9]", [1_171_234_567, 389_000_000]),
            ("[-0.0000001,-90]", [-1, -900_000_000]),
            ("[180,90.0]", [1_800_000_000, 900_000_000]),
            ("[0,0]", [0, 0]),
            ("[-0,0.5]", [0, 5_000_000]),
            ("[1.25,9.9999999]", [12_500_000, 99_999_999]),
        ] {
            assert_eq!(plain(text), Some((place, text.len())), "{text}");
        }
    }

    #[test]
    fn anything_else_is_left_to_the_other_reader() {
        for text in [
            "[117.12345678,38.9]",
            "[180.0000001,0]",
            "[0,90.1]",
            "[1171,38]",
            "[01,2]",
            "[1.,2]",
            "[.5,2]",
            "[1e1,2]",
            "[1.5e1,2]",
            "[1,2,3]",
            "[1]",
            "[]",
            "[ 1,2]",
            "[1 ,2]",
            "[1,  2]",
            "[+1,2]",
            "[1,-]",
            "[null,2]",
            "[1.5:,2]",
            "1,2]",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn it_agrees_with_the_number_that_is_spelt(
            text in "\\[-?[0-9]{1,3}(\\.[0-9]{1,8})?, ?-?[0-9]{1,2}(\\.[0-9]{1,8})?[\\],e]"
        ) {
            if let Some((place, end)) = plain(&text) {
                let (lon, lat) = text[1..end - 1].split_once(',').unwrap();
                let (lon, lat): (f64, f64) = (lon.parse().unwrap(), lat.trim().parse().unwrap());
                proptest::prop_assert_eq!(place, nearest_place(lon_lat(lon, lat)));
                let exact = crate::model::lon_lat_of(place);
                proptest::prop_assert!(exact == lon_lat(lon, lat));
            }
        }
    }
}
