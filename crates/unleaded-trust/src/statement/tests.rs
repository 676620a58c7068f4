//! The bytes of statements, and what is refused.

use jiff::civil::date;

use super::*;
use crate::keys::PrivateKey;

fn predicate() -> Predicate {
    Predicate {
        format: "IPC-1752A".to_owned(),
        classes: vec!["D".to_owned()],
        lists: vec!["EUREACH-0625".to_owned()],
        products: vec![ProductId { authority: "甲\"公司".to_owned(), id: "CR0402".to_owned() }],
        issued_at: "2026-11-22T08:00:00Z".to_owned(),
        ..Predicate::default()
    }
}

/// Every member that a predicate can have.
fn full() -> Predicate {
    Predicate {
        issuer: Some(Issuer {
            party: Party { name: "甲".to_owned(), ids: vec!["duns:123456789".to_owned()] },
            role: Role::Aggregator,
            delegation: Some(Digest::of(b"d")),
        }),
        valid_until: Some(date(2027, 5, 1)),
        supersedes: vec![Digest::of(b"abc")],
        rows: Some(Tree { count: 412, root: Digest::of(b"r") }),
        inputs: Some(Tree { count: 1, root: Digest::of(b"i") }),
        ..predicate()
    }
}

#[test]
fn the_bytes_of_version_1_never_change() {
    let payload = write("a.xml", &Digest::of(b"abc"), &predicate());
    assert_eq!(
        String::from_utf8(payload).unwrap(),
        concat!(
            r#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a.xml","digest":{"#,
            r#""sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}}],"#,
            r#""predicateType":"https://unleaded.example/material-declaration/v1","predicate":{"#,
            r#""format":"IPC-1752A","classes":["D"],"lists":["EUREACH-0625"],"products":["#,
            r#"{"authority":"甲\"公司","id":"CR0402"}],"issuedAt":"2026-11-22T08:00:00Z"}}"#,
        )
    );
}

#[test]
fn what_is_written_is_read() {
    let digest = Digest::of(b"x");
    for claim in [Predicate::default(), predicate(), full()] {
        let read = Statement::parse(&write("名.xml", &digest, &claim)).unwrap();
        assert_eq!(read, Statement { name: "名.xml".to_owned(), digest, claim });
    }
}

