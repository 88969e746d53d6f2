//! What a fake model says: valid for its role, different for different requests, the same for the same request.

use serde_json::{Value, json};

use super::Fault;

/// The words of a reply; content faults change them.
pub(super) fn of(role: &str, body: &Value, fault: Option<&Fault>) -> String {
    let request = Request::of(body);
    match fault {
        Some(Fault::Prose) => return "I would say that nothing much was told here, SECRET-REPLY.".to_owned(),
        Some(Fault::Empty | Fault::Refusal) => return String::new(),
        Some(Fault::Megabyte) => return "SECRET-REPLY ".repeat(1024 * 1024 / 13),
        Some(Fault::PlainWords) => return "We were four at home, and nobody ever spoke of it at table.".to_owned(),
        _ => {}
    }
    let text = match role {
        "author" => request.persona(fault).to_string(),
        "client" => request.client(fault).to_string(),
        "extractor" => request.deltas(fault).to_string(),
        "judge" => json!({"score": f64::from(u32::try_from(request.hash % 101).unwrap_or_default()) / 100.0, "evidence": "Turns 3 and 7 go back and forth."}).to_string(),
        _ => request.coach(),
    };
    match fault {
        Some(Fault::TruncatedJson | Fault::Length) => {
            let cut = text.char_indices().nth(text.chars().count() * 2 / 3).map_or(text.len(), |(at, _)| at);
            text[..cut].to_owned()
        }
        _ => text,
    }
}

/// A request, read as far as the content needs it.
struct Request {
    system: String,
    last: String,
    hash: u64,
}

const NAMES: [&str; 24] = [
    "Ada", "Bruno", "Clara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Leon", "Mina",
    "Nils", "Olga", "Piotr", "Rosa", "Stefan", "Tamar", "Umar", "Vera", "Wanda", "Yusuf", "Zoe",
];

