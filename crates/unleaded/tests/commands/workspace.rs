//! A workspace from the command line: made, filled, asked, rolled up.

use crate::json::{strict, valid};
use crate::support::{Place, TODAY, fixture_text};

/// A workspace with the fixture of one board, and `more.xml` to add.
pub(crate) fn workspace() -> Place {
    let place = Place::with_board();
    place.run("init --bom bom.csv").exits(0).says("unleaded.toml");
    place.write("more.xml", fixture_text("ipc1752/valid-class-d.xml"));
    place
}

/// The only file below `documents` whose name ends so, from the workspace's folder.
pub(crate) fn stored(place: &Place, end: &str) -> String {
    let mut found = Vec::new();
    for shard in place.names("documents").iter().filter(|name| !name.starts_with('.')) {
        for folder in place.names(&format!("documents/{shard}")) {
            let inside = format!("documents/{shard}/{folder}");
            found.extend(place.names(&inside).iter().map(|name| format!("{inside}/{name}")));
        }
    }
    found.retain(|path| path.ends_with(end));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn it_is_rolled_up_from_any_folder_as_its_files_are() {
    let place = workspace();
    place.run("add declarations").exits(0).prints("added 1");
    let as_of = format!("--as-of {TODAY} --format json");
    let plain = place.run(&format!("rollup bom.csv --declarations declarations {as_of}")).exits(0);
    let own = place.run(&format!("rollup {as_of}")).exits(0);
    assert_eq!(own.out(), plain.out());
    place.write("lists/keep.txt", "");
    let below = place.command(&format!("rollup {as_of}")).current_dir(place.path("lists")).output();
    let below = crate::support::Ran::of("rollup below", below.unwrap()).exits(0);
    assert_eq!(below.out(), plain.out());
    let stored = stored(&place, "/parts.csv");
    assert_eq!(place.read(&stored), place.read("declarations/parts.csv"));
    // What verbs share with `rollup` they take from the workspace, too.
    place
        .run(&format!("where-used --substance 7439-92-1 --as-of {TODAY}"))
        .exits(1)
        .prints("not in 1");
}

#[test]
fn what_came_or_went_by_other_ways_is_noticed() {
    let place = workspace();
    place.run("add declarations").exits(0);
    place.run("status").exits(0).prints("parts declared: 1 of 1").prints("index: up to date");
    let stored = stored(&place, "/parts.csv");
    std::fs::remove_dir_all(place.path(&stored).parent().unwrap()).unwrap();
    let gone = place.run("status").exits(0).prints("parts declared: 0 of 1").prints("missing: ");
    assert!(gone.out().contains("was old"), "{}", gone.out());
    place.run(&format!("rollup --as-of {TODAY}")).exits(1).says("[declaration-missing]");
    place.write(&stored, place.read("declarations/parts.csv"));
    place.run(&format!("rollup --as-of {TODAY}")).exits(0);
    place.run("status --verify").exits(0).prints("parts declared: 1 of 1");
}

#[test]
fn every_form_validates_and_its_schema_asks_for_every_field() {
    let place = workspace();
    place.write("bad.xml", "<MainDeclaration");
    place.write("declarations/alone.tsr", "");
    let added = place.run("add declarations bad.xml more.xml missing.xml --format json").exits(2);
    valid("add-v1.schema.json", &added.json());
    strict("add-v1.schema.json", &added.json());
    let outcomes: Vec<String> = added.json()["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| format!("{} {}", file["file"], file["outcome"]).replace('"', ""))
        .collect();
    assert_eq!(
        outcomes,
        [
            "bad.xml refused",
            "declarations/alone.tsr refused",
            "declarations/parts.csv added",
            "missing.xml unreadable",
            "more.xml added",
        ]
    );
    let again = place.run("add declarations/parts.csv more.xml --format json").exits(0).json();
    assert_eq!(again["totals"]["present"], 2);
    for line in ["status", "status --verify"] {
        let status = place.run(&format!("{line} --format json")).exits(0).json();
        valid("workspace-status-v1.schema.json", &status);
        strict("workspace-status-v1.schema.json", &status);
        assert_eq!(status["documents"], 2);
    }
    place.write("unleaded.toml", "bom = [\"bom.csv\", \"more.xml\"]\n");
    let status = place.run("status --format json").exits(1).json();
    valid("workspace-status-v1.schema.json", &status);
    assert_eq!((&status["sound"], &status["boms"][1]["missing"]), (&false.into(), &().into()));
    place.run("rollup").exits(2).says("several bills of materials");
}

#[test]
fn signatures_come_along_and_bad_ones_are_refused() {
    let place = workspace();
    place.run("keygen -o a.pem").exits(0);
    place.run("trust add a.pub.pem --org Maker --trust trust.json").exits(0);
    place.write("unleaded.toml", "bom = \"bom.csv\"\ntrust = \"trust.json\"\n");
    place.run("add declarations/parts.csv").exits(0);
    place.run("sign declarations/parts.csv --key a.pem").exits(0);
    place.run("sign more.xml --key a.pem").exits(0);
    let signed = place.run("add declarations more.xml --format json").exits(0).json();
    let files = signed["files"].as_array().unwrap();
    assert_eq!(
        (&files[0]["outcome"], &files[0]["signature"]),
        (&"completed".into(), &"good".into())
    );
    assert_eq!((&files[1]["outcome"], &files[1]["signer"]), (&"added".into(), &"Maker".into()));
    // The envelope alone leads to the document that it is beside.
    place.run("add more.xml.dsse.json").exits(0).prints("already there 1");
    // Another signature on the same document stays out, and is told.
    let first = place.read(&stored(&place, "parts.csv.dsse.json"));
    place.run("keygen -o b.pem").exits(0);
    std::fs::remove_file(place.path("declarations/parts.csv.dsse.json")).unwrap();
    place.run("sign declarations/parts.csv --key b.pem").exits(0);
    place.run("add declarations").exits(1).says("[workspace-file-differs]");
    assert_eq!(place.read(&stored(&place, "parts.csv.dsse.json")), first);
    place.write("other.xml", place.text("more.xml") + "\n");
    place.write("other.xml.dsse.json", place.text("more.xml.dsse.json"));
    place.run("add other.xml").exits(1).says("[signature-changed-document]").prints("refused 1");
    let report = place.run(&format!("rollup --as-of {TODAY} --format json")).json();
    assert_eq!(report["inputs"]["declarations"][0]["signature"], "good");
    place.run("status --verify").exits(0).prints("2 with a signature beside them");
}

#[test]
fn a_withdrawal_is_kept_under_its_hash_and_counts() {
    let place = workspace();
    place.run("keygen -o a.pem").exits(0);
    place.run("trust add a.pub.pem --org Maker --trust trust.json").exits(0);
    place.write("unleaded.toml", "bom = \"bom.csv\"\ntrust = \"trust.json\"\n");
    place.run("sign declarations/parts.csv --key a.pem").exits(0);
    place.run("add declarations").exits(0);
    place.run(&format!("rollup --as-of {TODAY}")).exits(0);
    let line = "withdraw declarations/parts.csv --reason wrong --key a.pem -o w.dsse.json";
    place.run(line).exits(0);
    place.run("add w.dsse.json").exits(0).prints("added 1");
    place.run("add w.dsse.json").exits(0).prints("already there 1");
    place.run(&format!("rollup --as-of {TODAY}")).exits(1).says("[declaration-withdrawn]");
    place.run("status --verify").exits(0).prints("statements: 1");
}

#[test]
fn what_was_changed_by_hand_makes_it_unsound() {
    let place = workspace();
    place.run("add declarations more.xml").exits(0);
    let path = stored(&place, "/parts.csv");
    let text = place.text(&path);
    place.write(&path, text.replacen(',', ";", 1));
    place.run("status").exits(0).prints("was old");
    place.run("status --verify").exits(1).says("[workspace-document-changed]");
    place.write(&path, text);
    place.run("status --verify").exits(0);
    place.write("documents/stray.csv", "x");
    place.run("status").exits(1).says("[workspace-file-astray]");
}

#[test]
fn settings_that_are_wrong_are_named_with_their_line() {
    let place = workspace();
    for (text, says) in [
        ("colour = \"red\"\n", "there is no such setting"),
        ("\nbom = \"gone.csv\"\n", "unleaded.toml:2:7"),
        ("bom = \"bom.csv\"\ncategory = \"eu-rohs=99\"\n", "unleaded.toml:2:12"),
        ("bom = \"bom.csv\"\nclosure_tolerance = 70\n", "unleaded.toml:2:21"),
        ("bom = \n", "[workspace-setting]"),
    ] {
        place.write("unleaded.toml", text);
        place.run("rollup").exits(2).says(says).says("docs/workspace.md");
    }
    let zh = place.run("--lang zh rollup").exits(2);
    assert!(zh.err.contains("工作区设置"), "{}", zh.err);
}

#[test]
fn options_go_before_settings() {
    let place = workspace();
    place.run("add declarations").exits(0);
    place.write(
        "unleaded.toml",
        "bom = \"bom.csv\"\nrules = [\"china-rohs\"]\ncategory = \"eu-rohs=3\"\n",
    );
    let sets = |line: &str| {
        let report = place.run(&format!("{line} --as-of {TODAY} --format json")).json();
        let verdicts = report["products"][0]["verdicts"].as_array().unwrap().clone();
        verdicts.iter().map(|v| v["rule_set"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(sets("rollup"), ["china-rohs"]);
    assert_eq!(sets("rollup --rules eu-rohs"), ["eu-rohs"]);
    assert_eq!(sets("rollup bom.csv"), ["china-rohs"]);
    // Where all is named, the workspace is not asked.
    assert_eq!(sets("rollup bom.csv --declarations declarations").len(), 3);
}

#[test]
fn outside_of_a_workspace_nothing_is_guessed() {
    let place = Place::with_board();
    for line in ["add declarations", "status", "reindex"] {
        place.run(line).exits(2).says("is in no workspace");
    }
    place.run("rollup").exits(2).says("no bill of materials");
    place.run("rollup bom.csv").exits(2).says("--declarations");
    place.run("init").exits(0);
    place.run("init").exits(2).says("is a workspace already");
    place.run("init other --bom bom.csv").exits(0);
    assert_eq!(place.read("other/bom.csv"), place.read("bom.csv"));
    assert_eq!(place.text("other/.unleaded/.gitignore").lines().last(), Some("*"));
}

#[test]
fn standard_input_is_a_document_and_secrets_stay_outside() {
    let place = workspace();
    let bytes = place.read("more.xml");
    place.feed(&bytes, "add -").exits(0).prints("added 1");
    stored(&place, "/standard-input.xml");
    place.run("keygen -o declarations/a.pem").exits(0);
    place.write("declarations/parts.csv.seed", "secret");
    place.run("add declarations").exits(0);
    let folder = stored(&place, "/parts.csv");
    assert_eq!(place.names(folder.rsplit_once('/').unwrap().0), ["parts.csv"]);
    place.run("add bom.csv").exits(1).prints("refused 1");
}

#[test]
fn whatever_the_index_is_the_answers_are_the_same() {
    let place = workspace();
    place.run("add declarations more.xml").exits(0);
    let wanted = place.run("status --format json").exits(0).json();
    let whole = place.read(".unleaded/index.sqlite");
    let report = place.run(&format!("rollup --as-of {TODAY} --format json")).out();
    let contents: [&[u8]; 4] = [b"", &whole[..whole.len() / 2], b"SQLite format 3\0", b"nothing"];
    for content in contents {
        for name in ["index.sqlite-wal", "index.sqlite-shm"] {
            let _ = std::fs::remove_file(place.path(&format!(".unleaded/{name}")));
        }
        place.write(".unleaded/index.sqlite", content);
        let mut status = place.run("status --format json").exits(0).json();
        status["index"] = wanted["index"].clone();
        assert_eq!(status, wanted);
        assert_eq!(place.run(&format!("rollup --as-of {TODAY} --format json")).out(), report);
    }
    place.run("reindex").exits(0).prints("2 documents and 0 statements");
    std::fs::remove_dir_all(place.path(".unleaded")).unwrap();
    place.run("status").exits(0).says("the index is made");
}
