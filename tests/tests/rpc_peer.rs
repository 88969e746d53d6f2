//! Who is on the other end is what the kernel says: a stranger is refused whatever the rights of the files say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Stdio;

use sarf_shared::rpc::ApiError;
use sarf_tests::harness::{Rpc, World, until};

/// Somebody else; on most systems `nobody`.
const OTHER: u32 = 65_534;

#[test]
fn a_peer_of_another_uid_is_refused_with_the_reason_and_logged() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: a peer of another uid: only root can run the service as somebody else");
        return;
    }
    let world = World::new();
    // The daemon's home is its own; the folders above it must let it through, and the program must be one it may run.
    std::fs::set_permissions(world.beside(), std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::create_dir_all(world.home()).unwrap();
    chown(world.home(), Some(OTHER), Some(OTHER)).unwrap();
    let program = world.path("sarf-of-another");
    std::fs::copy(sarf_tests::harness::sarf(), &program).unwrap();
    let told = world.command(&[]);
    let mut command = std::process::Command::new(&program);
    command.env_clear().envs(told.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.args(["daemon", "run"]).current_dir("/").uid(OTHER).gid(OTHER);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let rpc = until("the other's daemon listens", || {
        assert!(child.try_wait().unwrap().is_none(), "the daemon ended\n{}", world.tell());
        Rpc::dial(&world.places().socket)
    });
    let mine = rustix::process::geteuid().as_raw();
    let whys = [
        rpc.refused(|client, context| async move { client.status(context).await }),
        rpc.refused(|client, context| async move { client.hello(context, 1, "test".into()).await }),
        rpc.refused(|client, context| async move { client.shutdown(context).await }),
        rpc.refused(|client, context| async move { client.doctor(context).await }),
    ];
    for refused in whys {
        let ApiError::Forbidden { why } = &refused else { panic!("{refused:?}") };
        assert!(why.contains(&OTHER.to_string()) && why.contains(&format!("uid {mine}")), "{why}");
    }
    assert!(child.try_wait().unwrap().is_none(), "a stranger cannot end it");
    world.sarf(&["list"]).ended(7).says(&OTHER.to_string());
    let log = std::fs::read_dir(&world.places().log_dir).unwrap().flatten();
    let log: String = log.map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default()).collect();
    assert!(log.contains("a stranger connected"), "{log}");
    child.kill().unwrap();
    child.wait().unwrap();
}
