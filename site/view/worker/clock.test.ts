import { afterEach, expect, test, vi } from "vitest";
import { clockHere, mayDo } from "./clock.ts";

const DAY = 86_400_000;

afterEach(() => vi.unstubAllGlobals());

/** The host of the page says this time; undefined for a host that does not answer. */
function host(ahead: number | undefined): void {
  vi.stubGlobal("fetch", async () => {
    if (ahead === undefined) throw new TypeError("no network");
    return new Response("ok", { headers: { date: new Date(Date.now() - ahead).toUTCString() } });
  });
}

test("[SI101] clocks that differ by a day are said to, and one that is thirty days ahead writes nothing", async () => {
  for (const [ahead, clock] of [
    [0, "right"],
    [DAY / 2, "right"],
    [2 * DAY, "off"],
    [29 * DAY, "off"],
    [31 * DAY, "ahead"],
    [-2 * DAY, "off"],
    [-400 * DAY, "off"],
    [undefined, undefined],
  ] as const) {
    host(ahead);
    expect(await clockHere()).toBe(clock);
  }
  expect([mayDo("ask", "right"), mayDo("ask", "off"), mayDo("ask", "ahead")]).toEqual([true, true, false]);
  expect(mayDo("people", "ahead")).toBe(true);
});
