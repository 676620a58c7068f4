//! What an identifier and its authority say of a substance.

use unleaded_model::declaration::DeclaredSubstance;
use unleaded_model::identity::{Cas, Ec};

/// Puts the identifier `identity` of `authority`, both as written, into `substance`. Without an authority a CAS number,
/// then an EC number, is looked for.
pub(crate) fn put(substance: &mut DeclaredSubstance, authority: String, identity: String) {
    let is = |name: &str| authority.trim().eq_ignore_ascii_case(name);
    if is("CAS") {
        substance.cas = Cas::parse(&identity).ok();
    } else if ["EC", "EINECS", "ELINCS"].into_iter().any(is) {
        substance.ec = Ec::parse(&identity).map(Box::new);
    } else if is("") {
        substance.cas = Cas::parse(&identity).ok();
        if substance.cas.is_none() {
            substance.ec = Ec::parse(&identity).map(Box::new);
        }
    }
    substance.id_raw = identity;
    substance.id_authority = authority;
}
