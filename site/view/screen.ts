import type { State } from "./protocol.ts";
import type { Route } from "./route.ts";

/** What is shown: the route, as far as it may be entered now. */
export type Screen = Route | { at: "loading" | "blocked" | "locked" };

const OUTSIDE: ReadonlySet<Route["at"]> = new Set(["join", "begin", "restore", "pair"]);
/** What leads in, and to who is in, on. */
const ENTERED: ReadonlySet<Route["at"]> = new Set(["start", "restore", "pair"]);

/** One answer from where one wants to be, whether one takes part, and whether one may write. */
export function screenOf(phase: State["phase"], route: Route, mayWrite = true): Screen {
  if (phase === "loading" || phase === "blocked" || phase === "locked") return { at: phase };
  if (phase === "outside") return OUTSIDE.has(route.at) ? route : { at: "start" };
  if (!mayWrite && route.at === "ask") return { at: "questions" };
  return ENTERED.has(route.at) ? { at: "questions" } : route;
}

/** Equal for two screens that are the same place. */
export function screenKey(screen: Screen): string {
  return JSON.stringify(screen);
}
