//! How people type when they are in no mood for capitals and apostrophes: "hes my brother, dads mum lives w us".
//!
//! Changes tokens only, never the text: a run-together "hes" becomes "he" and "'s", and in a statement that is typed in
//! small letters the words that can only be names, months, holidays or the family's own words for a relative count as
//! capitalised, so that everything after reads them as it reads a written sentence.

use std::collections::HashSet;

use sarf_shared::family::kinship;

use super::calendar;
use super::names;
use super::text::{Kind, Token};

/// Words with a verb or a possessive run on, and where they part.
const RUN_ON: [(&str, usize, &str); 13] = [
    ("hes", 2, "'s"),
    ("shes", 3, "'s"),
    ("thats", 4, "'s"),
    ("whos", 3, "'s"),
    ("theres", 5, "'s"),
    ("whats", 4, "'s"),
    ("im", 1, "'m"),
    ("ive", 1, "'ve"),
    ("theyre", 4, "'re"),
    ("theyve", 4, "'ve"),
    ("weve", 2, "'ve"),
    ("youre", 3, "'re"),
    ("theyd", 4, "'d"),
];

/// Denials typed without the apostrophe.
const DENIALS: [(&str, &str); 16] = [
    ("didnt", "didn't"),
    ("dont", "don't"),
    ("doesnt", "doesn't"),
    ("wasnt", "wasn't"),
    ("werent", "weren't"),
    ("isnt", "isn't"),
    ("arent", "aren't"),
    ("cant", "can't"),
    ("couldnt", "couldn't"),
    ("wouldnt", "wouldn't"),
    ("shouldnt", "shouldn't"),
    ("wont", "won't"),
    ("hasnt", "hasn't"),
    ("havent", "haven't"),
    ("hadnt", "hadn't"),
    ("ain't", "isn't"),
];

/// Given names that are ordinary words in small letters.
const WORDS_TOO: &str = "ace al amber angel any april art august autumn ava basil bay bea bill bob bobby brook bud buddy candy carol chase \
che cherry chip christian chuck clay cliff coral crystal curt dale daisy dawn dean dee dick dom don dot drew dusty earl \
earnest ed elder era eve faith fay fern flora frank gale gay gene gill ginger glen grace grant gray guy gus hazel heath \
holly honor hope hunter ida ima ina iris ivy jack jade jan jasmine jay jet jewel joy june kit king lacey lane lance lark \
les lily liv love major marina mark mason max may mercy miles mina mo myrtle nan nick noble norm olive opal parker pat \
patience pearl peg penny pepper poppy porter prudence queen rain randy ray red reed rex ria rich robin rob rod rose \
rosemary ruby rusty sage sandy scout skip sky sterling stone sue summer sunny tad tanner tate temperance trinity trip \
una usha val van verity victor victory viola violet wade wells will willow winter woody young";

/// Words of whom "'s my brother" tells nothing.
const NOT_NAMES: [&str; 16] = [
    "he", "she", "it", "that", "this", "there", "who", "what", "here", "which", "one", "everyone", "someone", "mine",
    "where", "how",
];

/// Settles the tokens of a statement. `heard` are names the other speaker has written with a capital.
pub fn settle(source: &str, tokens: Vec<Token>, heard: &HashSet<String>) -> Vec<Token> {
    let mut settled = apart(tokens);
    if small(source, &settled) {
        let capital: Vec<bool> = (0..settled.len()).map(|at| counts_as_capital(&settled, at, heard)).collect();
        for (token, capital) in settled.iter_mut().zip(capital) {
            token.capital |= capital;
        }
    }
    settled
}

