import fc from "fast-check";
import { expect, test } from "vitest";
import { hrefOf, type Route, readRoute } from "./route.ts";

const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/);
const route = fc.oneof(
  fc.constantFrom<Route>(
    { at: "start" },
    { at: "begin" },
    { at: "questions" },
    { at: "ask" },
    { at: "members" },
    { at: "mine" },
    { at: "restore" },
  ),
  token.map((link): Route => ({ at: "join", link })),
  token.map((id): Route => ({ at: "question", id })),
  token.map((code): Route => ({ at: "restore", code })),
);

test("[SI20] every view has a fragment that leads back to it", () => {
  fc.assert(
    fc.property(route, (at) => {
      expect(readRoute(hrefOf(at))).toEqual(at);
    }),
  );
});

test("[SI20] every route is a fragment: a server sees none of it", () => {
  fc.assert(
    fc.property(route, (at) => {
      const address = new URL(hrefOf(at), "https://wijk.example/wijk/");
      expect(address.pathname + address.search).toBe("/wijk/");
    }),
  );
});

test("[SI20] any fragment is a view, or an anchor that changes none", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readRoute(`#/${text}`)).toBeDefined();
      if (text !== "" && !text.startsWith("/")) expect(readRoute(`#${text}`)).toBeUndefined();
    }),
  );
});
