import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../../test/support/until.ts";
import { say } from "./words.ts";

const WIJK = join(import.meta.dirname, "wijk.ts");
const folder = mkdtempSync(join(tmpdir(), "wijk-relay-"));
const dist = join(folder, "dist");

beforeAll(() => {
  mkdirSync(dist);
  writeFileSync(join(dist, "index.html"), "<h1>home</h1>");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One run of Node, with what it said so far. */
class Run {
  stdout = "";
  stderr = "";
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    const { PORT: _, HOST: __, DATA_DIR: ___, RELAY_NAME: ____, ...around } = process.env;
    this.child = spawn(process.execPath, args, { cwd: folder, env: { ...around, ...env } });
    this.child.stdout?.on("data", (text) => {
      this.stdout += text;
    });
    this.child.stderr?.on("data", (text) => {
      this.stderr += text;
    });
    this.exit = once(this.child, "close").then(([code]) => code as number | null);
  }

  async running(): Promise<number> {
    await until(
      "it says where it is",
      () => this.stdout.includes("Wijkkit is running") || this.child.exitCode !== null,
    );
    return Number(/http:\/\/[^\s/]+:(\d+)\//.exec(this.stdout)?.[1]);
  }
}

const runs: Run[] = [];
const relay = (args: readonly string[] = [], env: Record<string, string> = {}): Run => {
  const run = new Run([WIJK, "relay", ...args], { DATA_DIR: join(folder, "data"), ...env });
  runs.push(run);
  return run;
};
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.child.kill("SIGKILL");
    await run.exit;
  }
});

async function taken(): Promise<Server & { port: number }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

