import fc from "fast-check";
import { expect, test } from "vitest";
import { QuestionBoard } from "./board.ts";
import { identity, idOf, type Name, refOf, Street, WHO } from "./testing/street.ts";
import { question, questions } from "./view.ts";
import { write } from "./write.ts";

const names = Object.keys(WHO) as Name[];
const name = fc.constantFrom(...names);
const id = fc.constantFrom("een", "twee");
const target = fc.record({ of: name, id });

/** What somebody can do to the street, hostile things included. */
const deed = fc.oneof(
  fc.record({ do: fc.constant("ask" as const), by: name, id }),
  fc.record({ do: fc.constant("answer" as const), by: name, id, target }),
  fc.record({ do: fc.constant("move" as const), by: name, id, target }),
  fc.record({ do: fc.constant("edit" as const), by: name, id, text: fc.constantFrom("a", "b c") }),
  fc.record({ do: fc.constant("vote" as const), by: name, target, value: fc.boolean() }),
  fc.record({ do: fc.constant("remove" as const), by: name, id: fc.oneof(id, fc.constant("profile")) }),
  fc.record({ do: fc.constant("name" as const), by: name, text: fc.constantFrom("Jan", "Piet") }),
  fc.record({ do: fc.constant("members" as const), members: fc.subarray(names) }),
  fc.record({ do: fc.constant("look" as const) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;

function carryOut(street: Street, one: Deed): void {
  const at = 10;
  if (one.do === "members") street.setMembers(one.members);
  if (one.do === "members" || one.do === "look") return;
  street.act(one.by, (feed) => {
    if (one.do === "ask") write.ask(feed, { id: idOf(one.id), at, title: one.id, body: "", audience: "wijk" });
    else if (one.do === "answer")
      write.answer(feed, { id: idOf(one.id), at, parent: refOf(one.target.of, one.target.id), body: "x" });
    else if (one.do === "move") feed.set(idOf(one.id), { parent: refOf(one.target.of, one.target.id) });
    else if (one.do === "edit") write.edit(feed, { id: idOf(one.id), at, field: "body", text: one.text });
    else if (one.do === "vote") write.vote(feed, { parent: refOf(one.target.of, one.target.id), value: one.value, at });
    else if (one.do === "remove") feed.remove(one.id === "profile" ? one.id : idOf(one.id));
    else write.profile(feed, { name: one.text, at });
  });
}

test("[VB8] after whatever happens the board says what a look at everything says, and tells what differs", () => {
  let seen = 0;
  fc.assert(
    fc.property(fc.array(deed, { minLength: 10, maxLength: 60, size: "max" }), fc.boolean(), (deeds, late) => {
      const street = new Street("Anna", "Bram");
      if (late) for (const one of deeds) carryOut(street, one);
      const board = new QuestionBoard(street.table, identity("Anna"));
      const shown = new Map<string, unknown>();
      for (const one of [...deeds, { do: "look" } as const]) {
        carryOut(street, one);
        if (one.do !== "look") continue;
        const viewer = street.as("Anna");
        const { changed, gone } = board.refresh(viewer.membership);
        expect(board.questions()).toEqual(questions(viewer));
        for (const gone_ of gone) expect(shown.delete(gone_)).toBe(true);
        for (const view of changed) {
          expect(shown.get(view.id)).not.toEqual(view);
          shown.set(view.id, view);
        }
        expect([...shown.values()]).toHaveLength(board.questions().length);
        for (const view of board.questions()) expect(shown.get(view.id)).toEqual(view);
        seen += board.questions().reduce((sum, { answers, votes }) => sum + 1 + answers.length + votes, 0);
      }
    }),
    { numRuns: 600 },
  );
  expect(seen).toBeGreaterThan(2000);
});

test("[VB8] a change of one question looks at that one, and not at the wijk", () => {
  const street = new Street("Anna", "Bram");
  for (let n = 0; n < 300; n += 1) {
    const words = { at: n, title: `vraag ${n}`, body: "", audience: "wijk" as const };
    street.act("Anna", (feed) => write.ask(feed, { ...words, id: idOf(`v${n}`) }));
  }
  const board = new QuestionBoard(street.table, identity("Bram"));
  board.refresh(street.as("Bram").membership);
  const before = new Map(board.questions().map((view) => [view.id, view]));
  street.act("Bram", (feed) => write.vote(feed, { parent: refOf("Anna", "v7"), value: true, at: 1 }));
  const { changed } = board.refresh(street.as("Bram").membership);
  expect(changed.map(({ id: one, votes }) => [one, votes])).toEqual([[refOf("Anna", "v7"), 1]]);
  for (const view of board.questions()) if (view.id !== refOf("Anna", "v7")) expect(view).toBe(before.get(view.id));
  board.stop();
  street.act("Bram", (feed) => write.vote(feed, { parent: refOf("Anna", "v8"), value: true, at: 1 }));
  expect(board.refresh(street.as("Bram").membership).changed).toEqual([]);
  expect(question(street.as("Bram"), idOf("v8"))?.votes).toBe(1);
});
