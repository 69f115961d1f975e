import { indexedDbStore, type Store } from "@wijkkit/sync";
import { storeContract } from "../contract/store.ts";
import { Wijk } from "./envelopes.ts";

/** Runs in a page or a worker: the contract of stores on IndexedDB, and single acts for a test to drive. */

const cases = new Map<string, () => Promise<void>>();
storeContract(
  (title, run) => cases.set(title, run),
  async () => indexedDbStore(`contract ${crypto.getRandomValues(new Uint32Array(4)).join("-")}`),
);

const stores = new Map<string, Store>();
const wijk = new Wijk("in the browser");

function storeOf(name: string): Store {
  const store = stores.get(name) ?? indexedDbStore(name);
  stores.set(name, store);
  return store;
}

/** "ok", the code of the StoreError, or what else was thrown. */
async function said(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "ok",
    (error: { code?: string }) => error.code ?? String(error),
  );
}

/** Every connection this page made to a database. */
const connections: IDBDatabase[] = [];
const openDatabase = indexedDB.open.bind(indexedDB);
indexedDB.open = (...asked) => {
  const request = openDatabase(...asked);
  request.addEventListener("success", () => connections.push(request.result));
  return request;
};

const bench = {
  titles: [...cases.keys()],
  run: (title: string) => said(cases.get(title)?.() ?? Promise.reject(new Error(`no case ${title}`))),
  /** Appends envelopes `from` to `from + count` of a lane, each with a box of so many bytes. */
  async append(name: string, laneName: string, from: number, count: number, size = 1_000) {
    const lane = wijk.lane(laneName);
    lane.some(from, { size: 1_000 });
    return said(storeOf(name).append(wijk.space, lane.some(count, { size })));
  },
  async seqs(name: string, laneName: string) {
    const store = storeOf(name);
    const [head] = (await store.heads(wijk.space)).filter(({ lane }) => lane === wijk.lane(laneName).key);
    const read = head ? await store.read(wijk.space, head.lane, 0, 1e9) : [];
    return { head: head?.seq ?? -1, read: read.length, size: await store.size() };
  },
  heads: (name: string) => said(storeOf(name).heads(wijk.space)),
  /** The connections end under the store, and so many calls come upon that at once. */
  async lose(name: string, calls: number) {
    for (const connection of connections) if (connection.name === name) connection.close();
    return Promise.all(Array.from({ length: calls }, () => bench.heads(name)));
  },
  /** Another part of the site brings a newer schema, or wipes the device. */
  async upgrade(name: string, version: number) {
    return new Promise<string>((resolve) => {
      const request = indexedDB.open(name, version);
      request.onsuccess = () => {
        request.result.close();
        resolve("ok");
      };
      request.onerror = () => resolve(String(request.error?.name));
    });
  },
  wipe: (name: string) =>
    new Promise<string>((resolve) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve("ok");
      request.onblocked = () => resolve("blocked");
    }),
  isSecure: () => isSecureContext,
};

export type Bench = typeof bench;

Object.assign(globalThis, { bench });
if (typeof document === "undefined") {
  globalThis.onmessage = async ({ data }: MessageEvent<string>) => globalThis.postMessage(await bench.run(data));
}
