import type { LaneKey, SpaceId } from "@wijkkit/envelope";
import { parse } from "@wijkkit/envelope";
import { LIMIT } from "./limits.ts";
import type { Replica } from "./replica.ts";

/** Lanes read side by side: a store answers many questions in hardly more time than one. */
const AT_ONCE = 64;

async function readLane(replica: Replica, space: SpaceId, lane: LaneKey): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for (let from = 0; ; ) {
    const read = await replica.read(space, lane, from, LIMIT.give);
    all.push(...read);
    const left = LIMIT.give - read.reduce((sum, { length }) => sum + length, 0);
    const last = parse(read.at(-1) ?? new Uint8Array(0));
    if (left >= LIMIT.envelope || !("envelope" in last)) return all;
    from = last.envelope.seq + 1;
  }
}

/**
 * Everything a replica holds of some lanes, each lane whole and in order, some lanes at a time: what a device
 * reads when it starts.
 *
 * @param lanes default: all that are listed
 * @throws StoreError
 */
export async function* replay(
  replica: Replica,
  space: SpaceId,
  lanes?: readonly LaneKey[],
): AsyncGenerator<Uint8Array[], void, void> {
  const keys = lanes ?? (await replica.heads(space)).map(({ lane }) => lane);
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const some = keys.slice(at, at + AT_ONCE).map((lane) => readLane(replica, space, lane));
    yield (await Promise.all(some)).flat();
  }
}
