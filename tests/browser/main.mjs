// Tests of the console in a real browser. They run one after another against one service; the last line counts them.
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { launch, Person, PASSWORD } from "./browser.mjs";
import { hostile } from "./hostile.mjs";
import { start } from "./service.mjs";

const shots = "target/screenshots";
mkdirSync(shots, { recursive: true });

const service = await start();
const { browser, close } = await launch();
const tests = [];
const test = (name, run) => tests.push({ name, run });
const people = {};

function expect(holds, says) {
  if (!holds) throw new Error(says);
}

function same(is, should, says) {
  expect(is === should, `${says}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`);
}

const api = async (method, path, body) => {
  const answer = await fetch(service.base + path, {
    method,
    headers: { Authorization: `Bearer ${service.token}`, "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
};

// A new case that needs manual review.
let number = 0;
async function freshCase(queue) {
  number += 1;
  const name = `browser-${number}`;
  const made = await api("POST", "/v1/decisions", {
    external_id: name,
    claims: { name: "Kim Example", country: "US", time_zone: "America/Chicago" },
    contact: { emails: [{ address: `${name}@mail.example` }] },
    sessions: Array.from({ length: 6 }, (_, i) => ({
      started_at: `2026-05-${String(10 + i).padStart(2, "0")}T01:0${i}:00Z`, last_activity_at: `2026-05-${String(10 + i).padStart(2, "0")}T09:00:00Z`,
      ip: "198.51.100.5", device_id: `d-${name}`, time_zone: "Asia/Shanghai",
      client: { remote_desktop: true, virtual_machine: true, antidetect_browser: true, residential_proxy: true },
    })),
    payouts: [{ method: "bank", account: `ACCT-${name}`, holder_name: "Robin Stone", holder_relation: "unrelated", country: "US" }],
  });
  expect(made.review, `no review was opened for ${name}: ${made.band}`);
  return { name, path: `/console/reviews/${made.review.id}`, decision: made.id, review: made.review.id, queue };
}

test("the first administrator joins by the printed link, which works once", async () => {
  const ada = await Person.at(browser, service.base);
  await ada.join(service.link, "ada");
  same(new URL(ada.page.url()).pathname, "/console/reviews", "signed in, at the queue");
  const other = await Person.at(browser, service.base);
  same(await other.go(service.link), 409, "the link was used");
  await other.close();
  people.ada = ada;
});

test("a shadow model scores from the start, so that its page has data", async () => {
  const file = JSON.parse(readFileSync("models/baseline/model.json", "utf8"));
  const definition = { ...file.definition, description: "The baseline without its pairs", pairs: [] };
  const model = await api("POST", "/v1/models", { definition });
  await api("POST", `/v1/models/${model.id}/shadow`, {});
  same((await api("GET", `/v1/models/${model.id}`)).role, "shadow", "its role");
});

test("others join by one-time links, and sign in and out", async () => {
  for (const [name, roles] of [["rui", ["reviewer"]], ["sol", ["reviewer"]], ["lee", ["lead"]], ["mo", ["model_owner"]], ["ann", ["auditor"]]]) {
    const link = await people.ada.invite(name, roles);
    people[name] = await Person.at(browser, service.base);
    await people[name].join(link, name);
  }
  await people.rui.page.click("form.who button");
  expect(people.rui.page.url().includes("/console/sign-in"), "signed out");
  await people.rui.signIn("rui", "wrong wrong wrong");
  expect(await people.rui.page.locator("[role=alert]").isVisible(), "a wrong password shows an error");
  await people.rui.signIn("rui");
  same(new URL(people.rui.page.url()).pathname, "/console/reviews", "back at the queue");
});

test("a reviewer sees no admin pages, and an auditor no buttons that change anything", async () => {
  same(await people.rui.go("/console/users"), 403, "users");
  same(await people.rui.page.locator("nav a[href='/console/users']").count(), 0, "no link either");
  same(await people.ann.go("/console/reviews"), 200, "the auditor sees the queue");
  same(await people.ann.page.locator("main form[method=post] button[data-key]").count(), 0, "but cannot claim anything");
});

test("two browsers claim one case at once, and one of them gets it", async () => {
  const fresh = await freshCase();
  await Promise.all([people.rui.go(fresh.path), people.sol.go(fresh.path)]);
  await Promise.all([people.rui, people.sol].map((one) => Promise.all([one.page.waitForLoadState("load"), one.page.click("[data-key=c]")])));
  await Promise.all([people.rui, people.sol].map((one) => one.page.waitForURL(/reviews\/rev_/)));
  const judges = await Promise.all([people.rui, people.sol].map((one) => one.page.locator("form.judge").count()));
  same(judges[0] + judges[1], 1, "one can judge");
  const loser = judges[0] ? people.sol : people.rui;
  await loser.go(fresh.path);
  const panel = await loser.page.locator("#verdict").innerText();
  expect(panel.includes(judges[0] ? "rui" : "sol"), `the other sees who has it: ${panel}`);
  const winner = judges[0] ? people.rui : people.sol;
  await winner.page.click("form[action$='/release'] button");
});

test("the keyboard is enough to work from the queue to the verdict and the next case", async () => {
  const { rui } = people;
  // One to judge, and one to come next.
  await freshCase();
  await freshCase();
  await rui.go("/console/reviews");
  await rui.keys("j");
  const first = await rui.page.evaluate(() => document.activeElement.closest("[data-row]") !== null);
  expect(first, "j goes to the first row");
  await rui.keys("j", "k", "Enter");
  await rui.page.waitForURL(/reviews\/rev_/);
  await rui.keys("q");
  await rui.page.waitForURL(/\/console\/reviews$/);
  await rui.keys("c");
  await rui.page.waitForURL(/reviews\/rev_/);
  const before = new URL(rui.page.url()).pathname;
  const chosen = () => rui.page.locator("select[name=evidence]").inputValue();
  const opinion = await chosen();
  await rui.keys("W", "w", "w");
  expect((await chosen()) !== opinion, "w selects the next basis");
  const announced = await rui.page.locator("[data-announce]").textContent();
  await rui.keys("e", "g", "1", "n");
  await rui.page.keyboard.type("Called back; the voice and the document fit.");
  await rui.keys("Escape", "s");
  await rui.page.waitForURL((url) => url.pathname !== before);
  // The next case may be an appeal, which has a form of its own.
  expect(await rui.page.locator("form[action$='/release']").count() === 1, `the next case is claimed: ${rui.page.url()}`);
  await rui.go(before);
  const panel = await rui.page.locator("#verdict").innerText();
  expect(/Genuine/.test(panel) && /live check/.test(panel), `the verdict and its reason are kept: ${panel}`);
  expect(announced && panel.includes(announced), `and its basis, ${announced}: ${panel}`);
  expect(/voice and the document/.test(await rui.page.locator("aside").innerText()), `and the note: ${await rui.page.locator("aside").innerText()}`);
});

test("a fake verdict needs approval by someone else", async () => {
  const { lee, ada } = people;
  const fresh = await freshCase();
  await lee.go(fresh.path);
  await lee.keys("c");
  await lee.page.waitForSelector("form.judge");
  await lee.keys("f", "1", "2");
  await lee.page.click("button[value=stay]");
  await lee.page.waitForSelector(".recorded");
  same(await lee.page.locator("[data-key=a]").count(), 0, "a lead cannot approve their own");
  await ada.go("/console/approvals");
  await ada.page.click(`a:has-text("${fresh.name}")`);
  await ada.page.waitForSelector("[data-key=a]");
  await ada.keys("a");
  await ada.page.waitForURL(/approvals\?done=approved/);
  await ada.go(fresh.path);
  const panel = await ada.page.locator("#verdict").innerText();
  expect(/Closed/.test(panel) && /Approved by/.test(panel), panel);
});

test("a verdict that is sent back is open for review again, with the reason", async () => {
  const { lee, ada } = people;
  const fresh = await freshCase();
  await lee.go(fresh.path);
  await lee.keys("c");
  await lee.page.waitForSelector("form.judge");
  await lee.keys("f", "3");
  await lee.page.click("button[value=stay]");
  await lee.page.waitForSelector(".recorded");
  await ada.go(fresh.path);
  await ada.page.fill("textarea[data-key=n]", "The payout was explained in March.");
  await ada.page.click("button[formaction$='/return']");
  await ada.page.waitForURL(/done=sent_back/);
  await ada.go(fresh.path);
  expect(/explained in March/.test(await ada.page.locator("aside").innerText()), "the reason is there");
  expect(await ada.page.locator("[data-key=c]").count() === 1, "it can be claimed");
});

test("the reviewer who gave a verdict can undo it", async () => {
  const { sol } = people;
  const fresh = await freshCase();
  await sol.go(fresh.path);
  await sol.keys("c");
  await sol.page.waitForSelector("form.judge");
  await sol.keys("u", "1");
  await sol.page.click("button[value=stay]");
  await sol.page.click("form[action$='/undo'] button");
  await sol.page.waitForSelector("form.judge");
  await sol.page.click("form[action$='/release'] button");
});

// An appeal against a fake verdict by one lead that the other approved.
async function contestedCase() {
  const { lee, ada } = people;
  const fresh = await freshCase();
  await lee.go(fresh.path);
  await lee.keys("c");
  await lee.page.waitForSelector("form.judge");
  await lee.keys("f", "4");
  await lee.page.click("button[value=stay]");
  await lee.page.waitForSelector(".recorded");
  await ada.go(fresh.path);
  await ada.keys("a");
  await ada.page.waitForURL(/done=approved/);
  const statement = "I moved to Lisbon in January. The account in <b>Robin Stone's</b> name is my wife's, and the laptop is my brother's.";
  const appeal = await api("POST", "/v1/appeals", { external_id: fresh.name, statement });
  return { ...fresh, appeal: appeal.id, case: `/console/reviews/${appeal.review_id}` };
}

test("an appeal is decided by someone who had no part in the verdict", async () => {
  const { sol, lee } = people;
  const contested = await contestedCase();
  await lee.go(contested.case);
  expect(/someone else must decide/.test(await lee.page.locator("#appeal").innerText()), "its author sees why they cannot decide");
  same(await lee.page.locator("[data-key=c]").count(), 0, "and has no button");
  await sol.go("/console/reviews");
  await sol.page.click(`a:has-text("${contested.name}")`);
  await sol.page.waitForURL(/reviews\/rev_/);
  same(new URL(sol.page.url()).pathname, contested.case, "the queue leads to the appeal");
  const told = await sol.page.locator("#appeal").innerText();
  expect(/moved to Lisbon/.test(told) && /<b>Robin/.test(told), `the statement is shown as it stands: ${told}`);
  expect(/Fake/.test(told) && /lee/.test(told) && /ada/.test(told), `and the contested verdict: ${told}`);
  await sol.keys("c");
  await sol.page.waitForSelector("form[action$='/outcome']");
  await sol.page.click("#appeal summary");
  await sol.page.fill("input[name=pointer]", "/claims/city");
  await sol.page.fill("input[name=value]", "Lisbon");
  await sol.page.click("form[action$='/corrections'] button");
  await sol.page.waitForURL(/done=corrected/);
  expect(/rescored/.test(await sol.page.locator("#appeal").innerText()), "the new score is shown");
  await sol.page.screenshot({ path: `${shots}/appeal-1280-light.png`, fullPage: true });
  await sol.keys("o", "n");
  await sol.page.keyboard.type("The bank confirms the account, and the brother the laptop.");
  await sol.keys("Escape");
  await sol.page.click("form[action$='/outcome'] button[value=stay]");
  await sol.page.waitForURL(/done=appeal_decided/);
  const ended = await sol.page.locator("#appeal").innerText();
  expect(/Overturned/.test(ended) && /bank confirms/.test(ended), `the outcome stands: ${ended}`);
  same((await api("GET", `/v1/appeals/${contested.appeal}`)).outcome, "overturned", "for the platform too");
  await sol.go("/console/appeals");
  expect(/Overturned/.test(await sol.page.locator("tbody").innerText()), "and in the list of appeals");
});

test("a blind queue hides the score until the verdict", async () => {
  const { sol, rui } = people;
  await api("PUT", "/v1/queues/blind", { blind: true, position: 1, conditions: [{ min_score: 1, hits: ["remote_control_tool_observed"] }] }).catch(() =>
    api("PUT", "/v1/queues/blind", { blind: true, position: 1, conditions: [{ min_score: 1 }] }));
  const fresh = await freshCase("blind");
  await sol.go(fresh.path);
  const text = await sol.page.locator("main").innerText();
  expect(/Blind/.test(text), "it says so");
  for (const hidden of [".waterfall", ".score", ".weight", ".summary .band"]) {
    same(await sol.page.locator(hidden).count(), 0, `${hidden} is not there`);
  }
  same(await sol.go(`/console/decisions/${fresh.decision}`), 200, "the decision's own page");
  same(await sol.page.locator(".waterfall").count(), 0, "does not give it away");
  await sol.go("/console/reviews?queue=blind");
  same(await sol.page.locator("tbody .band").count(), 0, "nor does the queue");
  await sol.go(fresh.path);
  await sol.keys("c");
  await sol.page.waitForSelector("form.judge");
  await sol.keys("g", "1");
  await sol.page.click("button[value=stay]");
  await sol.page.waitForSelector(".recorded");
  same(await sol.page.locator(".waterfall").count(), 1, "after the verdict it is shown");
  expect(/score hidden/.test(await sol.page.locator("#verdict").innerText()), "and the verdict says that it was blind");
});

test("evidence links to the exact field of the profile", async () => {
  const { rui } = people;
  const fresh = await freshCase();
  await rui.go(`/console/decisions/${fresh.decision}`);
  const link = rui.page.locator("#evidence a.pointer").first();
  const id = (await link.getAttribute("href")).slice(1);
  await link.click();
  const focused = await rui.page.evaluate((id) => document.activeElement.id === id, id);
  expect(focused, `${id} has the focus`);
  const seen = await rui.page.locator(`[id="${id}"]`).isVisible();
  expect(seen, "and can be seen");
});

test("the bars of the waterfall sum to the log-odds", async () => {
  const { lee } = people;
  const fresh = await freshCase();
  await lee.go(`/console/decisions/${fresh.decision}`);
  const weights = await lee.page.locator(".waterfall .number").allInnerTexts();
  const figures = weights.filter((text) => /\d/.test(text)).map((text) => Number(text.replace("−", "-")));
  const total = figures.pop();
  const sum = figures.reduce((all, one) => all + one, 0);
  expect(Math.abs(sum - total) < 0.01 * figures.length, `${sum} is not ${total}`);
});

test("a filter is saved under a name and found again", async () => {
  const { rui } = people;
  await rui.go("/console/reviews");
  await rui.page.selectOption("select[name=sort]", "risk");
  await rui.page.click(".filters button");
  await rui.page.fill("input[name=name]", "Riskiest");
  await rui.page.click(".saved button:has-text('Save filter')");
  await rui.page.waitForSelector("a:has-text('Riskiest')");
  await rui.go("/console/reviews");
  await rui.page.click("a:has-text('Riskiest')");
  expect(rui.page.url().includes("sort=risk"), rui.page.url());
});

test("on a phone, a row of the queue fits without scrolling", async () => {
  const { lee } = people;
  await lee.page.setViewportSize({ width: 390, height: 844 });
  await lee.go("/console/reviews");
  const hidden = await lee.page.locator(".scroll").evaluate((place) => place.scrollWidth - place.clientWidth);
  same(hidden, 0, "pixels behind a scroll");
  const row = lee.page.locator("[data-row]").first();
  for (const part of ["th a", ".probability", ".band", ".age", ".due"]) {
    const box = await row.locator(part).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390, `${part} can be seen`);
  }
  expect(/%/.test(await row.locator(".probability").innerText()), "the probability in figures");
  await lee.page.setViewportSize({ width: 1280, height: 900 });
});

test("live counts change without a reload", async () => {
  const { ada } = people;
  await ada.page.clock.install();
  await ada.go("/console/reviews");
  const before = Number(await ada.page.locator("[data-count=open]").innerText());
  await freshCase();
  await ada.page.clock.runFor(11_000);
  await ada.page.waitForFunction((before) => Number(document.querySelector("[data-count=open]").textContent) !== before, before);
});

test("a profile with hostile text in every field is shown, and none of it runs", async () => {
  const { lee } = people;
  let made;
  try {
    made = await api("POST", "/v1/decisions", hostile);
  } catch (error) {
    throw new Error(`the service refused the profile: ${error.message.slice(0, 1500)}`);
  }
  lee.faults.length = 0;
  // The second applicant shares an account with the first, so that both names are in a ring.
  const claims = { ...hostile.claims, declared_agency: undefined };
  const other = { ...hostile, claims, external_id: `${hostile.external_id}\u202E2` };
  await api("POST", "/v1/decisions", other);
  await api("POST", "/v1/decisions", { ...other, external_id: `${hostile.external_id}\u202E3` });
  const second = (await api("GET", `/v1/decisions?external_id=${encodeURIComponent(other.external_id)}`)).data[0];
  const ring = (await api("GET", `/v1/applicants/${second.applicant_id}/links`)).ring_id;
  const review = (await api("POST", "/v1/reviews", { external_id: hostile.external_id, reason: hostile.claims.name })).id;
  await api("POST", "/v1/appeals", { external_id: hostile.external_id, statement: hostile.claims.name + hostile.claims.region });
  const appeal = (await api("GET", "/v1/appeals")).data[0];
  expect(ring, "both are in one ring");
  for (const path of [`/console/decisions/${made.id}`, `/console/applicants/${made.applicant_id}`, "/console/reviews", `/console/reviews/${review}`,
    `/console/rings/${ring}`, "/console/rings", "/console/appeals", `/console/reviews/${appeal.review_id}`, "/console/approvals"]) {
    same(await lee.go(path), 200, path);
    await lee.page.waitForLoadState("networkidle");
    expect(!(await lee.page.title()).includes("owned"), "no script ran");
    same(await lee.page.locator("main script, main img, main iframe").count(), 0, "nothing became an element");
    const wide = await lee.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide <= 0, `${path} is ${wide} pixels too wide`);
  }
  await lee.go(`/console/decisions/${made.id}`);
  await lee.page.setViewportSize({ width: 390, height: 844 });
  const wide = await lee.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide <= 0, `on a phone it is ${wide} pixels too wide`);
  await lee.page.screenshot({ path: `${shots}/hostile-390.png`, fullPage: true });
  await lee.page.setViewportSize({ width: 1280, height: 900 });
  same(lee.faults.join("; "), "", "no dialog and no error");
});

