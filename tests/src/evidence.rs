//! What raises each code: a fixture, an input that is made, or a test that needs a server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::{entries, from_root, made, name, readers, root};

/// Something that raises a code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A file or folder of `fixtures/`.
    Fixture(String),
    /// An input of [`made::ALL`], in words.
    Made(&'static str),
    /// A test of another crate.
    Test {
        /// The file, from the root.
        file: &'static str,
        /// The test.
        function: &'static str,
    },
}

const LIFE: &str = "crates/unleaded-trust/tests/life.rs";
const ROTATION: &str = "crates/unleaded-trust/tests/rotation.rs";
const REPRESENTATIVES: &str = "crates/unleaded-trust/tests/representatives.rs";
const TRUST_LOG: &str = "crates/unleaded-trust/tests/log.rs";
const IMPORTS: &str = "crates/unleaded-trust/tests/imports.rs";
const AGGREGATES: &str = "crates/unleaded-app/tests/it/aggregates.rs";
const ATTACKS: &str = "crates/unleaded-app/tests/it/aggregates/attacks.rs";
const CHAINS: &str = "crates/unleaded-app/tests/it/aggregates/chains.rs";
const PROOFS: &str = "crates/unleaded-app/tests/it/aggregates/proofs.rs";
const MAPPED: &str = "crates/unleaded-formats/tests/tables_mapped.rs";
const NONSENSE: &str = "crates/unleaded-platform/tests/nonsense.rs";
const CONVERSIONS: &str = "crates/unleaded-app/tests/it/convert.rs";
const KINDER: &str = "crates/unleaded-app/tests/it/kinder.rs";
const FILLED: &str = "crates/unleaded-app/tests/it/filled.rs";
const REPLIES: &str = "crates/unleaded-app/tests/it/replies.rs";
const LIMITS: &str = "tests/cli/memory/archives.rs";
const ROWS: &str = "crates/unleaded-formats/src/tables/compose.rs";
const COPIES: &str = "crates/unleaded-app/tests/it/rows.rs";
const TRUST_ROWS: &str = "crates/unleaded-trust/tests/rows.rs";
const DECLARATIONS: &str = "crates/unleaded/tests/commands/declarations.rs";
const COMMANDS_TRUST: &str = "crates/unleaded/tests/commands/trust.rs";
const LOGS: &str = "crates/unleaded/tests/commands/logs.rs";
const REFUSALS: &str = "tests/cli/refusals.rs";

