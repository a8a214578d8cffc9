//! `yice demo`: writes the demonstration layers.

use super::args::DemoArgs;
use super::complaint::Complaint;
use super::{Exit, Surroundings};
use crate::demo::{self, DemoError};
use crate::model::Text;

pub fn run(args: &DemoArgs, surroundings: &mut Surroundings<'_>) -> anyhow::Result<Exit> {
    let told = |error: DemoError| anyhow::Error::new(Complaint(error.text()));
    for file in demo::write(&args.dir).map_err(told)? {
        surroundings.say(&file.display().to_string())?;
    }
    let folder = args.dir.display();
    surroundings.tell(&Text::new(
        format!("示意数据已生成，全部为虚构。打开：yice {folder}"),
        format!("The demonstration is written; all of it is invented. To open it: yice {folder}"),
    ));
    Ok(Exit::Fine)
}
