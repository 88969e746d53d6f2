//! What the client promises when a daemon is missing, dies, breaks off, lies or belongs to another build.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is not as it must be")]

mod fake;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use fake::Fake;
use sarf_shared::places::Places;
use sarf_shared::rpc::{BuildId, GenerateRequest, PROTOCOL, PersonaSource};
use sarf_tui::client::{
    Api, Autostart, ClientError, ConnectError, Connection, Launch, Link, connect_with, new_request_id,
};

struct World {
    _home: tempfile::TempDir,
    launch: Launch,
    said: Mutex<Vec<String>>,
}

impl World {
    /// A home whose "daemon" is a shell command.
    fn with_daemon(script: &str) -> World {
        let home = tempfile::tempdir().unwrap();
        let env = |name: &str| (name == "SARF_HOME").then(|| home.path().as_os_str().to_owned());
        let places = Places::resolve(env, Path::new("/"), 0).unwrap();
        let args = vec!["-c".into(), script.into()];
        World {
            launch: Launch { places, program: PathBuf::from("/bin/sh"), args, silence: Duration::from_secs(5) },
            _home: home,
            said: Mutex::default(),
        }
    }

    fn socket(&self) -> &Path {
        &self.launch.places.socket
    }

    async fn connect(&self, autostart: Autostart) -> Result<Connection, ConnectError> {
        let notify = |words: &str| self.said.lock().unwrap().push(words.to_owned());
        connect_with(&self.launch, &BuildId("ours".into()), autostart, &notify).await
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().join("\n")
    }
}

fn one_discussion() -> GenerateRequest {
    GenerateRequest { persona: PersonaSource::New, count: 1, turns: 2, seed: Some(1), extract: true, offline: true }
}

#[tokio::test]
async fn a_daemon_that_dies_at_its_start_is_quoted_with_its_last_words() {
    let world = World::with_daemon("echo the disk is full >&2; exit 3");
    let error = world.connect(Autostart::Yes).await.unwrap_err();
    let ConnectError::DiedAtStart { words, exit } = &error else { panic!("{error:?}") };
    assert_eq!(words, "the disk is full");
    assert!(exit.contains('3'), "{exit}");
}

/// Holds the daemon's lock as a process does that is not ready yet.
fn lock_held(world: &World) -> std::fs::File {
    std::fs::create_dir_all(&world.launch.places.state_dir).unwrap();
    std::fs::write(&world.launch.places.lock, "4711\n").unwrap();
    let file = std::fs::File::open(&world.launch.places.lock).unwrap();
    file.lock().unwrap();
    file
}

#[tokio::test]
async fn a_daemon_that_somebody_else_is_starting_is_awaited_and_named() {
    // Ours finds the lock held and ends, as `daemon run` does.
    let world = World::with_daemon("echo the service is already running >&2; exit 4");
    let _lock = lock_held(&world);
    let fake = Fake::new("ours");
    let socket = world.socket().to_path_buf();
    let connecting = world.connect(Autostart::Yes);
    let answering = async {
        while !world.said().contains("process 4711") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fake.serve_on(&socket);
    };
    let (connection, ()) = tokio::join!(connecting, answering);
    assert_eq!(connection.unwrap().hello.boot.0, "boot-1");
}

#[tokio::test]
async fn when_the_other_one_lets_go_of_the_lock_without_having_answered_ours_is_started_again() {
    let mut world = World::with_daemon("");
    let count = world.launch.places.state_dir.join("count");
    world.launch.args[1] = format!("echo once more >> {}; echo it is held >&2; exit 4", count.display());
    let lock = lock_held(&world);
    let letting_go = async {
        while !count.exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        drop(lock);
    };
    let (connection, ()) = tokio::join!(world.connect(Autostart::Yes), letting_go);
    let error = connection.unwrap_err();
    assert!(matches!(&error, ConnectError::DiedAtStart { words, .. } if words == "it is held"), "{error:?}");
    let starts = std::fs::read_to_string(&count).unwrap().lines().count();
    assert!((2..=10).contains(&starts), "again, and not for ever: {starts}");
}

#[tokio::test]
async fn without_autostart_a_stale_socket_is_no_daemon() {
    let world = World::with_daemon("exit 1");
    let fake = Fake::new("ours");
    fake.serve_on(world.socket());
    fake.die();
    tokio::task::yield_now().await;
    let error = loop {
        // The listener goes away with its task.
        if let Err(error) = world.connect(Autostart::No).await {
            break error;
        }
    };
    assert!(world.socket().exists(), "the socket file is still there");
    assert!(matches!(error, ConnectError::NotRunning { .. }), "{error:?}");
}

#[tokio::test]
async fn a_daemon_is_awaited_until_it_answers_and_a_person_is_told_what_it_does() {
    let world = World::with_daemon("echo rebuilding the index >&2; exec sleep 60");
    let fake = Fake::new("ours");
    let socket = world.socket().to_path_buf();
    let connecting = world.connect(Autostart::Yes);
    // It answers only after the client has told what it is waiting for.
    let answering = async {
        while !world.said().contains("rebuilding") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fake.serve_on(&socket);
    };
    let (connection, ()) = tokio::join!(connecting, answering);
    assert_eq!(connection.unwrap().hello.boot.0, "boot-1");
}

