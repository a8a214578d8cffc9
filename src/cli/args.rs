//! What may be typed after `yice`: the subcommands and their flags, each with an example.
//!
//! Only shapes and words. What values mean (units, days, fields) is read in `values`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::record_args::RecordArgs;

/// Yice 一策: one outfall, one plan.
///
/// Without a subcommand the window opens, with the files and folders that are named.
#[derive(Debug, Parser)]
#[command(
    name = "yice",
    version,
    subcommand_precedence_over_arg = true,
    after_help = "Example 示例:\n  yice data                      open the window with the layers of a folder\n  \
                  yice check data                what the files hold and what is wrong with them\n\n\
                  Exit codes: 0 fine, 1 findings (warnings, errors, refusals by the rules), 2 failed."
)]
pub struct Cli {
    /// Files and folders to open in the window 在窗口中打开的文件和文件夹
    pub paths: Vec<PathBuf>,
    /// Writes how long each frame of the window takes, a line of JSON each 记录每帧用时
    #[arg(long, value_name = "FILE")]
    pub frame_log: Option<PathBuf>,
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every subcommand understands.
#[derive(Debug, Clone, Args)]
pub struct Shared {
    /// The language of messages: zh or en; by default that of the system 提示语言
    #[arg(long, global = true, value_name = "zh|en")]
    pub lang: Option<String>,
    /// Takes this moment for now, so that a run can be repeated exactly.
    #[arg(long, global = true, hide = true, value_name = "TIME")]
    pub now: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Says what files hold and what is wrong with them 检查文件
    Check(CheckArgs),
    /// Takes layers, annotated files and other workspaces into a workspace 接收图层、带记录的文件和其他工作库
    Import(ImportArgs),
    /// Records one act about one feature 登记一条记录
    Record(Box<RecordArgs>),
    /// Says which feature a key belongs to, where several claim it 指定编码归哪个要素
    Settle(SettleArgs),
    /// Lists the records, oldest first 列出经过
    Log(LogArgs),
    /// Looks over chains, hashes, photos and the database 核对工作库
    Verify(VerifyArgs),
    /// Writes annotated GeoJSON with its photos 导出带记录的 GeoJSON
    Export(ExportArgs),
    /// Counts stages, overdue plans and figures 汇总各阶段和指标
    Summary(SummaryArgs),
    /// Draws the map as a picture 把地图画成图片
    Render(RenderArgs),
    /// Puts a day's list or one feature's sheet on paper (PDF) 打印
    Print(PrintArgs),
    /// Writes a report: briefing, ledger, dossier, approval form, programme, ranking, wall map 出报表
    Report(super::report_args::ReportArgs),
    /// Writes the demonstration layers (invented data) 生成示意数据
    Demo(DemoArgs),
    /// Measures one job on GeoJSON files and prints one line of JSON 性能测量
    #[command(hide = true)]
    Bench(super::bench::BenchArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples 示例:\n  yice check data\n  yice check outfalls.geojson more/ --json\n\n\
    Folders are searched for .geojson .json .geojsonl .geojsons .ndjson .jsonl, plain or with .gz.\n\
    Exit 0: nothing wrong. 1: warnings or errors, something loaded. 2: nothing loaded or a path not readable."
)]
pub struct CheckArgs {
    /// Files and folders 文件和文件夹
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Prints one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples 示例:\n  yice import --workspace tianjin.yice data\n  \
    yice import --workspace tianjin.yice from-zhang.geojson --kind outfall\n  \
    yice import --workspace tianjin.yice list.geojson --datum gcj02")]
pub struct ImportArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// Layers, annotated files, folders, other workspaces 图层、带记录的文件、文件夹、其他工作库
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What the features are, where the file does not say it (outfall, river, …)
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// The datum of the coordinates, where the file does not say it (gcj02, bd09, EPSG:4548, …)
    #[arg(long, value_name = "DATUM")]
    pub datum: Option<String>,
    /// Adds a layer even where one of the same kind and keys is there
    #[arg(long, conflicts_with = "update")]
    pub add: bool,
    /// Updates the layer of the same kind
    #[arg(long)]
    pub update: bool,
    /// Confirms that synthetic and real data may share this workspace 确认示意数据与真实数据混放
    #[arg(long)]
    pub mix_synthetic: bool,
    /// Prints one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples 示例:\n  yice log --workspace tianjin.yice DEMO-OUT-0031\n  \
    yice log --workspace tianjin.yice --json > records.json")]
pub struct LogArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// One feature only: its key or an unambiguous part of it
    pub feature: Option<String>,
    /// Prints one JSON object: {"records":[…]}
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example 示例:\n  \
    yice settle --workspace tianjin.yice --layer outfalls --feature 3 outfall:DEMO-OUT-0001")]
pub struct SettleArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// The layer, by its name 图层名
    #[arg(long, value_name = "NAME")]
    pub layer: String,
    /// The feature's number in its file, counted from 0, as the report of the import says it 要素序号（从 0 数）
    #[arg(long, value_name = "N")]
    pub feature: u64,
    /// The key that is this feature's 编码
    pub key: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Example 示例:\n  yice verify --workspace tianjin.yice")]
pub struct VerifyArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// Prints one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples 示例:\n  yice export --workspace tianjin.yice -o out/\n  \
    yice export --workspace tianjin.yice --layer outfalls -o outfalls-0512.geojson\n  \
    yice export --workspace tianjin.yice --layer outfalls --write-back name \\\n    \
    --preview -o corrected.geojson")]
pub struct ExportArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// One layer, by its name; otherwise all of them, into a folder
    #[arg(long, value_name = "NAME")]
    pub layer: Option<String>,
    /// Overdue and other columns as of this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// By what this workspace had received by the end of that day 按收到时间
    #[arg(long, requires = "as_of")]
    pub as_received: bool,
    /// Puts the corrected value of this field into the source's own property 回写字段
    #[arg(long, value_name = "FIELD", num_args = 1..)]
    pub write_back: Vec<String>,
    /// Only lists what --write-back would replace; writes nothing 只预览
    #[arg(long, requires = "write_back")]
    pub preview: bool,
    /// Takes personal values (contacts, telephones) along 含个人信息
    #[arg(long)]
    pub personal: bool,
    /// Replaces files that stand there, a layer's own source too 覆盖已有文件
    #[arg(long)]
    pub overwrite: bool,
    /// A file for one layer, a folder for several 输出文件或文件夹
    #[arg(short, long, value_name = "FILE|DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples 示例:\n  yice summary --workspace tianjin.yice --as-of 2022-05-12 --json\n  \
    yice summary --workspace tianjin.yice --since 2022-05-05\n  \
    yice summary --workspace tianjin.yice --since handed-in/outfalls.geojson"
)]
pub struct SummaryArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// As things stood at the end of this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// By what this workspace had received by the end of that day 按收到时间
    #[arg(long, requires = "as_of")]
    pub as_received: bool,
    /// What changed since the end of this day, or since this file was written, instead of the figures 这一天或这个文件以来的变化
    #[arg(long, value_name = "DATE|FILE")]
    pub since: Option<String>,
    /// Prints one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples 示例:\n  yice render data -o map.png\n  \
    yice render --workspace tianjin.yice --size 1600x1000 --bbox 117.5,38.6,117.9,39.2 -o map.png")]
