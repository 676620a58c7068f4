//! Delimited text, and bills of materials in JSON.

use super::{FAILED, Hostile, NO, YES, check, each, put, run};

const HEADER: &str = "part,material,substance,cas,mass,mass_unit\n";

#[test]
fn rows() {
    let same = "same-mass-everywhere";
    let hostile = Hostile { what: "parts", mib: 256, exit: YES, code: same };
    check(&hostile, |out| {
        put(out, "part,part_mass,part_mass_unit,material,substance,cas,mass,mass_unit\n");
        each(out, 50_000, |n| format!("P{n},1,mg,m,Lead,7439-92-1,1,mg\n"));
    });
    let hostile = Hostile { what: "wrong rows", mib: 192, exit: NO, code: "too-many-defects" };
    check(&hostile, |out| {
        put(out, HEADER);
        each(out, 12_000, |n| format!("P{},m,Lead,7439-92-2,x,y\n", n % 100));
    });
    let hostile = Hostile { what: "rests", mib: 192, exit: YES, code: "remainder-repeated" };
    check(&hostile, |out| {
        put(out, HEADER);
        each(out, 12_000, |n| format!("P,m,S{n},,rest,\n"));
    });
    let hostile = Hostile { what: "lost rows", mib: 256, exit: NO, code: "row-width" };
    check(&hostile, |out| {
        put(out, HEADER);
        each(out, 12_000, |n| format!("P{n},m,Lead,7439-92-1,1,mg\nP{n},,,,,,,,,x\n"));
    });
}

#[test]
fn cells() {
    let quote = Hostile { what: "quote", mib: 128, exit: NO, code: "quote-unclosed" };
    check(&quote, |out| {
        put(out, HEADER);
        put(out, "P,m,\"Lead\n");
        each(out, 500_000, |_| "x,y\n".to_owned());
    });
    let cells = Hostile { what: "cells", mib: 128, exit: NO, code: "row-too-long" };
    check(&cells, |out| {
        put(out, HEADER);
        each(out, 1_000_000, |_| ",".to_owned());
    });
    let digits = Hostile { what: "digits of a cell", mib: 128, exit: NO, code: "number-too-long" };
    check(&digits, |out| {
        put(out, HEADER);
        put(out, &format!("P,m,Lead,7439-92-1,{},mg\n", "9".repeat(1_000_000)));
    });
    let exponent = Hostile { what: "exponent of a cell", ..digits };
    check(&exponent, |out| {
        put(out, HEADER);
        put(out, "P,m,Lead,7439-92-1,1e999999999,mg\n");
    });
}

#[test]
fn json() {
    for (what, begin, open) in
        [("arrays", "\"components\":", "["), ("objects", "\"x\":", "{\"a\":")]
    {
        let hostile = Hostile { what, mib: 128, exit: FAILED, code: "bom-json-too-deep" };
        run(&hostile, "rollup - --declarations .", |out| {
            put(out, "{\"bomFormat\":\"CycloneDX\",");
            put(out, begin);
            each(out, 100_000, |_| open.to_owned());
        });
    }
}
