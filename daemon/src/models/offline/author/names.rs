//! Names and places a family can have. One entry a people or region; older names for those born before 1968.
//! Left out on purpose: names that are also everyday words or months (Grace, Will, June), which would make a transcript
//! ambiguous to any reader.

use super::super::dice::Dice;
use sarf_shared::family::Gender;

/// Where a branch of a family comes from.
pub(crate) struct Culture {
    old_women: &'static [&'static str],
    old_men: &'static [&'static str],
    women: &'static [&'static str],
    men: &'static [&'static str],
    families: &'static [&'static str],
    /// Towns its older people tend to live in.
    pub(crate) places: &'static [&'static str],
}

/// Every culture; any may marry into any.
pub(crate) const CULTURES: &[Culture] = &[
    Culture {
        old_women: &["Margaret", "Dorothy", "Barbara", "Lorraine", "Phyllis", "Marjorie", "Shirley", "Eleanor"],
        old_men: &["Harold", "Walter", "Donald", "Russell", "Kenneth", "Leonard", "Raymond", "Stanley"],
        women: &[
            "Megan", "Lauren", "Heather", "Kelsey", "Allison", "Courtney", "Brooklyn", "Tessa", "Paige", "Whitney",
        ],
        men: &["Tyler", "Kyle", "Derek", "Brandon", "Justin", "Evan", "Connor", "Logan", "Trevor", "Cody"],
        families: &[
            "Whitaker", "Pruitt", "Hollis", "Bramlett", "Sizemore", "Kendrick", "Lathrop", "Dunaway", "Tolliver",
        ],
        places: &["Knoxville", "Dayton", "Tulsa", "Spokane", "Roanoke"],
    },
    Culture {
        old_women: &["Bridie", "Noreen", "Maureen", "Philomena", "Bernadette", "Una", "Kathleen", "Breda"],
        old_men: &["Declan", "Eamon", "Fergus", "Malachy", "Desmond", "Brendan", "Cormac", "Finbar"],
        women: &["Aoife", "Siobhan", "Niamh", "Orla", "Ciara", "Roisin", "Sinead", "Grainne", "Maeve", "Deirdre"],
        men: &["Ciaran", "Padraig", "Niall", "Oisin", "Ronan", "Cathal", "Donal", "Eoin", "Colm", "Tadhg"],
        families: &["Gallagher", "Devlin", "Mulcahy", "Brennan", "Hanrahan", "Kinsella", "Tierney", "Loughran"],
        places: &["Limerick", "Sligo", "Galway", "Boston", "Ennis"],
    },
    Culture {
        old_women: &["Ingrid", "Solveig", "Astrid", "Gudrun", "Ragnhild", "Borghild", "Hjordis", "Signe"],
        old_men: &["Anders", "Halvor", "Torvald", "Gunnar", "Sverre", "Einar", "Leif", "Arne"],
        women: &["Kirsten", "Maren", "Britta", "Linnea", "Annika", "Kari", "Tuva", "Sunniva", "Liv", "Elin"],
        men: &["Erik", "Lars", "Bjorn", "Soren", "Henrik", "Nils", "Kjell", "Magnus", "Espen", "Mattias"],
        families: &["Halvorsen", "Lindqvist", "Tollefson", "Nygaard", "Ostergren", "Bakken", "Haugen", "Solberg"],
        places: &["Duluth", "Fargo", "Eau Claire", "Moorhead", "Bemidji"],
    },
    Culture {
        old_women: &["Concetta", "Filomena", "Assunta", "Carmela", "Rosaria", "Giuseppina", "Nunzia", "Immacolata"],
        old_men: &["Salvatore", "Carmine", "Vito", "Rocco", "Gaetano", "Pasquale", "Domenico", "Luigi"],
        women: &[
            "Gianna",
            "Francesca",
            "Daniela",
            "Loredana",
            "Ornella",
            "Bianca",
            "Chiara",
            "Serena",
            "Alessia",
            "Marisa",
        ],
        men: &["Marco", "Dante", "Enzo", "Fabio", "Luca", "Matteo", "Renato", "Sergio", "Nico", "Massimo"],
        families: &["Petrillo", "Scaturro", "De Luca", "Bonacci", "Marchetti", "Fusaro", "Iannucci", "Grimaldi"],
        places: &["Providence", "Yonkers", "Scranton", "New Haven", "Paterson"],
    },
    Culture {
        old_women: &["Socorro", "Guadalupe", "Consuelo", "Esperanza", "Refugio", "Amparo", "Ofelia", "Herlinda"],
        old_men: &["Ramiro", "Ignacio", "Eusebio", "Arturo", "Efrain", "Rigoberto", "Gilberto", "Hector"],
        women: &[
            "Marisol", "Yesenia", "Ximena", "Araceli", "Itzel", "Lorena", "Graciela", "Paloma", "Belen", "Citlali",
        ],
        men: &[
            "Mateo",
            "Diego",
            "Rafael",
            "Esteban",
            "Alejandro",
            "Emiliano",
            "Rodrigo",
            "Joaquin",
            "Andres",
            "Fermin",
        ],
        families: &["Villarreal", "Cisneros", "Montoya", "Olivares", "Zamora", "Quintero", "Barragan", "Escobedo"],
        places: &["Laredo", "El Paso", "Fresno", "Tucson", "San Antonio"],
    },
    Culture {
        old_women: &["Halina", "Jadwiga", "Bronislawa", "Krystyna", "Zofia", "Wanda", "Genowefa", "Stanislawa"],
        old_men: &["Zbigniew", "Kazimierz", "Tadeusz", "Wladyslaw", "Bogdan", "Czeslaw", "Mieczyslaw", "Jerzy"],
        women: &["Agnieszka", "Magda", "Kasia", "Ewa", "Justyna", "Dorota", "Monika", "Beata", "Iwona", "Ola"],
        men: &["Tomasz", "Piotr", "Marek", "Adam", "Wojtek", "Krzysztof", "Pawel", "Lukasz", "Grzegorz", "Maciej"],
        families: &["Kowalczyk", "Wisniewski", "Zielinski", "Nowicki", "Sobczak", "Jaworski", "Gorski", "Pawlak"],
        places: &["Buffalo", "Hamtramck", "Toledo", "Milwaukee", "Gary"],
    },
    Culture {
        old_women: &["Hildegard", "Irmgard", "Waltraud", "Gerda", "Elfriede", "Liesel", "Ursula", "Edeltraud"],
        old_men: &["Manfred", "Horst", "Dieter", "Helmut", "Gerhard", "Wolfgang", "Siegfried", "Ewald"],
        women: &["Anke", "Silke", "Heike", "Katja", "Birgit", "Sabine", "Ulrike", "Frauke", "Nadja", "Wiebke"],
        men: &["Jens", "Torsten", "Uwe", "Holger", "Stefan", "Detlef", "Matthias", "Florian", "Sven", "Lukas"],
        families: &["Brandt", "Hoffmann", "Reinhardt", "Kessler", "Vogelsang", "Dreyer", "Steinbach", "Ahrens"],
        places: &["Bremen", "Kassel", "Lubeck", "Erfurt", "Oldenburg"],
    },
    Culture {
        old_women: &["Savitri", "Kamala", "Sushila", "Indira", "Padma", "Leela", "Sarojini", "Vasanthi"],
        old_men: &["Raghav", "Krishnan", "Govind", "Harish", "Mohan", "Venkat", "Suresh", "Jagdish"],
        women: &["Priya", "Anjali", "Deepa", "Kavita", "Nisha", "Meera", "Shreya", "Radhika", "Pooja", "Divya"],
        men: &["Arjun", "Rohan", "Vikram", "Nikhil", "Sanjay", "Karthik", "Rahul", "Anand", "Siddharth", "Varun"],
        families: &["Raman", "Iyengar", "Deshpande", "Kulkarni", "Bhatt", "Subramanian", "Chaudhari", "Nambiar"],
        places: &["Edison", "Fremont", "Leicester", "Pune", "Sugar Land"],
    },
    Culture {
        old_women: &["Ngozi", "Adaeze", "Ifeoma", "Nkechi", "Obioma", "Uzoamaka", "Chinyere", "Ebele"],
        old_men: &["Okechukwu", "Chukwuma", "Ikenna", "Obinna", "Nnamdi", "Uchenna", "Azubuike", "Ifeanyi"],
        women: &["Chioma", "Amara", "Adanna", "Kelechi", "Somto", "Zina", "Oluchi", "Nneka", "Yagazie", "Kosi"],
        men: &["Chidi", "Emeka", "Tobenna", "Kene", "Ugo", "Dubem", "Somadina", "Ebuka", "Jideofor", "Lotanna"],
        families: &["Okafor", "Nwosu", "Eze", "Onyekachi", "Obi", "Anyanwu", "Umeh", "Ezekwesili"],
        places: &["Houston", "Enugu", "Peckham", "Baltimore", "Aba"],
    },
    Culture {
        old_women: &["Lucille", "Ernestine", "Odessa", "Earlene", "Willa", "Geneva", "Bernice", "Vernell"],
        old_men: &["Cleveland", "Otis", "Percy", "Roosevelt", "Alonzo", "Luther", "Clarence", "Cornelius"],
        women: &[
            "Danielle", "Kiara", "Monique", "Jasmine", "Tamika", "Simone", "Aaliyah", "Renee", "Camille", "Latasha",
        ],
        men: &["Marcus", "Darnell", "Terrence", "Andre", "Jamal", "Malik", "Reggie", "Isaiah", "Xavier", "Desean"],
        families: &["Gaines", "Broussard", "Mayfield", "Tubbs", "Pettway", "Ledbetter", "Rutledge", "Calloway"],
        places: &["Memphis", "Mobile", "Baton Rouge", "Durham", "Flint"],
    },
    Culture {
        old_women: &["Sunhee", "Younghee", "Soonja", "Kyungsook", "Malsoon", "Okja", "Chunja", "Heesook"],
        old_men: &["Sangho", "Byungchul", "Kwangsoo", "Youngsik", "Jongmin", "Daeho", "Changsu", "Insoo"],
        women: &["Jiwon", "Minji", "Hana", "Soyeon", "Eunice", "Yuna", "Hyejin", "Sora", "Nari", "Dahee"],
        men: &["Jihoon", "Minho", "Taeyang", "Joon", "Sungmin", "Hyunwoo", "Dongwook", "Seojun", "Woojin", "Kihoon"],
        families: &["Kang", "Yoon", "Paik", "Chung", "Shin", "Noh", "Bae", "Hwang"],
        places: &["Torrance", "Annandale", "Daegu", "Fort Lee", "Busan"],
    },
    Culture {
        old_women: &["Deolinda", "Conceicao", "Lurdes", "Fatima", "Odete", "Celeste", "Arminda", "Natalia"],
        old_men: &["Joaquim", "Armando", "Manuel", "Serafim", "Albano", "Custodio", "Evaristo", "Amadeu"],
        women: &["Ines", "Catarina", "Mafalda", "Filipa", "Tania", "Raquel", "Leonor", "Joana", "Carlota", "Vera"],
        men: &["Duarte", "Tiago", "Rui", "Nuno", "Goncalo", "Miguel", "Vasco", "Filipe", "Bruno", "Afonso"],
        families: &["Medeiros", "Furtado", "Pacheco", "Arruda", "Teixeira", "Avelar", "Bettencourt", "Moniz"],
        places: &["Fall River", "New Bedford", "Braga", "Newark", "Coimbra"],
    },
    Culture {
        old_women: &["Gwenllian", "Myfanwy", "Blodwen", "Ceridwen", "Eirlys", "Menna", "Nesta", "Olwen"],
        old_men: &["Idris", "Emrys", "Ifor", "Gwilym", "Trefor", "Hywel", "Glyn", "Merfyn"],
        women: &["Cerys", "Bethan", "Carys", "Lowri", "Nerys", "Rhian", "Sioned", "Delyth", "Elen", "Catrin"],
        men: &["Gareth", "Rhys", "Dylan", "Ieuan", "Gethin", "Aled", "Owain", "Iestyn", "Dewi", "Geraint"],
        families: &["Probert", "Pugh", "Bevan", "Prosser", "Maddocks", "Gwynne", "Penry", "Tudor"],
        places: &["Swansea", "Brecon", "Llanelli", "Aberystwyth", "Wrexham"],
    },
    Culture {
        old_women: &["Despina", "Stavroula", "Vasiliki", "Panagiota", "Evgenia", "Kalliope", "Fotini", "Athanasia"],
        old_men: &["Stavros", "Kostas", "Panagiotis", "Spiros", "Thanasis", "Lefteris", "Yiannis", "Aristides"],
        women: &["Eleni", "Katerina", "Despoina", "Zoe", "Anthi", "Ioanna", "Thalia", "Melina", "Danae", "Xanthi"],
        men: &["Nikos", "Alexis", "Petros", "Giorgos", "Takis", "Christos", "Manolis", "Vangelis", "Stelios", "Markos"],
        families: &["Pappas", "Karras", "Stathopoulos", "Mavros", "Kallas", "Economou", "Doukas", "Vlahos"],
        places: &["Tarpon Springs", "Astoria", "Patras", "Lowell", "Melbourne"],
    },
];

