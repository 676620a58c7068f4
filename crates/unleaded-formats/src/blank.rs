//! Model values that say nothing yet but where they stand.

use unleaded_model::declaration::{
    Answer, DeclaredPart, DeclaredSubstance, Extent, Intent, Item, Material,
};
use unleaded_model::diagnostic::Place;

pub(crate) fn part(place: Place) -> DeclaredPart {
    DeclaredPart {
        items: Vec::new(),
        unit_type: String::new(),
        instances: String::new(),
        comment: String::new(),
        materials: Vec::new(),
        subparts: Vec::new(),
        lists: Vec::new(),
        queries: Vec::new(),
        groups: Vec::new(),
        attachments: Vec::new(),
        exemptions: Vec::new(),
        kept: Vec::new(),
        place,
    }
}

pub(crate) fn item(place: Place) -> Item {
    Item {
        number: String::new(),
        name: String::new(),
        maker: String::new(),
        version: String::new(),
        site: String::new(),
        requester_number: String::new(),
        requester_name: String::new(),
        mass: None,
        place,
    }
}

pub(crate) fn material(place: Place) -> Material {
    Material {
        extent: Extent::Whole,
        subpart: String::new(),
        name: String::new(),
        group: String::new(),
        mass: None,
        share_of_part: None,
        substances: Vec::new(),
        exemptions: Vec::new(),
        comment: String::new(),
        kept: Vec::new(),
        place,
    }
}

pub(crate) fn substance(place: Place) -> DeclaredSubstance {
    DeclaredSubstance {
        name: String::new(),
        id_raw: String::new(),
        id_authority: String::new(),
        cas: None,
        ec: None,
        level: String::new(),
        mass: None,
        share: None,
        share_of_part: None,
        has_unread_amount: false,
        intent: Intent::Unknown,
        use_description: String::new(),
        exemptions: Vec::new(),
        comment: String::new(),
        kept: Vec::new(),
        withheld: None,
        place,
    }
}

pub(crate) fn answer(place: Place) -> Answer {
    Answer {
        name: String::new(),
        application: String::new(),
        code_authority: String::new(),
        code: String::new(),
        over: None,
        threshold: String::new(),
        share_of_material: None,
        share_of_part: None,
        mass: None,
        exemptions: Vec::new(),
        kept: Vec::new(),
        place,
    }
}
