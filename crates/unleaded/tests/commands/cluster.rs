//! `rollup --engine`: the same report from a cluster, byte for byte; without the feature `spark` it says how to build it.

use crate::support::Place;

#[test]
fn another_word_is_no_engine() {
    let place = Place::with_board();
    let line = "rollup bom.csv --declarations declarations --engine flink://a:1";
    place.run(line).exits(2).says("write `local` or spark://HOST:PORT");
    let local = "rollup bom.csv --declarations declarations --as-of 2026-11-22 --format json";
    let with_words = place.run(&format!("{local} --engine local")).exits(0).out;
    assert_eq!(with_words, place.run(local).exits(0).out);
}

#[cfg(not(feature = "spark"))]
#[test]
fn a_program_without_clusters_says_how_to_build_one_with() {
    for (language, words) in [("C", "built without clusters"), ("zh_CN", "编译时未启用集群功能")]
    {
        let place = Place::speaking(language);
        let line = "rollup bom.csv --declarations . --engine spark://127.0.0.1:1";
        place.run(line).exits(2).says(words).says("`--features spark`");
    }
}

#[cfg(feature = "spark")]
mod there {
    use std::fmt::Write as _;
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;
    use std::process::{Command, Stdio};

    use super::servers::Cluster;
    use crate::support::Place;

    /// 40 products over four levels, with decimal quantities, parts counted in grams, parts without a declaration, declared
    /// wholes, shares in ranges, and undisclosed rests.
    fn with_products() -> Place {
        let place = Place::new();
        let mut bom = "parent,child,quantity,unit\n".to_owned();
        for product in 0..40 {
            for line in 0..6 {
                let child = (product * 7 + line * 5) % 30;
                let quantity = ["1", "2", "0.5", "12", "0", "3"][(product + line) % 6];
                let _ = writeln!(bom, "P-{product:02},A-{child:02},{quantity},pcs");
            }
        }
        for assembly in 0..30 {
            for line in 0..5 {
                let child = (assembly * 3 + line * 11) % 60;
                let quantity = ["1", "4", "2.25", "7"][(assembly + line) % 4];
                let _ = writeln!(bom, "A-{assembly:02},C-{child:02},{quantity},pcs");
            }
            let _ = writeln!(bom, "A-{assembly:02},GLUE,0.0{assembly:02},g");
        }
        place.write("bom.csv", bom);
        let mut parts = "part,material,substance,cas,mass_pct_of_material,total_mass,\
                         total_mass_unit\n"
            .to_owned();
        // Every seventh has no declaration.
        for part in (0..60).filter(|part| part % 7 != 0) {
            let lead = ["0.01", "0.5", "0.04-0.2", "<0.1"][part % 4];
            // What is missing to 100 % is undisclosed.
            let copper = if part % 5 == 0 { "60" } else { "99.5" };
            let mass = format!("{}.{part:02}", part * 37);
            let _ = writeln!(parts, "C-{part:02},wire,copper,7440-50-8,{copper},{mass},mg");
            let _ = writeln!(parts, "C-{part:02},wire,lead,7439-92-1,{lead},{mass},mg");
            if part % 3 == 0 {
                let _ = writeln!(parts, "C-{part:02},wire,DEHP,117-81-7,0.05,{mass},mg");
            }
        }
        parts.push_str("GLUE,glue,bisphenol A,80-05-7,0.2,1,g\n");
        // Declared as a whole, whatever is in it.
        parts.push_str("A-03,all of it,tin,7440-31-5,99.9,5,g\n");
        place.write("declarations/parts.csv", parts);
        place
    }

    const LINE: &str =
        "rollup bom.csv --declarations declarations --as-of 2026-11-22 --format json";

    fn on(cluster: &Cluster) -> String {
        format!("{LINE} --engine spark://127.0.0.1:{}", cluster.port)
    }

    #[test]
    fn spark_gives_the_same_report_also_to_one_who_comes_back() {
        let Some(spark) = Cluster::spark() else { return };
        let place = with_products();
        let here = place.run(LINE);
        assert!(here.code < 2, "{}", here.err);
        let line = on(&spark);
        let job = spark.folder("job");
        let line = format!("{line} --engine-dir {}", job.display());
        for (statement, signal, code) in [("2 of", "-INT", Some(2)), ("3 of", "-KILL", None)] {
            let mut ended = place.command(&line);
            let mut ended = ended.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
            let mut said = BufReader::new(ended.stderr.take().unwrap()).lines();
            let statement = format!("cluster, {statement} ");
            assert!(said.any(|words| words.unwrap().contains(&statement)));
            let kill = Command::new("kill").args([signal, &ended.id().to_string()]).status();
            assert!(kill.unwrap().success());
            let rest: Vec<String> = said.map(Result::unwrap).collect();
            assert_eq!(ended.wait().unwrap().code(), code, "{rest:?}");
            assert_eq!(rest.iter().any(|words| words.contains("interrupted")), code.is_some());
        }
        let there = place.run(&line).exits(here.code).says("cluster, 2 of 4: ").says("done before");
        assert!(there.out == here.out, "the reports differ");
        let again = place.run(&line).exits(here.code);
        assert_eq!(again.err.matches("done before").count(), 4, "{}", again.err);
        assert!(again.out == here.out && job.exists());
    }

    #[test]
    fn sail_gives_the_same_report_and_nothing_is_left_beside_it() {
        let Some(sail) = Cluster::sail() else { return };
        let place = with_products();
        let here = place.run(LINE);
        place.run(&format!("{} -o report.json", on(&sail))).exits(here.code);
        assert!(place.read("report.json") == here.out, "the reports differ");
        assert_eq!(place.names("."), ["bom.csv", "declarations", "report.json"]);
    }

    #[test]
    fn what_is_no_server_is_told_in_both_languages() {
        let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = nobody.local_addr().unwrap().port();
        drop(nobody);
        for (language, words, help) in [
            ("C", "no connection to spark://127.0.0.1:", "start the Spark Connect server"),
            ("zh_CN", "无法连接 spark://127.0.0.1:", "请启动 Spark Connect 服务器"),
        ] {
            let place = Place::speaking(language);
            place.copy("rollup/valid--one-board/bom.csv", "bom.csv");
            let parts = "declarations/parts.csv";
            place.copy(&format!("rollup/valid--one-board/{parts}"), parts);
            let line = format!("{LINE} --engine sc://127.0.0.1:{port}");
            place.run(&line).exits(2).says(words).says(help);
        }
        let place = Place::with_board();
        place
            .run(&format!("{LINE} --engine spark://a:b"))
            .exits(2)
            .says("`spark://a:b` is no address");
        let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in other.incoming() {
                drop(stream);
            }
        });
        let line = format!("{LINE} --engine spark://127.0.0.1:{port}");
        place
            .run(&line)
            .exits(2)
            .says("does not answer as a server of Spark Connect")
            .says("(7077)");
    }
}

#[cfg(feature = "spark")]
#[expect(dead_code, reason = "the tests of the crate end workers, too")]
#[path = "../../../unleaded-cluster/tests/cluster/servers.rs"]
mod servers;
