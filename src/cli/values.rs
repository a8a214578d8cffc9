//! What people type after a flag: pairs, days, moments, positions, measured values. Each complaint says what was
//! expected and gives an example.
//!
//! Knows nothing of fields and stages; that is `fields`.

use anyhow::{Result, bail};

use super::complaint::complain;
use crate::model::{Bbox, Day, Drawn, DrawnShape, LonLat, Stamp, lon_lat};
use crate::plan::{Measured, parse_bool, parse_day};

/// Splits `NAME=VALUE` at the first `=`.
///
/// # Errors
/// If there is none, or nothing before it.
pub fn pair<'a>(flag: &str, text: &'a str, example: &str) -> Result<(&'a str, &'a str)> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim(), value.trim())),
        _ => bail!(complain!(
            "{flag}：应为 名称=值，得到 {text:?}；例如 {flag} {example}",
            "{flag}: expected NAME=VALUE, found {text:?}; example: {flag} {example}"
        )),
    }
}

/// Reads a day.
///
/// # Errors
/// If it is none.
pub fn day(flag: &str, text: &str) -> Result<Day> {
    parse_day(text).ok_or_else(|| {
        complain!(
            "{flag}：应为 2022-05-12 这样的日期，得到 {text:?}；例如 {flag} 2022-05-12",
            "{flag}: expected a day like 2022-05-12, found {text:?}; example: {flag} 2022-05-12"
        )
    })
}

/// Yes or no.
///
/// # Errors
/// If it is neither.
pub fn yes_or_no(flag: &str, name: &str, text: &str) -> Result<bool> {
    parse_bool(text).ok_or_else(|| {
        complain!(
            "{flag}：{name} 填 yes 或 no，得到 {text:?}；例如 {flag} {name}=yes",
            "{flag}: {name} is yes or no, found {text:?}; example: {flag} {name}=yes"
        )
    })
}

/// Reads a day or a moment; a moment without an offset is taken as China's time. Gives the text for a record.
///
/// # Errors
/// If it is neither.
pub fn moment(flag: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if Stamp::parse(text).is_ok() || text.parse::<Day>().is_ok_and(|day| day.to_string() == text) {
        return Ok(text.to_owned());
    }
    let spelled = text.replacen(' ', "T", 1);
    let local = match spelled.len() {
        // 2022-05-12T09:30
        16 => format!("{spelled}:00+08:00"),
        _ => format!("{spelled}+08:00"),
    };
    if Stamp::parse(&local).is_ok() {
        return Ok(local);
    }
    bail!(complain!(
        "{flag}：应为日期或时间，得到 {text:?}；例如 {flag} 2022-05-12，{flag} 2022-05-12T09:30",
        "{flag}: expected a day or a time, found {text:?}; examples: {flag} 2022-05-12, \
         {flag} 2022-05-12T09:30"
    ))
}

/// Reads `LON,LAT` in degrees.
///
/// # Errors
/// If these are not two numbers, or no place on earth.
pub fn position(flag: &str, text: &str) -> Result<LonLat> {
    let Some([lon, lat]) = numbers(text) else {
        bail!(complain!(
            "{flag}：应为 经度,纬度（度），得到 {text:?}；例如 {flag} 117.75,38.98",
            "{flag}: expected LON,LAT in degrees, found {text:?}; example: {flag} 117.75,38.98"
        ));
    };
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        bail!(complain!(
            "{flag}：{text:?} 不在地球上：经度写在前；例如 {flag} 117.75,38.98",
            "{flag}: {text:?} is no place on earth: longitude comes first; example: {flag} 117.75,38.98"
        ));
    }
    Ok(lon_lat(lon, lat))
}

/// Reads the corners of a line or an area: `LON,LAT LON,LAT …`.
///
/// # Errors
/// If a corner is no place, or they make no such shape.
pub fn drawn(flag: &str, shape: DrawnShape, text: &str) -> Result<Drawn> {
    let corners = text.split_whitespace().map(|corner| position(flag, corner));
    let drawn = Drawn { shape, corners: corners.collect::<Result<_>>()? };
    if !drawn.is_whole() {
        let least = shape.corners_min();
        bail!(complain!(
            "{flag}：至少要 {least} 个不同的点，每点为 经度,纬度，点间空一格；例如 {flag} \"117.20,39.10 117.21,39.11 117.22,39.10\"",
            "{flag}: expected at least {least} different corners as LON,LAT with blanks between; \
             example: {flag} \"117.20,39.10 117.21,39.11 117.22,39.10\""
        ));
    }
    Ok(drawn)
}

/// Reads `W,S,E,N` in degrees.
///
/// # Errors
/// If these are not four numbers in that order.
pub fn bbox(flag: &str, text: &str) -> Result<Bbox> {
    match numbers(text) {
        Some([west, south, east, north]) if west < east && south < north => {
            Ok(Bbox { west, south, east, north })
        }
        _ => bail!(complain!(
            "{flag}：应为 西,南,东,北（度），得到 {text:?}；例如 {flag} 117.5,38.6,117.9,39.2",
            "{flag}: expected west, south, east, north in degrees, found {text:?}; \
             example: {flag} 117.5,38.6,117.9,39.2"
        )),
    }
}

