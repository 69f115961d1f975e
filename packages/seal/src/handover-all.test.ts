import type { SpaceId } from "@wijkkit/envelope";
import { boxKeys } from "@wijkkit/identity";
import { expect, test } from "vitest";
import { fixedRandom } from "../../../test/support/people.ts";
import { handOver } from "./handover.ts";
import { epochKeys, handOverAll, receive } from "./index.ts";

const random = fixedRandom("hand over to all");
const epoch = epochKeys(random(32), "11".repeat(20) as SpaceId);
const sender = boxKeys(random(32));
const people = Array.from({ length: 130 }, () => boxKeys(random(32)));
/** Points of small order: what WebCrypto refuses to agree with. */
const small = [new Uint8Array(32), Uint8Array.from([1, ...new Uint8Array(31)])];

test.each([
  { by: "WebCrypto", subtle: globalThis.crypto.subtle },
  { by: "tweetnacl alone", subtle: undefined },
  {
    by: "a WebCrypto without X25519",
    subtle: { importKey: () => Promise.reject(new Error("not here")) } as unknown as SubtleCrypto,
  },
])("[SE30] by $by everyone gets the same bytes as one by one, whatever keys are among them", async ({ subtle }) => {
  const recipients = [...people.map((one) => one.public), ...small];
  const steps: number[] = [];
  const sealed = await handOverAll(epoch, recipients, sender, (done) => steps.push(done), subtle);
  expect(sealed).toEqual(recipients.map((recipient) => handOver(epoch, recipient, sender)));
  expect(steps).toEqual([64, 128, 132]);
  for (const [n, keys] of people.entries()) {
    expect(receive(sealed[n] ?? new Uint8Array(0), epoch, sender.public, keys)?.id).toBe(epoch.id);
  }
});

test("[SE30] it stops where the progress throws", async () => {
  const stop = handOverAll(
    epoch,
    people.map((one) => one.public),
    sender,
    (done) => {
      if (done > 64) throw new Error("stop");
    },
  );
  await expect(stop).rejects.toThrow("stop");
});
