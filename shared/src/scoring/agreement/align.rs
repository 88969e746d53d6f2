//! From pairwise matchings to units: which items of several coders are one and the same.
//!
//! Edges are taken from the strongest to the weakest; two groups become one where that leaves no coder with two items in it.
//! Two items can so come together through a third that both were matched with. Items come in the order of their content
//! and coders in that of their names, and ties go by that order, so no listing of coders or items changes a unit.

/// An item of some coder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Item {
    /// Which coder.
    pub coder: usize,
    /// Which of their items, in the order of content.
    pub at: usize,
}

/// Two items that a matcher paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge<S> {
    pub strength: S,
    pub a: Item,
    pub b: Item,
}

/// Groups items, at most one of each coder in a group. Humans are grouped first; each model's items then join what humans
/// grouped, so that adding a model never changes a unit of the humans. Groups are sorted inside and among one another.
pub(super) fn group<S: Ord + Copy>(
    items: &[Item],
    edges: &[Edge<S>],
    is_human: impl Fn(usize) -> bool,
) -> Vec<Vec<Item>> {
    let mut edges: Vec<(&Edge<S>, (Item, Item))> =
        edges.iter().map(|edge| (edge, (edge.a.min(edge.b), edge.a.max(edge.b)))).collect();
    edges.sort_unstable_by(|(one, x), (two, y)| two.strength.cmp(&one.strength).then(x.cmp(y)));
    let mut items = items.to_vec();
    items.sort_unstable();
    items.dedup();

    let mut groups: Vec<Vec<Item>> = items.into_iter().map(|item| vec![item]).collect();
    let humans_first = [true, false];
    for among_humans in humans_first {
        for (_, (a, b)) in &edges {
            let humans = usize::from(is_human(a.coder)) + usize::from(is_human(b.coder));
            // Two models are never joined by one another's word, only through a human's item.
            if among_humans && humans == 2 {
                join(&mut groups, *a, *b);
            } else if !among_humans && humans == 1 {
                let model = if is_human(a.coder) { b } else { a };
                if groups.iter().any(|group| group.as_slice() == [*model]) {
                    join(&mut groups, *a, *b);
                }
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

fn join(groups: &mut [Vec<Item>], a: Item, b: Item) {
    let find = |item: Item| groups.iter().position(|group| group.contains(&item));
    let (Some(one), Some(two)) = (find(a), find(b)) else { return };
    let (keep, take) = (one.min(two), one.max(two));
    if keep == take {
        return;
    }
    let (Some(kept), Some(taken)) = (groups.get(keep), groups.get(take)) else { return };
    if kept.iter().any(|item| taken.iter().any(|other| other.coder == item.coder)) {
        return;
    }
    let taken = groups.get_mut(take).map(std::mem::take).unwrap_or_default();
    if let Some(kept) = groups.get_mut(keep) {
        kept.extend(taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(coder: usize, at: usize) -> Item {
        Item { coder, at }
    }

    fn edge(strength: u32, a: Item, b: Item) -> Edge<u32> {
        Edge { strength, a, b }
    }

    #[test]
    fn items_come_together_through_a_third_and_never_two_of_one_coder() {
        let items = [item(0, 0), item(0, 1), item(1, 0), item(2, 0)];
        // Coder 1's item goes with coder 0's first (stronger), so coder 0's second stays alone; coder 2 comes through 1.
        let edges = [edge(3, item(0, 1), item(2, 0)), edge(9, item(0, 0), item(1, 0)), edge(5, item(1, 0), item(2, 0))];
        let groups = group(&items, &edges, |_| true);
        assert_eq!(groups, [vec![item(0, 0), item(1, 0), item(2, 0)], vec![item(0, 1)]]);
    }

    #[test]
    fn a_model_joins_humans_and_never_brings_two_of_them_together() {
        let items = [item(0, 0), item(1, 0), item(2, 0)];
        let edges = [edge(9, item(0, 0), item(2, 0)), edge(9, item(1, 0), item(2, 0))];
        let groups = group(&items, &edges, |coder| coder != 2);
        assert_eq!(groups, [vec![item(0, 0), item(2, 0)], vec![item(1, 0)]]);
        assert_eq!(group(&items, &edges, |_| true).len(), 1, "a human in its place does");
    }

    proptest! {
        #[test]
        fn the_order_of_edges_and_items_changes_no_group(
            raw in proptest::collection::vec((0u32..4, 0usize..4, 0usize..4, 0usize..4, 0usize..4), 0..30),
            turn in 0usize..30,
        ) {
            let mut items: Vec<Item> = (0..4).flat_map(|coder| (0..4).map(move |at| item(coder, at))).collect();
            let mut edges: Vec<Edge<u32>> = raw.iter()
                .filter(|(_, a, _, b, _)| a != b)
                .map(|(strength, a, i, b, j)| edge(*strength, item(*a, *i), item(*b, *j)))
                .collect();
            let groups = group(&items, &edges, |coder| coder < 3);
            for group in &groups {
                let coders: std::collections::BTreeSet<_> = group.iter().map(|item| item.coder).collect();
                prop_assert_eq!(coders.len(), group.len());
            }
            prop_assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), items.len());
            items.reverse();
            let by = turn % edges.len().max(1);
            edges.rotate_left(by);
            edges.iter_mut().for_each(|edge| std::mem::swap(&mut edge.a, &mut edge.b));
            prop_assert_eq!(group(&items, &edges, |coder| coder < 3), groups);
        }

        #[test]
        fn a_model_changes_no_group_of_the_humans(
            raw in proptest::collection::vec((0u32..4, 0usize..4, 0usize..3, 0usize..4, 0usize..3), 0..30),
        ) {
            let items = |coders: usize| -> Vec<Item> {
                (0..coders).flat_map(|coder| (0..3).map(move |at| item(coder, at))).collect()
            };
            let edges: Vec<Edge<u32>> = raw.iter()
                .filter(|(_, a, _, b, _)| a != b)
                .map(|(strength, a, i, b, j)| edge(*strength, item(*a, *i), item(*b, *j)))
                .collect();
            let human = |coder: usize| coder < 3;
            let mut with: Vec<Vec<Item>> = group(&items(4), &edges, human);
            with.iter_mut().for_each(|group| group.retain(|item| human(item.coder)));
            with.retain(|group| !group.is_empty());
            with.sort_unstable();
            let of_humans: Vec<_> =
                edges.iter().filter(|edge| human(edge.a.coder) && human(edge.b.coder)).copied().collect();
            prop_assert_eq!(with, group(&items(3), &of_humans, human));
        }
    }
}