#[tokio::test]
async fn a_daemon_that_takes_connections_and_never_answers_is_called_silent() {
    let mut world = World::with_daemon("exit 1");
    world.launch.silence = Duration::from_millis(20);
    std::fs::create_dir_all(world.socket().parent().unwrap()).unwrap();
    let _wedged = tokio::net::UnixListener::bind(world.socket()).unwrap();
    let error = world.connect(Autostart::Yes).await.unwrap_err();
    assert!(matches!(error, ConnectError::Silent { .. }), "{error:?}");
    assert!(error.to_string().contains("sarf daemon restart"), "{error}");
}

#[tokio::test]
async fn another_build_with_jobs_is_left_alone_and_the_command_is_named() {
    let world = World::with_daemon("exit 1");
    let fake = Fake::new("theirs");
    fake.known().active_jobs = 2;
    fake.serve_on(world.socket());
    let error = world.connect(Autostart::Yes).await.unwrap_err();
    assert!(matches!(error, ConnectError::Mismatch { active_jobs: Some(2), .. }), "{error:?}");
    assert!(error.to_string().contains("sarf daemon restart"), "{error}");
    assert!(!fake.known().shut_down);
}

#[tokio::test]
async fn another_build_without_jobs_is_restarted_and_that_is_said() {
    let world = World::with_daemon("echo started the new one >&2; exit 9");
    let fake = Fake::new("theirs");
    fake.known().protocol = PROTOCOL + 1;
    fake.serve_on(world.socket());
    let error = world.connect(Autostart::Yes).await.unwrap_err();
    assert!(fake.known().shut_down);
    assert!(world.said().contains("restarted"), "{}", world.said());
    // The replacement here is a command that ends at once; that it was run is what matters.
    assert!(error.to_string().contains("started the new one"), "{error}");
}

#[tokio::test]
async fn a_mutation_whose_answer_was_lost_is_asked_again_under_the_same_id() {
    let world = World::with_daemon("exit 1");
    let fake = Fake::new("ours");
    fake.serve_on(world.socket());
    let api = world.connect(Autostart::No).await.unwrap().api;
    fake.known().lose_next_answer = true;
    let id = new_request_id();
    let accepted = api.generate(id.clone(), one_discussion()).await.unwrap();
    assert_eq!(accepted.len(), 1);
    assert_eq!(fake.known().asked, [id.clone(), id]);
}

#[tokio::test]
async fn a_killed_daemon_that_comes_back_is_found_again_and_its_new_life_is_seen() {
    let world = World::with_daemon("exit 1");
    let fake = Fake::new("ours");
    fake.serve_on(world.socket());
    let api = world.connect(Autostart::No).await.unwrap().api;
    let mut link = api.link();
    assert_eq!(api.status().await.unwrap().boot_id.0, "boot-1");
    fake.die();
    let asking = api.clone();
    let asked = tokio::spawn(async move { asking.status().await });
    link.wait_for(|link| matches!(link, Link::Reconnecting { .. })).await.unwrap();
    fake.reborn("boot-2").serve_on(world.socket());
    assert_eq!(asked.await.unwrap().unwrap().boot_id.0, "boot-2");
    assert!(matches!(&*link.borrow(), Link::Connected { boot } if boot.0 == "boot-2"));
}

#[tokio::test]
async fn a_daemon_that_left_in_order_is_not_started_again_behind_a_persons_back() {
    let world = World::with_daemon("echo it was started >&2; exit 1");
    let fake = Fake::new("ours");
    fake.serve_on(world.socket());
    let api = world.connect(Autostart::Yes).await.unwrap().api.with_patience(Duration::from_millis(50));
    fake.die();
    std::fs::remove_file(world.socket()).unwrap();
    let error = loop {
        match api.status().await {
            Err(error @ ClientError::Connect(_)) => break error,
            _ => tokio::task::yield_now().await,
        }
    };
    assert_eq!(error, ClientError::Connect(ConnectError::Stopped));
    assert!(!world.launch.words_file().exists(), "nothing was started");
}

#[tokio::test]
async fn a_daemon_that_leaves_between_taking_a_connection_and_its_first_answer_is_not_started_again() {
    for leaves_in_order in [true, false] {
        let world = World::with_daemon("echo it was started >&2; exit 1");
        std::fs::create_dir_all(world.socket().parent().unwrap()).unwrap();
        let listener = tokio::net::UnixListener::bind(world.socket()).unwrap();
        let api = Api::new(world.launch.clone(), BuildId("ours".into()), Autostart::Yes)
            .with_patience(Duration::from_millis(50));
        let leaving = async {
            let (connection, _) = listener.accept().await.unwrap();
            // Whoever crashes leaves the socket behind; only then is there something to start again.
            if leaves_in_order {
                std::fs::remove_file(world.socket()).unwrap();
            }
            drop((connection, listener));
        };
        let (answer, ()) = tokio::join!(api.status(), leaving);
        assert_eq!(world.launch.words_file().exists(), !leaves_in_order, "{answer:?}");
        let stopped = answer.unwrap_err() == ClientError::Connect(ConnectError::Stopped);
        assert_eq!(stopped, leaves_in_order);
    }
}