test("the console has four languages and shows times in the reader's zone", async () => {
  const { sol } = people;
  for (const [language, word, zone] of [["ko", "대기열", "Asia/Seoul"], ["ja", "キュー", "Asia/Tokyo"], ["es", "Cola", "Europe/Madrid"], ["en", "Queue", "UTC"]]) {
    await sol.go("/console/settings");
    await sol.page.selectOption("select[name=language]", language);
    await sol.page.selectOption("select[name=time_zone]", zone);
    await sol.page.click("form[action='/console/settings'] button");
    await sol.page.waitForURL(/done=saved/);
    await sol.go("/console/reviews");
    same(await sol.page.getAttribute("html", "lang"), language, "the page's language");
    same(await sol.heading(), word, "the heading");
    expect((await sol.page.locator("footer").innerText()).includes(zone), "the zone is named");
  }
});

test("a model is promoted and rolled back, each after a confirmation; the gate explains its rejection", async () => {
  const { mo } = people;
  await mo.go("/console/models");
  await mo.page.click("tr:has-text('Shadow') a");
  await mo.page.waitForURL(/models\/mod_/);
  await mo.page.click("summary:has-text('Promote')");
  await mo.page.click("form[action$='/promote'] button");
  await mo.page.waitForSelector("[role=alert]");
  const said = await mo.page.locator("[role=alert]").innerText();
  expect(/held out|measured|evaluat/.test(said), `the gate says why: ${said}`);
  await mo.page.click("summary:has-text('Promote')");
  await mo.page.fill("textarea[name=force]", "A rehearsal on the demo's seeds.");
  await mo.page.click("form[action$='/promote'] button");
  await mo.page.waitForURL(/done=promot/);
  expect(mo.page.url().includes("done=promoted"), `it scores: ${mo.page.url()}`);
  await mo.go("/console/models");
  same(await mo.page.locator("tr:has-text('Champion')").innerText().then((text) => /without its pairs/.test(text)), true, "the new champion");
  await mo.page.click("summary:has-text('Roll back')");
  await mo.page.click("form[action$='/roll-back'] button");
  await mo.page.waitForURL(/done=rolled_back/);
  same(await mo.page.locator("tr:has-text('Champion')").innerText().then((text) => /without its pairs/.test(text)), false, "the one from before");
});

