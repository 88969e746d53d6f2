use std::path::Path;

use super::*;
use sarf_shared::rpc::FindingLevel;

fn read(text: &str) -> Result<Config, ConfigProblem> {
    Config::parse(text, Path::new("/home/r/.config/sarf/config.toml"))
}

const LAB: &str =
    "[model]\nprovider = \"lab\"\nmodel = \"m-7b\"\n\n[providers.lab]\nbase_url = \"http://127.0.0.1:9/v1\"\n";

#[test]
fn without_a_file_the_offline_engine_plays_every_role() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::read(&folder.path().join("config.toml")).unwrap();
    for role in Role::ALL {
        assert_eq!(config.choice(*role), Ok(Choice::Offline));
    }
    assert_eq!(config.jobs.concurrency, 4);
}

#[test]
fn the_example_says_exactly_what_is_used_when_nothing_is_written() {
    let example = read(EXAMPLE).unwrap();
    assert_eq!(example, Config { source: example.source.clone(), ..Config::default() });
    // With every comment sign of a setting removed it parses too, and its values are the defaults.
    let mut written = String::new();
    for line in EXAMPLE.lines() {
        let line = line.strip_prefix("# ").unwrap_or(line);
        if line.contains(" = ") || line.starts_with('[') {
            written.push_str(line);
            written.push('\n');
        }
    }
    let written = written.replace("model = \"\"", "model = \"x\"").replace("= 400 ", "= 400 #");
    let written = written.lines().filter(|l| !l.starts_with("Add") && !l.contains("`")).collect::<Vec<_>>().join("\n");
    let config = read(&written).unwrap_or_else(|e| panic!("{e}\n{written}"));
    assert_eq!(config.jobs, JobSettings::default());
    assert_eq!(config.retry, RetrySettings::default());
    assert_eq!(config.daemon, DaemonSettings::default());
    for role in Role::ALL {
        let mut default = Parameters::default_for(*role);
        if *role == Role::Client {
            default.max_tokens = Some(400);
        }
        assert_eq!(Parameters::of(*role, config.roles.of(*role)), default, "{role}");
    }
    let bare: Provider =
        toml::from_str("base_url = \"https://api.openai.com/v1\"\napi_key_env = \"OPENAI_API_KEY\"").unwrap();
    assert_eq!(config.providers["openai"], bare);
}

#[test]
fn a_role_may_have_its_own_provider_model_and_parameters() {
    let config = read(&format!(
        "{LAB}[providers.far]\nbase_url = \"https://far.example/v1\"\n[roles.coach]\nprovider = \"far\"\nmodel = \"big\"\n\
         temperature = 0.1\n[roles.judge]\nprovider = \"offline\"\n"
    ))
    .unwrap();
    let Ok(Choice::Model { provider, model, parameters }) = config.choice(Role::Coach) else { panic!() };
    assert_eq!((provider.as_str(), model.as_str(), parameters.temperature), ("far", "big", 0.1));
    let Ok(Choice::Model { provider, model, parameters }) = config.choice(Role::Client) else { panic!() };
    assert_eq!((provider.as_str(), model.as_str(), parameters.temperature), ("lab", "m-7b", 0.75));
    assert_eq!(parameters.thinking, Thinking::Off);
    assert_eq!(config.choice(Role::Judge), Ok(Choice::Offline));
}

#[test]
fn a_role_at_another_provider_does_not_inherit_the_default_model() {
    let config = read(&format!(
        "{LAB}[providers.far]\nbase_url = \"https://far.example/v1\"\n[roles.coach]\nprovider = \"far\"\n"
    ));
    let problem = config.unwrap().choice(Role::Coach).unwrap_err();
    assert_eq!(problem.key.as_deref(), Some("roles.coach.model"));
    assert_eq!(problem.line, Some(9));
}

#[test]
fn an_unknown_key_names_its_line_and_the_known_ones() {
    let problem = read("[jobs]\nconcurency = 3\n").unwrap_err();
    assert_eq!((problem.line, problem.key.as_deref()), (Some(2), Some("jobs.concurency")));
    assert!(problem.to_string().contains("concurrency"), "{problem}");
    let problem = read("[modle]\nprovider = \"x\"\n").unwrap_err();
    assert!(problem.problem.contains("modle") && problem.remedy.contains("model"), "{problem}");
}

