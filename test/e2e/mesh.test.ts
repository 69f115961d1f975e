import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startRelay } from "@wijkkit/relay";
import type { Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { type Browser, launch } from "../support/chromium.ts";
import { until } from "../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "wijkkit-mesh-"));
const KEY = Array.from({ length: 32 }, (_, n) => n);
const browsers: Browser[] = [];
let relay: Awaited<ReturnType<typeof startRelay>>;
let rooms = 0;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      outDir: join(folder, "dist/wijk"),
      lib: {
        entry: fileURLToPath(new URL("../support/mesh-page.ts", import.meta.url)),
        formats: ["es"],
        fileName: () => "mesh.js",
      },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  writeFileSync(join(folder, "dist/wijk/index.html"), '<!doctype html><script type="module" src="mesh.js"></script>');
  relay = await startRelay({ port: 0, host: "127.0.0.1", dataDir: join(folder, "data"), dist: join(folder, "dist") });
});

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

afterAll(async () => {
  await relay.close();
  rmSync(folder, { recursive: true, force: true });
});

const newRoom = () => `room-${rooms++}`;

/** A neighbour in a browser of its own, in a room of the mesh. */
async function neighbour(room: string, { key = KEY, shared = false, port = relay.port } = {}): Promise<Page> {
  const browser = await launch();
  browsers.push(browser);
  const page = await browser.open(`http://localhost:${port}/wijk/`);
  const signalling = [`ws://localhost:${port}/signal`];
  await page.evaluate((setup) => window.neighbour.join(setup), { room, key, shared, signalling });
  return page;
}

const peers = (page: Page) => page.evaluate(() => window.neighbour.peers.length);
const meet = (...pages: Page[]) =>
  until("they meet", async () => (await Promise.all(pages.map(peers))).every((count) => count > 0));

describe("two neighbours, two browsers", () => {
  test("[ME16] 5 MB in messages over lane 1, whole, in order, and unreadable on the way", async () => {
    const room = newRoom();
    const [anna, bert] = [await neighbour(room), await neighbour(room)];
    await meet(anna, bert);
    const started = performance.now();
    await anna.evaluate(() => window.neighbour.send(25, 200_000, "kanariewoord "));
    await until("all is there", () => bert.evaluate(() => window.neighbour.received.length === 25));
    console.log(`5 MB over lane 1: ${Math.round(performance.now() - started)} ms`);
    const whole = await bert.evaluate(() =>
      window.neighbour.received.every((bytes) =>
        new TextDecoder().decode(bytes).startsWith("kanariewoord kanariewoord "),
      ),
    );
    expect(whole).toBe(true);
    const wire = await anna.evaluate(() => ({
      length: window.neighbour.wire.length,
      found: window.neighbour.wire.includes("kanarie"),
    }));
    expect(wire.length).toBeGreaterThan(5_000_000);
    expect(wire.found).toBe(false);
  });

  test("[ME16] a late joiner gets a document of 550 KB over lane 0, and later letters live", async () => {
    const room = newRoom();
    const anna = await neighbour(room, { shared: true });
    const length = await anna.evaluate(() => {
      const text = window.neighbour.doc.getText("t");
      for (let n = 0; n < 550; n++) text.insert(text.length, `kanariewoord ${n} `.padEnd(1_000, "x"));
      return text.length;
    });
    expect(length).toBe(550_000);
    const bert = await neighbour(room, { shared: true });
    await meet(anna, bert);
    const started = performance.now();
    await until("the document is there", () => bert.evaluate(() => window.neighbour.text().length === 550_000));
    console.log(`550 KB over lane 0: ${Math.round(performance.now() - started)} ms`);
    await bert.evaluate(() => window.neighbour.doc.getText("t").insert(0, "Dag Anna. "));
    await until("letters arrive", () => anna.evaluate(() => window.neighbour.text().startsWith("Dag Anna. ")));
    for (const page of [anna, bert]) {
      expect(await page.evaluate(() => /kanarie|Anna/.test(window.neighbour.wire))).toBe(false);
    }
  });

  test("[ME4] who knows the room and not the key never becomes a neighbour", async () => {
    const room = newRoom();
    const [anna, stranger] = [await neighbour(room), await neighbour(room, { key: KEY.toReversed() })];
    await until("they were turned away", () => anna.evaluate(() => window.neighbour.ends.length > 0));
    expect(await anna.evaluate(() => window.neighbour.ends)).toContain("seal");
    expect(await peers(anna)).toBe(0);
    expect(await peers(stranger)).toBe(0);
    const bert = await neighbour(room);
    await meet(anna, bert);
  });

  test("[ME13, ME14, ME15] no ICE server, no second room of one name, no word on a silent lane 0", async () => {
    const room = newRoom();
    const [anna, bert] = [await neighbour(room), await neighbour(room)];
    await meet(anna, bert);
    expect(await anna.evaluate(() => window.neighbour.iceServers)).toEqual([]);
    await anna.evaluate(() => window.neighbour.doc.getText("t").insert(0, "not shared"));
    await anna.evaluate(() => window.neighbour.send(1, 10, "after that"));
    await until("a message", () => bert.evaluate(() => window.neighbour.received.length === 1));
    expect(await bert.evaluate(() => window.neighbour.text())).toBe("");
    expect(await anna.evaluate(() => window.neighbour.wire.length)).toBe(32 + 18 + 28);

    const again = { room, key: KEY, shared: false, signalling: [`ws://localhost:${relay.port}/signal`] };
    const second = anna.evaluate((setup) => window.neighbour.join(setup), again);
    await expect(second).rejects.toThrow("open already");
    await anna.evaluate((setup) => {
      window.neighbour.mesh?.close();
      setTimeout(() => window.neighbour.join(setup), 100);
    }, again);
    await until("they meet again", async () => (await peers(anna)) === 2);
  });

  test("neighbours talk on when the signalling server is gone, and meet newcomers when it is back", async () => {
    const hostile = await hostileServer();
    const room = newRoom();
    const [anna, bert] = [await neighbour(room, { port: hostile.port }), await neighbour(room, { port: hostile.port })];
    await meet(anna, bert);
    hostile.hangUp();
    await anna.evaluate(() => window.neighbour.send(1, 10, "dag"));
    await until("a message", () => bert.evaluate(() => window.neighbour.received.length === 1));
    const carla = await neighbour(room, { port: hostile.port });
    await until("three", async () => (await peers(carla)) === 2 && (await peers(anna)) === 2);
    await hostile.close();
  });
});

