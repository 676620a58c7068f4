//! Trust files of others, names that look alike, and the second version of the trust file.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use jiff::civil::date;
use unleaded_model::diagnostic::codes::{signers as signers_codes, trust_files as codes};
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{
    AcceptedKey, Cause, Digest, Grant, KeyError, Organisation, Outcome, Predicate, Role, Scope,
    SigningKey, Terms, TrustError, TrustFile, TrustStore, sign_statement, verify_file,
};

use crate::common::{DOCUMENT, RSA_2048, TODAY, envelope, key, organisation, store};

mod common;

const ROOT: u8 = 5;
const RSA_1024: &str = concat!(
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDV3xj81q2L94BejHKHChS3BGtAvlWTMxLHDlFR2cHjLGMyNQsZ",
    "GAkbwRfC6EqFo6QCJ/KSzq6nrRpMJIlWlERySCexaAXC4JyrP/I2pehg3mRShQJad+HVmh8anzKQ/30AFeNBeDVN",
    "elhOe4hb2iKt+YW8HI/5O4HW64zLek/ExwIDAQAB",
);

/// A store that trusts nobody but the root to sign trust files.
fn receiver() -> TrustStore {
    let mut store = TrustStore::empty();
    let mut grant = Grant::new(key(ROOT).public().into(), organisation("HQ"));
    grant.roles = [Role::Root].into();
    store.grant(grant).unwrap();
    store
}

/// What HQ hands out, with the version counted up to `version`.
fn published(version: u64, keys: &[u8]) -> TrustStore {
    let mut store = receiver();
    for n in keys {
        store.add(key(*n).public(), organisation(&format!("supplier {n}")), None, None).unwrap();
    }
    while store.version() < version {
        store.count_change();
    }
    store.export(date(2027, 5, 1))
}

/// Imports `file`, signed by key `by` with `claim`, and gives the code of what is wrong.
fn import_as(store: &mut TrustStore, text: &str, claim: &TrustFile, by: u8) -> &'static str {
    let bytes = text.as_bytes();
    let envelope = sign_statement("trust.json", &Digest::of(bytes), claim, &[&key(by)]).unwrap();
    let before = store.clone();
    let terms = Terms::new(&before, TODAY);
    let file = FileName::new("trust.json");
    match verify_file::<TrustFile>("trust.json", bytes, &envelope, &terms) {
        Outcome::Good(verified) => match store.import(&verified, TODAY) {
            Ok(remarks) => match remarks.first() {
                Some(remark) => remark.code.name(),
                None => "good",
            },
            Err(error) => {
                assert!(*store == before, "what is refused changes nothing");
                let found = error.diagnostic(&file);
                for language in [Language::En, Language::Zh] {
                    let words = found.message(language) + &found.help(language);
                    assert!(!words.contains('{'), "{words}");
                }
                found.code.name()
            }
        },
        other => other.diagnostics(&file)[0].code.name(),
    }
}

fn import(store: &mut TrustStore, file: &TrustStore) -> &'static str {
    let expires = file.expires().unwrap();
    let claim = TrustFile { version: file.version(), expires, issued_at: String::new() };
    import_as(store, &file.to_json(), &claim, ROOT)
}

fn declared(n: u8, trust: &TrustStore) -> &'static str {
    let outcome = verify_file::<Predicate>("a", DOCUMENT, &envelope(n), &Terms::new(trust, TODAY));
    match &outcome {
        Outcome::Good(_) => "good",
        other => other.diagnostics(&FileName::new("a"))[0].code.name(),
    }
}

#[test]
fn an_import_brings_keys_and_takes_them_away() {
    let mut store = receiver();
    assert_eq!(import(&mut store, &published(1, &[1, 2])), "good");
    assert_eq!((declared(1, &store), declared(2, &store)), ("good", "good"));
    assert_eq!(store.imports().count(), 1);
    // The same file again changes nothing.
    let before = store.clone();
    assert_eq!(import(&mut store, &published(1, &[1, 2])), "good");
    assert!(store == before);
    assert_eq!(import(&mut store, &published(2, &[2, 3])), "good");
    assert_eq!((declared(1, &store), declared(3, &store)), ("key-unknown", "good"));
    assert!(store.organisation("supplier 1").is_none());
    assert_eq!(TrustStore::parse(&store.to_json()).unwrap(), store);
}

