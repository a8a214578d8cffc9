//! The ledger: typed cells, nothing that calculates, a superior's own head.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::walk::{Place, import, now};
use yice::model::Lang;
use yice::report::*;
use yice::session::Session;

const LAYER: &str = r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"007","name":"=HYPERLINK(\"http://x\",\"看\")","整治状态":"整治中","区县":"滨海新区","原定完成时限":"2022-04-30","budget_wan":18.5},"geometry":{"type":"Point","coordinates":[117.5573,38.6442]}},
{"type":"Feature","properties":{"outfall_id":"A2","name":"+86 二号, \"引号\"","整治状态":"编制中"},"geometry":null}
]}"#;

fn filled(place: &Place) -> Session {
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    session
}

fn made(session: &Session, template: Option<std::path::PathBuf>, name: &str) -> Made {
    let (snapshot, now) = (session.snapshot(), now(56));
    let source = Source::new(&snapshot, now.day(), Lang::Zh, &now);
    let what = ReportWhat::Ledger { scope: Scope::of_kind("outfall"), template };
    make(&what, name.as_ref(), &source).unwrap()
}

fn workbook(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn a_workbook_has_typed_cells_a_sheet_a_kind_and_no_formula() {
    let place = Place::new();
    let session = filled(&place);
    let mut book = workbook(made(&session, None, "a.xlsx").bytes);
    assert_eq!(book.sheet_names(), ["排污口", "口径"]);
    assert!(book.worksheet_formula("排污口").unwrap().is_empty());
    let sheet = book.worksheet_range("排污口").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    assert_eq!(rows[0][0].to_string(), "排污口台账（截至 2022-05-12）");
    let column = |head: &str| {
        let at = rows[1].iter().position(|cell| *cell == head);
        at.unwrap_or_else(|| panic!("{head}"))
    };
    let cell = |head: &str| &rows[2][column(head)];
    assert_eq!(*cell("编码"), Data::String("007".into()));
    assert_eq!(*cell("名称"), Data::String("=HYPERLINK(\"http://x\",\"看\")".into()));
    assert_eq!(*cell("阶段来源"), Data::String("来件状态，未核实".into()));
    assert!(
        matches!(cell("原定期限"), Data::DateTime(at) if at.as_f64() == 44_681.0),
        "{:?}",
        cell("原定期限")
    );
    assert_eq!(*cell("逾期天数"), Data::Float(12.0));
    assert_eq!(*cell("投资（万元）"), Data::Float(18.5));
    assert_eq!(*cell("经度"), Data::Float(117.5573));
    let basis = book.worksheet_range("口径").unwrap();
    let said: String = basis.rows().flatten().map(ToString::to_string).collect();
    for words in ["2022-05-12", "示意数据", "未核实的 2 个", "未列的空栏", "国家统一赋码"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    // Personal data leave only when ticked, and nobody ticks here.
    assert!(!rows[1].iter().any(|head| head.to_string().contains("电话")));
}

#[test]
fn comma_separated_values_open_in_a_spreadsheet_as_they_are() {
    let place = Place::new();
    let session = filled(&place);
    let bytes = made(&session, None, "a.csv").bytes;
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with('\u{feff}'));
    assert!(text.contains("\r\n"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, head: &str| {
        let at = heads.iter().position(|one| one == head).unwrap_or_else(|| panic!("{head}"));
        rows[row].get(at).unwrap().to_owned()
    };
    assert_eq!(cell(0, "名称"), "'=HYPERLINK(\"http://x\",\"看\")");
    assert_eq!(cell(1, "名称"), "'+86 二号, \"引号\"");
    assert_eq!(cell(0, "编码"), "007");
    assert_eq!(cell(0, "原定期限"), "2022-04-30");
    assert_eq!(cell(1, "数据性质 Data"), "示意数据 SYNTHETIC");
}

#[test]
fn a_superiors_own_head_is_filled_in_their_order_and_what_means_nothing_is_told() {
    let place = Place::new();
    let session = filled(&place);
    let head = "2022年入海排污口整治情况统计表,,,,,\n填报单位：,,,,,\n序号,排口名称,*完成时限（年/月/日）,整治状态,领导批示,责任主体\n1,填表示例,,,,\n";
    let (encoded, ..) = encoding_rs::GB18030.encode(head);
    let template = place.write("head.csv", encoded);
    let made = made(&session, Some(template), "ours.xlsx");
    assert_eq!(made.remarks.len(), 2);
    assert!(made.remarks[1].zh.contains("1 行（示例、合计）没有照抄"), "{:?}", made.remarks);
    assert!(
        made.remarks[0].zh.contains("1 列没有对应的内容，留空：领导批示"),
        "{:?}",
        made.remarks
    );
    let mut book = workbook(made.bytes);
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0][0], "2022年入海排污口整治情况统计表");
    assert_eq!(rows[2][1..5], ["排口名称", "*完成时限（年/月/日）", "整治状态", "领导批示"]);
    assert_eq!(rows[3][0], "1");
    assert_eq!(rows[3][1], "=HYPERLINK(\"http://x\",\"看\")");
    assert_eq!(rows[3][3], "整治中");
    assert_eq!(rows[3][4], "");
    assert_eq!(rows.len(), 5, "the example of the template is not one of ours");
}

#[test]
fn the_head_of_a_workbook_is_read_as_well() {
    let place = Place::new();
    let session = filled(&place);
    // Our own ledger is a table with a head.
    let ours = place.write("head.xlsx", made(&session, None, "a.xlsx").bytes);
    let again = made(&session, Some(ours), "b.xlsx");
    // Their two rows are examples to us.
    let told: Vec<&str> = again.remarks.iter().map(|told| told.zh.as_str()).collect();
    assert_eq!(told, ["表头下面的 2 行（示例、合计）没有照抄"]);
    let mut book = workbook(again.bytes);
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let texts: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
    assert!(texts.contains(&"整治中".to_owned()) && texts.contains(&"007".to_owned()));
}

#[test]
fn what_is_no_table_is_refused_in_words() {
    let place = Place::new();
    let session = filled(&place);
    let (snapshot, now) = (session.snapshot(), now(56));
    let source = Source::new(&snapshot, now.day(), Lang::Zh, &now);
    let refused = |name: &str, bytes: &[u8]| {
        let template = Some(place.write(name, bytes));
        let what = ReportWhat::Ledger { scope: Scope::of_kind("outfall"), template };
        make(&what, "a.xlsx".as_ref(), &source).map(drop).unwrap_err().0.zh
    };
    assert!(refused("a.xlsx", b"PK\x03\x04 no workbook").contains("表样读不出来"));
    assert!(refused("a.csv", b"one\ntwo").contains("没有表头"));
    assert!(refused("b.csv", b"").contains("没有表头"));
}

#[test]
fn merged_titles_of_a_superiors_head_stay_merged() {
    let place = Place::new();
    let session = filled(&place);
    let mut head = rust_xlsxwriter::Workbook::new();
    let sheet = head.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 5, "某市排污口整治台账", &format).unwrap();
    sheet.merge_range(1, 0, 1, 2, "填报单位：", &format).unwrap();
    for (column_idx, name) in (0..).zip(["名称", "编码", "阶段"]) {
        sheet.write_string(2, column_idx, name).unwrap();
    }
    let template = place.write("head.xlsx", head.save_to_buffer().unwrap());
    let made = made(&session, Some(template), "ours.xlsx");
    let mut written = workbook(made.bytes);
    let merged = written.merge_cells_by_sheet_id(0).unwrap();
    let merged: Vec<_> = merged.into_iter().map(|cells| (cells.start, cells.end)).collect();
    assert_eq!(merged, [((0, 0), (0, 5)), ((1, 0), (1, 2))]);
    let range = written.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(range.get((0, 0)), Some(&Data::String("某市排污口整治台账".into())));
    assert_eq!(range.get((2, 1)), Some(&Data::String("编码".into())));
}

