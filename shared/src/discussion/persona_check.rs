//! Reads personas from files and drafts.

use super::Persona;

/// Reads a persona from the bytes of a file.
pub fn read(bytes: &[u8], taken: &[String]) -> Result<Persona, Vec<String>> {
    let value = serde_json::from_slice(bytes).map_err(|error| vec![error.to_string()])?;
    check(&value, taken)
}

/// Checks a draft.
pub fn check(draft: &serde_json::Value, taken: &[String]) -> Result<Persona, Vec<String>> {
    let persona: Persona = serde_json::from_value(draft.clone()).map_err(|error| vec![error.to_string()])?;
    let same = |name: &String| name.to_lowercase() == persona.name.to_lowercase();
    if taken.iter().any(same) { Err(vec!["name: taken".to_owned()]) } else { Ok(persona) }
}
