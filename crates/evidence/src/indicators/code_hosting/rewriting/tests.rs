use serde_json::{Value, json};

use crate::indicators::code_hosting::fixtures::account;
use crate::indicators::examples::Examples;
use crate::indicators::fixture::Fixture;

/// A commit by `sam` in a repository, committed by this e-mail address.
fn commit(repository: &str, number: usize, committer: &str, message: &str) -> Value {
    let month = number % 12 + 1;
    json!({
        "sha": digest(repository, number),
        "url": format!("https://api.github.com/repos/sam/{repository}/commits/1"),
        "commit": {
            "author": { "name": "Sam Example", "email": "sam@example.org", "date": format!("2024-{month:02}-03T00:00:00Z") },
            "committer": { "email": committer, "date": "2025-06-01T12:00:00Z" },
            "message": message,
        },
        "author": { "login": "sam" },
    })
}

fn digest(repository: &str, number: usize) -> String {
    let bytes = repository.bytes().map(usize::from).sum::<usize>();
    format!("{:040x}", bytes * 1000 + number)
}

const HOST: &str = "noreply@github.com";
const SAM: &str = "sam@example.org";

fn by_sam(commits: Vec<Value>) -> Fixture {
    account(json!({ "user": { "login": "sam" }, "commits": commits }))
}

/// As many merges of a pull request.
fn merges(repository: &str, number: usize, committer: &str) -> Vec<Value> {
    let title = "Merge pull request #3 from sam/fix\n\nFix";
    (0..number).map(|i| commit(repository, i, committer, title)).collect()
}

pub(super) fn platform_merge_not_by_platform() -> Examples {
    let mixed = [merges("tool", 2, SAM), merges("tool", 3, HOST)].concat();
    let mut unsigned = merges("tool", 2, HOST);
    for commit in &mut unsigned {
        commit["commit"]["verification"] = json!({ "verified": false, "reason": "unsigned" });
    }
    let in_fork = || {
        let repos = json!([{ "full_name": "sam/tool", "fork": true }]);
        account(
            json!({ "user": { "login": "sam" }, "repos": repos, "commits": merges("tool", 4, SAM) }),
        )
    };
    let titled = |title: &str| by_sam((0..3).map(|i| commit("tool", i, SAM, title)).collect());
    let mut old = merges("tool", 3, SAM);
    for commit in &mut old {
        commit["commit"]["author"]["date"] = "2016-05-01T00:00:00Z".into();
    }
    let without_committer: Vec<Value> = (merges("tool", 3, SAM).into_iter())
        .map(|mut commit| {
            commit["commit"].as_object_mut().unwrap().remove("committer");
            commit
        })
        .collect();
    Examples::new()
        .hit("three merges that the host did not commit", by_sam(merges("tool", 3, SAM)))
        .value(3.0)
        .says("All 3 commits that have the host’s title for a merged pull request were not committed by the host. The code host attributes these commits to the account.")
        .pointers(&[
            "/links/github/commits/0/commit/committer",
            "/links/github/commits/1/commit/committer",
            "/links/github/commits/2/commit/committer",
        ])
        .hit("two of five", by_sam(mixed))
        .says("2 of 5 commits that have the host’s title for a merged pull request were not committed by the host. The code host attributes these commits to the account.")
        .miss("the host's commits in a history that was rewritten", by_sam(unsigned))
        .miss("one that was merged locally", by_sam(merges("tool", 1, SAM)))
        .says("Only one commit that has the host’s title for a merged pull request was not committed by the host. The code host attributes these commits to the account.")
        .miss("merges on the site", by_sam(merges("tool", 4, HOST)))
        .says("The host committed every commit that has its title for a merged pull request. The code host attributes these commits to the account.")
        .miss("merges on another host", titled("Merge pull request #3 in SHOP/tool from fix to main"))
        .says("None of the applicant’s commits has the host’s title for a merged pull request. The code host attributes these commits to the account.")
        .miss("ordinary merges", titled("Merge branch 'fix'"))
        .unknown("nobody knows who committed them", by_sam(without_committer))
        .unknown("merges from before the host signed its own", by_sam(old))
        .unknown("no messages", by_sam(vec![json!({ "author": { "login": "sam" } })]))
        .innocent("someone who brings a fork up to date", in_fork())
}

