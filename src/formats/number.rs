//! Numbers straight from the text's bytes, exactly rounded.

use super::json_scan::{Expected, JsonError, Scanner};

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

impl Scanner<'_> {
    /// Reads a number as the nearest double; infinite where it is too large for one.
    ///
    /// # Errors
    /// If no number stands here, or it is not spelt as RFC 8259 §6 wants.
    #[inline]
    pub fn double(&mut self) -> Result<f64, JsonError> {
        let text = self.text();
        let start = self.at;
        let mut at = start;
        let byte = |at: usize| text.get(at).copied().unwrap_or(0);
        let negative = byte(at) == b'-';
        at += usize::from(negative);
        let (mut mantissa, first_digit) = (0_u64, at);
        while byte(at).is_ascii_digit() {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte(at) - b'0'));
            at += 1;
        }
        let mut digits = at - first_digit;
        if digits == 0 || (digits > 1 && byte(first_digit) == b'0') {
            self.at = first_digit + digits.min(1);
            return self.error(if digits == 0 {
                Expected::Digit
            } else {
                Expected::CommaOrBracket
            });
        }
        let mut decimals = 0;
        if byte(at) == b'.' {
            at += 1;
            let first_decimal = at;
            while byte(at).is_ascii_digit() {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte(at) - b'0'));
                at += 1;
            }
            decimals = at - first_decimal;
            digits += decimals;
            if decimals == 0 {
                self.at = at;
                return self.error(Expected::Digit);
            }
        }
        // W. D. Clinger's fast case: both the digits and the power of ten are exact doubles, so one division
        // rounds once. 19 digits cannot have wrapped around.
        if digits <= 19
            && mantissa <= 1 << 53
            && decimals < POWERS.len()
            && !matches!(byte(at), b'e' | b'E')
        {
            self.at = at;
            let value = mantissa as f64 / POWERS[decimals];
            return Ok(if negative { -value } else { value });
        }
        let span = self.number()?;
        let spelt = text.get(span.range()).unwrap_or_default();
        let parsed = std::str::from_utf8(spelt).ok().and_then(|spelt| spelt.parse().ok());
        parsed.ok_or(JsonError { offset: start, expected: Expected::Value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn double(text: &str) -> Result<f64, JsonError> {
        Scanner::new(text.as_bytes(), Span::new(0, text.len()), 0).double()
    }

    #[test]
    fn every_spelling_gives_the_nearest_double() {
        for text in [
            "0",
            "-0",
            "117.719",
            "-0.0000001",
            "39.90000000000000001",
            "1e400",
            "-1e-400",
            "5e-324",
            "9007199254740993",
            "123456789012345678901234567890.5",
            "1.7976931348623157e308",
            "0.30000000000000004",
            "117.12345678901234",
            "2.2250738585072011e-308",
            "1E2",
            "1e+2",
        ] {
            assert_eq!(double(text).unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits());
        }
    }

    #[test]
    fn a_number_is_spelt_as_json_wants() {
        for text in ["", "-", "01", "-01", "1.", ".5", "1e", "1.e5", "+1", "e5"] {
            let mut scanner = Scanner::new(text.as_bytes(), Span::new(0, text.len()), 0);
            let read_whole = scanner.double().is_ok() && scanner.at == text.len();
            assert!(!read_whole, "{text}");
        }
    }
}
