//! A small world with figures of every kind: three invented talks, coded by the model and by three people who differ in ways
//! that follow from the numbers of items alone. The same at every making.

use serde_json::{Value, json};

use crate::codings::{file, options, try_approve, try_import};
use crate::harness::{Rpc, World};
use sarf_shared::discussion::DiscussionId;

/// What a person made of the model's coding of a talk: how many events of how many are left out, and turned round.
struct Manner {
    coder: &'static str,
    leaves_out: usize,
    turns: usize,
    gap: Option<u32>,
}

const MANNERS: [Manner; 3] = [
    Manner { coder: "ann", leaves_out: 0, turns: 0, gap: None },
    Manner { coder: "ben", leaves_out: 4, turns: 3, gap: None },
    Manner { coder: "cy", leaves_out: 5, turns: 4, gap: Some(11) },
];

/// Three talks of six turns (1, 2, 3), coded by ann, ben and cy, who left the last statement of each and all of the third out. Ben
/// coded the second over the model's coding. The truth: ann's of the first (v1), ben's of the second (v2) and third (v3).
/// The first two are extracted twice.
///
/// # Panics
/// Where the program does not do what it is asked for.
#[expect(clippy::panic, reason = "a helper of tests: what goes wrong in it fails the test")]
pub fn three_coders() -> World {
    let mut world = World::new();
    world.set("TZ", "UTC");
    for seed in ["5", "6", "7"] {
        world.sarf(&["generate", "--turns", "6", "--seed", seed, "--offline", "--wait"]).ok();
    }
    let rpc = world.rpc();
    for manner in &MANNERS {
        let mut seen = 0;
        for id in [1, 2, 3].map(DiscussionId) {
            if manner.gap.is_some() && id.0 == 3 {
                continue;
            }
            let statements = coded(&rpc, id, manner, &mut seen);
            let mut laid = file(id, manner.coder, &statements);
            if manner.coder == "ben" && id.0 == 2 {
                laid["codings"][0]["provenance"] = json!("over_the_model");
            }
            try_import(&rpc, &laid.to_string(), options()).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    for (id, coder) in [(1, "ann"), (2, "ben"), (3, "ben")] {
        let coder = coder.parse().unwrap_or_else(|error| panic!("{error}"));
        try_approve(&rpc, DiscussionId(id), &coder, true).unwrap_or_else(|error| panic!("{error}"));
    }
    for id in ["1", "2"] {
        world.sarf(&["extract", id, "--wait"]).ok();
    }
    world
}

fn coded(rpc: &Rpc, id: DiscussionId, manner: &Manner, seen: &mut usize) -> Vec<(u32, Value)> {
    let mut statements = Vec::new();
    for one in rpc.statements(id) {
        let Some(coding) = one.coding.as_ref().filter(|_| manner.gap != Some(one.number)) else { continue };
        let mut deltas = serde_json::to_value(&coding.deltas).unwrap_or_default();
        if let Some(events) = deltas["events"].as_array_mut() {
            events.retain_mut(|event| {
                *seen += 1;
                if manner.turns > 0 && seen.is_multiple_of(manner.turns) {
                    turn(event);
                }
                manner.leaves_out == 0 || *seen % manner.leaves_out != 1
            });
        }
        statements.push((one.number, deltas));
    }
    statements
}

/// Up becomes down, down becomes same, same becomes up.
fn turn(event: &mut Value) {
    for variable in ["symptom", "anxiety", "functioning"] {
        let turned = match event[variable].as_str() {
            Some("up") => "down",
            Some("down") => "same",
            Some("same") => "up",
            _ => continue,
        };
        event[variable] = json!(turned);
    }
}
