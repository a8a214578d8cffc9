//! `yice print`: a day's list with blank sheets, or one feature's sheet, as PDF.

use anyhow::{Result, bail};

use super::args::PrintArgs;
use super::complaint::complain;
use super::{Exit, Surroundings, feature, opening, report, values};
use crate::model::FeatureKey;
use crate::report::{ReportWhat, Source};

pub fn run(args: &PrintArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let day = args.day.as_deref().map(|day| values::day("--day", day)).transpose()?;
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let snapshot = opened.session.snapshot();
    let named: Result<Vec<FeatureKey>> =
        args.features.iter().map(|text| feature::find(&snapshot, text)).collect();
    let mut features = named?;
    let what = match (day, features.as_slice()) {
        (Some(day), _) => {
            if features.is_empty() {
                features = snapshot.day_list(day).into_iter().map(|it| it.feature).collect();
            }
            ReportWhat::Day { day, features }
        }
        (None, [key]) => ReportWhat::Sheet(key.clone()),
        (None, _) => bail!(complain!(
            "请写一个对象，或用 --day 写日期；见 yice print --help",
            "name one feature, or a day with --day; see yice print --help"
        )),
    };
    let (now, lang) = (surroundings.now.clone(), surroundings.lang);
    // Today's list is judged by the day the workspace stands on, as the window judges.
    let as_of = day.filter(|day| *day != snapshot.clock_day).unwrap_or(snapshot.today);
    let source = Source::new(&snapshot, as_of, lang, &now);
    report::written(&what, &args.out, args.overwrite, &opened.session, source)?;
    surroundings.say(&args.out.display().to_string())?;
    Ok(opened.exit)
}
