//! What may be typed after `yice report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::WorkspaceArg;

#[derive(Debug, Args)]
#[command(after_help = "Kinds 种类:\n  \
    briefing 简报      a few sentences with the board's numbers; without -o to the terminal (.txt .pdf .html)\n  \
    ledger 台账        every feature a row; a sheet a kind (.xlsx), or one kind (.csv)\n  \
    dossier 一口一档   map, plan, samples with their verdicts, photos, history (.pdf .html)\n  \
    approval 审批表    a form to be signed: plan, sign-off or a later deadline (.pdf .html)\n  \
    programme 通报     targets, figures, the districts in their order (.pdf .html)\n  \
    map 挂图           one large sheet with legend and scale (.pdf .html)\n  \
    waters 黑臭清单    the list of black-odorous waters to publish (.pdf .html)\n\n\
    Examples 示例:\n  yice report briefing --workspace tianjin.yice --as-of 2022-05-12\n  \
    yice report ledger --workspace tianjin.yice -o ledger.xlsx\n  \
    yice report ledger --workspace tianjin.yice --kind outfall --template head.xlsx -o ours.xlsx\n  \
    yice report dossier --workspace tianjin.yice 0031 -o 031.pdf\n  \
    yice report approval --workspace tianjin.yice 0040 --form sign-off -o 040.pdf\n  \
    yice report map --workspace tianjin.yice --paper a1 -o wall.pdf\n\n\
    Exit 0: written. 1: written, with remarks (columns nothing fills). 2: not written.")]
pub struct ReportArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// Which report 种类
    #[arg(value_enum, value_name = "KIND")]
    pub kind: Kind,
    /// Features, by their keys or unambiguous parts of them; by default all 对象
    #[arg(value_name = "FEATURE")]
    pub features: Vec<String>,
    /// As things stood at the end of this day 截至
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// By what this workspace had received by the end of that day 按收到时间
    #[arg(long, requires = "as_of")]
    pub as_received: bool,
    /// One kind of feature: outfall, river, section, black_odorous_water, plot, … 类别
    #[arg(long = "kind", value_name = "K")]
    pub of_kind: Option<String>,
    /// One district 区
    #[arg(long, value_name = "NAME", conflicts_with = "features")]
    pub district: Option<String>,
    /// Which form; by default what the feature waits for 审批表种类
    #[arg(long, value_enum, value_name = "FORM")]
    pub form: Option<FormKind>,
    /// The sheet of a map 纸张
    #[arg(long, value_enum, value_name = "A3|A1", default_value = "a3", ignore_case = true)]
    pub paper: Sheet,
    /// A table whose head names the columns wanted (.xlsx .xls .csv) 上级表样
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Replaces a file that stands there 覆盖已有文件
    #[arg(long)]
    pub overwrite: bool,
    /// The file to write; its ending says what it is
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    #[value(alias = "简报")]
    Briefing,
    #[value(alias = "台账")]
    Ledger,
    #[value(alias = "一口一档")]
    Dossier,
    #[value(alias = "审批表")]
    Approval,
    #[value(alias = "通报")]
    Programme,
    #[value(alias = "排名表")]
    Ranking,
    #[value(alias = "挂图")]
    Map,
    #[value(alias = "黑臭清单")]
    Waters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormKind {
    #[value(alias = "方案")]
    Plan,
    #[value(alias = "销号")]
    SignOff,
    #[value(alias = "延期")]
    Extension,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sheet {
    A3,
    A1,
}
