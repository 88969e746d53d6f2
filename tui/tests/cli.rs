//! The program itself as a script calls it. That this file exists also makes `cargo test` build the program, which the
//! tests of the other packages look for.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use assert_cmd::Command;

fn sarf(arguments: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().unwrap();
    let done = Command::cargo_bin("sarf").unwrap().args(arguments).env("SARF_HOME", home.path()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert!(
        std::fs::read_dir(home.path()).unwrap().next().is_none(),
        "`sarf {}` must not touch the home",
        arguments.join(" ")
    );
    (done.status.code().unwrap(), text(&done.stdout), text(&done.stderr))
}

#[test]
fn the_help_lists_every_command_and_the_exit_codes() {
    let (code, out, _) = sarf(&["--help"]);
    assert_eq!(code, 0);
    for line in ["Exit codes:", "0  done", "1  failed", "5  the daemon cannot be reached", "130  interrupted"] {
        assert!(out.contains(line), "{line} is missing in\n{out}");
    }
    for command in ["demo", "generate", "import", "extract", "list", "watch", "export", "check", "doctor", "daemon"] {
        assert!(out.contains(&format!("  {command} ")), "{command} is missing in\n{out}");
    }
}

#[test]
fn the_version_is_one_line_on_standard_output() {
    let (code, out, err) = sarf(&["--version"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, concat!("sarf ", env!("CARGO_PKG_VERSION"), "\n"), ""));
}

#[test]
fn a_wrong_command_line_ends_with_2_and_says_so_on_standard_error() {
    for wrong in [&["frobnicate"][..], &["cancel", "p3"], &["list", "--synthetic", "--real"], &["generate", "41"]] {
        let (code, out, err) = sarf(wrong);
        assert_eq!((code, out.as_str()), (2, ""), "sarf {}", wrong.join(" "));
        assert!(!err.is_empty());
    }
}