/// Who signs trust files each user decides alone, so a file that is handed out does not even name who does nothing else.
#[test]
fn an_export_does_not_tell_whose_trust_files_are_imported() {
    let mut store = receiver();
    store.require("HQ", 2).unwrap();
    store.add(key(1).public(), organisation("A"), None, None).unwrap();
    let file = store.export(date(2027, 5, 1));
    let names: Vec<&str> = file.organisations().map(Organisation::name).collect();
    assert_eq!((names, file.threshold("HQ")), (vec!["A"], 1));
}

/// A trust file that names someone who may sign trust files, too.
fn with_a_root(version: u64) -> TrustStore {
    let mut store = published(version, &[1]);
    let grant = Grant::new(key(6).public().into(), organisation("supplier 6"));
    store.grant(Grant { roles: [Role::Root].into(), ..grant }).unwrap();
    store
}

/// A trust file of someone whose name looks like that of the root.
fn with_a_look_alike(version: u64) -> TrustStore {
    let mut store = TrustStore::empty();
    store.add(key(7).public(), organisation("H-Q"), None, None).unwrap();
    (0..version).for_each(|_| store.count_change());
    store.export(date(2027, 5, 1))
}

#[test]
fn attacks_on_imports() {
    let expires = date(2027, 5, 1);
    let claim = |version| TrustFile { version, expires, issued_at: String::new() };
    let file = published(3, &[1]).to_json();
    for (attack, text, claim, by, expected) in [
        ("none", file.clone(), claim(3), ROOT, "good"),
        ("by a stranger", file.clone(), claim(3), 9, "key-unknown"),
        ("by a supplier", file.clone(), claim(3), 1, "key-role"),
        ("rollback", published(2, &[1]).to_json(), claim(2), ROOT, "trust-import-older"),
        (
            "two files of one version",
            published(3, &[2]).to_json(),
            claim(3),
            ROOT,
            "trust-import-older",
        ),
        (
            "an old file under a new number",
            published(2, &[1]).to_json(),
            claim(4),
            ROOT,
            "trust-import-other-version",
        ),
        (
            "a longer life",
            file.replace("2027-05-01", "2037-05-01"),
            claim(3),
            ROOT,
            "trust-import-other-version",
        ),
        (
            "expired",
            file.replace("2027-05-01", "2026-11-21"),
            TrustFile { expires: date(2026, 11, 21), ..claim(3) },
            ROOT,
            "trust-import-expired",
        ),
        (
            "without end",
            file.replace("  \"expires\": \"2027-05-01\",\n", ""),
            claim(3),
            ROOT,
            "trust-import-other-version",
        ),
        ("a new root", with_a_root(3).to_json(), claim(3), ROOT, "trust-import-root"),
        ("a look-alike", with_a_look_alike(3).to_json(), claim(3), ROOT, "organisation-name-alike"),
        ("not text", "\u{fffd}".to_owned(), claim(3), ROOT, "trust-file-malformed"),
    ] {
        let mut store = receiver();
        store.add(key(1).public(), organisation("supplier 1"), None, None).unwrap();
        if attack == "rollback" || attack == "two files of one version" {
            assert_eq!(import(&mut store, &published(3, &[1])), "good");
        }
        assert_eq!(import_as(&mut store, &text, &claim, by), expected, "{attack}");
    }
}

#[test]
fn what_the_user_decided_stays() {
    let mut own = receiver();
    let mut grant = Grant::new(key(1).public().into(), organisation("supplier 1"));
    grant.scope = Some(Scope::new(["CR"]));
    own.grant(grant).unwrap();
    let mut store = own.clone();
    assert_eq!(import(&mut store, &published(1, &[1, 2])), "good");
    let id = key(1).public().id();
    assert_eq!(store.key(&id).unwrap().scope, Scope::new(["CR"]));
    // A revocation counts whoever states it, and is never lifted.
    let mut file = published(2, &[1, 2]);
    file.compromise(&id, date(2026, 6, 1), "stolen").unwrap();
    assert_eq!(import(&mut store, &file), "good");
    assert_eq!(declared(1, &store), "key-compromised");
    assert_eq!(import(&mut store, &published(3, &[1, 2])), "good");
    assert_eq!(declared(1, &store), "key-compromised");
    // Another name for the user's key is refused.
    let mut file = published(4, &[]);
    file.add(key(1).public(), organisation("supplier 9"), None, None).unwrap();
    assert_eq!(import(&mut store, &file), "key-shared");
    // What was imported ends with its file.
    let outcome = verify_file::<Predicate>(
        "a",
        DOCUMENT,
        &envelope(2),
        &Terms::new(&store, date(2027, 5, 2)),
    );
    assert_eq!(outcome.diagnostics(&FileName::new("a"))[0].code.name(), "trust-expired");
}

