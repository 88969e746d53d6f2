//! A process that works on a store until it is done or killed; started by the tests of the store's promises.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match sarf_tests::store::child::Order::parse(&arguments) {
        Some(order) => sarf_tests::store::child::main(order),
        None => {
            eprintln!("store_child is started by the tests of the store");
            ExitCode::from(2)
        }
    }
}
