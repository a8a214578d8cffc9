//! Workspaces for the commands: to read, to write, or a passing one made of files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Result, anyhow, bail};

use super::complaint::complain;
use super::{Exit, Surroundings, files, import};
use crate::model::{Day, Lang, Text};
use crate::plan::Basis;
use crate::session::{Evening, Opening, Session, SessionError, Snapshot};

/// An open session. What it came from is thrown away with it, where that was made for it.
pub struct Opened {
    pub session: Session,
    /// What opening alone has found.
    pub exit: Exit,
    _passing: Option<tempfile::TempDir>,
}

/// Opens a workspace to look at it, also while the window has it open.
///
/// # Errors
/// If it is not there or cannot be read.
pub fn to_read(workspace: &Path, surroundings: &mut Surroundings<'_>) -> Result<Opened> {
    must_be_there(workspace)?;
    let opening = Opening::to_read(workspace).data_dir(&surroundings.data_dir);
    let session = Session::open(opening, &surroundings.now).map_err(told(surroundings.lang))?;
    let damage = session.snapshot().damage.clone();
    for words in damage.iter() {
        surroundings.tell_plain(&format!("yice: {}: {words}", workspace.display()));
    }
    tell_rule_issues(&session, surroundings);
    let exit = if damage.is_empty() { Exit::Fine } else { Exit::Findings };
    Ok(Opened { session, exit, _passing: None })
}

/// Opens a workspace that is there to write into it.
///
/// # Errors
/// If it is not there, or another program is writing to it.
pub fn to_write(workspace: &Path, surroundings: &mut Surroundings<'_>) -> Result<Session> {
    must_be_there(workspace)?;
    let opening = Opening::new(workspace).data_dir(&surroundings.data_dir);
    let session = Session::open(opening, &surroundings.now).map_err(told(surroundings.lang))?;
    must_be_whole(&session)?;
    tell_rule_issues(&session, surroundings);
    Ok(session)
}

/// Says which of a person's own procedure files were left out.
fn tell_rule_issues(session: &Session, surroundings: &mut Surroundings<'_>) {
    for issue in session.snapshot().rule_issues.iter() {
        let words = Text::new(issue.message_zh.clone(), issue.message.clone());
        surroundings.tell_plain(&format!("yice: {}", words.get(surroundings.lang)));
    }
}

/// A damaged workspace opens for reading, and nothing more goes into it.
fn must_be_whole(session: &Session) -> Result<()> {
    let snapshot = session.snapshot();
    let Some(damage) = snapshot.damage.first().filter(|_| snapshot.read_only) else {
        return Ok(());
    };
    let path = snapshot.workspace.display();
    bail!(complain!(
        "工作库 {path} 已损坏，只读打开，没有写入。可用 yice export 取出记录，或换用备份（{damage}）",
        "the workspace {path} is damaged: it is open for reading only and nothing was written. yice export saves its records; or use a backup ({damage})"
    ))
}

/// Opens a workspace to write into it, or makes it.
///
/// # Errors
/// If it cannot be made, or another program is writing to it.
pub fn or_create(workspace: &Path, surroundings: &mut Surroundings<'_>) -> Result<Session> {
    let opening = Opening::new(workspace).data_dir(&surroundings.data_dir);
    let session =
        Session::open_or_create(opening, &surroundings.now).map_err(told(surroundings.lang))?;
    must_be_whole(&session)?;
    tell_rule_issues(&session, surroundings);
    Ok(session)
}

/// Takes files into a workspace that is gone when they have been looked at.
///
/// # Errors
/// If a path cannot be read or nothing in the files is usable.
pub fn of_files(paths: &[PathBuf], surroundings: &mut Surroundings<'_>) -> Result<Opened> {
    let passing = tempfile::tempdir()?;
    let opening = Opening::new(passing.path().join("passing.yice"));
    let mut session =
        Session::create(opening, &surroundings.now).map_err(told(surroundings.lang))?;
    let found = files::expand(paths, None)?;
    found.tell_special(surroundings);
    let exit = import::look_at(&mut session, &found.files, surroundings);
    if exit == Exit::Failed || session.snapshot().layers.is_empty() {
        bail!(complain!("这些文件里没有可以画的内容", "there is nothing to draw in these files"));
    }
    Ok(Opened { session, exit, _passing: Some(passing) })
}

/// A workspace as it stood at the end of a day, by what had happened or by what had been received; as it stands now
/// where the day is the present one.
///
/// # Errors
/// If what was received by then cannot be read.
pub fn on_day(present: Arc<Snapshot>, day: Day, basis: Basis) -> Result<Arc<Snapshot>> {
    if basis == Basis::Happened && day >= present.today {
        return Ok(present);
    }
    let then = present.on_evening(Evening { day, basis }, &AtomicBool::new(false))?;
    Ok(then.map_or(present, Arc::new))
}

/// By what a day is told.
pub const fn basis(as_received: bool) -> Basis {
    if as_received { Basis::Received } else { Basis::Happened }
}

fn must_be_there(workspace: &Path) -> Result<()> {
    if workspace.is_file() {
        return Ok(());
    }
    bail!(complain!(
        "没有工作库 {}；可用 yice import --workspace {} 文件… 新建",
        "there is no workspace {}; yice import --workspace {} PATH… makes one",
        workspace.display(),
        workspace.display()
    ))
}

/// The session's complaint in the language of the terminal.
pub fn told(lang: Lang) -> impl Fn(SessionError) -> anyhow::Error {
    move |error| match lang {
        Lang::Zh => anyhow!("{}", error.text().zh),
        Lang::En => anyhow::Error::new(error),
    }
}
