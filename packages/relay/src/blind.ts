import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { chooseVerify, KnownSpaces, type SpaceId } from "@wijkkit/envelope";
import {
  Budget,
  type Channel,
  decode,
  encode,
  Replica,
  runSession,
  SESSION_VERSION,
  type Store,
  StoreError,
  webSocketChannel,
} from "@wijkkit/sync";
import { LIMIT } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import type { Endpoint } from "./sockets.ts";
import { sqliteStore } from "./store.ts";

const FILE = "relay.sqlite";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `/sync`: sealed envelopes of any space, kept for whoever proves to be in it. */
export interface BlindStore {
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

function folder(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  } catch (cause) {
    throw new StoreError("blocked", cause);
  }
}

/** The store in a folder that is there, with its quotas. @throws StoreError */
export function storeIn(dataDir: string): Store {
  const { spaceBytes, spaces, bytes } = LIMIT;
  return sqliteStore(join(dataDir, FILE), { spaceBytes, spaces, bytes });
}

/** The space that a first frame greets, or why it is no greeting of our time. */
function greeted(first: Uint8Array): { space: SpaceId } | { code: "frame" | "version" } {
  const frame = decode(first);
  if (typeof frame !== "object" || frame.type !== "hello") return { code: "frame" };
  return frame.version === SESSION_VERSION ? { space: frame.space } : { code: "version" };
}

/** Tells of each trouble once a minute at most: a full disk must not fill itself with its own log. */
function seldom(log: (event: string) => void): (event: string) => void {
  const told = new Map<string, number>();
  return (event) => {
    const now = performance.now();
    if (now - (told.get(event) ?? Number.NEGATIVE_INFINITY) < MINUTE) return;
    told.set(event, now);
    log(event);
  };
}

/**
 * Opens the store in a folder, which is made when it is not there.
 *
 * @param hostsOf the hosts for which a proof that comes over a request's socket counts
 * @throws StoreError
 */
export async function openBlindStore(
  dataDir: string,
  hostsOf: (request: IncomingMessage) => readonly string[],
  log: (event: string) => void,
  metrics: Metrics = new Metrics(),
): Promise<BlindStore> {
  const { spaces } = LIMIT;
  const store = storeIn(folder(dataDir));
  const verify = await chooseVerify();
  const held = new Set(await store.spaces());
  const takes = (space: SpaceId) => held.has(space) || held.size < spaces;
  const tell = seldom(log);
  const failed = (error: unknown) => {
    metrics.count("wijk_store_failures_total");
    tell(`store ${error instanceof StoreError ? error.code : "failed"}`);
  };
  const replica = new Replica({
    store,
    known: new KnownSpaces(LIMIT.spaceRecords),
    verify,
    now: Date.now,
    takes,
    onError: failed,
  });
  replica.onRecord((_record, _source, space) => held.add(space));
  const needs = new Budget(LIMIT.needs);
  const tick = setInterval(() => void replica.tick(), MINUTE);
  const sweep = async () => {
    for (const space of await store.spaces()) await replica.sweep(space);
  };
  const sweeping = setInterval(() => void sweep().catch(failed), HOUR);
  await sweep().catch(failed);
  metrics.counter("wijk_envelopes_total", "Envelopes that were newly stored.");
  metrics.counter("wijk_records_total", "Space records that were newly stored.");
  metrics.counter("wijk_store_failures_total", "Times that the store could not be read or written.");
  metrics.gauge("wijk_spaces", "Spaces of which anything is held.", async () => (await store.spaces()).length);
  metrics.gauge("wijk_store_bytes", "Bytes of envelopes and records in the store.", () => store.size());
  metrics.gauge("wijk_parked_envelopes", "Envelopes that wait for something, in memory.", () => replica.parked.count);
  replica.onAccepted(() => metrics.count("wijk_envelopes_total"));
  replica.onRecord(() => metrics.count("wijk_records_total"));

  const serve = (channel: Channel, space: SpaceId, hosts: readonly string[]) =>
    runSession({
      channel,
      replica,
      space,
      requireProof: true,
      needs,
      host: "",
      hosts,
      random: (length) => new Uint8Array(randomBytes(length)),
      now: Date.now,
      onError: failed,
    });

  const greet = (channel: Channel, hosts: readonly string[]) => {
    const silent = setTimeout(() => channel.close(), LIMIT.greeting);
    channel.onClose = () => clearTimeout(silent);
    channel.onMessage = (first) => {
      clearTimeout(silent);
      const greeting = greeted(first);
      if ("code" in greeting) {
        channel.onMessage = undefined;
        channel.send(encode({ type: "deny", code: greeting.code }));
        channel.close();
        return;
      }
      serve(channel, greeting.space, hosts);
      channel.onMessage?.(first);
    };
  };

  return {
    endpoint: {
      maxPayload: LIMIT.frame,
      open: (socket, request: IncomingMessage) => greet(webSocketChannel(socket), hostsOf(request)),
    },
    async close() {
      clearInterval(tick);
      clearInterval(sweeping);
      await store.close();
    },
  };
}
