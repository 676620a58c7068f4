//! Attacks on envelopes, keys, delegations and trust files, each with what must come of it.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};
use unleaded_model::diagnostic::{FileName, Language, Severity};
use unleaded_trust::{
    Action, Aggregate, Delegation, Digest, Form, Grant, Issuer, KeyRotation, Outcome, Party,
    Predicate, Presented, PrivateKey, ProductId, Role, Scope, SigningKey, Status, Terms, Tree,
    TrustFile, TrustStore, sign_statement, verify_file, verify_statement,
};

use crate::common::{DOCUMENT, TODAY, envelope, key, organisation, predicate, store};

mod common;

/// The key of a representative, and that of the supplier it signs for.
const REPRESENTATIVE: u8 = 2;
const SUPPLIER: u8 = 1;

fn issuer(role: Role) -> Issuer {
    let party = Party { name: "R".to_owned(), ids: Vec::new() };
    Issuer { party, role, delegation: None }
}

fn grant(store: &mut TrustStore, n: u8, name: &str, roles: &[Role], scope: &[&str]) {
    let mut grant = Grant::new(key(n).public().into(), organisation(name));
    grant.roles = roles.iter().copied().collect();
    grant.scope = Some(Scope::new(scope.iter().copied()));
    store.grant(grant).unwrap();
}

/// The supplier 甲公司 and a representative that it may let sign.
fn market() -> TrustStore {
    let mut store = store();
    grant(&mut store, REPRESENTATIVE, "R", &[Role::AuthorisedRepresentative], &[]);
    store
}

fn sign<C: Form>(claim: &C, subject: &[u8], keys: &[u8]) -> Vec<u8> {
    let keys: Vec<PrivateKey> = keys.iter().map(|n| key(*n)).collect();
    let keys: Vec<&dyn SigningKey> = keys.iter().map(|key| key as &dyn SigningKey).collect();
    sign_statement("part.xml", &Digest::of(subject), claim, &keys).unwrap()
}

/// The code of what comes of a check; `good` where nothing is wrong.
fn code<T, C>(outcome: &Outcome<T, C>) -> &'static str {
    let found = outcome.diagnostics(&FileName::new("part.xml"));
    for language in [Language::En, Language::Zh] {
        let words =
            |d: &unleaded_model::diagnostic::Diagnostic| d.message(language) + &d.help(language);
        assert!(found.iter().all(|d| !words(d).contains('{')), "{found:?}");
    }
    let bad = found.iter().find(|d| d.severity != Severity::Info);
    assert_eq!(bad.is_none(), matches!(outcome, Outcome::Good(_)), "{found:?}");
    bad.map_or("good", |d| d.code.name())
}

fn declared(envelope: &[u8], trust: &TrustStore) -> &'static str {
    code(&verify_file::<Predicate>("part.xml", DOCUMENT, envelope, &Terms::new(trust, TODAY)))
}

fn changed(envelope: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = serde_json::from_slice(envelope).unwrap();
    change(&mut value);
    serde_json::to_vec(&value).unwrap()
}

/// The entry of key `n` in its own envelope on the document.
fn entry(n: u8) -> Value {
    serde_json::from_slice::<Value>(&envelope(n)).unwrap()["signatures"][0].clone()
}

#[test]
fn signatures() {
    let good = envelope(SUPPLIER);
    let sig = |value: Value| changed(&good, |v| v["signatures"] = value);
    let named =
        |signature: Value| sig(json!([{"keyid": key(SUPPLIER).public().id(), "sig": signature}]));
    let algorithm = changed(&good, |v| v["signatures"][0]["alg"] = json!("none"));
    // Adding the order of the group to the scalar leaves the equation true for a lenient verifier (RFC 8032 section 5.1.7).
    let unreduced = json!(plus_order(entry(SUPPLIER)["sig"].as_str().unwrap()));
    let zeros = json!(format!("{}==", "A".repeat(86)));
    for (attack, bytes, expected) in [
        ("untouched", good.clone(), "good"),
        ("an algorithm named in the entry", algorithm, "good"),
        ("no signature", sig(json!([])), "envelope-malformed"),
        ("an empty signature", named(json!("")), "signature-invalid"),
        ("an empty signature without a hint", sig(json!([{"sig": ""}])), "key-unknown"),
        ("a signature of another algorithm", named(json!("MEUCIQ==")), "signature-invalid"),
        ("zeros", sig(json!([{"sig": zeros}])), "key-unknown"),
        ("an unreduced scalar", named(unreduced), "signature-invalid"),
        ("a trusted hint on a stranger's", named(entry(9)["sig"].clone()), "signature-invalid"),
        ("a stranger's", envelope(9), "key-unknown"),
    ] {
        assert_eq!(declared(&bytes, &store()), expected, "{attack}");
    }
}