#[test]
fn a_superiors_head_keeps_its_widths_heights_and_look() {
    use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

    let place = Place::new();
    let session = filled(&place);
    let mut head = rust_xlsxwriter::Workbook::new();
    let sheet = head.add_worksheet();
    let title = Format::new().set_font_name("方正小标宋简体").set_font_size(18);
    let title = title.set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, 2, "某市排污口整治台账", &title).unwrap();
    sheet.set_row_height(0, 36).unwrap();
    let column = Format::new().set_bold().set_background_color(Color::RGB(0xFFE699));
    let column = column.set_border(FormatBorder::Medium).set_text_wrap();
    for (column_idx, (name, width)) in (0..).zip([("名称", 30), ("编码", 9), ("阶段", 18)]) {
        sheet.write_string_with_format(1, column_idx, name, &column).unwrap();
        sheet.set_column_width(column_idx, width).unwrap();
    }
    let head = head.save_to_buffer().unwrap();
    let wanted = yice::formats::sheet_look(&head, 0, 2).unwrap();
    let template = place.write("head.xlsx", head);
    let made = made(&session, Some(template), "ours.xlsx");
    let ours = yice::formats::sheet_look(&made.bytes, 0, 2).unwrap();
    assert_eq!(ours.column_widths, wanted.column_widths);
    assert_eq!(ours.row_heights.get(&0), Some(&36.0));
    let look = &ours.cells[&(1, 1)];
    assert_eq!((look.bold, look.fill, look.wraps), (true, Some(0xFFE699), true));
    assert_eq!(look.borders[0].as_deref(), Some("medium"));
    for at in [(0, 0), (1, 0), (1, 2)] {
        assert_eq!(ours.cells[&at], wanted.cells[&at], "{at:?}");
    }
}