pub struct RenderArgs {
    /// The workspace to draw; or name files and folders
    #[arg(short, long, value_name = "W", conflicts_with = "paths")]
    pub workspace: Option<PathBuf>,
    /// Files and folders to draw 文件和文件夹
    #[arg(value_name = "PATH", required_unless_present = "workspace")]
    pub paths: Vec<PathBuf>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1600x1000")]
    pub size: String,
    /// West, south, east, north in degrees; by default everything
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    pub bbox: Option<String>,
    /// The map as it stood at the end of this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// By what this workspace had received by the end of that day 按收到时间
    #[arg(long, requires = "as_of")]
    pub as_received: bool,
    /// The picture to write
    #[arg(short, long, value_name = "FILE.png")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples 示例:\n  yice print --workspace tianjin.yice 0031 -o 031.pdf\n  \
    yice print --workspace tianjin.yice --day 2022-05-12 -o list.pdf\n  \
    yice print --workspace tianjin.yice --day 2022-05-12 0031 0033 -o list.pdf")]
pub struct PrintArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// A feature, by its key or an unambiguous part of it; with --day, those on the list 对象
    #[arg(value_name = "FEATURE", required_unless_present = "day")]
    pub features: Vec<String>,
    /// The list of this day with a blank sheet for each feature 今日清单和空白记录表
    #[arg(long, value_name = "DATE")]
    pub day: Option<String>,
    /// The PDF file to write
    #[arg(short, long, value_name = "FILE.pdf")]
    pub out: PathBuf,
    /// Replaces a file that stands there 覆盖已有文件
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example 示例:\n  yice demo data && yice data")]
pub struct DemoArgs {
    /// The folder to write into; it is made if it is not there
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct WorkspaceArg {
    /// The workspace file (.yice); import makes it if it is not there 工作库文件
    #[arg(short, long, value_name = "W")]
    pub workspace: PathBuf,
}
