import type * as Y from "yjs";
import { FeedReading, type LaneContent } from "./read.ts";

/** Feeds that are kept open: those that are being written in now. */
const OPEN = 8;

/**
 * Reads feeds, and goes on where it was with one that was read lately and only had something added to
 * its one lane. With more lanes what counts depends on their order, so those are read anew.
 */
export class FeedCache {
  readonly #open = new Map<string, { readonly reading: FeedReading; readonly content: LaneContent }>();

  read(identity: string, lanes: readonly LaneContent[]): Y.Doc | undefined {
    const [content, another] = lanes;
    const held = this.#open.get(identity);
    this.#open.delete(identity);
    const added = held && content && another === undefined ? beyond(held.content, content) : undefined;
    const reading = added === undefined || held === undefined ? new FeedReading() : held.reading;
    const doc = reading.goOn(added === undefined ? lanes : [added]);
    if (doc !== undefined && content !== undefined && another === undefined && reading.complete) {
      this.#open.set(identity, { reading, content });
      const [oldest] = this.#open.keys();
      if (this.#open.size > OPEN && oldest !== undefined) this.#open.delete(oldest);
    }
    return doc;
  }
}

/** What a lane holds beyond what it held; undefined when it does not just go on. */
function beyond(before: LaneContent, now: LaneContent): LaneContent | undefined {
  if (before.lane !== now.lane || now.payloads.length < before.payloads.length) return undefined;
  const same = before.payloads.every(({ bytes }, n) => bytes === now.payloads[n]?.bytes);
  return same ? { ...now, payloads: now.payloads.slice(before.payloads.length) } : undefined;
}
