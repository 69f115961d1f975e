import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./repository.ts";
import { until } from "./until.ts";

const WIJK = join(ROOT, "packages/cli/src/wijk.ts");

/** A port nobody uses now; the relay keeps it over restarts, as the site's origin hangs on it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A real `wijk relay` in a process of its own, with data of its own. */
export class Relay {
  readonly port: number;
  readonly dataDir: string;
  /** The folder of the built site it serves. */
  readonly dist: string;
  /** All it printed, on stdout and stderr, over all its lives. */
  printed = "";
  #child: ChildProcess | undefined;
  #exit: Promise<number | null> = Promise.resolve(0);

  private constructor(port: number, dist: string) {
    this.port = port;
    this.dist = dist;
    this.dataDir = mkdtempSync(join(tmpdir(), "wijkkit-relay-"));
  }

  /** Makes one and waits until it serves. */
  static async start({ dist = join(ROOT, "dist") } = {}): Promise<Relay> {
    const relay = new Relay(await freePort(), dist);
    await relay.start();
    return relay;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [WIJK, "relay", "--dist", this.dist], {
      cwd: ROOT,
      env: { ...process.env, PORT: String(this.port), DATA_DIR: this.dataDir },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once("exit", resolve));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.printed += text;
      });
    }
    await until("the relay answers", async () => {
      if (child.exitCode !== null) throw new Error(`the relay ended by itself:\n${this.printed}`);
      return (await fetch(`${this.url}/health`).catch(() => undefined))?.ok === true;
    });
  }

  /** Asks it to stop, and returns its exit code. */
  async stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  /** Takes its life without a word. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends it and deletes its data. */
  async remove(): Promise<void> {
    await this.#end("SIGKILL");
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child?.kill(signal);
    this.#child = undefined;
    return this.#exit;
  }
}
