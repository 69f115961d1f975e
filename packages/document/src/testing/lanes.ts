import type { LaneKey } from "@wijkkit/envelope";
import type { LaneContent } from "../read.ts";

/** A lane key of one hex digit, over and over. */
export function lane(digit: string): LaneKey {
  return digit.repeat(64) as LaneKey;
}

/** A lane with a BASE and batches after it. */
export function laneOf(key: LaneKey, base: Uint8Array, ...batches: readonly Uint8Array[]): LaneContent {
  const payloads = [base, ...batches].map((bytes, end) => ({ bytes, isBase: end === 0, end }));
  return { lane: key, hour: 1, payloads };
}