/// The year before which the older names are used.
const OLD_BEFORE: i32 = 1968;

/// Hands out first names, each at most once in a family.
#[derive(Default)]
pub(crate) struct Register(Vec<String>);

impl Register {
    /// A first name not given yet; from another culture when this one is used up.
    pub(crate) fn give(&mut self, dice: &mut Dice, culture: &Culture, gender: Gender, born: i32) -> String {
        let start = dice.below(64);
        // Where the older names are used up, a younger name of the same people before one of another.
        let lists = std::iter::once(culture.list(gender, born))
            .chain([culture.list(gender, OLD_BEFORE)])
            .chain(CULTURES.iter().map(|culture| culture.list(gender, born)));
        for list in lists {
            for step in 0..list.len() {
                let Some(name) = list.get((start + step) % list.len()) else { continue };
                if !self.0.iter().any(|given| given == name) {
                    self.0.push((*name).to_owned());
                    return (*name).to_owned();
                }
            }
        }
        // Nobody has a family of three hundred; a numbered name keeps even that one unambiguous.
        let name = format!("Alex {}", self.0.len());
        self.0.push(name.clone());
        name
    }

    /// A full name for the client that is neither in the family nor among `avoid` (first names of avoided people are
    /// left alone too, as long as there are others). The first name is of `culture`, the family name of the father's.
    pub(crate) fn client(
        &mut self,
        dice: &mut Dice,
        (culture, fathers): (&Culture, &Culture),
        gender: Gender,
        born: i32,
        avoid: &[String],
    ) -> (String, String) {
        let lower: Vec<String> = avoid.iter().map(|name| name.trim().to_lowercase()).collect();
        let first_of = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
        let firsts: Vec<String> = lower.iter().map(|name| first_of(name)).collect();
        let start = dice.below(4096);
        let family = dice.below(4096);
        for free_first in [true, false] {
            let own = [(culture.list(gender, born), fathers), (culture.list(gender, OLD_BEFORE), fathers)];
            let others = CULTURES.iter().map(|from| (from.list(gender, born), from));
            for (list, from) in own.into_iter().chain(others) {
                let families = from.families;
                for turn in 0..list.len() * families.len() {
                    let (Some(first), Some(last)) = (
                        list.get((start + turn) % list.len()),
                        families.get((family + turn / list.len()) % families.len()),
                    ) else {
                        continue;
                    };
                    let full = format!("{first} {last}");
                    let low = first.to_lowercase();
                    let taken = self.0.iter().any(|given| given == first)
                        || lower.contains(&full.to_lowercase())
                        || lower.contains(&low)
                        || (free_first && firsts.contains(&low));
                    if !taken {
                        self.0.push((*first).to_owned());
                        return ((*first).to_owned(), full);
                    }
                }
            }
        }
        // Every combination is avoided: number the name, which cannot be avoided for ever.
        let mut number = 2;
        loop {
            let full = format!("Alex Kessler {number}");
            if !lower.contains(&full.to_lowercase()) {
                return ("Alex".to_owned(), full);
            }
            number += 1;
        }
    }
}

impl Culture {
    fn list(&self, gender: Gender, born: i32) -> &'static [&'static str] {
        match (gender, born < OLD_BEFORE) {
            (Gender::Male, true) => self.old_men,
            (Gender::Male, false) => self.men,
            (_, true) => self.old_women,
            (_, false) => self.women,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_never_gets_an_avoided_name_however_many_there_are() {
        let mut avoid = Vec::new();
        for round in 0..400u64 {
            let mut dice = Dice::new(round % 3, "client");
            let (first, full) =
                Register::default().client(&mut dice, (&CULTURES[1], &CULTURES[2]), Gender::Female, 1985, &avoid);
            assert!(!avoid.contains(&full), "{full}");
            assert!(full.starts_with(&first));
            avoid.push(full);
        }
    }
}
