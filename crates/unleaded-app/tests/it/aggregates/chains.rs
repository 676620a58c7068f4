//! Reports that were made from declarations that were made from reports.

use std::collections::BTreeMap;

use unleaded_app::aggregate::{Again, Tier};
use unleaded_model::diagnostic::codes::aggregates as codes;

use super::hand::{Hand, declared, diagnostics, names, raised, store};

/// A chain: tier `n` declares its part from the report of tier `n + 1`; the last one from a supplier's document.
fn chain(tiers: usize) -> Hand {
    let mut hand = Hand(BTreeMap::new());
    hand.put("trust.json", store().to_json());
    let mut envelope: Option<String> = None;
    for tier in (1..=tiers).rev() {
        let folder = if tier == 1 { "in/".to_owned() } else { format!("below/{tier}/in/") };
        let (bom, report) = match tier {
            1 => ("bom.csv".to_owned(), "report.json".to_owned()),
            _ => (format!("below/{tier}/bom.csv"), format!("below/{tier}/report.json")),
        };
        let document = format!("{folder}part.csv");
        hand.put(&document, declared(&format!("P-{tier}"), "0.05"));
        hand.sign(&document, if tier % 2 == 0 { "A" } else { "B" }, envelope.as_deref());
        hand.put(&bom, format!("parent,child,quantity\nQ-{tier},P-{tier},1\n"));
        hand.roll(&report, &bom, &folder, "");
        hand.sign_report(&report, "Brand");
        envelope = Some(format!("{report}.dsse.json"));
    }
    hand
}

#[test]
fn every_tier_that_is_at_hand_is_checked() {
    for tiers in [2, 3] {
        let hand = chain(tiers);
        let checked = hand.check();
        assert!(checked.is_fine(), "{:#?}", diagnostics(&checked));
        let numbers: Vec<usize> = checked.tiers.iter().map(|tier| tier.tier).collect();
        assert_eq!(numbers, (1..=tiers).collect::<Vec<_>>());
        assert!(checked.tiers.iter().all(|tier| tier.again == Again::Same));
        // The leaf of the lowest tier.
        let leaf = format!("below/{tiers}/in/part.csv");
        let mut changed = Hand(hand.0.clone());
        changed.put(&leaf, format!("{}\n", hand.text(&leaf)));
        let found = changed.check();
        assert!(!found.is_fine() && names(&found, &leaf));
        assert!(found.tiers[..tiers - 1].iter().all(Tier::is_fine));
        // A whole tier.
        for gone in ["report.json", "report.json.dsse.json"] {
            let mut less = Hand(hand.0.clone());
            less.0.remove(&format!("below/{tiers}/{gone}"));
            let found = less.check();
            assert_eq!(raised(&found), [codes::AGGREGATE_TIER_MISSING], "{gone}");
            assert!(!found.is_fine());
        }
        // The report of the lower tier edited afterwards.
        let report = format!("below/{tiers}/report.json");
        let mut edited = Hand(hand.0.clone());
        edited.put(&report, hand.text(&report).replacen("0.05", "0.01", 1));
        assert!(!edited.check().is_fine());
    }
}

#[test]
fn a_chain_without_end_is_cut_and_told() {
    let checked = chain(34).check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_TOO_DEEP]);
    assert_eq!(checked.tiers.len(), 32);
    assert!(!checked.is_fine());
}
