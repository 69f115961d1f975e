import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** Fills a room of a y-websocket server: `node fill.ts ADDRESS ROOM`, records as JSON on stdin; ends once all is there. */
const [, , address = "", room = ""] = process.argv;
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const records = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>[];

const doc = new Y.Doc();
const provider = new WebsocketProvider(address, room, doc, { WebSocketPolyfill: WebSocket as never, disableBc: true });
await new Promise((resolve) => provider.once("sync", resolve));
const list = doc.getArray("records");
for (const record of records) list.push([new Y.Map(Object.entries(record))]);
while ((provider.ws as unknown as WebSocket).bufferedAmount > 0)
  await new Promise((resolve) => setTimeout(resolve, 50));
process.stdout.write(String(Y.encodeStateAsUpdate(doc).length));
provider.destroy();
process.exit(0);
