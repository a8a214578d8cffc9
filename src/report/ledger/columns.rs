//! The columns of a ledger, and the other words for them in tables of this trade.

use crate::formats::kind_aliases;
use crate::model::{Kind, Lang, Text};
use crate::plan::{DEADLINE_CURRENT, DEADLINE_ORIGINAL, FieldDef, NAME, Procedure, unit_en};
use crate::report::source::Source;

/// What a column says of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// 序号.
    No,
    Name,
    Code,
    Stage,
    /// 是否来件状态.
    Unproven,
    Original,
    Current,
    DaysOverdue,
    Percent,
    District,
    Lon,
    Lat,
    Conflicts,
    LastVisit,
    SampleDay,
    SampleNo,
    SampleValues,
    SampleVerdict,
    PhotoCount,
    DocumentCount,
    ChangedOn,
    ChangedBy,
    /// Where a line begins or ends; in a superior's table only.
    End(LineEnd, Axis),
    /// A field of the procedure, by its code.
    Field(String),
}

/// An end of a line, as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    First,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Lon,
    Lat,
}

/// What columns are called, and other words for them in tables of this trade.
pub(super) const WORDS: [(Meaning, &str, &str, &[&str]); 26] = [
    (Meaning::No, "序号", "No.", &["序", "编次", "number"]),
    (
        Meaning::Name,
        "名称",
        "Name",
        &["排污口名称", "排口名称", "水体名称", "河流名称", "断面名称", "地块名称"],
    ),
    (
        Meaning::Code,
        "编码",
        "Code",
        &["排污口编码", "排口编码", "编号", "水体编号", "地块编码", "断面编码", "统一编码"],
    ),
    (
        Meaning::Stage,
        "阶段",
        "Stage",
        &[
            "状态",
            "整治状态",
            "整治进展",
            "现处阶段",
            "办理阶段",
            "当前阶段",
            "进展",
            "进展情况",
            "整治情况",
            "完成情况",
            "目前进展",
            "工作进展",
            "整治阶段",
        ],
    ),
    (Meaning::Unproven, "阶段来源", "Of the stage", &["状态来源", "是否核实"]),
    (
        Meaning::Original,
        "原定期限",
        "First due",
        &[
            "原定完成时限",
            "完成时限",
            "达标期限",
            "整治期限",
            "整治时限",
            "计划完成时间",
            "计划完成时限",
            "计划完成日期",
            "要求完成时间",
            "要求完成时限",
            "完成期限",
            "整改时限",
            "时限要求",
        ],
    ),
    (
        Meaning::Current,
        "现行期限",
        "Due",
        &["调整后期限", "调整后完成时限", "调整后完成时间", "延期后期限", "延期后完成时限"],
    ),
    (Meaning::DaysOverdue, "逾期天数", "Days overdue", &["逾期", "超期天数"]),
    (Meaning::Percent, "进度%", "Progress, %", &["进度", "完成比例", "整治进度", "形象进度"]),
    (
        Meaning::District,
        "区县",
        "District",
        &["行政区", "行政区划", "区", "县区", "区域", "属地", "市区", "县市区"],
    ),
    (Meaning::Lon, "经度", "Longitude", &["东经", "lon", "经度坐标"]),
    (Meaning::Lat, "纬度", "Latitude", &["北纬", "lat", "纬度坐标"]),
    (Meaning::Conflicts, "填报不一致", "In conflict", &["不一致项"]),
    (Meaning::LastVisit, "最近巡查", "Last visit", &["最近巡查日期", "巡查日期"]),
    (Meaning::SampleDay, "最近采样", "Last sample", &["采样日期", "最近采样日期"]),
    (Meaning::SampleNo, "水样编号", "Sample number", &["样品编号"]),
    (Meaning::SampleValues, "检测结果", "Values", &["水质监测结果", "监测结果"]),
    (Meaning::SampleVerdict, "水质评价", "Verdict", &["达标情况", "是否达标", "评价"]),
    (Meaning::PhotoCount, "照片数", "Photos", &["照片"]),
    (Meaning::DocumentCount, "材料数", "Documents", &["材料", "佐证材料"]),
    (Meaning::ChangedOn, "最近更新", "Changed on", &["更新日期", "更新时间"]),
    (Meaning::ChangedBy, "更新人", "Changed by", &["填报人", "更新人员"]),
    (
        Meaning::End(LineEnd::First, Axis::Lon),
        "起点经度",
        "Start longitude",
        &["起始点经度", "始点经度", "起始经度"],
    ),
    (
        Meaning::End(LineEnd::First, Axis::Lat),
        "起点纬度",
        "Start latitude",
        &["起始点纬度", "始点纬度", "起始纬度"],
    ),
    (
        Meaning::End(LineEnd::Last, Axis::Lon),
        "终点经度",
        "End longitude",
        &["终止点经度", "末点经度", "终止经度"],
    ),
    (
        Meaning::End(LineEnd::Last, Axis::Lat),
        "终点纬度",
        "End latitude",
        &["终止点纬度", "末点纬度", "终止纬度"],
    ),
];

