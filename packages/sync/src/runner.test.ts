import { afterEach, expect, test } from "vitest";
import { seeded, Wijk } from "../../../test/support/envelopes.ts";
import { Party, soon } from "../../../test/support/party.ts";
import { encode } from "./frames.ts";
import { loopback } from "./loopback.ts";
import { memoryStore } from "./memory.ts";
import type { RunningSession } from "./run.ts";
import { type Store, StoreError } from "./store.ts";

const wijk = new Wijk("runner");
const open: RunningSession[] = [];
afterEach(() => {
  for (const session of open.splice(0)) session.close();
});

/** A store that answers a read only when it is told to, and then that it failed. */
function stuck(): Store & { reads: number; fail: () => void } {
  const inner = memoryStore();
  const waiting: ((error: StoreError) => void)[] = [];
  return Object.assign(inner, {
    reads: 0,
    read(this: { reads: number }) {
      this.reads += 1;
      return new Promise<never>((_, reject) => waiting.push(reject));
    },
    fail: () => {
      for (const reject of waiting.splice(0)) reject(new StoreError("failed"));
    },
  });
}

test("[SS35] a store that fails is told while the session runs, and not once it is over", async () => {
  const store = stuck();
  const ann = await Party.of(wijk, { store });
  const base = wijk.lane("stuck").base();
  await ann.write([base]);
  const [near, far] = loopback();
  const session = ann.meet(near, { requireProof: false, proves: false });
  open.push(session);
  const types: number[] = [];
  far.onMessage = (bytes) => types.push(bytes[0] ?? 0);
  far.send(encode({ type: "hello", version: 1, space: wijk.space, challenge: seeded("reader", 32) }));
  const want = (ask: number) => far.send(encode({ type: "want", ask, places: [{ lane: base.lane, seq: 0 }] }));
  want(1);
  await soon("it reads", () => store.reads === 1);
  store.fail();
  await soon("the failing is told", () => ann.errors.join() === "failed");
  want(2);
  await soon("it reads again", () => store.reads === 2);
  session.close();
  store.fail();
  // Whatever hangs on that read was called by then: a promise's followers come before a timer.
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(ann.errors).toEqual(["failed"]);
});
