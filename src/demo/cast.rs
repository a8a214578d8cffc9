//! The people of the demonstration. None of them exists.

use crate::plan::{Actor, Role};

/// Everybody who records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// The two who go out.
    InspectorZhang,
    InspectorLi,
    /// The district's remediation officer.
    District,
    /// Signs off.
    Municipal,
    /// The laboratory.
    Monitor,
}

impl Cast {
    pub fn actor(self) -> Actor {
        let (name, unit, role) = match self {
            Self::InspectorZhang => ("张三", "滨海新区局（示意）", Role::Inspector),
            Self::InspectorLi => ("李四", "滨海新区局（示意）", Role::Inspector),
            Self::District => ("赵六", "滨海新区局（示意）", Role::District),
            Self::Municipal => ("钱七", "市局（示意）", Role::Municipal),
            Self::Monitor => ("孙八", "示例监测站", Role::Monitor),
        };
        Actor { name: name.into(), unit: unit.into(), role }
    }
}
