//! What was seen and measured, as parts of an act: the visit, photos, documents and the sample.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::act::{Ground, NoteFor, plain};
use super::complaint::complain;
use super::record_args::RecordArgs;
use super::{fields, references, values};
use crate::model::Stamp;
use crate::plan::{
    Body, Choice, Document, FieldKind, Looks, Photo, PhotoTime, SampleResult, SampleTaken, Visit,
    point_name,
};
use crate::session::{ActPart, Attachment};

/// The visit comes first: photos, papers and the sample of the same act name it.
pub fn parts(args: &RecordArgs, ground: &Ground<'_>, note: &mut NoteFor) -> Result<Vec<ActPart>> {
    let mut parts = Vec::new();
    if !args.visit.is_empty() || !args.companions.is_empty() {
        parts.push(plain(Body::Visit(visit(args, ground, note)?)));
    }
    parts.extend(photos(args, ground)?);
    parts.extend(photo_times(args, ground)?);
    parts.extend(documents(args, ground)?);
    parts.extend(samples(args, ground)?.into_iter().map(plain));
    Ok(parts)
}

fn visit(args: &RecordArgs, ground: &Ground<'_>, note: &mut NoteFor) -> Result<Visit> {
    let mut visit = Visit { with: args.companions.clone(), note: note.take(), ..Visit::default() };
    for text in &args.visit {
        let (name, value) = values::pair("--visit", text, "discharging=no")?;
        match name {
            "abnormal" => {
                visit.abnormal = Some(values::yes_or_no("--visit", name, value)?);
            }
            "weather" => visit.weather = value.to_owned(),
            "note" => visit.note = value.to_owned(),
            "at" | "visited_at" => visit.visited_at = Some(values::moment("--visit at", value)?),
            _ => {
                let code = look_code(ground, name, value)?;
                if let Some(first) = look(&mut visit.looks, name)?.replace(code) {
                    bail!(complain!(
                        "--visit：{name} 给了两次，先是 {first:?}；只给一次",
                        "--visit: {name} is given twice, first as {first:?}; give it once"
                    ));
                }
            }
        }
    }
    Ok(visit)
}

fn look<'a>(looks: &'a mut Looks, name: &str) -> Result<&'a mut Option<String>> {
    Ok(match name {
        "discharging" => &mut looks.discharging,
        "colour" | "color" => &mut looks.colour,
        "turbidity" => &mut looks.turbidity,
        "odour" | "odor" => &mut looks.odour,
        "oil_film" => &mut looks.oil_film,
        _ => bail!(complain!(
            "--visit：应为 discharging、colour、turbidity、odour、oil_film、abnormal、weather、at 或 note，得到 {name:?}；例如 --visit discharging=no",
            "--visit: expected discharging, colour, turbidity, odour, oil_film, abnormal, weather, at or note, \
             found {name:?}; example: --visit discharging=no"
        )),
    })
}

/// Whether something runs out is one of three codes, for rules look at it; the other looks may be free words.
fn look_code(ground: &Ground<'_>, name: &str, value: &str) -> Result<String> {
    let looks = ground.procedure.map_or(&[][..], |procedure| &procedure.looks);
    let choices: &[Choice] =
        match looks.iter().find(|look| look.code == name).map(|look| &look.kind) {
            Some(FieldKind::Choice(choices)) => choices,
            _ => &[],
        };
    match fields::choice("--visit", name, choices, value) {
        Ok(code) => Ok(code.to_owned()),
        Err(error) if name == "discharging" && !choices.is_empty() => Err(error),
        Err(_) if name == "discharging" && !["yes", "no", "unknown"].contains(&value) => {
            bail!(complain!(
                "--visit：discharging 填 yes、no 或 unknown，得到 {value:?}；例如 --visit discharging=no",
                "--visit: discharging is yes, no or unknown, found {value:?}; example: --visit discharging=no"
            ))
        }
        Err(_) => Ok(value.to_owned()),
    }
}