test("a training job is started, followed without a reload, and says what is missing", async () => {
  const { mo } = people;
  await mo.go("/console/models");
  await mo.page.click("a[href='/console/training']");
  await mo.page.click("form[action='/console/training'] button");
  await mo.page.waitForURL(/training\/train_/);
  await mo.page.waitForSelector("[data-finished]", { timeout: 60_000 });
  expect(/Not enough labels|Succeeded/.test(await mo.page.locator("main").innerText()), "the page says how it ended");
});

// Every page, with its path.
async function pages() {
  const { ada } = people;
  const seeds = await api("GET", "/v1/decisions?external_id=seed-careless");
  const ring = (await api("GET", "/v1/rings")).data[0];
  const hrefs = async (path, selector) => {
    await ada.go(path);
    const found = ada.page.locator(selector).first();
    return (await found.count()) ? found.getAttribute("href") : null;
  };
  const all = {
    queue: "/console/reviews", approvals: "/console/approvals", rings: "/console/rings", models: "/console/models",
    appeals: "/console/appeals", drift: "/console/drift", training: "/console/training", audit: "/console/audit",
    lists: "/console/lists", webhooks: "/console/webhooks", users: "/console/users", settings: "/console/settings", nothing: "/console/nothing",
    case: seeds.data[0].review ? `/console/reviews/${seeds.data[0].review.id}` : `/console/decisions/${seeds.data[0].id}`,
    applicant: `/console/applicants/${seeds.data[0].applicant_id}`,
    ring: ring ? `/console/rings/${ring.id ?? ring.ring_id}` : null,
    decision: `/console/decisions/${seeds.data[0].id}`,
    "appealed-case": await hrefs("/console/appeals", "tbody a"),
    job: await hrefs("/console/training", "tbody a"),
    model: await hrefs("/console/models", "tbody a"),
    "model-champion": await hrefs("/console/models", "tbody tr:last-child a"),
    webhook: await hrefs("/console/webhooks", "tbody a"),
    list: await hrefs("/console/lists", "tbody a"),
    relations: "/console/relations", relation: await hrefs("/console/relations", "tbody a"),
  };
  return Object.entries(all).filter(([, path]) => path);
}