/// A complete history of `number` commits, in which the last one has this message.
fn complete(repository: &str, number: usize, message: &str) -> Vec<Value> {
    (0..number)
        .map(|i| {
            let mut commit =
                commit(repository, i, SAM, if i + 1 == number { message } else { "Work" });
            let parent = i.checked_sub(1).map(|i| json!({ "sha": digest(repository, i) }));
            commit["parents"] = parent.into_iter().collect();
            commit
        })
        .collect()
}

pub(super) fn authorship_rewritten() -> Examples {
    let attributed = "The code host attributes these commits to the account.";
    let foreign = || {
        let title = "Merge pull request #3 from other-example/fix";
        (0..3).map(|i| commit("tool", i, SAM, title)).collect::<Vec<_>>()
    };
    let revert = "Revert \"Cart\"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.";
    let real_revert = format!("Revert\n\nThis reverts commit {}.", &digest("shop", 0)[..40]);
    let numbered = |repository: &str| -> Vec<Value> {
        (0..3).map(|i| commit(repository, i, SAM, &format!("Fix (#{i})"))).collect()
    };
    let signed = |repository: &str, by: &str| -> Vec<Value> {
        (0..3).map(|i| commit(repository, i, SAM, &format!("Fix\n\nSigned-off-by: {by}"))).collect()
    };
    let bulk =
        |repository: &str| (0..24).map(|i| commit(repository, i, SAM, "Work")).collect::<Vec<_>>();
    let stranger = "Otto Specimen <otto@example.net>";
    let with_a_contributor = || {
        let mut by_other = commit("tool", 9, HOST, "Fix");
        by_other["author"]["login"] = "other-example".into();
        let merge = commit("tool", 3, HOST, "Merge pull request #3 from other-example/fix");
        by_sam(vec![merge, by_other])
    };
    let split = || by_sam([bulk("tool"), bulk("shop"), bulk("site")].concat());
    let mut truncated = complete("shop", 4, revert);
    truncated.remove(0);
    Examples::new()
        .hit("other people's branches merged by the only author", by_sam(foreign()))
        .value(2.0)
        .says("Commits in sam/tool have the host’s title for a merged pull request, but the host did not commit them.")
        .says("Merges in sam/tool name other people’s branches, but the applicant is the only author.")
        .says(attributed)
        .hit("marks in two repositories", by_sam([complete("shop", 4, revert), numbered("tool")].concat()))
        .value(2.0)
        .says("Commits in sam/tool end with the number of a pull request, as the host writes it, but the host did not commit them.")
        .says("Commits in sam/shop revert commits that do not exist there.")
        .says(attributed)
        .hit("sign-offs by strangers, recorded in bulk", {
            by_sam([signed("tool", stranger), bulk("tool")].concat())
        })
        .says("Commits in sam/tool are signed off by people who appear nowhere else.")
        .says("At least 20 commits in sam/tool were recorded within an hour, but are dated over more than 180 days.")
        .says(attributed)
        .miss("one mark", by_sam(complete("shop", 4, revert)))
        .says("The applicant’s commits show too few marks of replaced authors. The code host attributes these commits to the account.")
        .miss("no mark", by_sam(complete("shop", 4, &real_revert)))
        .says("The applicant’s commits show no mark of replaced authors. The code host attributes these commits to the account.")
        .miss("an incomplete history can lack the reverted commit", by_sam([truncated, signed("tool", stranger)].concat()))
        .miss("own sign-offs", by_sam([signed("tool", "Sam Example <s@example.com>"), signed("shop", "S. <sam@example.org>")].concat()))
        .miss("numbers of issues in two repositories", by_sam([numbered("tool"), numbered("shop")].concat()))
        .miss("a contributor's pull request", with_a_contributor())
        .unknown("no messages", by_sam(vec![json!({ "author": { "login": "sam" } })]))
        .innocent("someone who split a large repository", split())
}