/** Serves the page, passes every signal on to everybody, and says whatever a test wants besides. */
async function hostileServer() {
  const http = createServer((request, response) => {
    void fetch(`http://localhost:${relay.port}${request.url}`).then(async (answer) => {
      response.setHeader("Content-Type", answer.headers.get("Content-Type") ?? "");
      response.end(await answer.text());
    });
  });
  const server = new WebSocketServer({ server: http });
  /** The ids that peers announced. */
  const ids = new Set<string>();
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as { type: string; data?: { from?: string } };
      if (message.type === "ping") socket.send('{"type":"pong"}');
      if (message.type !== "publish") return;
      if (message.data?.from) ids.add(message.data.from);
      for (const client of server.clients) if (client !== socket) client.send(String(data));
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    port: (http.address() as AddressInfo).port,
    ids,
    say: (text: string | Buffer) => {
      for (const client of server.clients) client.send(text);
    },
    hangUp: () => {
      for (const client of server.clients) client.terminate();
    },
    close: async () => {
      for (const client of server.clients) client.terminate();
      http.close();
      http.closeAllConnections();
    },
  };
}

const SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n";

describe("a hostile signalling server", () => {
  test("[ME9, ME12, ME17] floods and forgeries end nothing that is up, throw nothing, and let a newcomer in", async () => {
    const hostile = await hostileServer();
    const room = newRoom();
    const [anna, bert] = [await neighbour(room, { port: hostile.port }), await neighbour(room, { port: hostile.port })];
    await meet(anna, bert);
    const publish = (data: unknown) => hostile.say(JSON.stringify({ type: "publish", topic: room, data }));
    for (const garbage of ["", "{", "null", "[]", '{"type":"publish"}', "x".repeat(300_000)]) hostile.say(garbage);
    hostile.say(Buffer.from([1, 2, 3]));
    const ids = [...hostile.ids];
    for (const to of ids) {
      for (const from of [...ids, "stranger", "~", "0"]) {
        for (const type of ["offer", "answer", "renegotiate"]) {
          publish({ type: "signal", from, to, token: 1e99, signal: { type, sdp: SDP, renegotiate: true } });
        }
        publish({ type: "signal", from, to, signal: { type: "answer", sdp: "v=0" } });
        publish({
          type: "signal",
          from,
          to,
          signal: { type: "candidate", candidate: { candidate: "x", sdpMid: "9" } },
        });
        publish({ type: "signal", from, to, signal: null });
      }
    }
    for (let n = 0; n < 40; n++) {
      for (let m = 0; m < 50; m++) publish({ type: "announce", from: `!${n}-${m}` });
      await wait(100);
    }
    const made = await anna.evaluate(() => window.neighbour.connections);
    console.log(`2,000 false announcements in 4 s led to ${made} connections`);
    expect(made).toBeLessThan(40);
    const carla = await neighbour(room, { port: hostile.port });
    await until("a newcomer is in", async () => (await peers(carla)) === 2);
    await anna.evaluate(() => window.neighbour.send(1, 10, "dag"));
    await until("a message", () => bert.evaluate(() => window.neighbour.received.length === 1));
    await hostile.close();
  });

  test("[ME9, RE9] one flooding client at a relay of ours keeps no newcomer out", async () => {
    const room = newRoom();
    const anna = await neighbour(room);
    const flooder = new WebSocket(`ws://localhost:${relay.port}/signal`);
    await once(flooder, "open");
    flooder.send(JSON.stringify({ type: "subscribe", topics: [room] }));
    let n = 0;
    const flood = setInterval(() => {
      const data = { type: "announce", from: `!${n++}` };
      flooder.send(JSON.stringify({ type: "publish", topic: room, data }));
    }, 40);
    const bert = await neighbour(room);
    await meet(anna, bert);
    clearInterval(flood);
    flooder.close();
  });
});
