/** A view of the live page. Routes are URL fragments: no server learns what is read. */
export type Route =
  | { readonly at: "start" | "begin" | "questions" | "ask" | "members" | "mine" | "places" | "pair" }
  /** `code`: of a card, as it was scanned. */
  | { readonly at: "restore"; readonly code?: string }
  | { readonly at: "join"; readonly link: string }
  | { readonly at: "question"; readonly id: string };

const FIXED = {
  start: "#/",
  begin: "#/begin",
  questions: "#/vraagbaak",
  ask: "#/vraagbaak/stel",
  members: "#/leden",
  mine: "#/mijn",
  places: "#/andere",
  restore: "#/kaart",
  pair: "#/koppel",
} as const;

/** The route of a fragment; `undefined` when it is not one of ours (an anchor inside the page). */
export function readRoute(hash: string): Route | undefined {
  if (hash === "" || hash === "#") return { at: "start" };
  if (!hash.startsWith("#/")) return undefined;
  for (const [at, fragment] of Object.entries(FIXED)) {
    if (fragment === hash) return { at: at as keyof typeof FIXED };
  }
  const [place, rest] = [hash.slice(2, hash.indexOf("/", 2)), hash.slice(hash.indexOf("/", 2) + 1)];
  if (place === "meedoen") return { at: "join", link: rest };
  if (place === "kaart") return { at: "restore", code: rest };
  if (place === "vraag") return { at: "question", id: rest };
  return { at: "start" };
}

/** The fragment of a route, so that `readRoute(hrefOf(route))` is that route. */
export function hrefOf(route: Route): string {
  if (route.at === "join") return `#/meedoen/${route.link}`;
  if (route.at === "restore" && route.code !== undefined) return `${FIXED.restore}/${route.code}`;
  if (route.at === "question") return `#/vraag/${route.id}`;
  return FIXED[route.at];
}