fn photos(args: &RecordArgs, ground: &Ground<'_>) -> Result<Vec<ActPart>> {
    let choices = ground.procedure.map_or(&[][..], |procedure| &procedure.photo_kinds);
    let kinds = kinds("--photo-kind", choices, &args.photo, &args.photo_kind, "scene")?;
    let typed_time = match &args.taken_at {
        Some(taken_at) => Some(values::moment("--taken-at", taken_at)?),
        None => None,
    };
    args.photo
        .iter()
        .zip(kinds)
        .map(|(path, photo_kind)| {
            let body = Photo {
                photo_kind,
                ext: ending(path),
                typed_time: typed_time.clone(),
                ..Photo::default()
            };
            attached(path, Body::Photo(body))
        })
        .collect()
}

/// Times of photos that are on record without one, named by the beginning of their record's id.
fn photo_times(args: &RecordArgs, ground: &Ground<'_>) -> Result<Vec<ActPart>> {
    let given = args.photo_time.iter().map(|given| {
        let (photo, time) = values::pair("--photo-time", given, "c88a143c=2022-05-12T09:30")?;
        let typed_time = values::moment("--photo-time", time)?;
        let photo = references::photo(ground.state, photo)?;
        Ok(plain(Body::PhotoTime(PhotoTime { photo, typed_time, ..PhotoTime::default() })))
    });
    given.collect()
}

fn documents(args: &RecordArgs, ground: &Ground<'_>) -> Result<Vec<ActPart>> {
    let choices = ground.procedure.map_or(&[][..], |procedure| &procedure.document_kinds);
    let kinds = kinds("--doc-kind", choices, &args.document, &args.doc_kind, "other")?;
    args.document
        .iter()
        .zip(kinds)
        .map(|(path, doc_kind)| {
            let title = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let body = Document {
                doc_kind,
                ext: ending(path),
                title: title.unwrap_or_default(),
                ..Document::default()
            };
            attached(path, Body::Document(body))
        })
        .collect()
}

fn attached(path: &Path, body: Body) -> Result<ActPart> {
    // Said here, by the name that was typed, rather than later by that of a copy.
    if !path.is_file() {
        let path = path.display();
        bail!(complain!("读不了 {path}：不是文件", "could not read {path}: it is no file"));
    }
    Ok(ActPart { body, attachment: Some(Attachment { path: path.to_owned() }) })
}

