//! Whose account of this machine a coder's name is, as the system's user database says.

use nix::unistd::User;
use sarf_shared::discussion::Uid;

use super::import::Account;

/// Looks the name up, as it is written and in small letters: "Root" would be taken for root by people.
pub fn account(name: &str, caller: Uid) -> Account {
    let small = name.to_lowercase();
    let mut found = Account::None;
    for name in [name, small.as_str()] {
        match User::from_name(name) {
            Ok(None) => {}
            Ok(Some(user)) if user.uid.as_raw() == caller.0 => found = Account::Own,
            Ok(Some(_)) => return Account::Other,
            Err(_) => return Account::Unknown,
        }
    }
    found
}
