//! 佐证材料 in a dossier: photos as pictures with what they show, papers as a list; what is named and not here says so.

use super::doc::{Block, Column, Doc, Picture, Row, Table};
use super::dossier::Detail;
use super::pictures;
use super::source::Source;
use crate::model::{Lang, Text};
use crate::plan::{FeatureState, Filed, Photo, Procedure, Record};

/// More pictures than this make no paper anybody turns over: the rest stand in the list.
const PICTURES_MAX: usize = 60;

/// Photos and documents.
pub(super) fn evidence(
    doc: &mut Doc,
    source: &Source<'_>,
    state: &FeatureState,
    procedure: Option<&Procedure>,
    detail: Detail,
) {
    if state.photos.is_empty() && state.documents.is_empty() {
        return;
    }
    doc.heading(source.say("佐证材料", "Evidence"));
    let mut listed: Vec<&Filed<Photo>> = Vec::new();
    let mut shown: Vec<(Picture, String)> = Vec::new();
    for photo in &state.photos {
        let picture = match detail == Detail::Dossier && shown.len() < PICTURES_MAX {
            true => (source.read_file)(&photo.body.sha256).and_then(|it| pictures::photo(&it)),
            false => None,
        };
        match picture {
            Some(picture) => shown.push((picture, caption(source, photo, procedure))),
            None => listed.push(photo),
        }
    }
    if !shown.is_empty() {
        doc.push(Block::Gallery(shown));
    }
    let photos = listed.into_iter().map(|photo| {
        let label = procedure.map(|it| it.photo_label(&photo.body.photo_kind));
        (&photo.record, label, photo.body.note.as_str(), photo.body.sha256.as_str())
    });
    let documents = state.documents.iter().map(|document| {
        let label = procedure.map(|it| it.document_label(&document.body.doc_kind));
        (&document.record, label, document.body.title.as_str(), document.body.sha256.as_str())
    });
    let rows: Vec<Row> = photos
        .chain(documents)
        .map(|(record, label, words, sha256)| {
            let label = label.unwrap_or_else(|| Text::new("材料", "evidence"));
            let what = format!("{} {words}", source.get(&label));
            let absent = match source.snapshot.photos.contains(sha256) {
                true => "",
                false => source.say("（未到）", " (not here)"),
            };
            Row::of([
                record.on.to_string(),
                what.trim_end().to_owned() + absent,
                record.by.name.clone(),
                sha256.get(..16).unwrap_or(sha256).to_owned(),
            ])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let columns = vec![
        Column::new(source.say("日期", "Day"), 16.0),
        Column::new(source.say("内容", "What"), 36.0),
        Column::new(source.say("存入人", "By"), 16.0),
        Column::new("SHA-256", 32.0),
    ];
    doc.push(Block::Table(Table { columns, rows, is_dense: false }));
}

/// `整治后 · 5月8日 张三 · 与整治前同机位`.
fn caption(source: &Source<'_>, photo: &Filed<Photo>, procedure: Option<&Procedure>) -> String {
    let label = procedure.map(|it| it.photo_label(&photo.body.photo_kind));
    let label = label.unwrap_or_else(|| Text::same(photo.body.photo_kind.as_str()));
    let mut words =
        format!("{} · {} {}", source.get(&label), taken(source, photo), photo.record.by.name);
    if photo.body.taken_at.is_none() && photo.body.typed_time.is_some() {
        words.push_str(source.say("（补录时间）", " (time typed in)"));
    }
    if !photo.body.note.is_empty() {
        words = format!("{words} · {}", photo.body.note);
    }
    words
}

/// The day the picture was taken; where nobody knows, that, and the day it was filed.
fn taken(source: &Source<'_>, photo: &Filed<Photo>) -> String {
    let record: &Record = &photo.record;
    match photo.body.time().and_then(|text| text.get(..10)?.parse().ok()) {
        Some(day) => source.day(day),
        None => match source.lang {
            Lang::Zh => format!("时间不明（{} 存入）", source.day(record.on)),
            Lang::En => format!("time unknown (filed {})", source.day(record.on)),
        },
    }
}
