import { answer } from "./answer.ts";

/** Path to `sha256-…` of every file of the live page; filled in by `bundle.ts`. */
declare const __FILES__: Readonly<Record<string, string>>;
/** Cache name: a prefix and a hash of `__FILES__`. */
declare const __CACHE__: string;

// lib "WebWorker" cannot stand beside "DOM" in one program, so here is what is used of it.
interface Waiting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Fetching extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}
const worker = self as unknown as Worker;

const PAGE = "/wijk/";
const PREFIX = __CACHE__.slice(0, __CACHE__.lastIndexOf("-") + 1);
const files = Object.entries(__FILES__);
const paths = new Set(files.map(([path]) => path));

/** All or nothing: `integrity` makes the browser refuse a file of another version, and the install with it. */
async function keep(): Promise<void> {
  const cache = await caches.open(__CACHE__);
  await cache.addAll(files.map(([path, integrity]) => new Request(path, { integrity, cache: "no-cache" })));
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== __CACHE__);
  await Promise.all(older.map((name) => caches.delete(name)));
}

worker.addEventListener("install", (event) => event.waitUntil(keep()));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOlder().then(() => worker.clients.claim())));

// A new version waits: the page asks for it once its last word is stored.
worker.addEventListener("message", (event) => {
  if ((event.data as { type?: unknown } | null)?.type === "skip-waiting") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const path = answer(event.request, worker.location.origin, PAGE, paths);
  if (path === undefined) return;
  const kept = caches.open(__CACHE__).then((cache) => cache.match(path, { ignoreVary: true }));
  event.respondWith(kept.then((response) => response ?? fetch(event.request)));
});