/// Whoever signs trust files for others does not speak for those whose keys the user has compared.
#[test]
fn an_import_adds_nothing_to_what_the_user_knows() {
    let mut store = receiver();
    for n in [1, 2] {
        store.add(key(n).public(), organisation("A"), None, None).unwrap();
    }
    store.require("A", 2).unwrap();
    let own = store.clone();
    let file = |version, keys: &[u8], ids: &[&str], threshold| {
        let mut file = published(version, &[]);
        for n in keys {
            file.add(key(*n).public(), Organisation::new("A", ids).unwrap(), None, None).unwrap();
        }
        file.require("A", threshold).unwrap();
        file
    };
    for (version, what) in [
        file(1, &[8, 9], &[], 1),
        file(2, &[1, 8], &[], 1),
        file(3, &[1], &["duns:123456789"], 1),
        file(4, &[1], &[], 99),
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(
            import(&mut store, what),
            codes::TRUST_IMPORT_LEFT_OUT.name(),
            "{}",
            version + 1
        );
        assert_eq!(store.threshold("A"), 2);
        assert!(store.keys().eq(own.keys()) && store.organisations().eq(own.organisations()));
    }
    // What the user has, too, is no remark; and the owner of the identifier is not in the way.
    assert_eq!(import(&mut store, &file(5, &[1], &[], 2)), "good");
    let owner = Organisation::new("B", &["duns:123456789"]).unwrap();
    store.add(key(3).public(), owner, None, None).unwrap();
    // What was imported before the user accepted a key goes with the next import.
    let mut store = receiver();
    assert_eq!(import(&mut store, &file(1, &[8], &["duns:123456789"], 3)), "good");
    assert_eq!(store.threshold("A"), 3);
    store.add(key(1).public(), organisation("A"), None, None).unwrap();
    assert_eq!(import(&mut store, &file(2, &[8], &[], 1)), codes::TRUST_IMPORT_LEFT_OUT.name());
    assert!(store.key(&key(8).public().id()).is_none());
}

/// What a file said before of an organisation that it brought is not kept when it says it no longer.
#[test]
fn the_next_import_takes_the_place_of_the_last() {
    let file = |version, ids: &[&str], threshold| {
        let mut file = published(version, &[]);
        file.add(key(8).public(), Organisation::new("A", ids).unwrap(), None, None).unwrap();
        file.require("A", threshold).unwrap();
        file
    };
    let mut store = receiver();
    assert_eq!(import(&mut store, &file(1, &["duns:123456789"], 99)), "good");
    assert_eq!(store.threshold("A"), 99);
    assert_eq!(TrustStore::parse(&store.to_json()).unwrap(), store);
    assert_eq!(import(&mut store, &file(2, &[], 1)), "good");
    assert_eq!((store.threshold("A"), store.organisation("A").unwrap().ids().len()), (1, 0));
    // The user's own threshold stays, whatever the file says.
    store.require("A", 2).unwrap();
    assert_eq!(import(&mut store, &file(3, &[], 3)), "good");
    assert_eq!(store.threshold("A"), 3);
    assert_eq!(import(&mut store, &file(4, &[], 1)), "good");
    assert_eq!(store.threshold("A"), 2);
}

/// The publisher speaks for itself, but does not meet a threshold that the user set with keys that it adds.
#[test]
fn imported_keys_do_not_meet_the_users_threshold() {
    let mut store = receiver();
    store.add(key(1).public(), organisation("HQ"), None, None).unwrap();
    let mut file = published(1, &[]);
    for n in [8, 9] {
        file.add(key(n).public(), organisation("HQ"), None, None).unwrap();
    }
    assert_eq!(import(&mut store, &file), "good");
    let signed = |keys: &[u8]| {
        let keys: Vec<_> = keys.iter().map(|n| key(*n)).collect();
        let keys: Vec<_> = keys.iter().map(|key| key as &dyn SigningKey).collect();
        sign_statement("a", &Digest::of(DOCUMENT), &Predicate::default(), &keys).unwrap()
    };
    let good = |store: &TrustStore, keys: &[u8]| {
        let terms = Terms::new(store, TODAY);
        matches!(verify_file::<Predicate>("a", DOCUMENT, &signed(keys), &terms), Outcome::Good(_))
    };
    assert!(good(&store, &[8]) && good(&store, &[8, 9]));
    store.require("HQ", 2).unwrap();
    assert!(!good(&store, &[8, 9]) && !good(&store, &[1, 8, 9]));
    store.add(key(2).public(), organisation("HQ"), None, None).unwrap();
    assert!(good(&store, &[1, 2]) && good(&store, &[1, 2, 8]));
}

