import type { State } from "./protocol.ts";
import type { Route } from "./route.ts";

/** What is shown: the route, as far as it may be entered now. */
export type Screen = Route | { at: "loading" | "blocked" };

/** One answer from where one wants to be, whether one takes part, and whether one may write. */
export function screenOf(phase: State["phase"], route: Route, mayWrite = true): Screen {
  if (phase === "loading" || phase === "blocked") return { at: phase };
  if (phase === "outside")
    return route.at === "join" || route.at === "begin" || route.at === "restore" ? route : { at: "start" };
  if (!mayWrite && route.at === "ask") return { at: "questions" };
  return route.at === "start" || route.at === "restore" ? { at: "questions" } : route;
}

/** Equal for two screens that are the same place. */
export function screenKey(screen: Screen): string {
  return JSON.stringify(screen);
}