/// Codes that only a platform's answers, an outbox on disk, a conversion or the program itself raise, and the tests that make them.
pub const TESTS: &[(&str, &str, &str)] = &[
    ("aggregate-differs", ATTACKS, "statements_that_say_something_else_are_refused"),
    ("aggregate-input-changed", AGGREGATES, "what_lies_in_its_place_is_named"),
    ("aggregate-input-missing", AGGREGATES, "what_is_not_there_was_not_seen"),
    ("aggregate-report-old", ATTACKS, "a_report_without_envelopes_is_not_signed"),
    ("aggregate-rollup-differs", ATTACKS, "a_report_edited_by_hand_and_signed_comes_to_another"),
    ("aggregate-tier-missing", CHAINS, "every_tier_that_is_at_hand_is_checked"),
    ("aggregate-too-deep", CHAINS, "a_chain_without_end_is_cut_and_told"),
    ("aggregate-tool-differs", ATTACKS, "of_another_version_what_both_say_is_compared"),
    ("proof-malformed", PROOFS, "what_is_no_proof_is_refused"),
    ("proof-not-among", PROOFS, "there_is_no_proof_of_what_was_not_an_input"),
    ("proof-of-other", PROOFS, "a_customer_with_the_proof_alone_is_shown_one_input"),
    ("proof-wrong", PROOFS, "a_customer_with_the_proof_alone_is_shown_one_input"),
    ("hidden-row-told", COPIES, "what_may_not_be_hidden_is_not_hidden"),
    ("hidden-share", COPIES, "what_may_not_be_hidden_is_not_hidden"),
    ("row-hidden-declarable", COPIES, "what_may_not_be_hidden_is_not_hidden"),
    ("row-hidden-needed", COPIES, "a_copy_that_hides_what_must_be_shown_is_refused"),
    ("declaration-fork", LIFE, "two_successors_are_a_fork"),
    ("declaration-superseded", LIFE, "a_stale_copy_is_recognised"),
    ("declaration-withdrawn", LIFE, "a_stale_copy_is_recognised"),
    ("delegation-ambiguous", REPRESENTATIVES, "whom_it_signs_for_is_told_by_one_delegation_alone"),
    ("trust-compromised", IMPORTS, "what_a_stolen_root_may_have_signed_is_not_used"),
    ("trust-import-left-out", IMPORTS, "an_import_adds_nothing_to_what_the_user_knows"),
    ("key-imported", ROTATION, "an_imported_key_is_changed_by_its_publisher"),
    ("key-nothing-left", ROTATION, "bounds_of_the_new_key_stay"),
    ("status-beyond-bounds", LIFE, "a_key_takes_back_what_it_may_say"),
    ("status-one-of-signers", LIFE, "a_further_signature_takes_nothing_from_what_others_say"),
    ("status-too-few", COMMANDS_TRUST, "a_withdrawal_by_fewer_keys_than_must_sign_is_told"),
    ("status-other-signer", LIFE, "who_did_not_sign_it_does_not_decide"),
    ("supersedes-other-product", LIFE, "who_did_not_sign_it_does_not_decide"),
    ("row-not-understood", TRUST_ROWS, "errors_have_their_code"),
    ("row-unproven", TRUST_ROWS, "errors_have_their_code"),
    ("rows-changed", TRUST_ROWS, "errors_have_their_code"),
    ("rows-malformed", TRUST_ROWS, "errors_have_their_code"),
    ("rows-not-signed", TRUST_ROWS, "errors_have_their_code"),
    ("rows-of-other-declaration", TRUST_ROWS, "errors_have_their_code"),
    ("rows-too-many", TRUST_ROWS, "errors_have_their_code"),
    ("archive-too-many-elements", LIMITS, "many_elements_in_memory"),
    ("table-too-long", ROWS, "a_table_longer_than_a_worksheet"),
    ("answer-denies", FILLED, "a_no_beside_an_amount_over_the_threshold_is_not_used"),
    ("answer-differs", FILLED, "an_answer_that_differs_from_a_document_counts_as_over"),
    ("answer-unasked", FILLED, "an_answer_that_nobody_asked_for_is_told"),
    ("answers-of-another", FILLED, "answers_for_another_request_are_refused"),
    ("answered-in-request", REPLIES, "answers_of_an_earlier_year_are_told_and_kept"),
    ("composition-overruled", KINDER, "no_conversion_of_contradictions_is_kinder"),
    ("declaration-date", DECLARATIONS, "a_declaration_is_issued_on_a_day_on_which_it_holds"),
    ("catalogue-item-differs", DECLARATIONS, "another_item_of_the_catalogue_is_not_declared"),
    ("not-assessed", DECLARATIONS, "what_is_outside_the_catalogue_is_not_declared"),
    ("mark-undecided", DECLARATIONS, "the_mark_follows_from_the_table"),
    ("not-conforming", DECLARATIONS, "what_does_not_conform_is_not_declared"),
    ("entry-open", CONVERSIONS, "what_is_not_known_is_never_answered"),
    ("no-request", REPLIES, "a_declaration_is_no_request"),
    ("number-tells", CONVERSIONS, "an_item_number_that_tells_is_refused"),
    ("part-mapped-twice", REPLIES, "parts_are_found_by_the_customers_number"),
    ("part-without-number", REPLIES, "who_asks_must_be_told_well"),
    ("requester-malformed", REPLIES, "who_asks_must_be_told_well"),
    ("unanswered", REPLIES, "a_request_is_no_declaration"),
    ("worst-case", CONVERSIONS, "a_range_is_written_as_its_worst_case_and_told"),
    ("filing-late", NONSENSE, "a_good_receipt_is_taken_and_lateness_told"),
    (
        "outbox-entry-damaged",
        "crates/unleaded-platform/src/client/outbox.rs",
        "halves_are_removed_and_damage_is_named",
    ),
    (
        "decision-malformed",
        "crates/unleaded-app/src/decisions/tests.rs",
        "every_defect_of_a_file_is_told_with_its_place",
    ),
    ("log-witness-clock", TRUST_LOG, "a_clock_that_is_not_set_is_no_evidence"),
    ("log-entry-missing", LOGS, "an_envelope_that_was_never_added_has_no_proof"),
    ("log-no-envelope", LOGS, "what_is_no_envelope_spoils_nothing"),
    ("mapping-heading-absent", MAPPED, "a_mapping_for_another_table_is_not_used"),
    ("mapping-heading-taken", MAPPED, "a_heading_serves_one_column"),
    (
        "mapping-malformed",
        "crates/unleaded-app/src/mapping.rs",
        "every_defect_of_a_mapping_is_told_with_its_place",
    ),
    (
        "workspace-document-changed",
        "crates/unleaded-store/tests/it/shelf.rs",
        "what_was_changed_or_put_elsewhere_is_found",
    ),
    (
        "workspace-file-alone",
        "crates/unleaded-app/src/ingest/tests.rs",
        "what_belongs_to_nothing_is_refused",
    ),
    (
        "workspace-file-astray",
        "crates/unleaded-store/tests/it/shelf.rs",
        "what_was_changed_or_put_elsewhere_is_found",
    ),
    (
        "workspace-file-differs",
        "crates/unleaded-app/src/ingest/tests.rs",
        "what_is_there_with_other_bytes_stays_and_is_told",
    ),
    (
        "workspace-setting",
        "crates/unleaded-store/src/settings.rs",
        "every_defect_of_settings_is_told_with_its_place",
    ),
    ("mapping-sheet-absent", MAPPED, "a_mapping_for_another_workbook_is_not_used"),
    ("platform-answer-malformed", NONSENSE, "it_answers_with_a_page"),
    ("platform-busy", NONSENSE, "it_is_busy_and_says_for_how_long"),
    (
        "platform-key-changed",
        "crates/unleaded-platformd/tests/platform/client.rs",
        "another_platform_at_the_pinned_address_is_refused",
    ),
    ("platform-key-unreadable", NONSENSE, "its_key_is_no_key"),
    ("platform-redirected", NONSENSE, "it_redirects"),
    (
        "platform-refused",
        "crates/unleaded-platformd/tests/platform/client.rs",
        "refusals_are_told_and_kept_as_refused",
    ),
    ("platform-timeout", NONSENSE, "it_never_answers"),
    ("platform-unreachable", NONSENSE, "nobody_listens"),
    ("product-unknown", REFUSALS, "a_product_that_the_report_lacks"),
    ("receipt-invalid", NONSENSE, "its_receipt_proves_nothing"),
    ("report-malformed", REFUSALS, "a_report_for_people_is_none_for_programs"),
    ("row-astray", MAPPED, "a_row_of_no_known_part_is_told"),
    ("statement-differs", FILLED, "a_statement_that_is_answered_in_two_ways_stays_open"),
    ("rule-set-missing", REFUSALS, "a_report_without_the_rule_set"),
    (
        "platform-answer-malformed",
        "crates/unleaded-platformd/tests/platform/client.rs",
        "a_filing_whose_answers_are_all_lost_stays_and_is_delivered_later",
    ),
];

