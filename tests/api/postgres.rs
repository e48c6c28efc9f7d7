//! The embedded Postgres.

use std::path::Path;

use bonafide::postgres::{DATABASE, Durability, Embedded};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection};

use crate::harness::cluster::scratch;

async fn connect(embedded: &Embedded) -> PgConnection {
    PgConnection::connect(&embedded.url(DATABASE)).await.unwrap()
}

fn kill(data_dir: &Path) {
    let file = std::fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).unwrap();
    let process = file.lines().next().unwrap().to_owned();
    let pid = Pid::from_raw(process.parse().unwrap()).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
    while Path::new("/proc").join(&process).exists() {
        std::thread::yield_now();
    }
}

#[actix_web::test]
async fn rows_survive_a_killed_server_and_a_folder_may_have_a_long_name_with_spaces() {
    let data_dir = scratch(&format!("a folder with spaces {}", "x".repeat(90)));
    let embedded = Embedded::start(&data_dir, Durability::Full).unwrap();
    let mut connection = connect(&embedded).await;
    sqlx::query("CREATE TABLE kept (n integer)").execute(&mut connection).await.unwrap();
    sqlx::query("INSERT INTO kept VALUES (7)").execute(&mut connection).await.unwrap();
    kill(&data_dir);
    assert!(embedded.revive().unwrap(), "it had died");
    assert!(!embedded.revive().unwrap(), "it runs");
    let kept: i32 = sqlx::query_scalar("SELECT n FROM kept")
        .fetch_one(&mut connect(&embedded).await)
        .await
        .unwrap();
    assert_eq!(kept, 7);
    embedded.stop().unwrap();
    std::fs::remove_dir_all(data_dir).unwrap();
}

#[actix_web::test]
async fn several_starters_share_one_server_and_a_later_one_leaves_it_running() {
    let data_dir = scratch("shared");
    let starters: Vec<_> = (0..3)
        .map(|_| {
            let data_dir = data_dir.clone();
            std::thread::spawn(move || Embedded::start(&data_dir, Durability::None).unwrap())
        })
        .collect();
    let started: Vec<Embedded> = starters.into_iter().map(|one| one.join().unwrap()).collect();
    let adopted = Embedded::start(&data_dir, Durability::None).unwrap();
    drop(adopted);
    for one in &started {
        connect(one).await;
    }
    let mut started = started;
    started.pop().unwrap().stop().unwrap();
    started.into_iter().for_each(Embedded::detach);
    std::fs::remove_dir_all(data_dir).unwrap();
}
