//! The program `sarf`: everything is in the library.

fn main() -> std::process::ExitCode {
    sarf_tui::cli::main()
}
