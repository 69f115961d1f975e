import { signal } from "@preact/signals";
import { announcement } from "./model.ts";
import { hrefOf, type Route, readRoute } from "./route.ts";

/** The view that is asked for. What is shown also depends on whether one takes part: `screen.ts`. */
export const route = signal<Route>({ at: "start" });

/** Whether no other device can reach this address. */
export const onlyThisDevice = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);

/** Where each fragment was scrolled to, for the way back. */
const scrolled = new Map<string, number>();
let forward = false;

function show(next: Route, from: string): void {
  scrolled.set(from, window.scrollY);
  route.value = next;
}

/** Goes to a view; `replace` leaves no way back to the present one. */
export function go(next: Route, how: "push" | "replace" = "push"): void {
  const from = location.hash;
  forward = true;
  if (how === "push") history.pushState(null, "", hrefOf(next));
  else history.replaceState(null, "", hrefOf(next));
  show(next, from);
}

/** Where a view that was just opened should be scrolled to: the top, or on the way back where it was. */
export function placeToScroll(): number {
  const place = forward ? 0 : (scrolled.get(location.hash) ?? 0);
  forward = false;
  return place;
}

/** Follows the address bar, links and the back button. */
export function listenToAddress(): void {
  history.scrollRestoration = "manual";
  route.value = readRoute(location.hash) ?? { at: "start" };
  addEventListener("click", (event) => {
    forward = event.target instanceof Element && event.target.closest("a[href^='#/']") !== null;
  });
  addEventListener("hashchange", (event) => {
    const next = readRoute(location.hash);
    announcement.value = "";
    if (next) show(next, new URL(event.oldURL).hash);
  });
}
