// The real service on a temporary data directory, with the demo seeds.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Starts the service and waits until it is ready. Returns its address and the one-time link that it prints.
export async function start() {
  const data = mkdtempSync(join(tmpdir(), "bonafide-browser-"));
  const child = spawn(process.env.BONAFIDE_BINARY, ["serve", "--demo", "--listen", "127.0.0.1:0"], {
    env: { ...process.env, BONAFIDE_DATA_DIR: data, BONAFIDE_LOG__LEVEL: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes) => { out += bytes; });
  child.stderr.on("data", (bytes) => { err += bytes; });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const found = (text, pattern) => (text.match(pattern) ?? [])[1];
  const deadline = Date.now() + 120_000;
  while (!found(out, /ready (http\S+)/) || !found(err, /(http\S+\/console\/join\/\S+)/)) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`the service did not start:\n${err}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    base: found(out, /ready (http\S+)/),
    link: found(err, /(http\S+\/console\/join\/\S+)/),
    token: found(err, /TOKEN=(\S+)/),
    log: () => err,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
