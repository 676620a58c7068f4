//! Claims of exemptions.

use std::io::BufRead;

use unleaded_model::declaration::ExemptionClaim;

use super::reading::Reading;
use super::value::{Claims, Value};
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::xml::Puller;

impl Reading {
    pub(super) fn open_exemption_list_id<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut others = Vec::new();
        let (mut authority, mut identity, mut version) = Default::default();
        for index in 0..puller.attributes() {
            let field: &mut String = match puller.attribute_name(index) {
                b"authority" => &mut authority,
                b"identity" => &mut identity,
                b"version" => &mut version,
                _ => {
                    others.push(index);
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
        if let Some(Value::Exemptions(claims)) = self.value() {
            claims.authority = authority;
            claims.list = format!("{} {}", identity.trim(), version.trim()).trim().to_owned();
        }
        self.push(Kind::ExemptionListId, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_exemption<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let named = |name: &[u8]| {
            (0..puller.attributes()).find(|index| puller.attribute_name(*index) == name)
        };
        let (identity, index) = (named(b"identity"), named(b"regIndex"));
        let filled = |index: &usize| !puller.value(*index).trim().is_empty();
        let number = index.filter(filled);
        let id = match identity.filter(filled) {
            Some(identity) if number.is_some() && is_serial(&puller.value(identity)) => number,
            Some(identity) => Some(identity),
            None => number,
        };
        let claim = ExemptionClaim {
            authority: String::new(),
            list: String::new(),
            id: id.map(|id| puller.value(id).into_owned()).unwrap_or_default(),
            place: puller.place(),
        };
        if let Some(Value::Exemptions(claims)) = self.value() {
            claims.claims.push(claim);
        }
        self.push(Kind::Exemption, Value::None);
        let others = (0..puller.attributes()).filter(|index| Some(*index) != id);
        self.keep_attributes(&others.collect::<Vec<_>>(), puller, sink);
    }

    /// Claims belong to what their list stands in.
    pub(super) fn close_exemptions(&mut self, open: Claims) {
        let Some(claims) = self.claims() else { return };
        claims.extend(open.claims.into_iter().map(|claim| ExemptionClaim {
            authority: open.authority.clone(),
            list: open.list.clone(),
            ..claim
        }));
    }
}

/// Whether `identity` is a number in a list, not the name that a law gives an exemption (`7(c)-I`, `34`).
fn is_serial(identity: &str) -> bool {
    let identity = identity.trim();
    identity.len() > 2 && identity.bytes().all(|b| b.is_ascii_digit())
}
