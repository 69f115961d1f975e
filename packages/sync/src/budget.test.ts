import type { LaneKey } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { Budget } from "./budget.ts";
import type { Frame } from "./frames.ts";
import type { Out } from "./out.ts";
import { Pull } from "./pull.ts";
import type { SpaceView } from "./replica.ts";

const nothing: SpaceView = {
  known: () => true,
  records: () => [],
  head: () => undefined,
  heads: () => [],
  purged: () => false,
};
const lane = (n: number) => n.toString(16).padStart(64, "0") as LaneKey;

/** The lanes that a session would ask for. */
function wanted(pull: Pull): number {
  const frames: Frame[] = [];
  pull.ask({ send: (frame: Frame) => frames.push(frame) } as unknown as Out, 0);
  return frames.reduce((sum, frame) => sum + (frame.type === "want" ? frame.places.length : 0), 0);
}

test("[SS43] what peers list and is not asked for yet counts for all sessions together, and is given back", () => {
  const budget = new Budget(10);
  const [first, second] = [new Pull(nothing, budget), new Pull(nothing, budget)];
  for (let n = 0; n < 100; n += 1) first.note(lane(n), 0);
  second.note(lane(1), 0);
  expect(second.idle).toBe(true);
  expect(wanted(first)).toBe(10);
  for (let n = 0; n < 100; n += 1) second.note(lane(n), 0);
  second.release();
  first.note(lane(200), 0);
  expect(first.idle).toBe(false);
  expect(wanted(second)).toBe(0);
});
