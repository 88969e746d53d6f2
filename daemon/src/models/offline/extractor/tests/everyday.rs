//! Families as people tell of them: names out of order, deaths in other words, small letters.

use super::{holds, told};

#[test]
fn names_come_before_after_and_beside_the_word_for_the_relative() {
    holds(&["We've two children. Oscar turned thirty in May, and Ida's twenty-six."], &["Oscar male", "Ida female"]);
    holds(&["Mum had a second husband. Ralph Binns, he kept bees."], &["Ralph male", "Client's mother + Ralph"]);
    holds(&["My grandmother lived with us. Opal, her name was."], &["Opal female"]);
    holds(&["Selwyn is the husband of my sister Nora."], &["Selwyn male", "Nora + Selwyn"]);
    holds(&["My dad's in Spain. He's got a daughter out there, Marisol, she's nine."], &["Marisol female"]);
    holds(&["My mum and dad, Sue and Ken, never argued."], &["Sue female", "Ken male", "Sue + Ken"]);
    holds(&["I had one kid with my ex-wife. It was a hard time. Denise."], &["Denise female", "I + Denise"]);
    holds(&["It's the sleep.", "Is there anyone in your life at the moment?", "Rowan. We met in 2024."], &["Rowan ?"]);
    let told = told(&["I had one kid with my ex-wife. It was a hard time. April."]);
    assert!(!told.iter().any(|line| line.starts_with("April")), "{told:#?}");
}

#[test]
fn a_known_parent_is_one_of_the_two() {
    holds(
        &["My daughter is Kim. She's twelve. I'm a man of few words. Tina, her mum, lives in Hull."],
        &["Kim female", "Tina female", "birth Tina/I/Kim 2014-01-01"],
    );
}

#[test]
fn deaths_moves_and_divorces_are_read_in_everyday_words() {
    holds(&["My gran went in 2011."], &["death Client's grandmother/-/- 2011-01-01"]);
    let told = told(&["My gran went to Leeds in 2011."]);
    assert!(!told.iter().any(|line| line.starts_with("death")), "{told:#?}");
    holds(&["My uncle Bert came to live with us in 2003."], &["moved Bert/-/- 2003-01-01"]);
    holds(&["My sister Nora was sent to live with an aunt."], &["moved Nora/-/- ?"]);
    holds(&["My ex-wife is Lena. It was final in March 2019."], &["divorced I/Lena/- 2019-03-01"]);
    holds(&["We were married in '88. No. '89. My wife's Ann."], &["married I/Ann/- 1989-01-01"]);
}

#[test]
fn small_letters_and_missing_apostrophes_are_read_like_any_others() {
    holds(
        &["mums linda, dads pete. hes 60. nik's my brother, hes 31 and he lives w kasia his wife"],
        &["Nik male", "birth Client's mother/Client's father/Nik 1995-01-01"],
    );
    holds(&["my gran died in feb 2019"], &["death Client's grandmother/-/- 2019-02-01"]);
}

#[test]
fn the_present_tense_of_a_tale_is_no_age_of_today() {
    holds(&["I'm thirty-eight. So it's the nineties, I'm ten, and the dog runs off."], &["birth -/-/I 1988-01-01"]);
}
