//! The vocabulary every part shares: places, shapes, features, layers, days and words.
//!
//! Knows nothing of egui, files, SQL or the clock.
//!
//! # Glossary
//!
//! | here | in the field | what it is |
//! | --- | --- | --- |
//! | outfall | 排污口 / 排口 | a mouth through which sewage enters a river or the sea |
//! | section | 断面 | a place on a river where water quality is judged |
//! | black-odorous water | 黑臭水体 | a reach or pond that is black or smells, graded by four indices |
//! | plot | 地块 | a parcel of land whose soil may be polluted |
//! | district | 行政区 | who answers for what lies inside |
//! | layer | 图层 | one file of features of one kind |
//! | feature | 对象 | one outfall, river, water body or plot of a layer |
//! | feature key | – | a feature's lasting name (`outfall:DEMO-OUT-0031`), given with its first record |
//! | record | 记录 | one thing a person did or saw about one feature; never changed afterwards |
//! | plan | 方案 / 一策 | where one feature stands: the fold of its records |
//! | stage | 阶段 | a state of a plan, e.g. 整治中 |
//! | transition, step | 办理 | moving a plan from one stage to another |
//! | gate | 销号条件 | what must be there before a step may be taken |
//! | evidence | 佐证材料 | photos, documents and samples |
//! | item | 待改事项 | one thing to correct, given when a plan is sent back |
//! | baseline | 来件状态 | the stage and fields that a file's own properties state, unproven |
//! | workspace | 工作库 | the file on this computer that keeps layers, records and photos |

mod bytes;
mod drawn;
mod geometry;
mod issue;
mod key;
mod layer;
mod line_places;
mod measure;
mod positions;
mod properties;
mod shapes;
mod stamp;
mod text;

pub use bytes::{Bytes, Keeper};
pub use drawn::{Drawn, DrawnShape};
pub use geometry::{Bbox, GeometryKind, LonLat, lon_lat};
pub use issue::{CheckReport, FileStatus, IssueCode, ReadIssue, Severity};
pub use key::{FeatureKey, Kind};
pub use layer::{CodeNames, Container, Datum, FeatureSpans, Layer, Span, TextEncoding};
pub use line_places::LinePlaces;
pub use measure::Measures;
pub use positions::{Place, Positions, STEPS_PER_DEG, lon_lat_of, nearest_place};
pub use properties::{Properties, Property, PropertyValue};
pub use shapes::{Part, PartKind, Shapes, ShapesBuilder, ShapesMark};
pub use stamp::{Day, Stamp, StampError};
pub use text::{Lang, Text};
