//! `check` in the words of the contract: what was looked at, what is wrong, what a start or a repair does.

use sarf_shared::plural::counted;
use sarf_shared::rpc::CheckView;

use crate::store::{CheckReport, Weight};

/// A report as clients see it; `done` are sentences of a repair that came before it.
pub fn view(report: &CheckReport, done: Vec<String>) -> CheckView {
    let text = |wanted: fn(Weight) -> bool| {
        report.findings.iter().filter(move |found| wanted(found.weight)).map(|found| found.text.clone())
    };
    let mut looked_at = vec![format!(
        "The store ends with change {}, the journal with change {}; {}, {}.",
        report.head,
        report.journal_end,
        counted(report.segments, "segment", "segments"),
        counted(report.snapshots, "snapshot", "snapshots")
    )];
    looked_at.extend(text(|weight| weight == Weight::Note));
    let mut repairs = done;
    repairs.extend(report.next_start.clone());
    CheckView {
        sound: report.is_sound(),
        looked_at,
        problems: text(|weight| weight != Weight::Note).collect(),
        repairs,
    }
}
