//! Whose signature it is, for forms of signatures that have no envelope.

use std::collections::BTreeMap;

use super::{BadReason, Fit, Signer, TRIAL_LIMIT, Terms, force};
use crate::keys::AcceptedKey;
use crate::statement::Predicate;
use crate::trust_store::TrustedKey;

/// Whose `signature` it is, with a key that may sign a declaration whose items are not told; `None`: nobody known. `fits` says
/// whether a key made it. `hint` is the identifier of a key, or anything else: it is not authenticated. If it names a
/// trusted key, some trusted key must fit.
pub(crate) fn bare_signer(
    signature: &[u8],
    hint: &str,
    terms: &Terms<'_>,
    fits: impl Fn(&AcceptedKey) -> bool,
) -> Result<Option<Signer>, BadReason> {
    let named = terms.trust.entry(hint);
    let others = terms.trust.keys().filter(|(id, _)| *id != hint).take(TRIAL_LIMIT);
    // As in an envelope: the key that is named comes first, and any other that fits is as good.
    let found = named.into_iter().chain(others).find(|(_, key)| fits(&key.key));
    match (found, named) {
        (Some((id, key)), _) => signer(id, key, signature, terms).map(Some),
        (None, Some((id, key))) => {
            let organisation = key.organisation.clone();
            Err(BadReason::SignatureInvalid { key_id: id.to_owned(), organisation })
        }
        (None, None) => Ok(None),
    }
}

/// The owner of a key that fits, if it may sign.
fn signer(
    id: &str,
    key: &TrustedKey,
    signature: &[u8],
    terms: &Terms<'_>,
) -> Result<Signer, BadReason> {
    let signed_by = BTreeMap::from([(id.to_owned(), Fit { key, signature: signature.to_vec() })]);
    let mut signers = force::signers(&signed_by, &Predicate::default(), None, terms)?;
    signers.pop().ok_or_else(|| force::unowned(id, key))
}