test("axe finds nothing serious on any page, light or dark, at 1280 and at 390 pixels; pictures are taken", async () => {
  const list = await api("POST", "/v1/lists", { name: "vpn exits of spring", kind: "ip", meaning: "threat_actor" });
  expect(list.id, "a list to look at");
  const hook = await api("POST", "/v1/webhook-endpoints", { url: "https://hooks.platform.example/bonafide", description: "The hiring platform" });
  await api("POST", `/v1/webhook-endpoints/${hook.id}/test`, undefined);
  const found = [];
  const every = await pages();
  const looks = [["light", 1280, 900], ["dark", 1280, 900], ["light", 390, 844], ["dark", 390, 844]];
  const cookies = await people.ada.context.cookies();
  for (const [scheme, width, height] of looks) {
    const ada = await Person.at(browser, service.base, { colorScheme: scheme, viewport: { width, height } });
    await ada.context.addCookies(cookies);
    const stranger = await Person.at(browser, service.base, { colorScheme: scheme, viewport: { width, height } });
    for (const [who, name, path] of [...every.map(([name, path]) => [ada, name, path]), [stranger, "sign-in", "/console/sign-in"]]) {
      await who.go(path);
      await who.page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png`, fullPage: true });
      found.push(...(await who.barriers()).map((one) => `${name} ${scheme} ${width}: ${one}`));
      const wide = await who.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${name} ${scheme} ${width}: ${wide} pixels too wide`);
    }
    found.push(...ada.faults, ...stranger.faults);
    await ada.close();
    await stranger.close();
  }
  same([...new Set(found)].join("\n"), "", "barriers");
});