#[test]
fn replays_and_types() {
    let good = envelope(SUPPLIER);
    let value = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    let elsewhere = sign(&predicate(), b"other", &[SUPPLIER]);
    let payload = changed(&good, |v| v["payload"] = value(&elsewhere)["payload"].clone());
    let signature = changed(&good, |v| v["signatures"] = value(&elsewhere)["signatures"].clone());
    let typed = |bytes: &[u8]| {
        changed(bytes, |v| v["payloadType"] = json!("application/vnd.cyclonedx+json"))
    };
    let twice = String::from_utf8(good.clone()).unwrap().replacen('{', r#"{"payload": "","#, 1);
    for (attack, bytes, expected) in [
        ("the payload of another document", payload, "signature-invalid"),
        ("the signature of another document", signature, "signature-invalid"),
        ("the envelope of another document", elsewhere, "signature-changed-document"),
        ("another payload type", typed(&good), "signature-invalid"),
        ("another payload type by a stranger", typed(&envelope(9)), "payload-type-unknown"),
        ("a member twice", twice.into_bytes(), "envelope-member-doubled"),
    ] {
        assert_eq!(declared(&bytes, &store()), expected, "{attack}");
    }
}

/// The signature with the order of the group added to its scalar: 2^252 + 27742317777372353535851937790883648493, little-endian.
fn plus_order(signature: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes = STANDARD.decode(signature).unwrap();
    let mut carry = 0;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    STANDARD.encode(bytes)
}

#[test]
fn one_kind_never_passes_as_another() {
    let digest = Digest::of(DOCUMENT);
    let issued_at = String::new;
    let status = Status {
        action: Action::Withdraw,
        declaration: digest,
        reason: "r".to_owned(),
        issued_at: issued_at(),
    };
    let aggregate = Aggregate {
        as_of: TODAY,
        bom: digest,
        inputs: Tree { count: 0, root: digest },
        lists: Vec::new(),
        products: Vec::new(),
        tool: String::new(),
        issued_at: issued_at(),
        issuer: None,
        supersedes: Vec::new(),
    };
    let file = TrustFile { version: 1, expires: TODAY, issued_at: issued_at() };
    let kinds = [
        sign(&predicate(), DOCUMENT, &[1]),
        sign(&aggregate, DOCUMENT, &[1]),
        sign(&status, DOCUMENT, &[1]),
        sign(&file, DOCUMENT, &[1]),
        sign(&delegation(&["*"]), DOCUMENT, &[1]),
    ];
    let mut trust = store();
    grant(&mut trust, 1, "甲公司", &Role::ALL, &[]);
    let terms = Terms::new(&trust, TODAY);
    for (i, bytes) in kinds.iter().enumerate() {
        let read = [
            code(&verify_file::<Predicate>("part.xml", DOCUMENT, bytes, &terms)),
            code(&verify_file::<Aggregate>("part.xml", DOCUMENT, bytes, &terms)),
            code(&verify_statement::<Status>(bytes, &terms)),
            code(&verify_file::<TrustFile>("part.xml", DOCUMENT, bytes, &terms)),
            code(&verify_statement::<Delegation>(bytes, &terms)),
        ];
        for (j, found) in read.into_iter().enumerate() {
            let expected = if i == j { "good" } else { "predicate-type-unknown" };
            assert_eq!(found, expected, "kind {i} read as kind {j}");
        }
    }
}

#[test]
fn roles_and_scopes() {
    let with = |roles: &[Role], scope: &[&str]| {
        let mut store = TrustStore::empty();
        grant(&mut store, 1, "甲公司", roles, scope);
        store
    };
    let say = |claim: Predicate, trust: &TrustStore| declared(&sign(&claim, DOCUMENT, &[1]), trust);
    let as_role = |role| Predicate { issuer: Some(issuer(role)), ..predicate() };
    let silent = || Predicate { products: Vec::new(), ..predicate() };
    let items = |ids: &[&str]| {
        let product = |id: &&str| ProductId { authority: String::new(), id: (*id).to_owned() };
        Predicate { products: ids.iter().map(product).collect(), ..predicate() }
    };
    for (attack, claim, roles, scope, expected) in [
        ("none", predicate(), &[][..], &[][..], "good"),
        ("a supplier", as_role(Role::Supplier), &[Role::Supplier], &[], "good"),
        (
            "a supplier that aggregates",
            as_role(Role::Aggregator),
            &[Role::Supplier],
            &[],
            "key-role",
        ),
        ("a log that declares", predicate(), &[Role::Log], &[], "key-role"),
        (
            "a witness that declares",
            predicate(),
            &[Role::Witness, Role::TimeStampAuthority],
            &[],
            "key-role",
        ),
        ("a root that declares", predicate(), &[Role::Root], &[], "key-role"),
        ("within its scope", predicate(), &[], &["CR"], "good"),
        ("another's item", predicate(), &[], &["R"], "key-scope"),
        ("one of another's", items(&["CR1", "X"]), &[], &["CR"], "key-scope"),
        ("items not told", silent(), &[], &["CR"], "key-scope"),
        ("every item", silent(), &[], &["*"], "good"),
    ] {
        assert_eq!(say(claim, &with(roles, scope)), expected, "{attack}");
    }
    let supplier_alone = with(&[Role::Supplier], &[]);
    let trust_file = TrustFile { version: 1, expires: TODAY, issued_at: String::new() };
    let bytes = sign(&trust_file, DOCUMENT, &[1]);
    let terms = Terms::new(&supplier_alone, TODAY);
    assert_eq!(code(&verify_file::<TrustFile>("t", DOCUMENT, &bytes, &terms)), "key-role");
}

fn delegation(scope: &[&str]) -> Delegation {
    Delegation {
        delegate: Party { name: "R".to_owned(), ids: Vec::new() },
        scope: scope.iter().map(|s| (*s).to_owned()).collect(),
        from: date(2026, 1, 1),
        to: date(2026, 12, 31),
        issued_at: String::new(),
    }
}

/// A delegation to the key `to`, signed by the key `by`, as far as it is verified.
fn present(
    delegation: &Delegation,
    to: u8,
    by: u8,
    trust: &TrustStore,
) -> Result<Presented, &'static str> {
    let bytes = sign(delegation, &key(to).public().to_spki_der(), &[by]);
    match verify_statement(&bytes, &Terms::new(trust, TODAY)) {
        Outcome::Good(delegation) => Ok(Presented { envelope: Digest::of(&bytes), delegation }),
        bad => Err(code(&bad)),
    }
}