#[test]
fn defects_are_named() {
    let good = String::from_utf8(write("a", &Digest::of(b""), &full())).unwrap();
    for (from, to, path) in [
        ("Statement/v1", "Statement/v2", "payload._type"),
        ("\"subject\":[", "\"subject\":[{},", "payload.subject"),
        ("\"name\":\"a\"", "\"name\":1", "payload.subject[0].name"),
        ("\"sha256\"", "\"sha512\"", "payload.subject[0].digest.sha256"),
        ("e3b0", "E3B0", "payload.subject[0].digest.sha256"),
        ("\"predicate\"", "\"predicat\"", "payload.predicate"),
        ("[\"D\"]", "[1]", "payload.predicate.classes"),
        ("\"id\"", "\"name\"", "payload.predicate.products[0].id"),
        ("\"role\":\"agg", "\"role\":\"Agg", "payload.predicate.issuer.role"),
        ("\"role\":\"aggregator", "\"role\":\"witness", "payload.predicate.issuer.role"),
        ("2027-05-01", "2027-5-1", "payload.predicate.validUntil"),
        ("\"supersedes\":[\"ba", "\"supersedes\":[\"BA", "payload.predicate.supersedes"),
        ("\"count\":\"412", "\"count\":\"0412", "payload.predicate.rows.count"),
        ("\"alg\":\"rows-v1", "\"alg\":\"rows-v2", "payload.predicate.rows.alg"),
        ("\"alg\":\"rfc6962", "\"alg\":\"rfc9162", "payload.predicate.inputs.alg"),
        ("{\"_type\"", "{\"predicate\":{},\"_type\"", "payload"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        match Statement::<Predicate>::parse(bad.as_bytes()).unwrap_err() {
            StatementError::Member(error) => assert_eq!(error.path, path, "{from}"),
            other => panic!("{from}: {other}"),
        }
    }
    let foreign = good.replace("material-declaration/v1", "material-declaration/v2");
    assert!(matches!(
        Statement::<Predicate>::parse(foreign.as_bytes()).unwrap_err(),
        StatementError::PredicateType(_)
    ));
}

/// Writes `claim`, compares the predicate with `expected`, and reads it back.
fn check<C: Form + PartialEq + std::fmt::Debug>(claim: &C, subject: Digest, expected: &str) {
    let payload = write("s", &subject, claim);
    let text = String::from_utf8(payload.clone()).unwrap();
    let (_, predicate) = text.split_once("\"predicate\":").unwrap();
    assert_eq!(predicate.strip_suffix('}').unwrap(), expected);
    assert!(text.contains(&format!("\"predicateType\":\"{}\"", C::TYPE)));
    assert_eq!(&Statement::<C>::parse(&payload).unwrap().claim, claim);
}

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn the_bytes_of_the_members_that_came_later_never_change() {
    let abc = Digest::of(b"abc");
    let claim = Predicate {
        issuer: Some(Issuer {
            party: Party { name: "R".to_owned(), ids: Vec::new() },
            role: Role::AuthorisedRepresentative,
            delegation: Some(abc),
        }),
        valid_until: Some(date(2027, 5, 1)),
        supersedes: vec![abc],
        rows: Some(Tree { count: 2, root: abc }),
        inputs: Some(Tree { count: 1, root: abc }),
        ..Predicate::default()
    };
    let expected = format!(
        "{}{}{}",
        r#"{"format":"","classes":[],"lists":[],"products":[],"issuedAt":"","issuer":{"name":"R","#,
        format_args!(r#""ids":[],"role":"authorised-representative","delegation":"{ABC}"}},"#),
        format_args!(
            r#""validUntil":"2027-05-01","supersedes":["{ABC}"],"rows":{{"alg":"rows-v1+rfc6962-sha256","count":"2","root":"{ABC}"}},"inputs":{{"alg":"rfc6962-sha256","count":"1","root":"{ABC}"}}}}"#
        ),
    );
    check(&claim, abc, &expected);
}

#[test]
fn the_bytes_of_the_other_kinds_never_change() {
    let abc = Digest::of(b"abc");
    let issued_at = "2026-11-22".to_owned();
    let aggregate = Aggregate {
        as_of: date(2026, 11, 22),
        bom: abc,
        inputs: Tree { count: 37, root: abc },
        lists: vec![ListEdition { id: "eu-rohs".to_owned(), edition: "1".to_owned(), sha256: abc }],
        products: vec![ProductId { authority: String::new(), id: "P".to_owned() }],
        tool: "unleaded 1".to_owned(),
        issued_at: issued_at.clone(),
        issuer: None,
        supersedes: Vec::new(),
    };
    let expected = format!(
        r#"{{"asOf":"2026-11-22","bom":"{ABC}","inputs":{{"alg":"rfc6962-sha256","count":"37","root":"{ABC}"}},"lists":[{{"id":"eu-rohs","edition":"1","sha256":"{ABC}"}}],"products":[{{"authority":"","id":"P"}}],"tool":"unleaded 1","issuedAt":"2026-11-22"}}"#
    );
    check(&aggregate, abc, &expected);
    let status = |action| Status {
        action,
        declaration: abc,
        reason: "wrong mass".to_owned(),
        issued_at: issued_at.clone(),
    };
    let rest = r#""reason":"wrong mass","issuedAt":"2026-11-22"}"#;
    let expected = format!(r#"{{"action":"withdraw","declaration":"{ABC}",{rest}"#);
    check(&status(Action::Withdraw), abc, &expected);
    let expected =
        format!(r#"{{"action":"supersede","declaration":"{ABC}","successor":"{ABC}",{rest}"#);
    check(&status(Action::Supersede { successor: abc }), abc, &expected);
    let delegation = Delegation {
        delegate: Party { name: "R".to_owned(), ids: vec!["duns:123456789".to_owned()] },
        scope: vec!["CR".to_owned()],
        from: date(2026, 1, 1),
        to: date(2026, 12, 31),
        issued_at: issued_at.clone(),
    };
    let expected = r#"{"delegate":{"name":"R","ids":["duns:123456789"]},"scope":["CR"],"from":"2026-01-01","to":"2026-12-31","issuedAt":"2026-11-22"}"#;
    check(&delegation, abc, expected);
    let file = TrustFile { version: 7, expires: date(2027, 5, 1), issued_at };
    let expected = r#"{"version":"7","expires":"2027-05-01","issuedAt":"2026-11-22"}"#;
    check(&file, abc, expected);
}

#[test]
fn a_rotation_is_about_its_new_key() {
    let (old, new) = (PrivateKey::from_seed([1; 32]), PrivateKey::from_seed([2; 32]));
    let rotation = |old: &PrivateKey, new: &PrivateKey| KeyRotation {
        old_key: old.public(),
        new_key: new.public(),
        from: date(2026, 11, 22),
        issued_at: String::new(),
    };
    let subject = Digest::of(&new.public().to_spki_der());
    let expected = format!(
        r#"{{"oldKey":"{}","newKey":"{}","from":"2026-11-22","issuedAt":""}}"#,
        old.public().spki_base64(),
        new.public().spki_base64(),
    );
    check(&rotation(&old, &new), subject, &expected);
    for (claim, subject) in [
        (rotation(&old, &new), Digest::of(&old.public().to_spki_der())),
        (rotation(&new, &new), subject),
    ] {
        let payload = write("s", &subject, &claim);
        assert!(Statement::<KeyRotation>::parse(&payload).is_err());
    }
}

#[test]
fn a_kind_is_never_read_as_another() {
    let payload = write("a", &Digest::of(b""), &predicate());
    let wrong = |error| matches!(error, StatementError::PredicateType(_));
    assert!(wrong(Statement::<Aggregate>::parse(&payload).unwrap_err()));
    assert!(wrong(Statement::<Status>::parse(&payload).unwrap_err()));
    assert!(wrong(Statement::<Delegation>::parse(&payload).unwrap_err()));
    assert!(wrong(Statement::<KeyRotation>::parse(&payload).unwrap_err()));
    assert!(wrong(Statement::<TrustFile>::parse(&payload).unwrap_err()));
}
