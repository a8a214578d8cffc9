//! `yice print`: a day's list with blank sheets, or one feature's sheet, as PDF.

use anyhow::{Context as _, Result, bail};

use super::args::PrintArgs;
use super::complaint::complain;
use super::{Exit, Surroundings, feature, opening, values, writing};
use crate::model::FeatureKey;
use crate::print::{DaySheets, day_pdf, feature_pdf};

pub fn run(args: &PrintArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let day = args.day.as_deref().map(|day| values::day("--day", day)).transpose()?;
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let snapshot = opened.session.snapshot();
    let named: Result<Vec<FeatureKey>> =
        args.features.iter().map(|text| feature::find(&snapshot, text)).collect();
    let mut features = named?;
    let lang = surroundings.lang;
    let pdf = match (day, features.as_slice()) {
        (Some(day), _) => {
            if features.is_empty() {
                features = snapshot.day_list(day).into_iter().map(|it| it.feature).collect();
            }
            day_pdf(&snapshot, &DaySheets { features: &features, day, person: None, lang })
        }
        (None, [key]) => feature_pdf(&snapshot, key, lang, &surroundings.now),
        (None, _) => bail!(complain!(
            "请写一个对象，或用 --day 写日期；见 yice print --help",
            "name one feature, or a day with --day; see yice print --help"
        )),
    };
    let pdf = pdf.context("the font that is built in does not read")?;
    writing::only_over_its_own_sort(&args.out, writing::PDF)?;
    writing::beside_then_renamed(&args.out, &pdf)?;
    surroundings.say(&args.out.display().to_string())?;
    Ok(opened.exit)
}
