//! Whose account of this machine a coder's name is, and what the account of an actor is called, as the system's user
//! database says.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use nix::unistd::User;
use sarf_shared::discussion::Actor;
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

/// The name of the account of whoever did something; none for the service itself and for accounts that are gone. Asked
/// once for each: a directory service may take its time.
pub fn name_of(actor: Actor) -> Option<String> {
    static KNOWN: LazyLock<Mutex<HashMap<u32, Option<String>>>> = LazyLock::new(Mutex::default);
    let Actor::Person(Uid(uid)) = actor else { return None };
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(uid).or_insert_with(|| User::from_uid(uid.into()).ok().flatten().map(|user| user.name)).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_a_person_is_named_and_the_service_and_an_account_that_is_gone_are_not() {
        assert_eq!(name_of(Actor::Person(Uid(0))).as_deref(), Some("root"));
        assert_eq!(name_of(Actor::Person(Uid(4_000_000_001))), None);
        assert_eq!(name_of(Actor::Runner), None);
    }
}
