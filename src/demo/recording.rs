//! The story told through the session, as people would have recorded it, in a passing workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::DemoError;
use super::outfall_layer::{Portrait, Story};
use super::pictures::Scene;
use super::teller::{Enclosure, Event, Paper, Said};
use super::{side_ways, story};
use crate::model::{Day, FeatureKey, Kind, Stamp};
use crate::plan::{Actor, Body};
use crate::session::{
    Act, ActPart, Attachment, Command, Export, Import, ImportMode, Opening, Outcome, Purpose,
    SeededIds, Session,
};

/// The day on which two laptops disagree.
const DISAGREEMENT_DAY: Day = jiff::civil::date(2022, 5, 11);
/// When the file was handed out, before anybody recorded.
const HANDED_OUT_AT: &str = "2022-01-04T08:00:00+08:00";

/// Records everybody's acts about the outfalls of `source` and writes the annotated file, photos beside it.
///
/// # Errors
/// If the rules refuse an act of the story, or a file cannot be written.
pub fn record(source: &Path, portraits: &[Portrait], to: &Path) -> Result<(), DemoError> {
    let folder = tempfile::tempdir().map_err(DemoError::writing(source))?;
    let mut office = Laptop::new(folder.path(), "office", portraits)?;
    office.take_in(source)?;
    let mut events: Vec<Event> = portraits.iter().flat_map(story::tell).collect();
    events.sort_by(|a, b| (&a.at, a.outfall).cmp(&(&b.at, b.outfall)));
    for event in &events {
        office.record(event)?;
    }
    if let Some(portrait) = portraits.iter().find(|it| it.story == Story::Reached("in_progress")) {
        let mut away = Laptop::new(folder.path(), "away", portraits)?;
        let handed_over = folder.path().join("handed-over/outfalls.geojson");
        office.export(&handed_over)?;
        away.take_in(&handed_over)?;
        for (event, laptop) in
            side_ways::disagreement(portrait, DISAGREEMENT_DAY).iter().zip([&mut office, &mut away])
        {
            laptop.record(event)?;
        }
        let brought_back = folder.path().join("brought-back/outfalls.geojson");
        away.export(&brought_back)?;
        office.take_in(&brought_back)?;
    }
    office.export(to)
}

/// One workspace with its enclosures at hand.
struct Laptop {
    session: Session,
    /// Keys by the outfall's number.
    keys: BTreeMap<usize, FeatureKey>,
    enclosures: PathBuf,
}

impl Laptop {
    fn new(folder: &Path, name: &str, portraits: &[Portrait]) -> Result<Self, DemoError> {
        let enclosures = folder.join(format!("{name}-enclosures"));
        write_enclosures(&enclosures)?;
        let ids = SeededIds::new(&format!("yice demonstration, {name}"));
        let opening = Opening::new(folder.join(format!("{name}.yice"))).ids(ids);
        let session = Session::create(opening, &stamp(HANDED_OUT_AT)?)?;
        let kind = Kind::new(Kind::OUTFALL);
        let keys = portraits
            .iter()
            .map(|portrait| (portrait.number, FeatureKey::new(&kind, &portrait.code)))
            .collect();
        Ok(Self { session, keys, enclosures })
    }

    fn take_in(&mut self, path: &Path) -> Result<(), DemoError> {
        let import = Import {
            path: path.to_owned(),
            kind: None,
            datum: None,
            mode: ImportMode::Auto,
            mix_synthetic: false,
        };
        self.apply(Command::Import(import), &stamp(HANDED_OUT_AT)?, &Actor::default())?;
        Ok(())
    }

    fn record(&mut self, event: &Event) -> Result<(), DemoError> {
        let Some(feature) = self.keys.get(&event.outfall).cloned() else { return Ok(()) };
        let parts = event.said.iter().map(|said| self.part(said, &feature)).collect();
        let act = Act { feature: feature.clone(), on: None, on_behalf_of: None, parts };
        match self.apply(Command::Record(act), &event.at, &event.who.actor())? {
            Outcome::Refused(refusal) => Err(DemoError::Refused {
                feature: feature.to_string(),
                at: event.at.to_string(),
                refusal: refusal.to_string(),
            }),
            _ => Ok(()),
        }
    }

    fn part(&self, said: &Said, feature: &FeatureKey) -> ActPart {
        let mut body = said.body.clone();
        if let Body::Decided(decided) = &mut body {
            decided.request = self.open_request(feature).unwrap_or_default();
        }
        let attachment = said
            .enclosure
            .map(|enclosure| Attachment { path: self.enclosures.join(file_name(enclosure)) });
        ActPart { body, attachment }
    }

    /// The id of the newest request that waits for a decision.
    fn open_request(&self, feature: &FeatureKey) -> Option<String> {
        let snapshot = self.session.snapshot();
        let requests = &snapshot.plans.get(feature)?.requests;
        let open = requests.iter().rev().find(|request| request.is_open())?;
        Some(open.request.record.id.clone())
    }

    fn export(&mut self, to: &Path) -> Result<(), DemoError> {
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder).map_err(DemoError::writing(folder))?;
        }
        let layer = self.session.snapshot().layers.first().map(|view| view.id);
        let export = Export {
            layer,
            to: to.to_owned(),
            as_of: None,
            write_back: Vec::new(),
            personal: false,
            overwrite: true,
            purpose: Purpose::OwnUse,
        };
        self.apply(Command::Export(export), &stamp(HANDED_OUT_AT)?, &Actor::default())?;
        Ok(())
    }

    fn apply(
        &mut self,
        command: Command,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, DemoError> {
        Ok(self.session.apply(command, now, actor)?)
    }
}

fn stamp(text: &str) -> Result<Stamp, DemoError> {
    Stamp::parse(text).map_err(|error| DemoError::Schematic(error.to_string()))
}

fn file_name(enclosure: Enclosure) -> String {
    match enclosure {
        Enclosure::Picture(scene) => format!("{}.jpg", scene.photo_kind()),
        Enclosure::Paper(paper) => format!("{}.txt", paper.doc_kind()),
    }
}

fn write_enclosures(folder: &Path) -> Result<(), DemoError> {
    std::fs::create_dir_all(folder).map_err(DemoError::writing(folder))?;
    let write = |name: String, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(DemoError::writing(&path))
    };
    for scene in Scene::ALL {
        let bytes = scene.jpeg().map_err(DemoError::writing(folder))?;
        write(file_name(Enclosure::Picture(scene)), &bytes)?;
    }
    for paper in Paper::ALL {
        write(file_name(Enclosure::Paper(paper)), paper.text().as_bytes())?;
    }
    Ok(())
}
