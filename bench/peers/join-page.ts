import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** Questions shown of a list, as on our own. */
const SHOWN = 50;

/** Runs in a browser: takes a whole plaintext document from a server, and resolves once its questions are shown. */
function takeAll(address: string, room: string): Promise<number> {
  return new Promise((resolve) => {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(address, room, doc, { disableBc: true });
    provider.on("sync", (whole: boolean) => {
      if (!whole) return;
      const records = doc.getArray<Y.Map<string>>("records").toArray();
      const questions = records.filter((record) => record.get("kind") === "question");
      const list = document.createElement("ul");
      for (const question of questions.slice(0, SHOWN)) {
        list.append(Object.assign(document.createElement("li"), { textContent: question.get("title") }));
      }
      document.body.append(list);
      requestAnimationFrame(() => resolve(questions.length));
    });
  });
}

Object.assign(globalThis, { takeAll });
