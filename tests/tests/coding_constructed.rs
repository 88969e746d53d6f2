//! The constructed reference coding by statement adds up to the reference coding of the whole discussion.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::coding::by_statement;
use sarf_shared::discussion::Statement;
use sarf_shared::pdp::replay;
use sarf_tests::harness::World;

#[test]
fn replayed_statement_by_statement_it_is_the_reference_of_the_whole_talk() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    for seed in [7, 8, 9] {
        let id = rpc.generate(1, 12, seed, false)[0].discussion.unwrap();
        rpc.settle();
        let view = rpc.ask(|client, context| async move { client.discussion(context, id).await });
        let persona = view.row.persona.unwrap();
        let persona = rpc.ask(|client, context| async move { client.persona(context, persona).await }).persona;
        let said: Vec<Statement> = rpc
            .statements(id)
            .into_iter()
            .map(|one| Statement {
                number: one.number,
                speaker: one.speaker,
                text: one.text,
                at: one.at,
                revealed: one.revealed,
                fallback: one.fallback,
            })
            .collect();
        let statements = by_statement(&persona.family, &said);
        assert_eq!(statements.len(), 12, "every statement of the client, revealing or not");
        let mut pool = replay(statements.values(), statements.len());
        let mut whole = view.reference.unwrap().coding;
        assert!(whole.people.len() > 2 && whole.events.len() > 2, "there is something to add up");
        let first = replay(statements.values(), 1);
        assert!(first.events.len() < pool.events.len(), "the control: one statement is not all of them");
        pool.people.sort_by_key(|row| row.id);
        whole.people.sort_by_key(|row| row.id);
        pool.events.sort_by_key(|row| row.id);
        whole.events.sort_by_key(|row| row.id);
        pool.pair_bonds.sort_by_key(|row| row.id);
        whole.pair_bonds.sort_by_key(|row| row.id);
        assert_eq!((pool.people, pool.events, pool.pair_bonds), (whole.people, whole.events, whole.pair_bonds));
    }
}
