import { afterEach, expect, test } from "vitest";
import { Wijk } from "../../../test/support/envelopes.ts";
import { wrapped } from "../../../test/support/faults.ts";
import { agree, Party, soon } from "../../../test/support/party.ts";
import { decode } from "./frames.ts";
import { loopback } from "./loopback.ts";
import type { RunningSession } from "./run.ts";

const wijk = new Wijk("passing on");
const open: RunningSession[] = [];
afterEach(() => {
  for (const session of open.splice(0)) session.close();
});

/** A line between two; `sent` is called for each message that is about envelopes. */
function link(one: Party, other: Party, sent: () => void = () => {}): RunningSession {
  const [near, far] = loopback();
  const watch = (channel: typeof near) =>
    wrapped(channel, (bytes) => {
      const frame = decode(bytes);
      if (typeof frame === "object" && ["new", "have", "want", "give", "pass"].includes(frame.type)) sent();
      channel.send(bytes);
    });
  const session = one.meet(watch(near));
  open.push(session, other.meet(watch(far)));
  return session;
}

const inSync = () => soon("all are in sync", () => open.every(({ state }) => state.phase === "in-sync"));
const settled = () => new Promise((resolve) => setTimeout(resolve, 300));

test("[SS44] among twelve neighbours who all see each other a further edit takes at most 3 messages each", async () => {
  const parties = await Promise.all(Array.from({ length: 12 }, () => Party.of(wijk)));
  let messages = 0;
  for (const [n, one] of parties.entries()) {
    for (const other of parties.slice(n + 1)) {
      link(one, other, () => {
        messages += 1;
      });
    }
  }
  await inSync();
  const lanes = parties.map((_, n) => wijk.lane(`writer ${n}`));
  const edit = async (n: number) => {
    await parties[n]?.write(lanes[n]?.some(1) ?? []);
    for (const party of parties) await agree(parties[n] ?? party, party);
    await settled();
  };
  for (const n of [0, 1, 2]) await edit(n);
  messages = 0;
  for (const n of [0, 1, 2]) await edit(n);
  expect(messages / 3).toBeGreaterThanOrEqual(parties.length - 1);
  expect(messages / 3).toBeLessThanOrEqual(3 * (parties.length - 1));
});

test("[SS44] who gets a lane elsewhere gets it from another again when that neighbour is gone, at once", async () => {
  const [ann, ben, cem] = [await Party.of(wijk), await Party.of(wijk), await Party.of(wijk)];
  const between = link(ann, cem);
  link(ann, ben);
  link(ben, cem);
  await inSync();
  const lane = wijk.lane("of ann");
  for (let n = 0; n < 2; n++) {
    await ann.write(lane.some(1));
    await agree(ann, cem);
    await settled();
  }
  between.close();
  await settled();
  await ann.write(lane.some(1));
  await agree(ann, cem, 2_000);
});