#[test]
fn what_a_stolen_root_may_have_signed_is_not_used() {
    let mut store = receiver();
    let grant = Grant::new(key(6).public().into(), organisation("HQ"));
    store.grant(Grant { roles: [Role::Root].into(), ..grant }).unwrap();
    assert_eq!(import(&mut store, &published(1, &[1])), "good");
    // The end of a key takes nothing from what it signed before.
    let mut ended = store.clone();
    ended.revoke(&key(ROOT).public().id(), date(2026, 1, 1), "replaced").unwrap();
    assert_eq!(declared(1, &ended), "good");
    store.compromise(&key(ROOT).public().id(), date(2026, 11, 1), "stolen").unwrap();
    assert_eq!(declared(1, &store), signers_codes::TRUST_COMPROMISED.name());
    assert_eq!(TrustStore::parse(&store.to_json()).unwrap(), store);
    // A file that an older program wrote does not tell who signed what was imported.
    let text = store.to_json();
    let start = text.find("      \"keys\": [").unwrap();
    let end = start + text[start..].find(']').unwrap() + 2;
    let silent = [text[..start].trim_end().trim_end_matches(','), "\n", &text[end..]].concat();
    let silent = TrustStore::parse(&silent).unwrap();
    assert!(silent.imports().all(|(_, import)| import.keys.is_empty()));
    assert_eq!(declared(1, &silent), signers_codes::TRUST_COMPROMISED.name());
    // Signed with another key it counts again.
    let file = published(2, &[1]);
    let claim = TrustFile { version: 2, expires: date(2027, 5, 1), issued_at: String::new() };
    assert_eq!(import_as(&mut store, &file.to_json(), &claim, 6), "good");
    assert_eq!(declared(1, &store), "good");
}

#[test]
fn names_that_look_alike_are_refused() {
    let mut store = store();
    store
        .add(key(2).public(), Organisation::new("Maker Ltd", &["name:马克"]).unwrap(), None, None)
        .unwrap();
    for (name, refused) in [
        ("Maker Ltd", None),
        ("Other Ltd", None),
        ("MAKER LTD.", Some("organisation-name-alike")),
        ("Мaker Ltd", Some("organisation-name-mixed")),
        ("Ｍａｋｅｒ Ltd", Some("organisation-name-alike")),
        ("马 克", Some("organisation-name-alike")),
        ("甲 公司", Some("organisation-name-alike")),
    ] {
        let found = store.check_name(&organisation(name)).err();
        let found = found.map(|error| error.diagnostic(&FileName::new("t")).code.name());
        assert_eq!(found, refused, "{name}");
    }
}

#[test]
fn everything_is_written_and_read_back() {
    let mut store = receiver();
    let mut grant = Grant::new(key(1).public().into(), organisation("A"));
    grant.roles = Role::ALL.into();
    grant.scope = Some(Scope::new(["CR", "X-"]));
    store.grant(grant).unwrap();
    store.require("A", 2).unwrap();
    store.expire(Some(date(2028, 1, 1)));
    store.compromise(&key(1).public().id(), TODAY, "laptop").unwrap();
    store.count_change();
    let text = store.to_json();
    assert_eq!(TrustStore::parse(&text).unwrap(), store);
    assert!(text.lines().all(|line| line.matches("\": \"").count() <= 1), "{text}");
    for (from, to, expected) in [
        ("\"version\": \"1\"", "\"version\": 1", "trust-file-member"),
        ("\"version\": \"1\"", "\"version\": \"01\"", "trust-file-member"),
        ("\"version\": \"1\",", "", "trust-file-member"),
        ("\"log\"", "\"Log\"", "trust-file-member"),
        ("\"CR\"", "\"\"", "trust-file-member"),
        ("\"compromised\"", "\"lost\"", "trust-file-member"),
        ("\"revoked\": \"2026-11-22\",", "", "trust-file-member"),
        ("\"threshold\": \"2\"", "\"threshold\": \"-2\"", "trust-file-member"),
        ("trust/v2", "trust/v1", "trust-file-member-unknown"),
        ("\"spki\"", "\"algorithm\": \"rsa\", \"spki\"", "trust-file-member"),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text, "{from}");
        let error = TrustStore::parse(&bad).unwrap_err();
        assert_eq!(error.diagnostic(&FileName::new("t")).code.name(), expected, "{from}");
    }
    // Version 1 said in its reason what version 2 says apart.
    let old = r#"{"schema":"unleaded/trust/v1","organisations":[{"name":"A","ids":[],"keys":[{"spki":"SPKI","revoked":"2026-01-01","reason":"compromised"}]}]}"#;
    let old = TrustStore::parse(&old.replace("SPKI", &key(1).public().spki_base64())).unwrap();
    let revocation = old.key(&key(1).public().id()).unwrap().revocation.clone().unwrap();
    assert_eq!(revocation.cause, Cause::Compromised);
}

