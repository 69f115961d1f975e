import { encode } from "@wijkkit/sync";
import { expect, test } from "vitest";
import { envelope, laneOf } from "./lane.ts";
import { lanesIn } from "./lanes.ts";
import type { Piece } from "./recording.ts";

const sent = (bytes: Uint8Array): Piece => ({ how: "socket sent", where: "ws://localhost/sync", bytes });
const give = (...envelopes: Uint8Array[]) => sent(encode({ type: "give", ask: 1, more: false, envelopes }));
const push = (...envelopes: Uint8Array[]) => sent(encode({ type: "new", envelopes }));

test("lanes are counted from what went over the sockets, each place once", () => {
  const [first, second] = laneOf(2).map(({ bytes }) => bytes) as Uint8Array[] as [Uint8Array, Uint8Array];
  const lanes = lanesIn([[give(first, second)], [give(first), push(second)]]);
  expect([...lanes.values()]).toEqual([2]);
});

test("two envelopes in one place are a fork, whoever sent them", () => {
  const fork = envelope({ box: new Uint8Array(272).fill(8) });
  expect(() => lanesIn([[give(envelope().bytes)], [push(fork.bytes)]])).toThrow(/is forked at 0$/);
});
