import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bundle } from "../../test/support/bundle.ts";
import { Cable } from "../../test/support/cable.ts";
import { launch } from "../../test/support/chromium.ts";
import { freePort } from "../../test/support/relay.ts";
import { peer } from "./peers.ts";

const ROOM = "wijk";

declare global {
  /** The page of `bench/peers/join-page.ts`: takes the document, shows it, says how many questions it has. */
  var takeAll: (address: string, room: string) => Promise<number>;
}

/** One join: milliseconds until it is shown, and bytes the browser got. */
export interface Joined {
  readonly took: number;
  readonly bytes: number;
}

/** The same records in one plaintext Y.Doc, on @y/websocket-server in a process of its own. */
export class PlainServer {
  readonly #port: number;
  readonly #process: ChildProcess;
  readonly #page: Server;

  private constructor(port: number, process: ChildProcess, page: Server) {
    this.#port = port;
    this.#process = process;
    this.#page = page;
  }

  static async open(records: readonly Readonly<Record<string, string>>[]): Promise<PlainServer> {
    const port = await freePort();
    const server = spawn(process.execPath, [peer("@y/websocket-server/src/server.js")], {
      env: { ...process.env, HOST: "127.0.0.1", PORT: String(port) },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const script = await bundle(new URL("../peers/join-page.ts", import.meta.url).href);
    const page = createServer((request, response) => {
      response.setHeader("Content-Type", request.url === "/join.js" ? "text/javascript" : "text/html");
      response.end(request.url === "/join.js" ? script : '<!doctype html><body><script src="/join.js"></script>');
    });
    await once(page.listen(0, "127.0.0.1"), "listening");
    await wait(1000);
    const fill = fileURLToPath(new URL("../peers/fill.ts", import.meta.url));
    const filling = spawn(process.execPath, [fill, `ws://127.0.0.1:${port}`, ROOM], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    filling.stdin.end(JSON.stringify(records));
    const [status] = await once(filling, "exit");
    const made = new PlainServer(port, server, page);
    if (status === 0) return made;
    await made.close();
    throw new Error("the plaintext document was not filled");
  }

  /** A new browser takes the document and shows its questions. */
  async join(expected: number): Promise<Joined> {
    const cable = await new Cable(this.#port).open();
    const browser = await launch();
    try {
      const { port } = this.#page.address() as AddressInfo;
      const page = await browser.open(`http://127.0.0.1:${port}/`);
      const begun = performance.now();
      const address = `ws://127.0.0.1:${cable.port}`;
      const count = await page.evaluate(([where, room]) => globalThis.takeAll(where, room), [address, ROOM] as const);
      const took = performance.now() - begun;
      if (count !== expected) throw new Error(`${count} questions came in, not ${expected}`);
      return { took, bytes: cable.received.reduce((sum, { length }) => sum + length, 0) };
    } finally {
      await browser.close();
      await cable.close();
    }
  }

  async close(): Promise<void> {
    this.#process.kill("SIGKILL");
    this.#page.close();
    await once(this.#page, "close").catch(() => {});
  }
}
