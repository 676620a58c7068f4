//! What chemSHERPA packs into comments: `comment@weight@unit@use@part`.
//!
//! The fields stand in rows above a threshold. Edition 2 of the layout has the weight in `Mass` and leaves the second and
//! third field empty. A comment with another number of fields is text and nothing else.

use unleaded_model::diagnostic::Place;

/// The fields of a packed comment that have a place in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Packed {
    /// The number of the weight; empty: not given.
    pub(super) weight: String,
    /// Its unit.
    pub(super) unit: String,
    /// What the substance is used for; empty: not given.
    pub(super) usage: String,
    /// Where the comment stands.
    pub(super) place: Place,
}

/// Unpacks `comment`; `None`: it is no tuple of five.
pub(super) fn unpack(comment: &str, place: &Place) -> Option<Packed> {
    let fields: Vec<&str> = comment.split('@').map(str::trim).collect();
    let [_, weight, unit, usage, _] = fields.as_slice() else { return None };
    let [weight, unit, usage] = [weight, unit, usage].map(|field| (*field).to_owned());
    Some(Packed { weight, unit, usage, place: place.clone() })
}

#[cfg(test)]
mod tests {
    use unleaded_model::diagnostic::FileName;

    use super::*;

    #[test]
    fn only_tuples_of_five() {
        let place = Place::file(&FileName::new("t"));
        let packed = unpack("note@ 1.5@mg@solder@U1", &place).unwrap();
        assert_eq!((packed.weight.as_str(), packed.unit.as_str()), ("1.5", "mg"));
        assert_eq!(packed.usage, "solder");
        for text in ["", "a@b", "@@@", "mail a@b.example@1@mg@solder@U1"] {
            assert_eq!(unpack(text, &place), None, "{text}");
        }
    }
}
