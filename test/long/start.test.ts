import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { launch } from "../support/chromium.ts";
import { freePort } from "../support/relay.ts";
import { ROOT } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { begin } from "../support/wijk.ts";

test("npm start builds and serves the site with its relay on one port, and says where to look and how to invite", async () => {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "wijkkit-start-"));
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
  const child = spawn("npm", ["start"], { cwd: ROOT, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  onTestFinished(() => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  const url = `http://localhost:${port}`;
  await until("it serves", async () => (await fetch(url).catch(() => undefined))?.ok === true, 120_000);
  await until("it says so", () => printed.includes(`${url}/`));
  expect(printed).toMatch(/uitnodigen/i);
  expect(await (await fetch(`${url}/wijk/`)).text()).toContain("<script");

  const browser = await launch();
  onTestFinished(() => browser.close());
  const page = await browser.open(`${url}/wijk/`);
  await begin(page, "Utrecht", "Fatma");
  await until("the relay holds it", () => readdirSync(dataDir).length > 0);
});