/// Takes run-together words apart and gives denials their apostrophe.
fn apart(tokens: Vec<Token>) -> Vec<Token> {
    let mut settled: Vec<Token> = Vec::with_capacity(tokens.len());
    let next_is_kin: Vec<bool> =
        (0..tokens.len()).map(|at| tokens.get(at + 1).is_some_and(|t| kinship::kin(&t.lower).is_some())).collect();
    for (token, kin_next) in tokens.into_iter().zip(next_is_kin) {
        let run_on = RUN_ON.iter().find(|(word, ..)| *word == token.lower).map(|(_, at, rest)| (*at, *rest));
        // "Dads mum", "my nans house" only where another relative's word follows.
        let owner = token.lower.strip_suffix('s').filter(|stem| kin_next && kinship::kin(stem).is_some());
        let cut = run_on.or_else(|| owner.map(|stem| (stem.len(), "'s")));
        if let Some((at, rest)) = cut
            && token.kind == Kind::Word
        {
            let middle = token.span.start + at;
            let head = token.lower.get(..at).unwrap_or_default().to_owned();
            settled.push(Token { span: token.span.start..middle, lower: head, ..token.clone() });
            settled.push(Token { span: middle..token.span.end, lower: rest.to_owned(), capital: false, ..token });
            continue;
        }
        let denial = DENIALS.iter().find(|(word, _)| *word == token.lower).map(|(_, full)| (*full).to_owned());
        settled.push(Token { lower: denial.unwrap_or_else(|| token.lower.clone()), ..token });
    }
    settled
}

/// Whether the statement is typed in small letters: "i" for "I", or no capital at all in several words.
fn small(source: &str, tokens: &[Token]) -> bool {
    let words = || tokens.iter().filter(|t| t.kind == Kind::Word);
    let raw = |t: &Token| source.get(t.span.clone()).unwrap_or_default();
    let i = words().filter(|t| t.lower == "i");
    let (big, little): (Vec<_>, Vec<_>) = i.partition(|t| raw(t) == "I");
    big.is_empty() && (!little.is_empty() || words().count() >= 4 && words().all(|t| !t.capital))
}

fn counts_as_capital(tokens: &[Token], at: usize, heard: &HashSet<String>) -> bool {
    let Some(token) = tokens.get(at).filter(|t| t.kind == Kind::Word && !t.quoted) else { return false };
    let word = token.lower.as_str();
    let low = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let ordinary = WORDS_TOO.split_whitespace().any(|other| other == word);
    let kin = kinship::kin(word).is_some_and(|row| row.address || row.before_name) && !matches!(word, "pop" | "ma");
    let introduced = matches!(low(at + 1), "'s" | "is")
        && matches!(low(at + 2), "my" | "our")
        && (at + 3..at + 5).any(|i| kinship::kin(low(i)).is_some())
        && !NOT_NAMES.contains(&word);
    heard.contains(word)
        || calendar::named_day_or_month(word)
        || kin
        || introduced && kinship::kin(word).is_none()
        || names::is_given(word) && !ordinary
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;

    #[test]
    fn small_letters_still_tell_names_months_and_relatives() {
        let text = Text::hearing("hes with linda since feb, dads mum moved in. zorik's my brother", &HashSet::new());
        let capitals: Vec<_> = text.tokens.iter().filter(|t| t.capital).map(|t| t.lower.as_str()).collect();
        assert_eq!(capitals, ["linda", "feb", "dad", "mum", "zorik"]);
        assert_eq!(text.tokens.iter().filter(|t| t.lower == "'s").count(), 3);
    }

    #[test]
    fn a_written_statement_is_left_as_it_is() {
        let text = Text::hearing("I will mark the rose. My mum left in may.", &HashSet::from(["rose".to_owned()]));
        let capitals: Vec<_> = text.tokens.iter().filter(|t| t.capital).map(|t| t.lower.as_str()).collect();
        assert_eq!(capitals, ["i", "my"]);
    }

    #[test]
    fn a_name_the_coach_wrote_with_a_capital_is_a_name_in_small_letters() {
        let heard = HashSet::from(["zorika".to_owned()]);
        let text = Text::hearing("i told zorika about it", &heard);
        assert!(text.tokens.iter().any(|t| t.lower == "zorika" && t.capital));
        assert!(!Text::hearing("i told zorika about it", &HashSet::new()).tokens.iter().any(|t| t.capital));
    }
}
