import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { WebSocket } from "ws";
import { Relay } from "./relay.ts";

/** A relay process for the tests of one file, with a site of one page, and sockets to it. */
export function ownRelay() {
  const dist = mkdtempSync(join(tmpdir(), "wijkkit-dist-"));
  let relay: Relay | undefined;

  const running = () => {
    if (!relay) throw new Error("it runs from the first test on");
    return relay;
  };

  beforeAll(async () => {
    writeFileSync(join(dist, "index.html"), "<h1>home</h1>");
    relay = await Relay.start({ dist });
  });

  afterAll(async () => {
    await relay?.remove();
    rmSync(dist, { recursive: true });
  });

  async function socket(path: string): Promise<WebSocket> {
    const opened = new WebSocket(`ws://localhost:${running().port}${path}`);
    await once(opened, "open");
    return opened;
  }

  /** Sends, and waits for the relay to close. */
  async function closing(path: string, ...messages: (string | Uint8Array)[]) {
    const opened = await socket(path);
    opened.on("error", () => {});
    for (const message of messages) opened.send(message);
    const [code, reason] = (await once(opened, "close")) as [number, Buffer];
    return { code, reason: reason.toString() };
  }

  const health = async () => (await fetch(`${running().url}/health`)).status;

  return {
    get relay() {
      return running();
    },
    socket,
    closing,
    health,
  };
}
