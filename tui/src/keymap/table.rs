//! The table of actions and their usual keys: the one place where a key is named.

use crossterm::event::KeyCode;

use super::{Action, Key, Place};

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Where.
    pub(super) place: Place,
    /// What.
    pub(super) action: Action,
    /// By which keys, unless the configuration says others.
    pub(super) keys: &'static [Key],
    /// The word in the hint line; empty: not shown there.
    pub(super) hint: &'static str,
    /// The sentence in help and palette.
    pub(super) help: &'static str,
}

const fn c(character: char) -> Key {
    Key { code: KeyCode::Char(character), ctrl: false }
}
const fn ctrl(character: char) -> Key {
    Key { code: KeyCode::Char(character), ctrl: true }
}
const fn k(code: KeyCode) -> Key {
    Key { code, ctrl: false }
}

/// The table. Within a place, in the order of the hint line.
#[rustfmt::skip]
pub(super) const TABLE: &[Row] = {
    use Action as A;
    use KeyCode as K;
    use Place as P;
    const fn b(place: Place, action: Action, keys: &'static [Key], hint: &'static str, help: &'static str) -> Row {
        Row { place, action, keys, hint, help }
    }
    &[
        b(P::Discussions, A::Open, &[k(K::Enter), c('l'), k(K::Right)], "read", "Read the discussion with what was extracted from it"),
        b(P::Discussions, A::Generate, &[c('g')], "generate", "Write a new discussion"),
        b(P::Discussions, A::Import, &[c('i')], "import", "Import a recorded transcript"),
        b(P::Discussions, A::Retry, &[c('r')], "retry", "Go on where it stopped"),
        b(P::Discussions, A::Extract, &[c('e')], "extract", "Extract the family data from what was said"),
        b(P::Discussions, A::PauseResume, &[c('p')], "pause/resume", "Pause its job, or let a paused one go on"),
        b(P::Discussions, A::Cancel, &[c('c')], "cancel", "Cancel its job; what is finished is kept"),
        b(P::Discussions, A::Delete, &[c('D')], "delete", "Delete the discussion, after a typed confirmation"),
        b(P::Discussions, A::History, &[c('H')], "history", "What happened to it so far"),

        b(P::Reading, A::Down, &[c('j'), k(K::Down)], "next", "The next statement"),
        b(P::Reading, A::Back, &[k(K::Esc), k(K::Backspace)], "back", "Back to the list"),
        b(P::Reading, A::Up, &[c('k'), k(K::Up)], "previous", "The statement before"),
        b(P::Reading, A::NextPane, &[k(K::Tab), k(K::Right), c('l')], "next pane", "Talk, codes, family: the next pane"),
        b(P::Reading, A::NextItem, &[c('n')], "next match", "The next statement in which the words searched for are said"),
        b(P::Reading, A::PrevItem, &[c('N')], "", "The statement before in which they are said"),
        b(P::Reading, A::PrevPane, &[k(K::BackTab), k(K::Left), c('h')], "", "Talk, codes, family: the pane before"),
        b(P::Reading, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll the focused pane down"),
        b(P::Reading, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll the focused pane up"),
        b(P::Reading, A::Scores, &[c('v')], "scores", "The evaluations in words, with what they rest on"),
        b(P::Reading, A::Filter, &[c('/')], "search", "Search for words in what was said; they are found while you type"),
        b(P::Reading, A::Extract, &[c('e')], "extract", "Extract the family data from what was said"),
        b(P::Reading, A::Retry, &[c('r')], "retry", "Go on where it stopped"),
        b(P::Reading, A::History, &[c('H')], "history", "What happened to it so far"),

        b(P::Generate, A::Start, &[k(K::Enter)], "start", "Start writing"),
        b(P::Generate, A::Back, &[k(K::Esc)], "back", "Back; what was filled in stays"),
        b(P::Generate, A::NextField, &[k(K::Tab), k(K::Down)], "next", "The next field"),
        b(P::Generate, A::PrevField, &[k(K::BackTab), k(K::Up)], "", "The field before"),
        b(P::Generate, A::Choose, &[c(' '), k(K::Right)], "choose", "Switch, or the next choice"),
        b(P::Generate, A::ChooseBack, &[k(K::Left)], "", "The choice before"),

        b(P::Personas, A::Generate, &[c('g'), k(K::Enter)], "generate", "Write a discussion with this persona"),
        b(P::Personas, A::NewPersona, &[c('n')], "new", "Write a new persona"),
        b(P::Personas, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll the description down"),
        b(P::Personas, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll the description up"),
        b(P::Personas, A::Delete, &[c('D')], "delete", "Delete the persona; its discussions stay"),

        b(P::Jobs, A::Open, &[k(K::Enter)], "read", "Read the discussion it works on"),
        b(P::Jobs, A::Retry, &[c('r')], "retry", "Try it again, from where it stopped"),
        b(P::Jobs, A::RetryFailed, &[c('F')], "retry all failed", "Try every job again that failed"),
        b(P::Jobs, A::PauseResume, &[c('p')], "pause/resume", "Pause it, or let it go on"),
        b(P::Jobs, A::Cancel, &[c('c')], "cancel", "Cancel it; what is finished is kept"),
        b(P::Jobs, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll its history down"),
        b(P::Jobs, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll its history up"),

        b(P::F1, A::Open, &[k(K::Enter), c('l'), k(K::Right)], "drill", "One level down: discussions, statements, items, the item side by side"),
        b(P::F1, A::Back, &[k(K::Esc), k(K::Backspace), c('h'), k(K::Left)], "back", "One level up"),
        b(P::F1, A::NextItem, &[c(']')], "next item", "The next item behind the number"),
        b(P::F1, A::PrevItem, &[c('[')], "", "The item before"),
        b(P::F1, A::Why, &[c('w')], "why", "Why an item was not matched, or what a figure rests on"),
        b(P::F1, A::Confusion, &[c('c')], "confusion", "Of a variable: which values were taken for which; from there, the next variable"),
        b(P::F1, A::NextFigure, &[c('f')], "figure", "In the history: chart another figure"),
        b(P::F1, A::MapPerson, &[c('m')], "map persons", "Say who is who between the scored side and the truth"),
        b(P::F1, A::History, &[c('H')], "history", "Every run in order of time, with model and prompt"),
        b(P::F1, A::CompareRun, &[c('r')], "compare", "What is shown against other runs: fixed, broken, and how sure that is"),
        b(P::F1, A::PooledOrMean, &[c('p')], "pooled/mean", "Figures pooled over discussions, or means over them"),
        b(P::F1, A::SwitchTruth, &[c('t')], "truth", "Against ground truth of people, or against constructed references"),
        b(P::F1, A::ExportFigures, &[c('E')], "export", "Write the figures into a file, as CSV or JSON"),
        b(P::F1, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll the item down"),
        b(P::F1, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll the item up"),
        b(P::F1, A::UndoMap, &[c('u')], "", "While mapping persons: take back what was said of the selected one"),
        b(P::F1, A::Filter, &[c('/')], "filter", "Which figures: origin, truth, coder, model, runs, trait, matcher"),
        b(P::F1, A::SortBack, &[c('S')], "", "The same order the other way round"),
        b(P::F1, A::NextPane, &[k(K::Tab)], "items", "From the figures to the items, and back"),
        b(P::F1, A::PrevPane, &[k(K::BackTab)], "", "From the items to the figures, and back"),

        b(P::Matrix, A::Open, &[k(K::Enter)], "items", "To the items of the cell, then the item side by side"),
        b(P::Matrix, A::Back, &[k(K::Esc), k(K::Backspace)], "back", "Back to the figures"),
        b(P::Matrix, A::CellRight, &[c('l'), k(K::Right)], "right", "One cell to the right"),
        b(P::Matrix, A::CellLeft, &[c('h'), k(K::Left)], "left", "One cell to the left"),

        b(P::Agreement, A::Open, &[k(K::Enter)], "drill", "One level down: the matrix of the line, two coders, their events, one event"),
        b(P::Agreement, A::Back, &[k(K::Esc), k(K::Backspace)], "back", "One level up"),
        b(P::Agreement, A::NextPane, &[k(K::Tab)], "pane", "From the lines to the matrix or the events, and back"),
        b(P::Agreement, A::PrevPane, &[k(K::BackTab)], "", "From the matrix or the events to the lines, and back"),
        b(P::Agreement, A::Why, &[c('w')], "notes", "What the focused figures rest on, and everything a reader has to know"),
        b(P::Agreement, A::Disagreements, &[c('d')], "disagree", "The events on which coders disagree, the gravest first"),
        b(P::Agreement, A::SwitchLevel, &[c('t')], "level", "Compare all that coders say of a discussion, or statement by statement"),
        b(P::Agreement, A::SwitchUnits, &[c('u')], "units", "Which units count: matched, cells, coded"),
        b(P::Agreement, A::WithModel, &[c('m')], "model", "The model beside the people, never counted among them"),
        b(P::Agreement, A::History, &[c('H')], "over time", "Alpha in windows over time, or without"),
        b(P::Agreement, A::ExportFigures, &[c('E')], "export", "Write the values as a long CSV, or all figures as JSON"),
        b(P::Agreement, A::Filter, &[c('/')], "filter", "Whose agreement, and how it is measured"),
        b(P::Agreement, A::NextItem, &[c(']')], "next event", "The next event of two coders or of the disagreements"),
        b(P::Agreement, A::PrevItem, &[c('[')], "", "The event before"),
        b(P::Agreement, A::CellLeft, &[c('h'), k(K::Left)], "", "In the matrix: the cell to the left"),
        b(P::Agreement, A::CellRight, &[c('l'), k(K::Right)], "", "In the matrix: the cell to the right"),
        b(P::Agreement, A::ScrollDown, &[c('J'), ctrl('d')], "", "Scroll the words beside the matrix down"),
        b(P::Agreement, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll the words beside the matrix up"),

        b(P::Lists, A::Filter, &[c('/')], "filter", "Show only what matches"),
        b(P::Lists, A::Sort, &[c('s')], "sort", "Another order"),
        b(P::Lists, A::Copy, &[c('y')], "copy", "Copy what is selected or read; to select text, use the mouse as everywhere"),
        b(P::Lists, A::Down, &[c('j'), k(K::Down)], "", "One down"),
        b(P::Lists, A::Up, &[c('k'), k(K::Up)], "", "One up"),
        b(P::Lists, A::PageDown, &[k(K::PageDown), ctrl('f')], "", "One screen down"),
        b(P::Lists, A::PageUp, &[k(K::PageUp), ctrl('b')], "", "One screen up"),
        b(P::Lists, A::First, &[k(K::Home)], "", "To the first"),
        b(P::Lists, A::Last, &[c('G'), k(K::End)], "", "To the last"),

        b(P::Everywhere, A::Back, &[k(K::Esc), k(K::Backspace)], "back", "One level back; ends a filter"),
        b(P::Everywhere, A::GoDiscussions, &[c('1')], "", "The list of discussions"),
        b(P::Everywhere, A::GoF1, &[c('3')], "", "The model against ground truth"),
        b(P::Everywhere, A::GoAgreement, &[c('4')], "", "How far coders agree"),
        b(P::Everywhere, A::GoJobs, &[c('5')], "", "The list of jobs"),
        b(P::Everywhere, A::GoPersonas, &[c('6')], "", "The list of personas"),
        b(P::Everywhere, A::Messages, &[c('!')], "", "All messages of this session"),
        b(P::Everywhere, A::RestartDaemon, &[], "", "Start or restart the background service; jobs go on by themselves"),
        b(P::Everywhere, A::Redraw, &[ctrl('l')], "", "Draw everything anew"),
        b(P::Everywhere, A::Suspend, &[ctrl('z')], "", "To the shell for now; `fg` comes back"),
        b(P::Everywhere, A::Palette, &[c(':')], "command", "A command by its name"),
        b(P::Everywhere, A::Help, &[c('?')], "help", "All keys"),
        b(P::Everywhere, A::Quit, &[c('q'), ctrl('c')], "quit", "Leave; jobs go on without you"),
    ]
};
