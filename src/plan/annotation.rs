//! What leaves with a feature: flat `yice_…` columns for other software, and its records in full.
//!
//! Only text is made here; putting it into a file is `formats`' work. The columns are never read back.

/// The columns the product always means the same by: no field of a procedure may be named like one.
pub const FIXED_COLUMNS: &[&str] = &[
    "yice_key",
    "yice_stage",
    "yice_stage_label",
    "yice_due",
    "yice_overdue",
    "yice_progress",
    "yice_updated_at",
    "yice_updated_by",
    "yice_conflict",
    "yice_records",
    "yice_orig_geometry",
];