/// Fixtures by folder of `fixtures/`, each with the codes that its name promises: one, or none for a valid one.
pub fn fixtures(folder: &str) -> Vec<(PathBuf, Option<String>)> {
    let found = entries(&root().join("fixtures").join(folder));
    found.into_iter().map(|path| (path.clone(), promised(&path))).collect()
}

fn promised(path: &Path) -> Option<String> {
    let name = name(path);
    let rest = match path.is_dir() {
        true => name,
        false => name.strip_prefix("invalid-").unwrap_or("valid--"),
    };
    let (code, _) = rest.split_once("--").unwrap_or_else(|| panic!("{name} names no code"));
    assert!(!name.starts_with("valid") || code == "valid", "{name}");
    (code != "valid").then(|| code.to_owned())
}

/// The names of codes with what raises each.
pub fn all() -> BTreeMap<String, Vec<Evidence>> {
    let mut all: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    for folder in
        readers::FOLDERS.into_iter().chain(["check", "lists", "proofs", "rollup", "trust"])
    {
        for (path, code) in fixtures(folder) {
            if let Some(code) = code {
                all.entry(code).or_default().push(Evidence::Fixture(from_root(&path)));
            }
        }
    }
    for made in made::ALL {
        all.entry(made.code.to_owned()).or_default().push(Evidence::Made(made.what));
    }
    for &(code, file, function) in TESTS {
        all.entry(code.to_owned()).or_default().push(Evidence::Test { file, function });
    }
    all
}