#[test]
fn a_bound_is_not_lifted_by_leaving_it_out() {
    let mut store = TrustStore::empty();
    let mut grant = Grant::new(key(1).public().into(), organisation("A"));
    grant.roles = [Role::Log].into();
    grant.scope = Some(Scope::new(["CR"]));
    store.grant(grant).unwrap();
    store.add(key(1).public(), organisation("A"), None, Some(TODAY)).unwrap();
    let known = store.key(&key(1).public().id()).unwrap();
    assert!(known.may(Role::Log) && !known.may(Role::Supplier));
    assert_eq!(known.scope, Scope::new(["CR"]));
}

#[test]
fn a_compromise_is_not_made_less_of() {
    let (mut store, id) = (store(), key(1).public().id());
    store.revoke(&id, date(2026, 6, 1), "left").unwrap();
    store.compromise(&id, date(2026, 7, 1), "stolen").unwrap();
    let revocation = store.key(&id).unwrap().revocation.clone().unwrap();
    assert_eq!((revocation.date, revocation.cause), (date(2026, 6, 1), Cause::Compromised));
    let less = store.revoke(&id, date(2026, 1, 1), "left").unwrap_err();
    assert!(matches!(less, TrustError::KeyRevoked { .. }));
}

#[test]
fn keys_of_other_algorithms_are_kept_for_others_signatures() {
    let p256 = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==";
    let key = AcceptedKey::from_spki_base64(p256).unwrap();
    assert_eq!((key.algorithm(), key.spki_base64().as_str()), ("ecdsa-p256", p256));
    let mut store = store();
    store.grant(Grant::new(key.clone(), organisation("O"))).unwrap();
    let text = store.to_json();
    assert!(text.contains("\"algorithm\": \"ecdsa-p256\""));
    assert_eq!(TrustStore::parse(&text).unwrap(), store);
    // Without its mark it is refused, and it fits no envelope, even one that names it.
    let unmarked = text.replace("          \"algorithm\": \"ecdsa-p256\",\n", "");
    assert!(TrustStore::parse(&unmarked).is_err());
    let named = String::from_utf8(envelope(9)).unwrap();
    let named = named.replace(&common::key(9).public().id(), &key.id());
    let terms = Terms::new(&store, TODAY);
    let outcome = verify_file::<Predicate>("a", DOCUMENT, named.as_bytes(), &terms);
    assert!(matches!(outcome, Outcome::UnknownKey { .. }));
    let rsa = AcceptedKey::from_spki_base64(RSA_2048).unwrap();
    assert_eq!((rsa.algorithm(), rsa.ed25519()), ("rsa", None));
    assert_eq!(AcceptedKey::from_spki_base64(RSA_1024).unwrap_err(), KeyError::Weak);
    // What no signature could be checked with is not accepted: a point on P-521.
    let point = [&[4][..], &[1; 132]].concat();
    let p521 = "3081 9b 3010 06 07 2a8648ce3d0201 06 05 2b81040023 03 81 86 00".replace(' ', "");
    let digits: Vec<char> = p521.chars().collect();
    let head = digits.chunks(2).map(|two| u8::from_str_radix(&two.iter().collect::<String>(), 16));
    let p521: Vec<u8> = head.map(Result::unwrap).chain(point).collect();
    let refused = AcceptedKey::from_spki_der(&p521).unwrap_err();
    assert_eq!(refused, KeyError::NotEd25519 { algorithm: "1.3.132.0.35".to_owned() });
    for bad in [&RSA_2048[..64], &p256.replace("MFkw", "MFow"), "MEUwEwYHKoZI"] {
        assert!(AcceptedKey::from_spki_base64(bad).is_err(), "{bad}");
    }
}
