//! The demonstration: it works twice, and by hand.

use crate::support::{Place, Ran, words};

const MADE: [&str; 5] =
    ["table-MONITOR-19.html", "report.json", "push.json", "trust.json", "platform/platform.sqlite"];

/// Fails unless the folder holds all that a person is to look at, and a signed receipt.
fn check_folder(place: &Place, folder: &str) {
    for name in MADE {
        assert!(place.exists(&format!("{folder}/{name}")), "no {name}");
    }
    let table = place.text(&format!("{folder}/table-MONITOR-19.html"));
    assert!(table.contains("有害物质") && table.contains("SJ/T 11364"));
    let receipt = place.json(&format!("{folder}/push.json"))["receipt_file"].clone();
    let receipt = format!("{folder}/{}", receipt.as_str().unwrap());
    assert!(place.json(&receipt)["signatures"].is_array());
}

#[test]
fn it_runs_twice() {
    let place = Place::new();
    let first = place.run("demo").exits(0).prints("$ unleaded rollup bom.csv");
    check_folder(&place, "demo");
    place.write("demo/bom.csv", "changed");
    let second = place.run("demo").exits(0);
    check_folder(&place, "demo");
    assert_ne!(place.text("demo/bom.csv"), "changed", "its files are made anew");
    assert_eq!(commands(&first), commands(&second));
    assert!(first.out().contains("demo/table-MONITOR-19.html"));
}

#[test]
fn it_speaks_chinese() {
    let place = Place::speaking("zh_CN.UTF-8");
    place.run("demo 样例").exits(0).prints("完成").prints("检查每份声明并签名");
    check_folder(&place, "样例");
    let place = Place::new();
    place.run("--lang zh demo").exits(0).prints("完成");
}

#[test]
fn it_refuses_what_it_did_not_make() {
    let place = Place::new();
    place.write("mine/thesis.txt", "years of work");
    place.run("demo mine").exits(2).says("`mine` exists").says("demo DIR");
    assert_eq!(place.text("mine/thesis.txt"), "years of work");
    assert_eq!(place.names("mine"), ["thesis.txt"]);
    place.write("file", "not a folder");
    place.run("demo file").exits(2).says("`file` exists");
    assert_eq!(place.text("file"), "not a folder");
}

/// What somebody else put into its folder is named, and nothing at all is removed.
#[test]
fn it_refuses_a_file_that_it_did_not_write() {
    let place = Place::new();
    place.run("demo").exits(0);
    let (report, key) = (place.read("demo/report.json"), place.read("demo/keys/company.pem"));
    for name in
        ["demo/declarations/mine.xml", "demo/outbox/https_platform.example/lock", "demo/a/b"]
    {
        place.write(name, "mine");
        place.run("demo").exits(2).says(name).says("not made by the demo");
        assert_eq!(place.text(name), "mine");
        assert_eq!(place.read("demo/report.json"), report);
        assert_eq!(place.read("demo/keys/company.pem"), key);
        std::fs::remove_file(place.path(name)).unwrap();
    }
    place.write("demo/.report.json.123.tmp", "what a killed run leaves");
    place.run("demo").exits(0);
    assert!(!place.exists("demo/.report.json.123.tmp"));
}

#[test]
fn it_takes_an_empty_folder() {
    let place = Place::new();
    std::fs::create_dir(place.path("empty")).unwrap();
    place.run("demo empty").exits(0);
    check_folder(&place, "empty");
}

/// The commands up to the platform's, as printed.
fn commands(ran: &Ran) -> Vec<String> {
    let out = ran.out();
    let printed = out.lines().filter_map(|line| line.strip_prefix("$ unleaded "));
    printed.take_while(|line| !line.starts_with("platform")).map(str::to_owned).collect()
}

/// A person repeats what was printed, in a folder that holds only what the demonstration started with.
#[test]
fn each_command_can_be_repeated_by_hand() {
    let place = Place::new();
    let ran = place.run("demo").exits(0);
    let commands = commands(&ran);
    assert!(commands.len() > 20, "{commands:?}");
    let by_hand = Place::new();
    for name in started_with(&place) {
        by_hand.write(&name, place.read(&format!("demo/{name}")));
    }
    std::fs::create_dir_all(by_hand.path("keys")).unwrap();
    for command in &commands {
        by_hand.run(command).exits(expected(command));
    }
    let strip = |place: &Place, name: &str| {
        let mut report = place.json(name);
        // The keys are new ones, and so are the trust file and the signatures.
        report["options"]["trust_sha256"].take();
        for input in report["inputs"]["declarations"].as_array_mut().unwrap() {
            input["envelope_sha256"].take();
        }
        report
    };
    assert_eq!(strip(&by_hand, "report.json"), strip(&place, "demo/report.json"));
    // What stands in the way is told, not overwritten: the keys of the first time are still there.
    by_hand.run(&commands[0]).exits(2).says("exists");
}

/// The story that the titles tell: two answers are no.
fn expected(command: &str) -> i32 {
    let draft = command.contains("china-rohs-table") && command.contains("PHONE-1");
    i32::from(draft || command.starts_with("rollup"))
}

/// The files that no command of the demonstration writes.
fn started_with(place: &Place) -> Vec<String> {
    let mut names = vec!["bom.csv".to_owned(), "company.toml".to_owned()];
    let tables = place.names("demo/tables");
    names.extend(tables.iter().map(|name| format!("tables/{name}")));
    for name in ["pzu13b.xlsx", "pzu13b-rohs.xml", "ltc4315cms-rohs.xml"] {
        names.push(format!("declarations/{name}"));
    }
    names
}

#[test]
fn a_line_is_split_as_a_shell_does() {
    assert_eq!(words("a 'b c'  d ''"), ["a", "b c", "d", ""]);
}
