//! What was written is written the same again once it is read, and says no more than the first document did.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unleaded_formats::sink::Collected;
use unleaded_formats::{ipc1752, read_declaration};
use unleaded_model::declaration::{Declaration, DeclaredPart};
use unleaded_model::diagnostic::{Diagnostic, FileName, Severity};

fn read(text: &str) -> Declaration {
    let mut found = Collected::default();
    read_declaration(text.as_bytes(), &FileName::new("f"), &mut found);
    let (document, diagnostics) = found.into_declaration();
    let is_error = |d: &&Diagnostic| d.severity == Severity::Error;
    assert_eq!(diagnostics.iter().find(is_error), None, "{text}");
    document.unwrap()
}

/// A product with `content`, as it is read, as it is read again once it is written, and what was lost.
fn twice(content: &str) -> (DeclaredPart, DeclaredPart, Vec<Diagnostic>) {
    let first = read(&format!(
        "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\"><Product>\
         <ProductID itemNumber=\"1\"/>{content}</Product></MainDeclaration>"
    ));
    let (written, losses) = ipc1752::write(&first);
    let second = read(&written);
    let (again, _) = ipc1752::write(&second);
    assert_eq!(again, written, "{content}");
    (first.products[0].clone(), second.products[0].clone(), losses)
}

#[test]
fn a_second_element_does_not_take_the_place_of_an_empty_first_one() {
    let (_, again, losses) = twice(
        "<MaterialInfo><SubstanceCategoryList><SubstanceCategoryListID identity=\"L\"/>\
         <SubstanceCategory name=\"lead\"><Threshold/><Threshold overThreshold=\"false\"/>\
         </SubstanceCategory></SubstanceCategoryList></MaterialInfo>",
    );
    let answer = &again.lists[0].answers[0];
    assert_eq!((answer.over, answer.has_unread(), losses.len()), (None, true, 0));
}

#[test]
fn a_second_share_of_a_material_leaves_it_in_doubt() {
    for first in ["", "10"] {
        let (_, again, losses) = twice(&format!(
            "<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name=\"m\">\
             <Concentration value=\"{first}\"/><Concentration value=\"20\"/>\
             </HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo>"
        ));
        let material = &again.materials[0];
        assert_eq!(material.share_of_part.is_some(), !first.is_empty());
        assert!(material.has_unread_mass() && losses.is_empty(), "{first}");
    }
}

#[test]
fn a_second_list_in_an_exemption_is_not_taken_for_the_first() {
    let (_, again, losses) = twice(
        "<Exemption identity=\"6(c)\"><ExemptionListID identity=\"one\"/>\
         <ExemptionListID identity=\"two\"/></Exemption>",
    );
    assert_eq!(again.exemptions[0].list, "one");
    assert_eq!(losses.len(), 1);
}

#[test]
fn what_stood_beside_a_name_does_not_become_one() {
    // A claim without a list comes first, so that what was kept of the second in the list meets the first one.
    let (_, again, losses) = twice(
        "<Exemption/><ExemptionList><Exemption/>\
         <Exemption><ExemptionID identity=\"6(c)\"/>7(a)</Exemption></ExemptionList>",
    );
    let ids: Vec<&str> = again.exemptions.iter().map(|claim| claim.id.as_str()).collect();
    assert_eq!((ids, losses.len()), (vec!["", "", "6(c)"], 1));
}

#[test]
fn elements_of_other_namespaces_do_not_become_ours() {
    let claims = |content: &str| {
        let text = format!(
            "<i:MainDeclaration xmlns:i=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\"><i:Product>\
             <i:ProductID itemNumber=\"1\"/>{content}</i:Product></i:MainDeclaration>"
        );
        let (written, losses) = ipc1752::write(&read(&text));
        let again = read(&written);
        assert_eq!(ipc1752::write(&again).0, written, "{content}");
        (again.products[0].exemptions.len(), again.products[0].kept.len(), losses.len())
    };
    assert_eq!(claims("<i:Exemption identity=\"6(c)\"/>"), (1, 0, 0));
    assert_eq!(claims("<Exemption identity=\"6(c)\"/>"), (0, 1, 0));
    assert_eq!(claims("<Exemption comment='= > \"xmlns=' identity=\"6(c)\"/>"), (0, 1, 0));
    assert_eq!(claims("<Exemption identity=\"6(c)\" xmlns = 'urn:x'/>"), (0, 1, 0));
    assert_eq!(claims("<x:Exemption identity=\"6(c)\" xmlns:x=\"urn:x\"/>"), (0, 1, 0));
}

#[test]
fn a_part_whose_extras_are_lost_does_not_become_a_layer() {
    let part = |name: &str| {
        format!(
            "<SubProduct><ProductID itemName=\"{name}\"/><MaterialInfo><ExemptionList note=\"n\"/>\
             <HomogeneousMaterialList><HomogeneousMaterial name=\"m\"/></HomogeneousMaterialList>\
             </MaterialInfo></SubProduct>"
        )
    };
    let (first, again, losses) = twice(&(part("a") + "<SubProduct comment=\"c\"/>"));
    assert_eq!((first.subparts.len(), again.subparts.len()), (2, 2));
    assert_eq!(losses.len(), 1);
}

#[test]
fn elements_are_not_written_for_what_has_no_place_in_them() {
    for content in [
        "<MaterialInfo><ExemptionList note=\"n\"/></MaterialInfo>",
        "<MaterialInfo><MaterialGroupList><Note/></MaterialGroupList></MaterialInfo>",
        "<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name=\"m\">\
         <SubstanceCategoryList><SubstanceCategory name=\"a\"><Threshold/></SubstanceCategory>\
         </SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo>",
    ] {
        let (_, _, losses) = twice(content);
        assert_eq!(losses.len(), 1, "{content}");
    }
}

#[test]
fn an_exemption_has_the_name_that_is_given() {
    let (first, ..) = twice("<Exemption identity=\"\" name=\"6(c)\"/>");
    assert_eq!(first.exemptions[0].id, "6(c)");
    let (first, ..) = twice("<Exemption><![CDATA[6(c)]]><ExemptionID/></Exemption>");
    assert_eq!(first.exemptions[0].id, "6(c)");
}

#[test]
fn blanks_of_other_scripts_are_kept() {
    let (first, again, _) = twice("\u{3000}\n");
    assert_eq!((first.kept[0].raw.as_str(), again.kept.len()), ("\u{3000}", 1));
}