#[test]
fn a_key_written_into_the_file_is_refused_and_not_repeated() {
    for text in [
        "[providers.lab]\nbase_url = \"http://h/v1\"\napi_key = \"sk-SECRET\"\n",
        "[providers.lab]\nbase_url = \"http://h/v1\"\nconcurrency = \"sk-SECRET\"\n",
        "[providers.lab]\nbase_url = \"http://h/v1\"\nthinking_field = \"sk-SECRET\"\n",
        "[providers.lab]\nbase_url = \"http://h/v1\"\napi_key_env = sk-SECRET\n",
    ] {
        let problem = read(text).unwrap_err();
        assert!(!format!("{problem} {problem:?}").contains("SECRET"), "{problem}");
        assert_eq!(problem.line, Some(3), "{problem}");
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_told_in_words_for_people() {
    for (text, told) in [
        ("[jobs]\nconcurrency = \"many\"\n", "a text stands where a whole number that is not negative belongs"),
        ("[jobs]\nconcurrency = -1\n", "a whole number stands where a whole number that is not negative belongs"),
        ("[retry]\nfirst_wait_s = true\n", "true or false stands where a number belongs"),
        ("[providers.lab]\nbase_url = 7\n", "a whole number stands where a text in quotes belongs"),
        ("[providers.lab]\nbase_url = \"http://h/v1\"\nstream = \"no\"\n", "a text stands where true or false belongs"),
        ("[daemon]\nlog_level = 3\n", "something else stands where a text in quotes belongs"),
        ("jobs = 3\n", "a whole number stands where a table belongs"),
        ("[jobs]\nconcurrency = = 3\n", "the file cannot be read there"),
    ] {
        let problem = read(text).unwrap_err();
        assert!(problem.problem.contains(told), "{text}: {problem}");
        assert!(problem.line.is_some(), "{problem}");
        for word in ["invalid", "usize", "u32", "f64", "struct", "enum"] {
            assert!(!problem.to_string().contains(word), "a programmer's words: {problem}");
        }
    }
}

#[test]
fn values_out_of_range_are_refused_with_their_line() {
    for (text, key) in [
        ("[jobs]\nconcurrency = 0\n", "jobs.concurrency"),
        ("[roles.coach]\ntemperature = 7.0\n", "roles.coach.temperature"),
        ("[retry]\nlongest_wait_s = 1.0\n", "retry.longest_wait_s"),
        ("[providers.offline]\nbase_url = \"http://h/v1\"\n", "providers.offline"),
        ("[roles.judge]\ntemperature = nan\n", "roles.judge.temperature"),
    ] {
        let problem = read(text).unwrap_err();
        assert_eq!(problem.key.as_deref(), Some(key), "{problem}");
        assert!(problem.line.is_some(), "{problem}");
    }
}

#[test]
fn doctor_is_told_what_cannot_work_and_what_to_do() {
    let config = read(
        "[model]\nprovider = \"lab\"\nmodel = \"m\"\n[providers.lab]\nbase_url = \"127.0.0.1:9\"\napi_key_env = \"LAB_KEY\"\n\
         [roles.coach]\nprovider = \"lob\"\n",
    )
    .unwrap();
    let findings = config.findings(&|_| None);
    let problems: Vec<_> = findings.iter().filter(|f| f.level == FindingLevel::Problem).collect();
    let words =
        problems.iter().map(|f| format!("{} | {}", f.found, f.remedy.clone().unwrap())).collect::<Vec<_>>().join("\n");
    assert_eq!(problems.len(), 3, "{words}");
    assert!(words.contains("line 8: there is no provider \"lob\""), "{words}");
    assert!(words.contains("line 5") && words.contains("line 6: the variable LAB_KEY is not set"), "{words}");
    // The control: with everything in order nothing is found.
    let config = read(LAB).unwrap();
    assert!(config.findings(&|_| None).iter().all(|f| f.level == FindingLevel::Ok));
}

#[test]
fn what_is_shown_can_be_read_back_and_holds_no_key() {
    let config = read(&format!("{LAB}api_key_env = \"LAB_KEY\"\n")).unwrap();
    let shown = config.show().unwrap();
    let again = read(&shown).unwrap();
    for role in Role::ALL {
        assert_eq!(config.choice(*role), again.choice(*role));
    }
    assert_eq!(config.providers, again.providers);
}
