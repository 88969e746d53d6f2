//! The configuration as a person meets it: written once, read, wrong, and changed under a running service.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_tests::harness::World;

/// A provider nobody answers at.
const LAB: &str = "[model]\nprovider = \"lab\"\nmodel = \"m\"\n[providers.lab]\nbase_url = \"http://127.0.0.1:9/v1\"\n";

#[test]
fn a_configuration_that_is_there_is_never_written_over() {
    let world = World::new();
    world.sarf(&["config", "init"]).ok().says("written");
    world.configure("# mine\n");
    let ran = world.sarf(&["config", "init"]).ended(4).says("is there already").says("nothing was written");
    assert!(!ran.stderr.contains("os error"), "a programmer's words\n{ran}");
    assert_eq!(std::fs::read_to_string(&world.places().config_file).unwrap(), "# mine\n");
}

#[test]
fn doctor_says_that_the_file_was_changed_after_the_service_started() {
    let world = World::new();
    let told = "was changed after the service started";
    let doctor = |code| world.sarf(&["doctor"]).ended(code);
    assert!(!doctor(0).says("not there").stdout.contains(told), "the control: nothing was changed");
    world.configure(LAB);
    doctor(0).says(told).says("sarf daemon restart");
    // Keys are the interface's, which reads them itself; words that change nothing are no change.
    world.configure("# only words\n[keys]\nextract = \"F5\"\n");
    assert!(!doctor(0).stdout.contains(told));
    // The prompts belong to it.
    let prompts = world.places().config_dir.join("prompts");
    std::fs::create_dir(&prompts).unwrap();
    std::fs::write(prompts.join("coach.md"), "Listen.\n").unwrap();
    doctor(0).says("prompts were changed after the service started");
    std::fs::remove_dir_all(&prompts).unwrap();
    world.configure(LAB);
    world.sarf(&["daemon", "restart"]).ok();
    let ran = doctor(1).says("the endpoint does not answer");
    assert!(!ran.stdout.contains(told), "{ran}");
}

#[test]
fn doctor_says_that_the_file_became_wrong_under_a_running_service_which_is_not_ended_for_it() {
    let world = World::new();
    world.sarf(&["demo", "--turns", "1"]).ok();
    let running = world.sarf(&["daemon", "status", "--json"]).ok().json()["boot_id"].clone();
    world.configure("[modle]\n");
    world.sarf(&["doctor"]).ended(1).says("modle").says("none can start");
    world.sarf(&["daemon", "restart"]).ended(1).says("modle").says("nothing was restarted");
    assert_eq!(world.sarf(&["daemon", "status", "--json"]).ok().json()["boot_id"], running);
    world.sarf(&["show", "1"]).ok();
    // The control: corrected, it is taken.
    world.configure("");
    world.sarf(&["daemon", "restart"]).ok();
    world.sarf(&["doctor"]).ok();
    assert_ne!(world.sarf(&["daemon", "status", "--json"]).ok().json()["boot_id"], running);
}

#[test]
fn one_wrong_line_is_told_once_however_many_roles_it_concerns() {
    let world = World::new();
    world.configure("[model]\nprovider = \"lab\"\n");
    let ran = world.sarf(&["doctor"]).ended(1);
    assert_eq!(ran.stdout.matches("there is no provider").count(), 1, "{ran}");
}
