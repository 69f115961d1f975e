import type { LaneKey } from "@wijkkit/envelope";
import * as Y from "yjs";
import { clientId } from "./kinds.ts";
import { LIMIT } from "./limits.ts";
import { type FeedRecord, readRecord } from "./record.ts";
import { type Scan, scan } from "./scan.ts";
import { ROOT, Shape } from "./shape.ts";

/** One whole payload of a lane, of as many envelopes as it took. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly isBase: boolean;
  /** seq of its last envelope. */
  readonly end: number;
}

/** A lane from its newest complete BASE on. */
export interface LaneContent {
  readonly lane: LaneKey;
  /** The newest hour in it. */
  readonly hour: number;
  readonly payloads: readonly Payload[];
}

/**
 * The feed that lanes of one owner make together: a function of them alone, in whatever order their
 * envelopes came. Undefined when they break the shape of a feed; then it counts nothing.
 */
export function readFeed(lanes: readonly LaneContent[]): Y.Doc | undefined {
  return new FeedReading().goOn(lanes);
}

interface Queue {
  readonly lane: LaneKey;
  readonly updates: readonly { readonly bytes: Uint8Array; readonly scan: Scan }[];
  next: number;
}

/** A feed as far as it was read. */
export class FeedReading {
  readonly #doc = new Y.Doc({ guid: "" });
  readonly #shape = new Shape();
  /** Whether nothing that was handed in waits for something else. */
  complete = true;

  /** The document once these lanes are read as well, after those of earlier calls. */
  goOn(lanes: readonly LaneContent[]): Y.Doc | undefined {
    this.#doc.getMap(ROOT);
    const { store } = this.#doc;
    try {
      const queues = counting(lanes);
      const whole = this.#applyAll(queues);
      this.complete = whole && queues.every(({ updates, next }) => next === updates.length);
      return whole && store.pendingStructs === null && store.pendingDs === null ? this.#doc : undefined;
    } catch {
      // Yjs fell over something that `Shape` let through: the same bytes do so everywhere.
      return undefined;
    }
  }

  /** Lane by lane, each as far as it goes, until none goes on. */
  #applyAll(queues: readonly Queue[]): boolean {
    let moved = true;
    for (let round = 0; moved && round < LIMIT.rounds; round += 1) {
      moved = false;
      for (const queue of queues) {
        for (let update = queue.updates[queue.next]; update !== undefined; update = queue.updates[queue.next]) {
          const answer = this.#shape.take(update.scan);
          if (answer === "broken") return false;
          if (answer === "waiting") break;
          Y.applyUpdate(this.#doc, update.bytes);
          queue.next += 1;
          moved = true;
        }
      }
    }
    return true;
  }
}

/** What counts of the lanes that were written to last, as many as fit within the limits, in the order of their keys. */
function counting(lanes: readonly LaneContent[]): Queue[] {
  const byKey = (a: { lane: LaneKey }, b: { lane: LaneKey }) => (a.lane < b.lane ? -1 : 1);
  const newest = [...lanes].sort((a, b) => b.hour - a.hour || byKey(a, b)).slice(0, LIMIT.lanes);
  let [bytes, pieces] = [LIMIT.document as number, LIMIT.scanned as number];
  const queues: Queue[] = [];
  for (const content of newest) {
    const size = content.payloads.reduce((sum, payload) => sum + payload.bytes.length, 0);
    const updates = size > bytes ? undefined : scans(content, pieces);
    if (updates === undefined) continue;
    bytes -= size;
    pieces -= updates.reduce((sum, update) => sum + piecesOf(update.scan), 0);
    queues.push({ lane: content.lane, updates, next: 0 });
  }
  return queues.sort(byKey);
}

function piecesOf({ structs, deletes }: Scan): number {
  return structs.length + deletes.length;
}

/** What may count of a lane, payload by payload; undefined when that is more than `most` pieces. */
function scans({ lane, payloads }: LaneContent, most: number): Queue["updates"] | undefined {
  const own = clientId(lane);
  const updates: { bytes: Uint8Array; scan: Scan }[] = [];
  let left = most;
  for (const payload of payloads) {
    const found = read(payload, own);
    if (found === undefined) continue;
    left -= piecesOf(found);
    if (left < 0) return undefined;
    updates.push({ bytes: payload.bytes, scan: found });
  }
  return updates;
}

/** Whether a payload is one that a feed may hold, looked at by itself. */
export function isFeedUpdate(payload: Payload, lane: LaneKey): boolean {
  return read(payload, clientId(lane)) !== undefined;
}

/** A BASE may hold what the owner's other lanes wrote, a batch its own structs only. */
function read({ bytes, isBase }: Payload, own: number): Scan | undefined {
  const found = scan(bytes);
  const foreign = !isBase && [...(found?.spans.keys() ?? [])].some((client) => client !== own);
  return foreign ? undefined : found;
}

/** The records of a feed's document, in the order of their ids. No time in them is after `latest` (ms). */
export function readRecords(doc: Y.Doc, owner: string, latest: number): FeedRecord[] {
  const records: FeedRecord[] = [];
  for (const [id, value] of doc.getMap(ROOT).entries()) {
    if (!(value instanceof Y.Map)) continue;
    const record = readRecord(owner, id, plain(value), latest);
    if (record !== undefined) records.push(record);
  }
  return records.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The entries of a record's map, with texts as strings. */
export function* plain(map: Y.Map<unknown>): Iterable<readonly [string, unknown]> {
  for (const [name, value] of map.entries()) yield [name, value instanceof Y.Text ? value.toString() : value];
}
