//! The names that a store knows, and whether a further one could be taken for one of them.

use std::collections::BTreeMap;

use super::{Organisation, TrustError, TrustStore, lookalike};

/// The owners of names, by what a reader may take the names for.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, Vec<String>>);

impl Names {
    /// Returns those of all organisations of `store`, so that many further ones can be asked about.
    pub(super) fn of(store: &TrustStore) -> Self {
        let mut names = Self::default();
        store.organisations().for_each(|organisation| names.add(organisation));
        names
    }

    /// Takes the names of one more.
    pub(super) fn add(&mut self, organisation: &Organisation) {
        for name in organisation.names() {
            let owners = self.0.entry(lookalike::skeleton(name)).or_default();
            if !owners.iter().any(|owner| owner == organisation.name()) {
                owners.push(organisation.name().to_owned());
            }
        }
    }

    /// Refuses an organisation of which a name, also a further one, could be taken for that of another one, or is of mixed scripts.
    /// Names that it has already as `known` are as they are: the user wrote them.
    pub(super) fn check(
        &self,
        organisation: &Organisation,
        known: Option<&Organisation>,
    ) -> Result<(), TrustError> {
        let is_known = |name: &str| known.is_some_and(|known| known.names().any(|n| n == name));
        for name in organisation.names().filter(|name| !is_known(name)) {
            if let Some(word) = lookalike::mixed_word(name) {
                let (name, word) = (name.to_owned(), word.to_owned());
                return Err(TrustError::NameMixed { name, word });
            }
            let owners = self.0.get(&lookalike::skeleton(name)).into_iter().flatten();
            if let Some(owner) = owners.into_iter().find(|owner| *owner != organisation.name()) {
                let (name, known) = (name.to_owned(), owner.clone());
                return Err(TrustError::NameAlike { name, known });
            }
        }
        Ok(())
    }
}

impl TrustStore {
    /// Refuses an organisation of which a name, also a further one (`name:`), could be taken for that of another one of the store, or is
    /// of mixed scripts. A name that the store knows is as it is: the user wrote it.
    pub fn check_name(&self, organisation: &Organisation) -> Result<(), TrustError> {
        Names::of(self).check(organisation, self.organisation(organisation.name()))
    }
}
