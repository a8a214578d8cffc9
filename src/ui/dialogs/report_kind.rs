//! The reports a person can ask for, what is in each and of what it can be asked.

/// The reports a person can ask for, as the menu has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    Briefing,
    Programme,
    Ranking,
    Ledger,
    Dossier,
    Approval,
    WallMap,
    Waters,
}

impl ReportKind {
    pub(super) const ALL: [Self; 8] = [
        Self::Briefing,
        Self::Programme,
        Self::Ranking,
        Self::Ledger,
        Self::Dossier,
        Self::Approval,
        Self::WallMap,
        Self::Waters,
    ];

    /// The key of its words.
    pub(in crate::ui) const fn text(self) -> &'static str {
        match self {
            Self::Briefing => "report.briefing",
            Self::Programme => "report.programme",
            Self::Ranking => "report.ranking",
            Self::Ledger => "report.ledger",
            Self::Dossier => "report.dossier",
            Self::Approval => "report.approval",
            Self::WallMap => "report.map",
            Self::Waters => "report.waters",
        }
    }

    /// The key of the sentence that says what is in it.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Briefing => "report.briefing_what",
            Self::Programme => "report.programme_what",
            Self::Ranking => "report.ranking_what",
            Self::Ledger => "report.ledger_what",
            Self::Dossier => "report.dossier_what",
            Self::Approval => "report.approval_what",
            Self::WallMap => "report.map_what",
            Self::Waters => "report.waters_what",
        }
    }

    pub(super) const fn scopes(self) -> &'static [ScopeChoice] {
        use ScopeChoice as S;
        match self {
            Self::Briefing | Self::Programme | Self::Ranking => &[S::Everything],
            Self::Ledger => &[S::Everything, S::District, S::List],
            Self::Dossier => &[S::Feature, S::List, S::District],
            Self::Approval => &[S::Feature],
            Self::WallMap => &[S::Everything, S::District, S::List, S::Feature],
            Self::Waters => &[S::Everything, S::District],
        }
    }

    /// Whether one kind of feature can be asked for.
    pub(super) const fn has_kinds(self) -> bool {
        matches!(self, Self::Ledger | Self::Dossier)
    }
}

/// Of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeChoice {
    Everything,
    Feature,
    /// What the list on the left shows.
    List,
    District,
}