fn represented(claim: &Predicate, delegations: &[Presented], as_of: Date) -> &'static str {
    let trust = market();
    let terms = Terms { delegations, ..Terms::new(&trust, as_of) };
    let bytes = sign(claim, DOCUMENT, &[REPRESENTATIVE]);
    code(&verify_file::<Predicate>("part.xml", DOCUMENT, &bytes, &terms))
}

#[test]
fn delegations() {
    let trust = market();
    let claim = Predicate { issuer: Some(issuer(Role::AuthorisedRepresentative)), ..predicate() };
    let of = |scope: &[&str], to| vec![present(&delegation(scope), to, SUPPLIER, &trust).unwrap()];
    let late = date(2027, 1, 1);
    let named = |digest| {
        let mut claim = claim.clone();
        claim.issuer.as_mut().unwrap().delegation = Some(digest);
        claim
    };
    let good = of(&["*"], REPRESENTATIVE);
    for (attack, claim, delegations, as_of, expected) in [
        ("none", claim.clone(), good.clone(), TODAY, "good"),
        ("role not stated", predicate(), good.clone(), TODAY, "good"),
        ("its items", claim.clone(), of(&["CR", "X"], REPRESENTATIVE), TODAY, "good"),
        ("no delegation", claim.clone(), vec![], TODAY, "delegation-missing"),
        ("role not stated, no delegation", predicate(), vec![], TODAY, "delegation-missing"),
        ("of another delegate", claim.clone(), of(&["*"], 3), TODAY, "delegation-missing"),
        ("for other items", claim.clone(), of(&["X"], REPRESENTATIVE), TODAY, "delegation-scope"),
        ("over", claim.clone(), good.clone(), late, "delegation-period"),
        ("not begun", claim.clone(), good.clone(), date(2025, 12, 31), "delegation-period"),
        ("the one that is named", named(good[0].envelope), good.clone(), TODAY, "good"),
        (
            "not the one that is named",
            named(Digest::of(b"x")),
            good.clone(),
            TODAY,
            "delegation-missing",
        ),
        (
            "in the supplier's own name",
            Predicate { issuer: Some(issuer(Role::Supplier)), ..predicate() },
            good.clone(),
            TODAY,
            "key-role",
        ),
        (
            "items not told",
            Predicate { products: Vec::new(), ..claim.clone() },
            of(&["CR"], REPRESENTATIVE),
            TODAY,
            "delegation-scope",
        ),
    ] {
        assert_eq!(represented(&claim, &delegations, as_of), expected, "{attack}");
    }
    let bytes = sign(&claim, DOCUMENT, &[REPRESENTATIVE]);
    let terms = Terms { delegations: &good, ..Terms::new(&trust, TODAY) };
    let Outcome::Good(verified) = verify_file::<Predicate>("a", DOCUMENT, &bytes, &terms) else {
        panic!("the delegation holds")
    };
    let signer = &verified.signers()[0];
    assert_eq!(signer.organisation.name(), "R");
    assert_eq!(signer.on_behalf_of.as_ref().unwrap().name(), "甲公司");
}