/// What stands before the fields of the procedure, and after them.
const BEFORE: [Meaning; 10] = [
    Meaning::No,
    Meaning::Name,
    Meaning::Code,
    Meaning::District,
    Meaning::Stage,
    Meaning::Unproven,
    Meaning::Original,
    Meaning::Current,
    Meaning::DaysOverdue,
    Meaning::Percent,
];
const AFTER: [Meaning; 12] = [
    Meaning::SampleDay,
    Meaning::SampleNo,
    Meaning::SampleValues,
    Meaning::SampleVerdict,
    Meaning::LastVisit,
    Meaning::PhotoCount,
    Meaning::DocumentCount,
    Meaning::Conflicts,
    Meaning::Lon,
    Meaning::Lat,
    Meaning::ChangedOn,
    Meaning::ChangedBy,
];

/// Fields that columns of their own say already.
const SAID: [&str; 5] = [NAME, "county", "district", DEADLINE_ORIGINAL, DEADLINE_CURRENT];

/// All columns of a kind.
pub fn of_kind(source: &Source<'_>, kind: &Kind) -> Vec<Meaning> {
    let procedure = source.snapshot.rulebook.procedure(kind);
    let staged = procedure.is_some_and(Procedure::has_stages);
    // What only plans have is no column of a base layer.
    let of_plans = |meaning: &Meaning| {
        staged
            || !matches!(
                meaning,
                Meaning::Stage
                    | Meaning::Unproven
                    | Meaning::Original
                    | Meaning::Current
                    | Meaning::DaysOverdue
                    | Meaning::Percent
            )
    };
    let fields = procedure.into_iter().flat_map(shown_fields);
    let fields = fields.filter(|field| !SAID.contains(&field.code.as_str()));
    let before = BEFORE.into_iter().filter(of_plans);
    before
        .chain(fields.map(|field| Meaning::Field(field.code.clone())))
        .chain(AFTER.into_iter().filter(of_plans))
        .collect()
}

/// Personal data leave only when ticked, and a ledger has nobody to tick it.
pub(super) fn shown_fields(procedure: &Procedure) -> impl Iterator<Item = &FieldDef> {
    procedure.fields.iter().filter(|field| !field.personal)
}

/// A column's heading.
pub fn label(source: &Source<'_>, kind: &Kind, meaning: &Meaning) -> String {
    if let Meaning::Field(code) = meaning {
        let procedure = source.snapshot.rulebook.procedure(kind);
        let field = procedure.and_then(|procedure| procedure.field(code));
        let label = field.map_or_else(|| Text::same(code.as_str()), |field| field.label.clone());
        let unit = field.and_then(|field| field.unit.as_deref());
        return match unit {
            Some(unit) if source.lang == Lang::En => {
                format!("{} ({})", label.en, unit_en(unit))
            }
            Some(unit) => format!("{}（{unit}）", source.get(&label)),
            None => source.get(&label),
        };
    }
    let words = WORDS.iter().find(|(one, ..)| one == meaning);
    words.map(|(_, zh, en, _)| source.say(zh, en).to_owned()).unwrap_or_default()
}

/// What a kind is called.
pub fn kind_label(source: &Source<'_>, kind: &Kind) -> String {
    let procedure = source.snapshot.rulebook.procedure(kind);
    match (procedure, kind_aliases(kind)) {
        (Some(procedure), _) => source.get(&procedure.label),
        (None, Some(known)) => source.get(&known.label),
        (None, None) => kind.code().to_owned(),
    }
}
