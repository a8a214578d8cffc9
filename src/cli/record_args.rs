//! The flags of `yice record`: everything one act can hold.

use std::path::PathBuf;

use clap::Args;

use super::args::WorkspaceArg;

/// Records one act about one feature: evidence first, the step last.
///
/// Everything in one call is one act: it is recorded whole or not at all, and undone together.
#[derive(Debug, Args)]
#[command(after_help = "Examples 示例:\n  \
    yice record -w tianjin.yice DEMO-OUT-0031 --by 张三 --unit 滨海新区局 --role inspector \\\n      \
    --visit discharging=yes --visit colour=灰黑 --photo a.jpg --photo-kind scene \\\n      \
    --sample \"cod=62 mg/L\" --sample nh3n=4.1 --source lab --standard DB12/599-2015/C\n  \
    yice record -w tianjin.yice 0031 --by 李四 --role district --to self_check \\\n      \
    --set finished_on=2022-05-10 --progress 100 --photo b.jpg --photo-kind after\n  \
    yice record -w tianjin.yice --by 张三 --role inspector --new outfall --position 117.75,38.98 --set name=新发现排口\n  \
    yice record -w tianjin.yice --by 张三 --role inspector --new black_odorous_water \\\n      \
    --line '117.20,39.10 117.21,39.11' --sample 'do=1.1 mg/L' --point 1#\n\n\
    A note goes with the step, request, decision, withdrawal or progress of the same call; otherwise\n\
    with the visit or the fields; otherwise it stands as a record of its own.\n\
    Exit 1 and nothing recorded where the rules refuse: each missing thing is named, with what to do.")]
pub struct RecordArgs {
    #[command(flatten)]
    pub workspace: WorkspaceArg,
    /// A feature's key or an unambiguous part of it (DEMO-OUT-0031); with --new, the new feature's code
    #[arg(value_name = "FEATURE", required_unless_present = "new_kind")]
    pub feature: Option<String>,

    /// Who records 谁记的
    #[arg(long, value_name = "NAME", help_heading = "Who and when 谁、何时")]
    pub by: String,
    /// Their unit 单位
    #[arg(long, value_name = "UNIT", default_value = "", help_heading = "Who and when 谁、何时")]
    pub unit: String,
    /// inspector, responsible, district, municipal, monitor or viewer 身份
    #[arg(long, value_name = "ROLE", help_heading = "Who and when 谁、何时")]
    pub role: String,
    /// On whose behalf: NAME or NAME/UNIT 代谁录入
    #[arg(long = "for", value_name = "NAME", help_heading = "Who and when 谁、何时")]
    pub on_behalf_of: Option<String>,
    /// The day it happened (default today) 发生日期
    #[arg(long, value_name = "DATE", help_heading = "Who and when 谁、何时")]
    pub on: Option<String>,

