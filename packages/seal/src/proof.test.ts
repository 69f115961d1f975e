import { admissionMessage, type LaneKey, type SpaceId } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import { epochKeys, signAsMember } from "./index.ts";

const space = "1".repeat(40) as SpaceId;
const epoch = epochKeys(new Uint8Array(32).fill(1), space);

test("[SE16] the gate key signs a session's proof, and nothing of another purpose", async () => {
  const hello = Buffer.from("wijkkit/1 hello and two challenges");
  expect(await nodeVerify(epoch.gate.public, hello, signAsMember(hello, epoch))).toBe(true);
  const admission = admissionMessage(space, epoch.id, "2".repeat(64) as LaneKey);
  for (const other of [admission, new Uint8Array(0), hello.subarray(0, 14)]) {
    expect(() => signAsMember(other, epoch)).toThrow(TypeError);
  }
});
