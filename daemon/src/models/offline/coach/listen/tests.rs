//! What the coach hears.

use super::*;

#[test]
fn relatives_and_their_names_are_heard() {
    let ear = listen(&[
        "My sister Anna called. Mom was in the kitchen with my dad's brother Leo.",
        "Anna moved out and my husband, Piet, helped.",
    ]);
    let named =
        listen(&["My mother is called Ana. Ben, that's my dad. Mom's name is Ana.", "My dad's mother's name was Eva."]);
    let names: Vec<_> =
        named.relatives.iter().map(|one| format!("{}={}", one.words, one.name.clone().unwrap_or_default())).collect();
    assert_eq!(names, ["your mother=Ana", "your father=Ben", "your father's mother=Eva"]);
    let heard: Vec<String> = ear
        .relatives
        .iter()
        .map(|relative| format!("{}={}", relative.words, relative.name.clone().unwrap_or_default()))
        .collect();
    assert_eq!(
        heard,
        ["your sister=Anna", "your mother=", "your father=", "your father's brother=Leo", "your husband=Piet"]
    );
    assert!(ear.latest.iter().any(|relative| relative.name.as_deref() == Some("Anna")));
    assert!(ear.cues.iter().any(|(cue, _)| *cue == Cue::Move));
}

#[test]
fn who_died_is_known_to_have_died_and_nobody_else() {
    let ear = listen(&[
        "My dad's mother Ana died of a stroke in 1991. We lost my brother Leo in 2003. Mom is fine.",
        "Ben, that's my mom's brother. Ben passed away back in 2010.",
    ]);
    let gone: Vec<String> = ear.relatives.iter().filter(|one| one.gone).map(Relative::called).collect();
    assert_eq!(gone, ["Ana", "Leo", "Ben"]);
}

#[test]
fn what_only_sounds_like_a_cue_is_none() {
    for words in [
        "Grandma died of a stroke in 1991.",
        "We don't fight so much as stop passing the salt.",
        "In 1997, my mom took charge of things.",
        "We drove to the hospital when she came.",
        "People moved over one seat, so to speak.",
        "Leela painted houses.",
    ] {
        let cues: Vec<Cue> = listen(&[words]).cues.into_iter().map(|(cue, _)| cue).collect();
        assert!(cues.iter().all(|cue| *cue == Cue::Death), "{words}: {cues:?}");
    }
    let ear = listen(&["Loredana took my side against my mom. I fought with Dad. That was in 1994. He had a stroke."]);
    let cues: Vec<Cue> = ear.cues.iter().map(|(cue, _)| *cue).collect();
    assert_eq!(cues, [Cue::Closeness, Cue::Fight, Cue::Sickness], "control");
    assert_eq!(ear.dated, [Cue::Fight]);
}

#[test]
fn a_clause_is_given_back_in_the_second_person() {
    assert_eq!(give_back("I was afraid of my brother.").as_deref(), Some("you were afraid of your brother"));
    assert_eq!(give_back("Piet and I got married in 2003.").as_deref(), Some("you and Piet got married in 2003"));
    assert_eq!(give_back("I don't know why."), None);
}
