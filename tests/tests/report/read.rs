//! The tables of a page, as a real reader of Markdown sees them, each with the command beneath it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A table of the page.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The heading it stands under.
    pub heading: String,
    /// The sentence before it.
    pub caption: String,
    /// Every sentence since the heading.
    pub since: Vec<String>,
    /// Its first row.
    pub head: Vec<String>,
    /// The others.
    pub rows: Vec<Vec<String>>,
    /// The command that prints it.
    pub command: String,
}

/// Every table; a table without a command of its own, or with a row of another length, fails the test.
#[track_caller]
pub fn tables(page: &str) -> Vec<Table> {
    let (mut tables, mut open): (Vec<Table>, Option<Table>) = (Vec::new(), None);
    let (mut heading, mut paragraph, mut text) = (String::new(), String::new(), String::new());
    let (mut row, mut since) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell) => text.clear(),
            Event::Start(Tag::Table(_)) => {
                assert!(open.is_none(), "no command beneath the table before \"{paragraph}\"");
                let (heading, caption, since) = (heading.clone(), paragraph.clone(), since.clone());
                open = Some(Table { heading, caption, since, ..Table::default() });
            }
            Event::End(TagEnd::Heading(_)) => {
                heading.clone_from(&text);
                since.clear();
            }
            Event::End(TagEnd::Paragraph) => {
                paragraph.clone_from(&text);
                since.push(text.clone());
            }
            Event::End(TagEnd::TableCell) => row.push(text.trim().to_owned()),
            Event::End(TagEnd::TableHead) => open.as_mut().unwrap().head = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) => open.as_mut().unwrap().rows.push(std::mem::take(&mut row)),
            Event::Text(words) => text.push_str(&words),
            Event::Code(code) => {
                if let Some(mut table) = open.take_if(|_| text == "Printed by ") {
                    table.command = code.to_string();
                    tables.push(table);
                }
                text.push_str(&code);
            }
            Event::SoftBreak => text.push(' '),
            Event::Html(found) | Event::InlineHtml(found) => panic!("HTML in the page: {found}"),
            _ => {}
        }
    }
    assert!(open.is_none(), "no command beneath the last table");
    for table in &tables {
        assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{table:?}");
    }
    tables
}

/// Every command the page names, in tables or beside words.
pub fn commands(page: &str) -> Vec<String> {
    let codes = Parser::new_ext(page, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Code(code) if code.starts_with("sarf ") => Some(code.to_string()),
        _ => None,
    });
    let mut commands: Vec<String> = codes.collect();
    commands.sort();
    commands.dedup();
    commands
}
