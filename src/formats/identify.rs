//! What names one feature in its own layer: its codes and its name, by the properties its kind keeps them in.

use std::collections::HashMap;

use super::kinds::{folded, kind_aliases};
use super::properties::read_properties;
use crate::model::{Layer, Properties};

/// What names one feature in its own layer, for finding it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub own_code: Option<String>,
    pub national_code: Option<String>,
    /// The plain `id` property, which other programs make of a GeoJSON id.
    pub id_property: Option<String>,
    pub name: Option<String>,
}

/// The codes and the name in one feature's properties, by the names its kind has for them.
pub fn identity(layer: &Layer, feature_idx: usize) -> Identity {
    Identifier::new(layer).identity(layer, feature_idx)
}

/// The roles a property can have: own code, national code, `id`, name.
const ROLES: usize = 4;

/// How good a property is in each role: the place of its name in that role's list.
type Ranks = [Option<u16>; ROLES];

/// Reads many features' identities: how a property's name is to be taken is told once for each spelling.
pub struct Identifier {
    /// By role and folded name, the first place in the list.
    aliases: [HashMap<String, u16>; ROLES],
    known: HashMap<String, Ranks>,
}

impl Identifier {
    pub fn new(layer: &Layer) -> Self {
        let ranked = |names: &[&str]| {
            let mut ranks = HashMap::new();
            for (rank, name) in (0..).zip(names) {
                ranks.entry(folded(name)).or_insert(rank);
            }
            ranks
        };
        let list = |names: &[String]| ranked(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let lists = |own: &[String], national: &[String], name: &[String]| {
            [list(own), list(national), ranked(&["id"]), list(name)]
        };
        let aliases = match (&layer.code_names, kind_aliases(&layer.kind)) {
            (Some(own), _) => lists(&own.own_code, &own.national_code, &own.name),
            (None, Some(known)) => lists(&known.own_code, &known.national_code, &known.name),
            (None, None) => [
                ranked(&["code", "编码", "编号"]),
                HashMap::new(),
                ranked(&["id"]),
                ranked(&["name", "名称", "title"]),
            ],
        };
        Self { aliases, known: HashMap::new() }
    }

    /// The codes and the name of one feature.
    pub fn identity(&mut self, layer: &Layer, feature_idx: usize) -> Identity {
        let properties = read_properties(layer, feature_idx);
        // By role and rank the last property of that name, as of names that stand twice the last is read.
        let mut found: [Vec<(u16, usize)>; ROLES] = Default::default();
        for (at, property) in properties.0.iter().enumerate() {
            for (role, rank) in self.ranks(&property.name).into_iter().enumerate() {
                let Some(rank) = rank else { continue };
                match found[role].iter_mut().find(|(known, _)| *known == rank) {
                    Some(known) => known.1 = at,
                    None => found[role].push((rank, at)),
                }
            }
        }
        let [own_code, national_code, id_property, name] =
            found.map(|candidates| best(&properties, candidates));
        Identity { own_code, national_code, id_property, name }
    }

    fn ranks(&mut self, name: &str) -> Ranks {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let own = folded(name);
        let ranks: Ranks = std::array::from_fn(|role| self.aliases[role].get(&own).copied());
        self.known.insert(name.to_owned(), ranks);
        ranks
    }
}

/// The text of the best property that has any.
fn best(properties: &Properties, mut candidates: Vec<(u16, usize)>) -> Option<String> {
    candidates.sort_unstable();
    let texts = candidates.into_iter().filter_map(|(_, at)| properties.0[at].value.as_text());
    texts.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
}