impl Request {
    fn of(body: &Value) -> Self {
        let messages = body["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        let text = |message: Option<&Value>| message.and_then(|m| m["content"].as_str()).unwrap_or_default().to_owned();
        let mut hashed = body.clone();
        if let Some(fields) = hashed.as_object_mut() {
            // How a reply is asked for does not change what is said.
            for how in ["response_format", "stream", "stream_options", "max_tokens", "max_completion_tokens"] {
                fields.remove(how);
            }
        }
        let hash = blake3::hash(hashed.to_string().as_bytes());
        let hash = hash.as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Request { system: text(messages.first()), last: text(messages.last()), hash }
    }

    fn pick<'a>(&self, salt: u64, from: &[&'a str]) -> &'a str {
        let at = (self.hash >> (salt % 8 * 7)) as usize;
        from.get(at % from.len().max(1)).copied().unwrap_or_default()
    }

    fn coach(&self) -> String {
        let topic = self.pick(
            1,
            &[
                "your mother",
                "your father",
                "your grandparents",
                "your brothers and sisters",
                "the year your parents separated",
                "your aunt",
                "your husband or wife",
                "your children",
                "the time the trouble began",
                "the move",
            ],
        );
        let ask = self.pick(
            2,
            &[
                "What was going on with",
                "When did you last speak about",
                "Who was close to",
                "How old were you, and where was",
            ],
        );
        format!("You named a few people just now, and I am keeping the order in mind. {ask} {topic} then?")
    }

    fn client(&self, fault: Option<&Fault>) -> Value {
        let out: Vec<&str> = self
            .last
            .lines()
            .find_map(|line| line.strip_prefix("Facts that are out already, by id: "))
            .map(|ids| ids.trim_end_matches('.').split(", ").collect())
            .unwrap_or_default();
        let next = self.system.lines().find_map(|line| {
            let (id, rest) = line.strip_prefix("- [")?.split_once("] ")?;
            (!out.contains(&id) && !rest.contains("you yourself")).then_some((id, rest))
        });
        let start = self.pick(
            3,
            &[
                "It was like that for years",
                "I never thought about it much",
                "People at home kept quiet",
                "That summer was odd",
                "My shift starts at six these days",
            ],
        );
        let end = self.pick(
            4,
            &[
                "and we left it there.",
                "and then the phone rang.",
                "which nobody minded, I suppose.",
                "as far as I remember.",
                "but that is long ago now.",
            ],
        );
        let told = next.map(|(_, rest)| rest.split([',', ':', '(']).next().unwrap_or_default().trim());
        let text = format!("{start}, there was {} in all of it, {end}", told.unwrap_or("nothing new"));
        let mut revealed: Vec<&str> = next.map(|(id, _)| id).into_iter().collect();
        match fault {
            Some(Fault::Dangling) => revealed.push("nobody_at_all"),
            Some(Fault::CollidingIds) => revealed.extend(revealed.clone()),
            Some(Fault::WrongEnum) => return json!({"text": 7, "revealed": revealed}),
            _ => {}
        }
        json!({"text": text, "revealed": revealed})
    }

    fn deltas(&self, fault: Option<&Fault>) -> Value {
        let lowest = self
            .last
            .split("\"id\":-")
            .skip(1)
            .filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<i64>().ok())
            .max()
            .unwrap_or_default();
        let statement = self.last.split("<<<\n").nth(1).and_then(|rest| rest.split("\n>>>").next()).unwrap_or_default();
        let words = statement.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
        let id = -(lowest + 1);
        let person = json!({"id": id, "name": format!("{} {}", self.pick(5, &NAMES), -id), "gender": "unknown", "evidence": [words], "confidence": 0.8});
        let year = 1950 + self.hash % 60;
        let event = json!({"id": id - 1, "kind": "moved", "person": id, "dateTime": format!("{year}-01-01"), "dateCertainty": "approximate", "evidence": [words]});
        match fault {
            Some(Fault::CollidingIds) => {
                json!({"people": [person.clone(), person], "events": [], "pair_bonds": [], "delete": []})
            }
            Some(Fault::Dangling) => {
                json!({"people": [], "events": [{"id": id, "kind": "death", "person": id - 77, "dateTime": "1990-01-01"}], "pair_bonds": [], "delete": []})
            }
            Some(Fault::WrongEnum) => {
                json!({"people": [person], "events": [{"id": id - 1, "kind": "SECRET-REPLY", "person": id}], "pair_bonds": [], "delete": []})
            }
            None if self.hash.is_multiple_of(3) => {
                json!({"people": [], "events": [], "pair_bonds": [], "delete": []})
            }
            _ => json!({"people": [person], "events": [event], "pair_bonds": [], "delete": []}),
        }
    }

    fn persona(&self, fault: Option<&Fault>) -> Value {
        let as_of = self.last.split("(\"as_of\") is ").nth(1).and_then(|rest| rest.get(..10)).unwrap_or("2026-01-15");
        let avoid =
            self.last.split("any of these names: ").nth(1).unwrap_or_default().lines().next().unwrap_or_default();
        let taken: Vec<&str> = avoid.trim_end_matches('.').split(", ").collect();
        let start = (self.hash % NAMES.len() as u64) as usize;
        let free = (0..NAMES.len()).map(|step| NAMES[(start + step) % NAMES.len()]).find(|name| !taken.contains(name));
        // When all are taken a number makes a new one.
        let name = free.map_or_else(|| format!("{} {}", NAMES[start], taken.len()), str::to_owned);
        let mut people = vec![
            json!({"key": "self", "name": name, "relation": "self", "gender": "female", "birth": "1984-05-02", "death": null}),
        ];
        for (key, name, relation, gender, birth, death) in [
            ("mother", "Margit", "mother", "female", "1956-03-11", None),
            ("father", "Anton", "father", "male", "1953-09-30", None),
            ("brother", "Felix", "younger brother", "male", "1988-07-21", None),
            ("mgm", "Hedwig", "maternal grandmother", "female", "1930-01-01", Some("2019-11-04")),
            ("mgf", "Ottokar", "maternal grandfather", "male", "1927-01-01", Some("1999-02-14")),
            ("pgm", "Irene", "paternal grandmother", "female", "1929-01-01", None),
            ("pgf", "Wilhelm", "paternal grandfather", "male", "1925-01-01", Some("1978-06-01")),
        ] {
            people.push(json!({"key": key, "name": name, "relation": relation, "gender": gender, "birth": birth, "death": death}));
        }
        let kind = if fault == Some(&Fault::WrongEnum) { "SECRET-REPLY" } else { "dismissive_avoidant" };
        let bond = |id: &str, a: &str, b: &str| json!({"id": id, "a": a, "b": b, "married": true});
        let mut bonds = vec![
            bond("b_parents", "mother", "father"),
            bond("b_maternal", "mgm", "mgf"),
            bond("b_paternal", "pgm", "pgf"),
        ];
        match fault {
            Some(Fault::CollidingIds) => bonds.push(bond("b_parents", "mgm", "pgf")),
            Some(Fault::Dangling) => bonds.push(bond("b_none", "mother", "nobody")),
            _ => {}
        }
        let event = |id: &str, kind: &str, person: &str, spouse: Option<&str>, child: Option<&str>, date: &str| json!({"id": id, "kind": kind, "person": person, "spouse": spouse, "child": child, "date": date, "certainty": "certain", "description": ""});
        let shift = |id: &str, person: &str, date: &str, description: &str, shifted: Value| json!({"id": id, "person": person, "date": date, "certainty": "approximate", "description": description, "shifted": shifted});
        json!({
            "name": name,
            "traits": [self.pick(6, &["evasive", "terse", "emotional", "mature"])],
            "attachment_style": kind,
            "background": format!("You are {name}, 41. You work shifts in a bakery. Your mother Margit and your father Anton separated in 2003; your \
                brother Felix lives near your father. Your grandmother Hedwig died in 2019, and since then you sleep badly."),
            "presenting_problem": "I do not sleep, not properly, for a good while now. My doctor thinks I should talk to someone, so here I am.",
            "data_points": [
                {"category": "presenting_problem", "keywords": ["sleep", "when did"]},
                {"category": "mother", "keywords": ["mother", "mom"]},
                {"category": "father", "keywords": ["father", "dad"]},
                {"category": "siblings", "keywords": ["brother", "sister"]},
                {"category": "maternal_grandparents", "keywords": ["grandmother", "grandparents"]},
                {"category": "nodal_events", "keywords": ["died", "separated", "moved"]},
            ],
            "as_of": as_of,
            "family": {
                "people": people,
                "pair_bonds": bonds,
                "events": [
                    event("e_birth_self", "birth", "mother", Some("father"), Some("self"), "1984-05-02"),
                    event("e_birth_brother", "birth", "mother", Some("father"), Some("brother"), "1988-07-21"),
                    event("e_wedding", "married", "mother", Some("father"), None, "1982-06-12"),
                    event("e_separated", "separated", "mother", Some("father"), None, "2003-10-01"),
                    event("e_moved", "moved", "father", None, None, "2004-02-01"),
                    event("e_death_mgm", "death", "mgm", None, None, "2019-11-04"),
                    event("e_death_mgf", "death", "mgf", None, None, "1999-02-14"),
                    event("e_death_pgf", "death", "pgf", None, None, "1978-06-01"),
                ],
                "shifts": [
                    shift("s_sleep", "self", "2019-12-01", "wakes at three every night", json!({"symptom": "up"})),
                    shift("s_worry", "mother", "2019-12-01", "calls several times a day", json!({"anxiety": "up"})),
                    shift("s_away", "brother", "2003-11-01", "stays with the father", json!({"relationship": {"kind": "away", "targets": ["mother"], "triangles": []}})),
                    shift("s_work", "father", "2004-03-01", "cannot keep his work", json!({"functioning": "down"})),
                ],
            },
        })
    }
}
