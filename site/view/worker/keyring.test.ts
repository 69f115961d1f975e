import { recoveryKeys } from "@wijkkit/identity";
import { expect, test } from "vitest";
import { completed } from "./keyring.ts";

const key = (n: number) => new Uint8Array(32).fill(n);

test("[SI94] what an earlier version of this page stored is completed, and no name of it is in clear", () => {
  const space = { root: key(1), secrets: [key(2)], relay: "" };
  const ring = completed({ seed: key(3), card: key(4), device: new Uint8Array(16), spaces: [space] });
  expect(ring).toMatchObject({ recovery: recoveryKeys(key(4)).public, current: 0, spaces: [{ ...space, name: "" }] });
});
