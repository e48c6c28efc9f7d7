// Chromium and its users, each in a separate context. Errors that a page logs and dialogs that it opens are recorded,
// because no page may do either.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const PASSWORD = "three brown otters";

export async function launch() {
  const profile = mkdtempSync(join(tmpdir(), "bonafide-chromium-"));
  const flags = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
  ];
  const browser = await chromium.launch({
    executablePath: process.env.BONAFIDE_CHROMIUM, headless: true, args: flags, env: { ...process.env, HOME: profile },
  });
  return { browser, async close() { await browser.close(); rmSync(profile, { recursive: true, force: true }); } };
}

// A user in a separate browser context.
export class Person {
  static async at(browser, base, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: base, ...options });
    const page = await context.newPage();
    const person = new Person();
    Object.assign(person, { context, page, base, faults: [] });
    page.on("dialog", async (dialog) => { person.faults.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
    page.on("pageerror", (error) => person.faults.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // The browser logs every failed response; tests that expect one check its status.
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
        person.faults.push(`console: ${message.text()}`);
      }
    });
    page.setDefaultTimeout(15_000);
    return person;
  }

  async join(link, name) {
    await this.page.goto(link);
    const email = this.page.locator("input[name=email]");
    if (await email.count()) await email.fill(`${name}@mail.example`);
    await this.page.fill("input[name=name]", name);
    await this.page.fill("input[name=password]", PASSWORD);
    await this.page.fill("input[name=again]", PASSWORD);
    await this.page.click("main button.primary");
    await this.page.waitForURL((url) => !url.pathname.includes("/join/"));
  }

  async signIn(name, password = PASSWORD) {
    await this.page.goto("/console/sign-in");
    await this.page.fill("input[name=email]", `${name}@mail.example`);
    await this.page.fill("input[name=password]", password);
    await this.page.click("main button.primary");
    await this.page.waitForLoadState();
  }

  // Invites somebody and gives the link.
  async invite(name, roles) {
    await this.page.goto("/console/users");
    const form = this.page.locator("form[action='/console/users/invite']");
    await form.locator("input[name=email]").fill(`${name}@mail.example`);
    for (const box of await form.locator("input[name=role]").all()) {
      await box.setChecked(roles.includes(await box.getAttribute("value")));
    }
    await form.locator("button").click();
    return this.page.locator("input[data-select]").inputValue();
  }

  async go(path) {
    const answer = await this.page.goto(path);
    return answer.status();
  }

  async keys(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  heading() {
    return this.page.locator("h1").first().innerText();
  }

  // What axe finds that is serious or critical.
  async barriers() {
    // The page's policy lets no script in; axe comes through the debugger, as a reader's own tools do.
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(async () => {
      const result = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
      return result.violations
        .filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
    });
    return found;
  }

  async close() {
    await this.context.close();
  }
}