describe("wijk relay", () => {
  test("[CL10] says in Dutch and English where to look and how to invite a neighbour", async () => {
    const run = relay(["--port", "0"]);
    const port = await run.running();
    expect(run.stdout).toContain(`Wijkkit draait op http://localhost:${port}/\n`);
    expect(run.stdout).toMatch(/kies "Begin een nieuwe wijk", en daarna "Leden" en "Nodig uit"\.\n/);
    expect(run.stdout).toMatch(/Wijkkit is running at .+ To invite a neighbour, open .+\/wijk\//);
    expect(run.stderr).toBe("");
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe("<h1>home</h1>");
  });

  test("[CL10] names the other addresses of this machine, and only this one where it listens there alone", async () => {
    expect(say.running(4321, ["192.0.2.7"])).toContain("\n  http://192.0.2.7:4321/\n");
    expect(say.running(4321, ["192.0.2.7"])).toContain("open http://192.0.2.7:4321/wijk/");
    expect(say.running(4321, [], "::1")).toContain("http://[::1]:4321/wijk/");
    const run = relay(["--port", "0"], { HOST: "127.0.0.1" });
    const port = await run.running();
    expect(run.stdout.match(/http:\/\/[^\s/]+/g)?.every((url) => url === `http://127.0.0.1:${port}`)).toBe(true);
  });

  test("[CL11] PORT, DATA_DIR and HOST from the environment; an option counts above them", async () => {
    const spare = await taken();
    const { port } = spare;
    spare.close();
    await once(spare, "close");
    const run = relay([], { PORT: String(port), DATA_DIR: join(folder, "elsewhere"), HOST: "127.0.0.1" });
    expect(await run.running()).toBe(port);
    expect(existsSync(join(folder, "elsewhere/relay.sqlite"))).toBe(true);
    const other = relay(["--port", "0", "--data", join(folder, "third")], { PORT: String(port) });
    expect(await other.running()).not.toBe(port);
    expect(existsSync(join(folder, "third/relay.sqlite"))).toBe(true);
  });

  test("[CL12] a port in use, no site, no folder to write in: what to do, and exit 1", async () => {
    const server = await taken();
    const file = join(folder, "file");
    writeFileSync(file, "");
    const damaged = join(folder, "damaged");
    mkdirSync(damaged);
    writeFileSync(join(damaged, "relay.sqlite"), "not a database at all".repeat(100));
    const stories: [Run, RegExp][] = [
      [relay(["--port", String(server.port), "--host", "127.0.0.1"]), /^Poort \d+ is al in gebruik: .+PORT=\d+/],
      [relay(["--dist", join(folder, "absent")]), /^In .+absent staat geen site: .+npm run build/],
      [relay(["--port", "0", "--data", join(file, "data")]), /^In .+ kan niet worden geschreven: .+DATA_DIR/],
      [relay(["--port", "0", "--data", damaged]), /^De opslag in .+ is onleesbaar: .+DATA_DIR/],
      [relay(["--port", "0", "--host", "192.0.2.1"]), /^Dit apparaat heeft dat adres niet: .+HOST/],
    ];
    for (const [run, sentence] of stories) {
      expect(await run.exit).toBe(1);
      expect(run.stdout).toBe("");
      expect(run.stderr).toMatch(sentence);
      expect(run.stderr.trimEnd().split("\n")).toHaveLength(2);
    }
    server.close();
  });

  test("[CL12] whatever goes wrong has a sentence", () => {
    for (const error of [new Error("x"), undefined, { code: "full" }, { code: "EACCES" }]) {
      expect(say.notStarted(error, { port: 80, data: "/x" })).toMatch(/^[A-Z].+\.\n[A-Z].+\.$/);
    }
    for (const event of ["store full", "store failed"]) expect(say.trouble(event)).toMatch(/^[A-Z].+\.\n[A-Z].+\.$/);
  });

  test("[CL13] what is no port is misuse", async () => {
    for (const port of ["x", "-1", "65536", "1e3", ""]) {
      const run = relay([`--port=${port}`]);
      expect(await run.exit).toBe(2);
      expect(run.stderr).toMatch(/^error: .*port/);
      expect(run.stdout).toBe("");
    }
  });

  test("[CL16] names from options or environment; with one, that is where to look", async () => {
    const dialled = async (port: number) =>
      (await fetch(`http://localhost:${port}/wijk/x.js`)).headers.get("content-security-policy");
    const run = relay(["--port", "0", "--name", "Wijk.Example:443", "--name", "bücher.example:4321"], {
      RELAY_NAME: "elsewhere.example",
    });
    await run.running();
    expect(run.stdout).toContain("open wijk.example/wijk/");
    const port = Number(/port (\d+)/.exec(run.stdout)?.[1]);
    const hosts = ["wijk.example", "xn--bcher-kva.example:4321"].map((host) => `ws://${host} wss://${host}`).join(" ");
    expect(await dialled(port)).toContain(`connect-src 'self' ${hosts};`);
    const other = relay(["--port", "0", "--data", join(folder, "named")], { RELAY_NAME: "a.example, b.example:81" });
    await other.running();
    const others = ["a.example", "b.example:81"].map((host) => `ws://${host} wss://${host}`).join(" ");
    expect(await dialled(Number(/port (\d+)/.exec(other.stdout)?.[1]))).toContain(`connect-src 'self' ${others};`);
  });

  test("[CL16] what is no name, or one too many, is misuse", async () => {
    const many = Array.from({ length: 9 }, (_, n) => `${n}.example`).join(",");
    for (const name of ["https://wijk.example", "wijk.example/", "a b", "a.example:x", "", many]) {
      const run = relay([`--name=${name}`]);
      expect(await run.exit).toBe(2);
      expect(run.stderr).toMatch(/^error: .*name/);
      expect(run.stdout).toBe("");
    }
  });

  test("[CL17] its numbers can be read where that is asked for, and nowhere else", async () => {
    const asked = relay(["--port", "0", "--metrics"]);
    const numbers = await fetch(`http://localhost:${await asked.running()}/metrics`);
    expect(await numbers.text()).toMatch(/^wijk_spaces 0$/m);
    const silent = relay(["--port", "0", "--data", join(folder, "silent")]);
    expect((await fetch(`http://localhost:${await silent.running()}/metrics`)).status).toBe(404);
  });

  test("[CL14] a signal stops it with exit 0", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const run = relay(["--port", "0"]);
      await run.running();
      run.child.kill(signal);
      expect(await run.exit).toBe(0);
    }
  });
});

describe("what it loads", () => {
  const TRACE = `data:text/javascript,${encodeURIComponent(`
    import { writeSync } from "node:fs";
    import { registerHooks } from "node:module";
    registerHooks({ load(url, context, next) { writeSync(2, "LOADED " + url + "\\n"); return next(url, context); } });
  `)}`;
  const HOLDS_KEYS = /packages\/(identity|seal|document|machines)\/|node_modules\/(tweetnacl|@automerge|yjs)\//;

  test("[CL15] wijk relay loads no code that holds a key", async () => {
    const run = new Run(["--import", TRACE, WIJK, "relay", "--port", "0", "--data", join(folder, "traced")]);
    runs.push(run);
    await run.running();
    expect(run.stderr).toMatch(/LOADED .*packages\/relay\/src\/store\.ts/);
    expect(run.stderr.split("\n").filter((line) => HOLDS_KEYS.test(line))).toEqual([]);

    const control = new Run([
      "--import",
      TRACE,
      "--input-type=module",
      "-e",
      `import "${import.meta.resolve("@wijkkit/seal")}"`,
    ]);
    expect(await control.exit).toBe(0);
    expect(control.stderr).toMatch(HOLDS_KEYS);
  });
});
