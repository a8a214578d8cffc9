//! JSON in its one canonical spelling (RFC 8785): what a record's hash is computed over.
//!
//! Names are sorted by UTF-16 code units, numbers are written as ECMAScript writes a double, nothing is left to
//! taste. A record that other software has respelt (`17` as `17.0`, members in another order) has the same
//! canonical form again. Deliberately no reader: `serde_json` reads, with a limit on depth.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};

/// Integers from here on are not exact in every reader of JSON (2^53).
const EXACT_INTEGER_END: u64 = 1 << 53;

/// The canonical text of a value.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

/// The canonical text of an object without its member `left_out`, and the offset at which that member would
/// stand (before the member after it, or before the closing brace).
pub(super) fn canonical_without(object: &Map<String, Value>, left_out: &str) -> (String, usize) {
    let mut out = String::with_capacity(768);
    let mut gap = None;
    out.push('{');
    let mut first = true;
    for (name, value) in sorted(object) {
        if name == left_out {
            continue;
        }
        if !first {
            out.push(',');
        }
        if gap.is_none() && utf16_order(name, left_out).is_gt() {
            gap = Some(out.len());
        }
        write_member(name, value, &mut out);
        first = false;
    }
    let gap = gap.unwrap_or(out.len());
    out.push('}');
    (out, gap)
}

/// Turns every number that is a whole one below 2^53 into an integer, so that `17.0` reads like `17`.
pub(super) fn settle_numbers(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 9.0e15);
            if let Some(n) = whole {
                *number = Number::from(n as i64);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(settle_numbers),
        Value::Object(members) => members.values_mut().for_each(settle_numbers),
        _ => {}
    }
}

/// JSON text as a string literal, with the escapes of RFC 8785.
pub fn json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(text, &mut out);
    out
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_string(text, out),
        Value::Array(values) => {
            out.push('[');
            for (idx, value) in values.iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write_value(value, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (idx, (name, value)) in sorted(object).into_iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write_member(name, value, out);
            }
            out.push('}');
        }
    }
}

fn write_member(name: &str, value: &Value, out: &mut String) {
    write_string(name, out);
    out.push(':');
    write_value(value, out);
}

fn sorted(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_by(|a, b| utf16_order(a.0, b.0));
    members
}

/// The order of UTF-16 code units: characters above U+FFFF come before U+E000 to U+FFFF.
fn utf16_order(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() {
        return a.cmp(b);
    }
    a.encode_utf16().cmp(b.encode_utf16())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            0x09 => "\\t",
            0x0A => "\\n",
            0x0C => "\\f",
            0x0D => "\\r",
            0..=0x1F => "",
            _ => continue,
        };
        out.push_str(&text[plain_from..at]);
        plain_from = at + 1;
        out.push_str(escape);
        if escape.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{byte:04x}");
        }
    }
    out.push_str(&text[plain_from..]);
    out.push('"');
}

fn write_number(number: &Number, out: &mut String) {
    if let Some(n) = number.as_i64().filter(|n| n.unsigned_abs() < EXACT_INTEGER_END) {
        let _ = write!(out, "{n}");
    } else {
        write_double(number.as_f64().unwrap_or(0.0), out);
    }
}

/// Writes a finite double as ECMAScript's `Number::toString` does (ECMA-262 §6.1.6.1.20).
fn write_double(double: f64, out: &mut String) {
    if double == 0.0 {
        out.push('0');
        return;
    }
    if double < 0.0 {
        out.push('-');
    }
    // Rust's `{:e}` gives the shortest digits that read back as the same double: `6.02e23`.
    let scientific = format!("{:e}", double.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = digits.len() as i32;
    if count <= point && point <= 21 {
        out.push_str(&digits);
        out.extend(std::iter::repeat_n('0', (point - count) as usize));
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = digits.split_at(point as usize);
        let _ = write!(out, "{whole}.{fraction}");
    } else if -6 < point && point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', -point as usize));
        out.push_str(&digits);
    } else {
        let (first, rest) = digits.split_at(1);
        let sign = if point > 0 { '+' } else { '-' };
        let exponent = (point - 1).unsigned_abs();
        out.push_str(first);
        if !rest.is_empty() {
            let _ = write!(out, ".{rest}");
        }
        let _ = write!(out, "e{sign}{exponent}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &str) {
        let mut value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(canonical(&value), expected, "{json}");
        settle_numbers(&mut value);
        assert_eq!(canonical(&value), expected, "{json} settled");
    }

    #[test]
    fn numbers_are_spelt_as_ecmascript_spells_them() {
        // From RFC 8785, Appendix B and §3.2.2.3.
        for (json, expected) in [
            ("17.0", "17"),
            ("-0.0", "0"),
            ("1.7e1", "17"),
            ("9007199254740992", "9007199254740992"),
            ("9007199254740993", "9007199254740992"),
            ("295147905179352825856", "295147905179352830000"),
            ("1E30", "1e+30"),
            ("4.50", "4.5"),
            ("2e-3", "0.002"),
            ("0.000000000000000000000000001", "1e-27"),
            ("333333333.33333329", "333333333.3333333"),
            ("0.0000033333333333333333", "0.0000033333333333333333"),
            ("-9.5367431640625e-7", "-9.5367431640625e-7"),
            ("1e21", "1e+21"),
            ("1e20", "100000000000000000000"),
            ("5e-324", "5e-324"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ] {
            check(json, expected);
        }
    }

    #[test]
    fn names_are_sorted_by_utf16_units() {
        check(
            r#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#,
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}",
        );
    }

    #[test]
    fn strings_have_the_shortest_escapes() {
        check(
            r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#,
            "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"",
        );
    }

    #[test]
    fn the_gap_is_where_the_member_left_out_would_stand() {
        let Value::Object(object) = serde_json::json!({"a": 1, "hash": "x", "id": 2}) else {
            unreachable!()
        };
        let (text, gap) = canonical_without(&object, "hash");
        assert_eq!((text.as_str(), &text[gap..]), (r#"{"a":1,"id":2}"#, r#""id":2}"#));
    }
}
