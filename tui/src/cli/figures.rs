//! What the command line says of figures, for whoever shows the same words or writes the same file.

use sarf_shared::rpc::F1View;

pub(crate) use super::args::scores::run_choice;
use super::exit::Failure;

/// The table as the rows of `sarf f1 --csv`.
pub(crate) fn csv(view: &F1View) -> Result<String, Failure> {
    super::commands::f1::csv(view, &[])
}
