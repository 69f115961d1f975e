import { spaceId } from "@wijkkit/envelope";
import { boxKeys } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedRandom } from "../../../test/support/people.ts";
import { epochKeys } from "./epoch.ts";
import { HANDOVER_LENGTH, handOver, receive } from "./handover.ts";

const random = fixedRandom("handover");
const SPACE = spaceId(random(32));
const epoch = epochKeys(random(32), SPACE);
const other = epochKeys(random(32), SPACE);
const [fatma, jan, sender] = [boxKeys(random(32)), boxKeys(random(32)), boxKeys(random(32))];
const sealed = handOver(epoch, fatma.public, sender);

test("[SE19] whom an epoch's secret was sealed to opens it, and nobody else", () => {
  expect(sealed).toHaveLength(HANDOVER_LENGTH);
  expect(receive(sealed, epoch, sender.public, fatma)).toEqual(epoch);
  expect(receive(sealed, epoch, sender.public, jan)).toBeUndefined();
  expect(receive(sealed, epoch, jan.public, fatma)).toBeUndefined();
});

test("[SE19] two recipients of one rotation get boxes under different nonces", () => {
  const twice = [fatma, jan].map(({ public: key }) => Buffer.from(handOver(epoch, key, sender)).toString("hex"));
  expect(new Set(twice).size).toBe(2);
});

test("[SE20] a secret of another epoch than the one named counts nothing", () => {
  const { space } = other;
  const lie = handOver({ ...other, id: epoch.id }, fatma.public, sender);
  expect(receive(lie, { space, id: epoch.id }, sender.public, fatma)).toBeUndefined();
});

test("[SE20] altered, cut or foreign bytes give nothing, never an exception", () => {
  for (const [place, byte] of sealed.entries()) {
    expect(receive(sealed.with(place, byte ^ 1), epoch, sender.public, fatma)).toBeUndefined();
  }
  const bytes = fc.uint8Array({ maxLength: 100 });
  fc.assert(fc.property(bytes, bytes, (box, from) => receive(box, epoch, from, fatma) === undefined));
});