    /// Somebody went there: discharging, colour, turbidity, odour, oil_film, abnormal, weather, at 到场所见
    #[arg(long, value_name = "LOOK=VALUE", help_heading = "Seen and measured 所见所测")]
    pub visit: Vec<String>,
    /// Who else was there 同行人
    #[arg(long = "with", value_name = "NAME", help_heading = "Seen and measured 所见所测")]
    pub companions: Vec<String>,
    /// A measured value, or an item alone for a sample on its way to the laboratory 采样项目
    #[arg(long, value_name = "ITEM[=VALUE]", help_heading = "Seen and measured 所见所测")]
    pub sample: Vec<String>,
    /// The sample's number (default: from the time) 样品编号
    #[arg(long, value_name = "NO", help_heading = "Seen and measured 所见所测")]
    pub sample_no: Option<String>,
    /// The sampling point of several along a water: 1#, 2#, 3# 采样点
    #[arg(
        long = "point",
        value_name = "POINT",
        requires = "sample",
        help_heading = "Seen and measured 所见所测"
    )]
    pub sample_point: Option<String>,
    /// Where the sample was taken, in WGS 84 采样位置
    #[arg(
        long,
        value_name = "LON,LAT",
        requires = "sample",
        help_heading = "Seen and measured 所见所测"
    )]
    pub sample_at: Option<String>,
    /// When sample or photo were taken: 2022-05-12, 2022-05-12T09:30 采样或拍摄时间
    #[arg(long, value_name = "T", help_heading = "Seen and measured 所见所测")]
    pub taken_at: Option<String>,
    /// lab, auto or quick: where the values come from 数据来源
    #[arg(
        long,
        value_name = "SOURCE",
        default_value = "lab",
        help_heading = "Seen and measured 所见所测"
    )]
    pub source: String,
    /// The standard to judge the sample by, if not the feature's own 执行标准
    #[arg(long, value_name = "S", help_heading = "Seen and measured 所见所测")]
    pub standard: Option<String>,
    /// A picture; copied into the workspace 照片
    #[arg(long, value_name = "FILE", help_heading = "Seen and measured 所见所测")]
    pub photo: Vec<PathBuf>,
    /// What the picture shows: one for each --photo, or one for all 照片类别
    #[arg(long, value_name = "K", requires = "photo", help_heading = "Seen and measured 所见所测")]
    pub photo_kind: Vec<String>,
    /// When a photo on record was taken that was filed without a time; once 补填拍摄时间
    #[arg(long, value_name = "RECORD_ID=T", help_heading = "Seen and measured 所见所测")]
    pub photo_time: Vec<String>,
    /// A paper; copied into the workspace 文件
    #[arg(long, value_name = "FILE", help_heading = "Seen and measured 所见所测")]
    pub document: Vec<PathBuf>,
    /// What the paper is: one for each --document, or one for all 文件类别
    #[arg(
        long,
        value_name = "K",
        requires = "document",
        help_heading = "Seen and measured 所见所测"
    )]
    pub doc_kind: Vec<String>,
    /// Words 备注
    #[arg(long, value_name = "TEXT", help_heading = "Seen and measured 所见所测")]
    pub note: Option<String>,

    /// The next stage 下一阶段
    #[arg(long, value_name = "STAGE", help_heading = "The plan 方案")]
    pub to: Option<String>,
    /// A field's value; empty clears it; lists item by item: measures='code=seal; text=封堵' 填写字段
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "The plan 方案")]
    pub set: Vec<String>,
    /// How far the works are, 0 to 100 进度
    #[arg(long, value_name = "N", help_heading = "The plan 方案")]
    pub progress: Option<String>,
    /// A thing to correct, with the step that sends back 待改事项
    #[arg(long, value_name = "TEXT", requires = "to", help_heading = "The plan 方案")]
    pub item: Vec<String>,
    /// An answer to a thing to correct 回复待改事项
    #[arg(long, value_name = "ITEM=TEXT", help_heading = "The plan 方案")]
    pub answer: Vec<String>,
    /// A verdict on an answer 复核待改事项
    #[arg(long, value_name = "ITEM=accepted|again", help_heading = "The plan 方案")]
    pub judge: Vec<String>,
    /// A wish for another to decide: deadline=DATE, cancelled, not_required, suspended 申请
    #[arg(long, value_name = "WHAT[=DATE]", help_heading = "The plan 方案")]
    pub request: Option<String>,
    /// A decision on a request 批复申请
    #[arg(long, value_name = "REQUEST=approved|refused", help_heading = "The plan 方案")]
    pub decide: Option<String>,
    /// Who is to take care of it 交办给
    #[arg(long, value_name = "NAME", help_heading = "The plan 方案")]
    pub assign: Option<String>,

    /// One value for a field on which different ones stand (stage=in_progress) 消除填报不一致
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Putting right 更正")]
    pub resolve: Vec<String>,
    /// Takes back a record, by its id or the beginning of it 撤回
    #[arg(long, value_name = "RECORD_ID", help_heading = "Putting right 更正")]
    pub withdraw: Vec<String>,
    /// Takes what the file states as the beginning of the plan 认可来件状态
    #[arg(long, help_heading = "Putting right 更正")]
    pub adopt: bool,
    /// A feature found here, of this kind 新发现的对象
    #[arg(
        long = "new",
        value_name = "KIND",
        requires = "where",
        help_heading = "Putting right 更正"
    )]
    pub new_kind: Option<String>,
    /// Where the new feature is 位置
    #[arg(
        long,
        value_name = "LON,LAT",
        group = "where",
        requires = "new_kind",
        allow_hyphen_values = true,
        help_heading = "Putting right 更正"
    )]
    pub position: Option<String>,
    /// The new feature's line, corner by corner: "117.20,39.10 117.21,39.11" 走向
    #[arg(
        long,
        value_name = "LON,LAT …",
        group = "where",
        requires = "new_kind",
        allow_hyphen_values = true,
        help_heading = "Putting right 更正"
    )]
    pub line: Option<String>,
    /// The new feature's outline, corner by corner 范围
    #[arg(
        long,
        value_name = "LON,LAT …",
        group = "where",
        requires = "new_kind",
        allow_hyphen_values = true,
        help_heading = "Putting right 更正"
    )]
    pub area: Option<String>,
    /// Where it really is 更正位置
    #[arg(
        long = "move",
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        help_heading = "Putting right 更正"
    )]
    pub move_to: Option<String>,
    /// A code given later: both are one feature 补充编码
    #[arg(long, value_name = "CODE", help_heading = "Putting right 更正")]
    pub identify: Option<String>,
}