/// Reads `WIDTHxHEIGHT` in pixels.
///
/// # Errors
/// If these are not two whole numbers between 16 and 20 000.
pub fn size(flag: &str, text: &str) -> Result<(u32, u32)> {
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
    });
    match sides {
        Some((width, height))
            if (16..=20_000).contains(&width) && (16..=20_000).contains(&height) =>
        {
            Ok((width, height))
        }
        _ => bail!(complain!(
            "{flag}：应为 宽x高（像素），得到 {text:?}；例如 {flag} 1600x1000",
            "{flag}: expected WIDTHxHEIGHT in pixels, found {text:?}; example: {flag} 1600x1000"
        )),
    }
}

/// Reads a measured value with or without its unit: `62`, `62 mg/L`, `<0.025mg/L`, `-210 mV`, `0.025L` and `未检出` as
/// laboratories write what they could not find. The digits are kept as typed.
///
/// # Errors
/// If it does not begin with a number, or a number goes on where the unit should begin: `6,200`, `1 000`, `1e3`, `0x99`.
pub fn measured(flag: &str, text: &str) -> Result<Measured> {
    // Digits and signs of a Chinese input method mean the same.
    let typed: String = text.trim().chars().map(crate::plan::half_width).collect();
    let text = typed.as_str();
    if text == "未检出" || text.eq_ignore_ascii_case("nd") {
        return Ok(Measured { value: "未检出".to_owned(), unit: String::new() });
    }
    let (mark, digits) = match text.chars().next() {
        Some('<' | '＜' | '≤') => ("<", text.trim_start_matches(['<', '＜', '≤']).trim_start()),
        Some('>' | '＞' | '≥') => (">", text.trim_start_matches(['>', '＞', '≥']).trim_start()),
        Some('-' | '－') => ("-", text.strip_prefix(['-', '－']).unwrap_or_default()),
        _ => ("", text),
    };
    let number_bytes =
        digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (number, unit) = digits.split_at(number_bytes);
    let unit = unit.trim();
    let goes_on = unit.starts_with(|c: char| c.is_ascii_digit() || ",，.'’_+-".contains(c))
        || unit
            .strip_prefix(['e', 'E', 'x', 'X'])
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    if number.parse::<f64>().is_err() || goes_on {
        bail!(complain!(
            "{flag}：应为数值，不写千位分隔和指数，单位可写可不写，得到 {text:?}；例如 {flag} \"cod=62 mg/L\"，{flag} \"nh3n=<0.025\"（未检出）",
            "{flag}: expected a number without group marks or exponent, with or without a unit, found {text:?}; examples: {flag} \"cod=62 mg/L\", \
             {flag} \"nh3n=<0.025\" (below detection)"
        ));
    }
    let (mark, unit) = match (mark, unit) {
        // 0.025L: below this detection limit.
        ("", "L") => ("<", ""),
        other => other,
    };
    Ok(Measured { value: format!("{mark}{number}"), unit: unit.to_owned() })
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Vec<f64> = text
        .split([',', '，'])
        .map(|number| number.trim().parse().ok().filter(|number: &f64| number.is_finite()))
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measured_value_keeps_its_digits_and_its_unit() {
        let check = |text: &str, value: &str, unit: &str| {
            let expected = Measured { value: value.into(), unit: unit.into() };
            assert_eq!(measured("--sample", text).unwrap(), expected, "{text}");
        };
        check("62 mg/L", "62", "mg/L");
        check("0.50", "0.50", "");
        check("<0.025mg/L", "<0.025", "mg/L");
        check("＜ 0.025", "<0.025", "");
        check("7.8", "7.8", "");
        check("-210 mV", "-210", "mV");
        check(">24000", ">24000", "");
        check("0.025L", "<0.025", "");
        check("未检出", "未检出", "");
        check("ND", "未检出", "");
        let numbers_that_go_on = ["6,200", "6，200", "1 000", "1e3", "1E-3 mg/L", "0x99"];
        for bad in
            ["", "high", "mg/L 3", "1.2.3", "--5", "<-5"].into_iter().chain(numbers_that_go_on)
        {
            assert!(measured("--sample", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_chinas() {
        let check = |text: &str, expected: &str| {
            assert_eq!(moment("--taken-at", text).unwrap(), expected, "{text}");
        };
        check("2022-05-12", "2022-05-12");
        check("2022-05-12T09:30", "2022-05-12T09:30:00+08:00");
        check("2022-05-12 09:30:05", "2022-05-12T09:30:05+08:00");
        check("2022-05-12T01:30:00Z", "2022-05-12T01:30:00Z");
        let complaint = moment("--taken-at", "12 May").unwrap_err().to_string();
        assert!(complaint.contains("2022-05-12T09:30"), "{complaint}");
    }

    #[test]
    fn a_position_gives_longitude_first() {
        assert_eq!(position("--position", "117.75,38.98").unwrap(), lon_lat(117.75, 38.98));
        for bad in ["38.98,117.75", "117.75", "a,b", "nan,3", "117.75,38.98,3"] {
            assert!(position("--position", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn boxes_and_sizes_are_read_or_explained() {
        assert!(bbox("--bbox", "117.5,38.6,117.9,39.2").is_ok());
        assert!(bbox("--bbox", "117.9,38.6,117.5,39.2").is_err());
        assert_eq!(size("--size", "1600x1000").unwrap(), (1600, 1000));
        assert!(size("--size", "0x10").is_err());
        assert!(size("--size", "99999x10").is_err());
    }
}