/// Row, column and words of a cell; `=` begins a formula.
type Cell = (u32, u16, &'static str);
/// The first and the last of cells that are one, and their words.
type Whole = (u32, u16, u32, u16, &'static str);

fn template(sheets: &[(&str, &[Cell], &[Whole])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new();
    for (name, cells, merged) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (top, left, bottom, right, text) in *merged {
            sheet.merge_range(*top, *left, *bottom, *right, text, &format).unwrap();
        }
        for (row, column, text) in *cells {
            match text.strip_prefix('=') {
                Some(formula) => sheet.write_formula(*row, *column, formula).map(drop).unwrap(),
                None => sheet.write_string(*row, *column, *text).map(drop).unwrap(),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn texts(book: &mut Xlsx<Cursor<Vec<u8>>>) -> Vec<Vec<String>> {
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn merged_cells(book: &mut Xlsx<Cursor<Vec<u8>>>) -> Vec<[(u32, u32); 2]> {
    let merged = book.merge_cells_by_sheet_id(0).unwrap();
    let mut merged: Vec<_> = merged.into_iter().map(|cells| [cells.start, cells.end]).collect();
    merged.sort_unstable();
    merged
}

#[test]
fn a_head_of_two_storeys_is_kept_and_filled_by_its_lowest_names() {
    let place = Place::new();
    let session = filled(&place);
    let cells: &[Cell] = &[
        (3, 3, "经度"),
        (3, 4, "纬度"),
        (3, 5, "整治类型"),
        (3, 6, "整治完成时限"),
        (3, 7, "进展（%）"),
        (3, 9, "名称"),
        (3, 10, "计划（亿元）"),
        (3, 11, "到位"),
        (4, 0, "1"),
        (4, 1, "示例"),
        (4, 6, "=TODAY()"),
        (6, 0, "填表人："),
        (6, 4, "审核人："),
    ];
    let merged: &[Whole] = &[
        (0, 0, 0, 12, "附件3 入海排污口整治台账"),
        (1, 0, 1, 12, "填报单位：      填报日期：  年  月  日"),
        (2, 0, 3, 0, "序号"),
        (2, 1, 3, 1, "排污口名称"),
        (2, 2, 3, 2, "排污口编码"),
        (2, 3, 2, 4, "位置"),
        (2, 5, 2, 7, "整治情况"),
        (2, 8, 3, 8, "所在区县"),
        (2, 10, 2, 11, "投资"),
        (2, 12, 3, 12, "备注"),
        (7, 0, 7, 12, "注：本表每月5日前报送。"),
    ];
    let cells = [cells, &[(2, 9, "污水处理厂")]].concat();
    let head = template(&[("附表3", &cells, merged), ("填写说明", &[(0, 0, "每月填报")], &[])]);
    let head = place.write("head.xlsx", head);
    let made_csv = made(&session, Some(head.clone()), "ours.csv");
    let made = made(&session, Some(head), "ours.xlsx");
    let told: Vec<&str> = made.remarks.iter().map(|told| told.zh.as_str()).collect();
    assert_eq!(
        told,
        [
            "表样中 2 列没有对应的内容，留空：污水处理厂·名称、投资·到位",
            "表头下面的 1 行（示例、合计）没有照抄",
            "表样里的公式没有照用",
        ]
    );
    let mut book = workbook(made.bytes);
    assert_eq!(book.sheet_names()[0], "附表3");
    let mut expected: Vec<_> = merged
        .iter()
        .map(|(top, left, bottom, right, _)| {
            [(*top, u32::from(*left)), (*bottom, u32::from(*right))]
        })
        .collect();
    expected.sort_unstable();
    // The notes stand below the two rows that are ours.
    assert_eq!(merged_cells(&mut book), expected);
    let rows = texts(&mut book);
    assert_eq!(rows[2][3..9], ["位置", "", "整治情况", "", "", "所在区县"]);
    assert_eq!(rows[3][3..8], ["经度", "纬度", "整治类型", "整治完成时限", "进展（%）"]);
    assert_eq!(
        rows[4][..5],
        ["1", "=HYPERLINK(\"http://x\",\"看\")", "007", "117.5573", "38.6442"]
    );
    assert_eq!(rows[4][8..12], ["滨海新区", "", "0.00185", ""]);
    assert_eq!((rows[6][0].as_str(), rows[6][4].as_str()), ("填表人：", "审核人："));
    assert_eq!(rows[7][0], "注：本表每月5日前报送。");
    let csv = String::from_utf8(made_csv.bytes).unwrap();
    assert!(csv.contains("\r\n序号,排污口名称,排污口编码,位置,,整治情况,,,所在区县,污水处理厂,投资,,备注,\r\n,,,经度,纬度,"), "{csv}");
    assert!(csv.contains("2022-04-30") && csv.contains("注：本表每月5日前报送。"), "{csv}");
}

#[test]
fn a_head_of_storeys_in_a_text_of_an_office_is_drawn_as_one() {
    let place = Place::new();
    let session = filled(&place);
    let head = "附件,,,,,\n序号,排口名称,位置,,整治情况,\n,,经度,纬度,完成时限,进展\n";
    let (encoded, ..) = encoding_rs::GB18030.encode(head);
    let head = place.write("head.csv", encoded);
    let made = made(&session, Some(head), "ours.xlsx");
    assert!(made.remarks.is_empty(), "{:?}", made.remarks);
    let mut book = workbook(made.bytes);
    let expected = [[(1, 0), (2, 0)], [(1, 1), (2, 1)], [(1, 2), (1, 3)], [(1, 4), (1, 5)]];
    assert_eq!(merged_cells(&mut book), expected);
    let rows = texts(&mut book);
    assert_eq!(rows[3][2..6], ["117.5573", "38.6442", "44681", "整治中"]);
}

#[test]
fn the_sheet_with_the_head_is_filled_and_others_with_one_are_named() {
    let place = Place::new();
    let session = filled(&place);
    let head: &[Cell] = &[(1, 0, "序号"), (1, 1, "名称"), (1, 2, "编码"), (1, 3, "阶段")];
    let other: &[Cell] = &[(0, 0, "名称"), (0, 1, "编码"), (0, 2, "所在区")];
    let book =
        template(&[("封面", &[(0, 0, "台账")], &[]), ("一览", other, &[]), ("附表", head, &[])]);
    let made = made(&session, Some(place.write("head.xlsx", book)), "ours.xlsx");
    let told: Vec<&str> = made.remarks.iter().map(|told| told.zh.as_str()).collect();
    assert_eq!(told, ["表样有多张带表头的工作表，只填“附表”；没有填的：一览"]);
    let mut book = workbook(made.bytes);
    assert_eq!(book.sheet_names(), ["附表", "口径"]);
    assert_eq!(texts(&mut book)[1][3], "整治中");
}

#[test]
fn a_line_has_a_beginning_and_an_end_and_no_name_of_another_is_guessed() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let layer = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"layer":"black_odorous_water","bow_id":"B-1","name":"甲沟"},"geometry":{"type":"LineString","coordinates":[[117.1,39.1],[117.15,39.2],[117.2,39.3]]}}]}"#;
    import(&mut session, &place.write("waters.geojson", layer));
    let head = "水体名称,水体编号,起点,,终点,,整治前,,整治后,\n,,经度,纬度,经度,纬度,照片,日期,照片,日期\n";
    let head = place.write("head.csv", head);
    let (snapshot, now) = (session.snapshot(), now(56));
    let source = Source::new(&snapshot, now.day(), Lang::Zh, &now);
    let scope = Scope::of_kind("black_odorous_water");
    let what = ReportWhat::Ledger { scope, template: Some(head) };
    let made = make(&what, "ours.csv".as_ref(), &source).unwrap();
    let text = String::from_utf8(made.bytes).unwrap();
    let row = text.lines().nth(2).unwrap();
    assert_eq!(row, "甲沟,B-1,117.1000000,39.1000000,117.2000000,39.3000000,,,,");
    let told =
        "表样中 4 列没有对应的内容，留空：整治前·照片、整治前·日期、整治后·照片、整治后·日期";
    assert_eq!(made.remarks[0].zh, told);
}
