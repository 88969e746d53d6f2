//! The long file against another program: the figures that the Python edition of irrCAC (0.4.4) gives for what
//! `sarf agreement --csv` writes. They are recorded here; with `SARF_IRRCAC` set to a Python that has irrCAC and pandas they
//! are computed anew from the files of this very run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::process::Command;

use sarf_tests::codings::{file, options, talk, try_import};
use sarf_tests::harness::World;
use sarf_tests::reference::reference;
use serde_json::{Value, json};

/// Reads the long file as the README says: a table of units by coders, people only, units with two values or more.
const SCRIPT: &str = r#"
import json, sys, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from irrCAC.raw import CAC
rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
rows = rows[~rows.coder.str.startswith("model: ")]
out = {}
for variable, part in rows.groupby("variable"):
    table = part.pivot(index="unit", columns="coder", values="value")
    table = table[table.notna().sum(axis=1) >= 2]
    if len({value for value in table.values.ravel() if isinstance(value, str)}) < 2:
        continue
    cac = CAC(table, digits=12)
    alpha, ac1, fleiss = (getattr(cac, name)()["est"] for name in ("krippendorff", "gwet", "fleiss"))
    out[variable] = [len(table), alpha["coefficient_value"], ac1["coefficient_value"], fleiss["coefficient_value"], ac1["pa"]]
print(json.dumps(out))
"#;

/// Variable, units, alpha, AC1, Fleiss' kappa, percent agreement.
type Recorded = (&'static str, u64, [f64; 4]);

/// irrCAC 0.4.4 of the eight items of [`VALUES`].
const OF_VALUES: [Recorded; 1] = [("anxiety", 8, [0.753_086_419_8, 0.779_816_513_8, 0.771_428_571_4, 0.833_333_333_3])];

/// irrCAC 0.4.4 of the public codings by four experts.
const OF_THE_PUBLIC_CODINGS: [Recorded; 4] = [
    ("symptom", 15, [0.555_921_052_6, 0.832_501_480_4, 0.547_841_973_1, 0.877_777_777_8]),
    ("anxiety", 15, [0.476_439_790_6, 0.648_789_273_6, 0.457_328_385_9, 0.711_111_111_1]),
    ("relationship", 15, [0.453_642_384_1, 0.603_008_940_2, 0.513_349_104_4, 0.644_444_444_4]),
    ("functioning", 15, [0.282_296_650_7, 0.826_899_299_4, 0.232_643_118_1, 0.844_444_444_4]),
];

/// What three coders say of eight items; a dot: not found.
const VALUES: [[&str; 3]; 8] = [
    ["up", "up", "."],
    ["up", "up", "down"],
    ["down", "down", "down"],
    ["none", ".", "none"],
    ["same", "same", "same"],
    ["up", "none", "up"],
    ["none", "none", "none"],
    [".", "down", "down"],
];

/// Units and figures of a variable as the program tells them.
fn told(report: &Value, variable: &str) -> (u64, [f64; 4]) {
    let all = report["values"][0]["variables"].as_array().unwrap();
    let found = all.iter().find(|one| one["rated"] == variable && one["kind"].is_null()).unwrap();
    let figures = ["alpha", "ac1", "fleiss", "percent"].map(|figure| {
        found["humans"][figure]["value"].as_f64().unwrap_or_else(|| panic!("{variable} {figure} {found}"))
    });
    (found["humans"]["n"].as_u64().unwrap(), figures)
}

#[track_caller]
fn same(report: &Value, recorded: &[Recorded]) {
    for (variable, n, figures) in recorded {
        let (units, found) = told(report, variable);
        assert_eq!(units, *n, "{variable}");
        for (a, b) in found.iter().zip(figures) {
            assert!((a - b).abs() < 1e-5, "{variable}: {found:?}, irrCAC gives {figures:?}");
        }
    }
}

/// The same from the file that was just written, where there is an irrCAC.
fn anew(world: &World, csv: &str, report: &Value) {
    let Ok(python) = std::env::var("SARF_IRRCAC") else {
        eprintln!("the figures of irrCAC are the recorded ones: SARF_IRRCAC names no Python that has it");
        return;
    };
    let path = world.path("long.csv");
    std::fs::write(&path, csv).unwrap();
    let done = Command::new(python).arg("-c").arg(SCRIPT).arg(&path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let figures: std::collections::BTreeMap<String, [f64; 5]> = serde_json::from_slice(&done.stdout).unwrap();
    assert!(!figures.is_empty());
    for (variable, [n, figures @ ..]) in &figures {
        let (units, found) = told(report, variable);
        assert_eq!(units as f64, *n, "{variable}");
        for (a, b) in found.iter().zip(figures) {
            assert!((a - b).abs() < 1e-9, "{variable}: {found:?}, irrCAC gives {figures:?}");
        }
    }
}

#[test]
fn irrcac_gives_the_figures_of_the_long_file_of_three_coders_with_gaps() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    for (at, coder) in ["ann", "ben", "cy"].iter().enumerate() {
        let event = |(item, values): (usize, &[&str; 3])| {
            let mut event = json!({ "id": -1 - item as i64, "kind": "shift", "person": 1, "functioning": "up",
                "description": "a change", "dateTime": format!("{}-01-01", 1950 + 8 * item), "dateCertainty": "certain" });
            match values[at] {
                "." => return None,
                "none" => {}
                value => event["anxiety"] = json!(value),
            }
            Some(event)
        };
        let events: Vec<Value> = VALUES.iter().enumerate().filter_map(event).collect();
        let laid = file(id, coder, &[(2, json!({ "events": events })), (4, json!({}))]);
        try_import(&rpc, &laid.to_string(), options()).unwrap();
    }
    let report = world.sarf(&["agreement", "--json"]).ok().json();
    same(&report, &OF_VALUES);
    let csv = world.sarf(&["agreement", "--csv"]).ok().stdout;
    let given = VALUES.iter().flatten().filter(|value| **value != ".").count();
    assert_eq!(csv.lines().filter(|row| row.contains(",anxiety,")).count(), given, "a gap is no row\n{csv}");
    anew(&world, &csv, &report);
    // The control: one value told otherwise is another alpha.
    let other = csv.replacen("ann,anxiety,same", "ann,anxiety,up", 1);
    assert_ne!(other, csv);
    let path = world.path("other.csv");
    std::fs::write(&path, other).unwrap();
    let other = world.sarf(&["agreement", path.to_str().unwrap(), "--json"]).ok().json();
    assert!((told(&other, "anxiety").1[0] - OF_VALUES[0].2[0]).abs() > 0.01);
}

#[test]
fn irrcac_gives_the_figures_of_the_public_codings() {
    let Some(reference) = reference("the public codings") else { return };
    let path = reference.join("results/irr_normalised_codings.json");
    let path = path.to_str().unwrap();
    let world = World::new();
    let report = world.sarf(&["agreement", path, "--json"]).ok().json();
    same(&report, &OF_THE_PUBLIC_CODINGS);
    anew(&world, &world.sarf(&["agreement", path, "--csv"]).ok().stdout, &report);
}