#[test]
fn a_delegation_needs_a_supplier() {
    let mut trust = market();
    // A chain of two, oneself, a stranger.
    assert_eq!(present(&delegation(&["*"]), 3, REPRESENTATIVE, &trust).unwrap_err(), "key-role");
    assert_eq!(
        present(&delegation(&["*"]), REPRESENTATIVE, REPRESENTATIVE, &trust).unwrap_err(),
        "key-role"
    );
    assert_eq!(present(&delegation(&["*"]), REPRESENTATIVE, 9, &trust).unwrap_err(), "key-unknown");
    // Nobody gives more than they have.
    grant(&mut trust, SUPPLIER, "甲公司", &[], &["CR"]);
    assert_eq!(present(&delegation(&["*"]), 2, SUPPLIER, &trust).unwrap_err(), "key-scope");
    assert_eq!(present(&delegation(&["C"]), 2, SUPPLIER, &trust).unwrap_err(), "key-scope");
    assert!(present(&delegation(&["CR04"]), 2, SUPPLIER, &trust).is_ok());
    trust.revoke(&key(SUPPLIER).public().id(), date(2026, 1, 1), "").unwrap();
    assert_eq!(present(&delegation(&["CR04"]), 2, SUPPLIER, &trust).unwrap_err(), "key-revoked");
}

#[test]
fn dates() {
    let until = |last| sign(&Predicate { valid_until: Some(last), ..predicate() }, DOCUMENT, &[1]);
    assert_eq!(declared(&until(TODAY), &store()), "good");
    assert_eq!(declared(&until(date(2026, 11, 21)), &store()), "declaration-expired");
    // A later date is a remark: the signer's clock proves nothing.
    for (issued, remarks) in [
        ("2026-11-22T23:59:59Z", 0),
        ("2026-11-23", 1),
        ("9999-12-31T00:00:00Z", 1),
        ("soon", 0),
        ("2026-11-2中", 0),
    ] {
        let claim = Predicate { issued_at: issued.to_owned(), ..predicate() };
        let bytes = sign(&claim, DOCUMENT, &[1]);
        let (trust, file) = (store(), FileName::new("part.xml"));
        let outcome =
            verify_file::<Predicate>("part.xml", DOCUMENT, &bytes, &Terms::new(&trust, TODAY));
        assert_eq!(outcome.diagnostics(&file).len(), remarks, "{issued}");
    }
    // Who has a stolen key can write any date.
    let mut trust = store();
    trust.compromise(&key(1).public().id(), date(2026, 12, 1), "laptop stolen").unwrap();
    assert_eq!(declared(&envelope(1), &trust), "key-compromised");
    let mut trust = store();
    trust.expire(Some(date(2026, 11, 21)));
    assert_eq!(declared(&envelope(1), &trust), "trust-expired");
}