/// A kind for each file: one for all of them, or one each.
fn kinds(
    flag: &str,
    choices: &[Choice],
    files: &[PathBuf],
    given: &[String],
    otherwise: &str,
) -> Result<Vec<String>> {
    let code = |kind: &String| {
        if choices.is_empty() {
            return Ok(kind.clone());
        }
        fields::choice(flag, "kind", choices, kind).map(str::to_owned)
    };
    match given {
        [] => Ok(vec![otherwise.to_owned(); files.len()]),
        [one] => Ok(vec![code(one)?; files.len()]),
        many if many.len() == files.len() => many.iter().map(code).collect(),
        many => bail!(complain!(
            "{flag}：{} 个类别对 {} 个文件；给一个通用的，或一个文件一个",
            "{flag}: {} kinds for {} files; give one for all, or one each",
            many.len(),
            files.len()
        )),
    }
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Items alone were taken and are on their way to the laboratory; items with values are its results.
fn samples(args: &RecordArgs, ground: &Ground<'_>) -> Result<Vec<Body>> {
    if args.sample.is_empty() {
        return Ok(Vec::new());
    }
    if !["lab", "auto", "quick"].contains(&args.source.as_str()) {
        bail!(complain!(
            "--source：应为 lab、auto 或 quick，得到 {:?}；例如 --source lab",
            "--source: expected lab, auto or quick, found {:?}; example: --source lab",
            args.source
        ));
    }
    let no = args.sample_no.clone().unwrap_or_else(|| sample_no(ground));
    let taken_at =
        args.taken_at.as_deref().map(|at| values::moment("--taken-at", at)).transpose()?;
    let point = args.sample_point.as_deref().and_then(point_name);
    let at = args.sample_at.as_deref().map(|at| values::position("--sample-at", at)).transpose()?;
    let lon_lat = at.map(|at| [at.lon_deg, at.lat_deg].map(|degrees| degrees.to_string()));
    let mut taken = SampleTaken {
        no: no.clone(),
        taken_at: taken_at.clone(),
        point: point.clone(),
        lon_lat: lon_lat.clone(),
        ..SampleTaken::default()
    };
    let mut result = SampleResult {
        no,
        source: args.source.clone(),
        standard: args.standard.as_deref().map(|words| standard(words, ground)).transpose()?,
        taken_at,
        point,
        lon_lat,
        ..SampleResult::default()
    };
    for text in &args.sample {
        match text.split_once('=') {
            None => taken.items.push(item_code(ground, text.trim())?),
            Some(_) => {
                let (item, value) = values::pair("--sample", text, "\"cod=62 mg/L\"")?;
                let mut measured = values::measured("--sample", value)?;
                let known = ground.item(item.trim());
                if let Some(known) = known.filter(|_| measured.unit.is_empty()) {
                    measured.unit.clone_from(&known.unit);
                }
                let code = item_code(ground, item)?;
                if let Some(first) = result.items.insert(code.clone(), measured) {
                    bail!(complain!(
                        "--sample：{code} 给了两次，先是 {:?}；只给一次",
                        "--sample: {code} is given twice, first as {:?}; give it once",
                        first.value
                    ));
                }
            }
        }
    }
    let taken = (!taken.items.is_empty()).then_some(Body::SampleTaken(taken));
    let result = (!result.items.is_empty()).then_some(Body::SampleResult(result));
    Ok(taken.into_iter().chain(result).collect())
}

/// What is measured and no standard knows is marked, so that no slip of the pen is kept as an item.
const OTHER_ITEM: &str = "other:";

/// The code of an item by any of its names.
fn item_code(ground: &Ground<'_>, name: &str) -> Result<String> {
    if let Some(item) = ground.item(name) {
        return Ok(item.code.clone());
    }
    if let Some(other) = name.strip_prefix(OTHER_ITEM).map(str::trim).filter(|it| !it.is_empty()) {
        return Ok(other.to_owned());
    }
    let usual = ground.usual_items();
    bail!(complain!(
        "--sample：没有检测项目 {name:?}；常用的有 {}；确是标准里没有的项目，写成 {OTHER_ITEM}{name}=…",
        "--sample: there is no item {name:?}; the usual ones are {}; what no standard knows is written {OTHER_ITEM}{name}=…",
        usual.join(", ")
    ))
}

/// A standard's id by its number and level in any usual spelling.
fn standard(words: &str, ground: &Ground<'_>) -> Result<String> {
    let standards = &ground.rulebook.standards;
    if let Some((standard, level)) = standards.find(words) {
        return Ok(format!("{}/{}", standard.id, level.code));
    }
    let known: Vec<String> = standards.choices().into_iter().map(|(id, _)| id).collect();
    bail!(complain!(
        "--standard：应为其中之一：{}；得到 {words:?}",
        "--standard: expected one of {}; found {words:?}",
        known.join(", ")
    ))
}

/// The feature's code and the time to the second, and a number behind it where such a sample is here already: only
/// a number that a person gives replaces a result. Two laptops hardly ever give the same.
fn sample_no(ground: &Ground<'_>) -> String {
    let time = Stamp::at_beijing(ground.now.instant());
    let digits: String = time.as_str().chars().filter(char::is_ascii_digit).take(14).collect();
    let (day, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
    // What is found in this very act has no code yet.
    let code = Some(ground.feature.code()).filter(|code| !code.is_empty());
    let parts = code.into_iter().chain([day, time]);
    let no = parts.collect::<Vec<_>>().join("-");
    let is_free = |no: &String| ground.state.samples.iter().all(|sample| sample.no != *no);
    let numbered = (2..).map(|nth| format!("{no}-{nth}"));
    std::iter::once(no.clone()).chain(numbered).find(is_free).unwrap_or(no)
}
