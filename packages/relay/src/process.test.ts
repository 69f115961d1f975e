import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect as dial } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { WebrtcProvider } from "y-webrtc";
import * as Y from "yjs";
import { Device } from "../../../test/support/device.ts";
import { Wijk } from "../../../test/support/envelopes.ts";
import { ownRelay } from "../../../test/support/own-relay.ts";
import { until } from "../../../test/support/until.ts";

const ALL = Number.MAX_SAFE_INTEGER;
const own = ownRelay();
const { closing, health, socket } = own;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

describe("signalling", () => {
  test("[RE7, RE8] y-webrtc's messages between real sockets", async () => {
    const [anna, bert] = [await socket("/signal"), await socket("/signal")];
    for (const one of [anna, bert]) one.send('{"type":"subscribe","topics":["room"]}');
    bert.send('{"type":"ping"}');
    expect(String((await once(bert, "message"))[0])).toBe('{"type":"pong"}');
    const announce = '{"type":"publish","topic":"room","data":{"type":"announce","from":"a"}}';
    const heard = once(bert, "message");
    anna.send(announce);
    expect(String((await heard)[0])).toBe(announce);
    anna.close();
    bert.close();
  });

  test("[RE7] y-webrtc's own client is understood", async () => {
    const neighbour = await socket("/signal");
    neighbour.send('{"type":"subscribe","topics":["plain"]}');
    const heard = once(neighbour, "message");
    const signaling = [`ws://localhost:${own.relay.port}/signal`];
    const provider = new WebrtcProvider("plain", new Y.Doc(), { signaling });
    expect(JSON.parse(String((await heard)[0]))).toEqual({
      type: "publish",
      topic: "plain",
      data: { type: "announce", from: provider.room?.peerId },
    });
    provider.disconnect();
    provider.destroy();
    neighbour.close();
  });

  test("[RE10] malformed JSON and binary messages close that socket with a reason, and the process lives", async () => {
    const bystander = await socket("/signal");
    for (const text of ["{", "", "null", "\u0000", "x".repeat(60_000), "[".repeat(60_000)]) {
      expect(await closing("/signal", text)).toEqual({ code: 1008, reason: "malformed message" });
    }
    const data = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    const deep = await closing("/signal", `{"type":"publish","topic":"r","data":${data}}`, "{");
    expect(deep.code).toBe(1008);
    expect((await closing("/signal", Uint8Array.of(1, 2))).code).toBe(1003);
    expect(bystander.readyState).toBe(WebSocket.OPEN);
    expect(await health()).toBe(200);
    bystander.close();
  });

  test("[RE9] a flood is shown out, and others notice nothing", async () => {
    const [anna, bert] = [await socket("/signal"), await socket("/signal")];
    for (const one of [anna, bert]) one.send('{"type":"subscribe","topics":["quiet"]}');
    const flooders = Array.from({ length: 10 }, () =>
      closing(
        "/signal",
        '{"type":"subscribe","topics":["loud"]}',
        ...Array.from({ length: 2_000 }, (_, n) => `{"type":"publish","topic":"loud","data":{"from":"f","n":${n}}}`),
      ),
    );
    for (const { code, reason } of await Promise.all(flooders))
      expect([code, reason]).toEqual([1008, "too many messages"]);
    const heard = once(bert, "message");
    anna.send('{"type":"publish","topic":"quiet","data":{"from":"a"}}');
    expect(String((await heard)[0])).toContain('"from":"a"');
    anna.close();
    bert.close();
  });

  test("[RE11] a socket that does not read is let go before it costs memory", async () => {
    const raw = dial(own.relay.port, "localhost");
    const key = Buffer.from(random(16)).toString("base64");
    raw.write(
      `GET /signal HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    await once(raw, "data");
    const text = Buffer.from('{"type":"subscribe","topics":["slow"]}');
    raw.write(Buffer.concat([Buffer.of(0x81, 0x80 | text.length, 0, 0, 0, 0), text]));
    raw.pause();
    const gone = new Promise((resolve) => raw.on("error", () => {}).on("close", resolve));
    const big = JSON.stringify({ type: "publish", topic: "slow", data: { x: "x".repeat(60_000) } });
    for (let n = 0; n < 5; n++) {
      const sender = await socket("/signal");
      sender.send('{"type":"subscribe","topics":["slow"]}');
      for (let m = 0; m < 100; m++) sender.send(big);
      const through = once(sender, "message");
      sender.send('{"type":"ping"}');
      await through;
      sender.close();
    }
    raw.resume();
    await gone;
  });
});

describe("the process", () => {
  test("[RE6] what is neither file nor path: 404, and no upgrade", async () => {
    for (const path of ["/", "/signal/", "/sync/x", "/other"]) {
      const refused = new WebSocket(`ws://localhost:${own.relay.port}${path}`);
      const [error] = (await once(refused, "error")) as [Error];
      expect(error.message).toContain("404");
    }
    expect((await fetch(`${own.relay.url}/sync`)).status).toBe(404);
  });

  test("[RE10] bytes that are no HTTP", async () => {
    for (const bytes of [random(2_000), Buffer.from("GET / HTTP/9.9\r\n\r\n"), Buffer.alloc(100_000, 65)]) {
      const raw = dial(own.relay.port, "localhost");
      raw.on("error", () => {});
      raw.resume();
      await new Promise((resolve) => raw.on("close", resolve).end(bytes));
    }
    expect(await health()).toBe(200);
  });

  test("[RE17] it keeps and prints no address, user agent or query", async () => {
    const agent = "Kanarie/1.0";
    await fetch(`${own.relay.url}/?q=kanariezoekwoord`, {
      headers: { "user-agent": agent, referer: "http://kanarie.example" },
    });
    const opened = new WebSocket(`ws://localhost:${own.relay.port}/signal?kanarie=1`, {
      headers: { "user-agent": agent },
    });
    await once(opened, "open");
    opened.send('{"type":"subscribe","topics":["kanarieroom"]}');
    opened.send("{kanarie");
    await once(opened, "close");
    const files = readdirSync(own.relay.dataDir).map((name) => readFileSync(join(own.relay.dataDir, name), "latin1"));
    for (const text of [own.relay.printed, ...files]) expect(text).not.toMatch(/kanarie|127\.0\.0\.1|::1/i);
  });

  test("[RE18, RE19] asked to stop, it says goodbye, has all on the disk, and exits with 0", async () => {
    expect(await (await fetch(`${own.relay.url}/health`)).text()).toBe("ok\n");
    const wijk = new Wijk("goodbye");
    const anna = await new Device(own.relay.port, wijk).start();
    const lane = wijk.lane("anna");
    await anna.write(lane.some(2));
    await until("the relay has it", () => anna.receipts.get(lane.key) === 1);
    anna.stop();
    const [signal, sync] = [await socket("/signal"), await socket("/sync")];
    const goodbyes = Promise.all([signal, sync].map((one) => once(one, "close")));
    expect(await own.relay.stop()).toBe(0);
    expect((await goodbyes).map(([code]) => code)).toEqual([1001, 1001]);
    expect(readdirSync(own.relay.dataDir)).toEqual(["relay.sqlite"]);
    await own.relay.start();
    const bert = await new Device(own.relay.port, wijk).start();
    await until("it is there", async () => (await bert.store.read(wijk.space, lane.key, 0, ALL)).length === 2);
    bert.stop();
  });
});