#[test]
fn thresholds() {
    let mut trust = store();
    trust.add(key(2).public(), organisation("甲公司"), None, None).unwrap();
    trust.add(key(3).public(), organisation("乙公司"), None, None).unwrap();
    trust.require("甲公司", 2).unwrap();
    for (keys, expected) in [
        (&[1][..], "signatures-too-few"),
        (&[2], "signatures-too-few"),
        (&[1, 2], "good"),
        // Keys of others do not count towards it, and stand for themselves.
        (&[1, 3], "good"),
        (&[3], "good"),
    ] {
        assert_eq!(declared(&sign(&predicate(), DOCUMENT, keys), &trust), expected, "{keys:?}");
    }
    let bytes = sign(&predicate(), DOCUMENT, &[1, 3]);
    let outcome = verify_file::<Predicate>("a", DOCUMENT, &bytes, &Terms::new(&trust, TODAY));
    let Outcome::Good(verified) = outcome else { panic!("{outcome:?}") };
    assert_eq!(verified.signers().len(), 1);
    assert_eq!(verified.organisation().name(), "乙公司");
    // One signature twice is one.
    let twice = changed(&sign(&predicate(), DOCUMENT, &[1]), |value| {
        let entry = value["signatures"][0].clone();
        value["signatures"].as_array_mut().unwrap().push(entry);
    });
    assert_eq!(declared(&twice, &trust), "signatures-too-few");
}

#[test]
fn a_path_in_a_name_leads_nowhere() {
    for name in ["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "C:\\a.xml"] {
        let bytes = sign_statement(name, &Digest::of(DOCUMENT), &predicate(), &[&key(1)]).unwrap();
        let trust = store();
        let outcome =
            verify_file::<Predicate>("part.xml", DOCUMENT, &bytes, &Terms::new(&trust, TODAY));
        let Outcome::Good(verified) = outcome else { panic!("{name}") };
        assert!(!verified.signed_name().contains(['/', '\\']), "{name}");
    }
    // Another program may sign whole paths: what is handed out has none.
    let inner = changed_payload(&envelope(1), |v| v["subject"][0]["name"] = json!("../../a.xml"));
    let trust = store();
    let outcome =
        verify_file::<Predicate>("part.xml", DOCUMENT, &inner, &Terms::new(&trust, TODAY));
    let Outcome::Good(verified) = outcome else { panic!("{outcome:?}") };
    assert_eq!(verified.signed_name(), "a.xml");
}

/// The envelope of key 1 with a payload that was changed before it was signed.
fn changed_payload(envelope: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    changed(envelope, |value| {
        let payload = STANDARD.decode(value["payload"].as_str().unwrap()).unwrap();
        let payload = changed(&payload, change);
        let kind = "application/vnd.in-toto+json";
        let mut message = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len()).into_bytes();
        message.extend(&payload);
        value["payload"] = json!(STANDARD.encode(&payload));
        value["signatures"][0]["sig"] = json!(STANDARD.encode(key(1).sign(&message)));
    })
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), at in any::<prop::sample::Index>()) {
        let trust = market();
        let terms = Terms::new(&trust, TODAY);
        let mut spoilt = sign(&delegation(&["*"]), b"x", &[1]);
        let start = at.index(spoilt.len());
        let end = spoilt.len().min(start + bytes.len() % 8);
        spoilt.splice(start..end, bytes.iter().copied().take(8));
        for envelope in [&bytes, &spoilt] {
            let _ = verify_statement::<Delegation>(envelope, &terms);
            let _ = verify_statement::<KeyRotation>(envelope, &terms);
            let _ = verify_statement::<Status>(envelope, &terms);
            let _ = verify_file::<Aggregate>("a", DOCUMENT, envelope, &terms);
            let _ = verify_file::<TrustFile>("a", DOCUMENT, envelope, &terms);
            let _ = unleaded_trust::claimed_type(envelope);
        }
        let _ = TrustStore::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_mutated_trust_file_never_makes_it_panic(at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut store = market();
        store.compromise(&key(1).public().id(), TODAY, "lost").unwrap();
        let mut bytes = store.to_json().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = with;
        if let Ok(read) = TrustStore::parse(&String::from_utf8_lossy(&bytes)) {
            prop_assert_eq!(&TrustStore::parse(&read.to_json()).unwrap(), &read);
        }
    }
}
