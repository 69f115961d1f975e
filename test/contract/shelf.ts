import type { Envelope } from "@wijkkit/envelope";
import type { Store } from "@wijkkit/sync";
import { type LaneMaker, Wijk } from "../support/envelopes.ts";

export const ALL = Number.MAX_SAFE_INTEGER;
export const wijk = new Wijk("store contract");
export const other = new Wijk("another wijk");
export const { space } = wijk;

export const bytesOf = (envelopes: readonly Envelope[]) => envelopes.map(({ bytes }) => bytes);
export const sum = (envelopes: readonly Envelope[]) => envelopes.reduce((total, { bytes }) => total + bytes.length, 0);

/** What is held of a lane, to be compared: the seqs that have an id, and what `read` gives. */
export async function held(store: Store, lane: LaneMaker, upTo = 12) {
  const state = await store.lane(space, lane.key);
  const seqs: number[] = [];
  for (let seq = 0; seq < upTo; seq++) if (await state?.idAt(seq)) seqs.push(seq);
  const read = await store.read(space, lane.key, 0, ALL);
  return { seqs, head: state?.head.seq, base: state?.base, read: read.length };
}

/** A case on a new store of its own, closed afterwards. */
export function checking(open: () => Promise<Store>) {
  return (run: (store: Store) => Promise<void>) => async (): Promise<void> => {
    const store = await open();
    try {
      await run(store);
    } finally {
      await store.close();
    }
  };
}
