//! Help: every verb has one, with an example that the program understands.

use crate::support::{Place, words};

/// The subcommands that a help text lists.
fn verbs(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = lines
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.filter(|name| name != "help").collect()
}

/// Every verb and its subverbs, with the help of each.
fn all(place: &Place) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(verb) = open.pop() {
        let help = place.run(&format!("{verb} --help")).exits(0).out();
        open.extend(verbs(&help).iter().map(|name| format!("{verb} {name}").trim().to_owned()));
        found.push((verb, help));
    }
    assert!(found.len() > 18, "{found:?}");
    found
}

#[test]
fn every_verb_has_an_example() {
    for (verb, help) in all(&Place::new()) {
        let examples: Vec<&str> =
            help.lines().filter_map(|line| line.strip_prefix("  unleaded ")).collect();
        assert!(
            help.contains("\nExample") && !examples.is_empty(),
            "`{verb}` has no example:\n{help}"
        );
        assert!(examples.iter().all(|e| e.starts_with(&verb)), "`{verb}`: {examples:?}");
        let short = Place::new().run(&format!("{verb} -h")).exits(0).out();
        for text in [&help, &short] {
            for line in text.lines() {
                let fits = line.chars().count() <= 100 || line.starts_with("Usage: ");
                assert!(fits, "`{verb}` has a long line: {line}");
            }
        }
    }
}

/// An example that the program itself refuses would be worse than none: each is parsed, and ends at a missing file.
#[test]
fn every_example_is_understood() {
    let place = Place::new();
    for (verb, help) in all(&place) {
        let text = help.replace(" \\\n", " ");
        for example in text.lines().filter_map(|line| line.strip_prefix("  unleaded ")) {
            if ["demo", "platform serve", "keygen"].iter().any(|v| example.starts_with(v)) {
                continue;
            }
            let line = joined(&text, example).replace('"', "'");
            let ran = place.run(&line);
            let wrong =
                ["Usage:", "unexpected argument", "invalid value", "unrecognized", "required"];
            assert!(
                !wrong.iter().any(|word| ran.err.contains(word)),
                "`{verb}`: `{line}` is not understood:\n{}",
                ran.err
            );
            assert!(!words(&line).is_empty());
        }
    }
}

/// An example with the lines that it was wrapped to.
fn joined(help: &str, example: &str) -> String {
    let mut lines = help.lines().skip_while(|line| !line.ends_with(example)).skip(1);
    let mut whole = example.to_owned();
    while let Some(line) = lines.next().filter(|l| !l.is_empty() && !l.starts_with("  unleaded ")) {
        whole += &format!(" {}", line.trim());
    }
    whole
}

#[test]
fn colours_are_for_terminals() {
    let place = Place::with_board();
    place.copy("ipc1752/invalid-number-malformed--decimal-comma.xml", "bad.xml");
    // `Ran` fails for an escape code in either stream.
    for line in ["check bad.xml", "rollup bom.csv --declarations declarations", "--help", "bogus"] {
        place.run(line);
        let forced =
            place.command(line).env("NO_COLOR", "1").env("TERM", "xterm").output().unwrap();
        crate::support::Ran::of(line, forced);
    }
}

#[test]
fn the_version_is_told() {
    let version = format!("unleaded {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Place::new().run("--version").exits(0).out(), version);
}

#[test]
fn messages_follow_the_language() {
    let place = Place::speaking("zh_CN.UTF-8");
    place.copy("ipc1752/invalid-number-malformed--decimal-comma.xml", "bad.xml");
    place
        .run("check bad.xml")
        .exits(1)
        .says("错误[number-malformed]")
        .says("建议: ")
        .prints("个错误");
    place.run("--lang en check bad.xml").exits(1).says("error[number-malformed]");
    place.run("check missing.xml").exits(2).says("无法打开");
    place.run("sign missing.xml --key missing.pem").exits(2).says("错误: ");
}

#[test]
fn help_is_chinese_where_that_is_asked_for() {
    let (place, zh) = (Place::new(), Place::speaking("zh_CN.UTF-8"));
    for (verb, english) in all(&place) {
        let help = zh.run(&format!("{verb} --help")).exits(0).out();
        assert_eq!(place.run(&format!("--lang zh {verb} --help")).exits(0).out(), help);
        assert!(help.contains("\n用法：unleaded") && help.contains("\n示例："), "{help}");
        for word in ["Possible values", "[default", "Print ", "Options:", "Commands:", "Arguments:"]
        {
            assert!(!help.contains(word), "`{verb}` says `{word}`:\n{help}");
        }
        let columns = |c: char| if c.is_ascii() { 1 } else { 2 };
        let fits =
            |l: &&str| l.starts_with("用法：") || l.chars().map(columns).sum::<usize>() <= 102;
        assert!(help.lines().all(|line| fits(&line)), "`{verb}` has a long line:\n{help}");
        let examples = |help: &str| help.matches("\n  unleaded ").count();
        assert_eq!(examples(&help), examples(&english), "{help}");
    }
}

#[test]
fn arguments_are_refused_in_either_language() {
    Place::new().run("--lang zh").exits(2).says("缺少命令");
    for (line, english, chinese) in [
        ("chek", "unrecognized subcommand", "没有命令“chek”"),
        ("check --al x", "unexpected argument '--al'", "没有参数“--al”"),
        ("check", "required arguments", "缺少必需的参数：<FILES>"),
        ("check x --format yaml", "invalid value 'yaml'", "的值“yaml”无效"),
        ("check x --format", "a value is required", "“--format <FORMAT>”需要一个值"),
        ("check x --as-of 22.11.2026", "YYYY-MM-DD", "无效：日期写作 YYYY-MM-DD"),
        ("check x --category 3", "eu-rohs=CATEGORY", "请写作 eu-rohs=类别"),
        ("check x --mapping a --write-mapping b", "cannot be used with", "不能与"),
        ("check x --all --all", "cannot be used multiple times", "只能给出一次"),
        ("sign a b --key k", "unexpected argument 'b'", "没有参数“b”"),
    ] {
        Place::new().run(line).exits(2).says(english);
        let ran = Place::new().run(&format!("--lang zh {line}")).exits(2).says(chinese);
        assert!(
            ran.err.starts_with("错误: ") && ran.err.contains("“--help”说明用法"),
            "{}",
            ran.err
        );
    }
}