test("ten cases, including a whole ring, are worked with the keyboard only; the keys are counted", async () => {
  const { rui } = people;
  for (let turn = 0; turn < 4; turn += 1) await freshCase();
  let keys = 0;
  const press = async (...all) => { keys += all.length; await rui.keys(...all); };
  const at = () => rui.page.url().split("#")[0];
  const leads = async (...all) => {
    const before = at();
    await press(...all);
    await rui.page.waitForURL((url) => String(url).split("#")[0] !== before);
    await rui.page.waitForLoadState("load");
  };
  await rui.go("/console/reviews");
  const ring = () => rui.page.evaluate(() => document.activeElement.closest("tr")?.innerText.includes("seed-ring") ?? false);
  while (!(await ring())) await press("j");
  await leads("Enter");
  await press("r", "Tab");
  await leads("Enter");
  await press("c");
  await rui.page.waitForSelector("form.judge");
  const members = await rui.page.locator("input[name=member]").count();
  expect(members >= 3, `a ring of ${members}`);
  await press("f", "1");
  await leads("s");
  expect(rui.page.url().includes("done=verdict_recorded"), `all of them stand: ${rui.page.url()}`);
  await leads("q");
  await leads("q");
  same(new URL(rui.page.url()).pathname, "/console/reviews", "back at the queue");
  await leads("c");
  let cases = members;
  while (cases < 10) {
    // When a queue is empty, the next case comes from another one.
    if (/no_cases_left/.test(rui.page.url())) await leads("c");
    if (await rui.page.locator("form.judge").count()) {
      await press("g", "1");
    } else {
      await press("o", "n");
      await rui.page.keyboard.type("Explained by the bank.");
      await press("Escape");
    }
    cases += 1;
    await leads("s");
  }
  console.log(`      ${keys} keys for ${cases} cases: ${(keys / cases).toFixed(1)} a case`);
  expect(keys / cases <= 5, `${keys} keys for ${cases} cases`);
});

test("no page logged an error or opened a dialog", async () => {
  const faults = Object.entries(people).flatMap(([name, one]) => one.faults.map((fault) => `${name}: ${fault}`));
  same(faults.join("; "), "", "faults");
});

let passed = 0;
let failed = 0;
const only = process.argv[2];
for (const { name, run } of tests) {
  const always = name.includes("join") || name.includes("from the start");
  if (only && !always && !name.includes(only)) continue;
  try {
    await run();
    passed += 1;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n      ")}`);
  }
}
await close();
await service.stop();
if (failed && service.log()) console.error(service.log().split("\n").slice(-30).join("\n"));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
