import fc from "fast-check";
import * as Y from "yjs";
import { Feed } from "../feed.ts";

/** Something done on one of a person's devices, or the devices meeting. */
export type Step =
  | { readonly do: "create" | "remove"; readonly device: number; readonly id: number; readonly text: string }
  | { readonly do: "edit"; readonly device: number; readonly id: number; readonly text: string }
  | { readonly do: "set"; readonly device: number; readonly id: number; readonly value: number | boolean }
  | { readonly do: "meet" };

const device = fc.nat(2);
const id = fc.nat(3);
const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: "grapheme", maxLength: 8 }));

export const scribbles: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom("create" as const, "remove" as const), device, id, text }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("edit" as const), device, id, text }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("set" as const),
        device,
        id,
        value: fc.oneof(fc.boolean(), fc.integer(), fc.double({ noNaN: true })),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("meet" as const) }) },
  ),
  { minLength: 1, maxLength: 30 },
);

/** Does it; the updates that come of it, and each device's state at the end. */
export function scribble(steps: readonly Step[]): Uint8Array[] {
  const owner = "a".repeat(64);
  const clients = [11, 2 ** 40 + 7, 2 ** 52 + 3];
  const docs = clients.map(() => new Y.Doc());
  const feeds = clients.map((client, n) => new Feed(owner, client, docs[n]));
  const updates: Uint8Array[] = [];
  for (const doc of docs) doc.on("update", (update) => updates.push(update));
  for (const step of steps) {
    if (step.do === "meet") {
      for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
      continue;
    }
    const feed = feeds[step.device];
    const name = `record-${step.id}`;
    if (step.do === "create") feed?.create({ id: name, kind: "note", at: 5, texts: { body: step.text } });
    else if (step.do === "edit") feed?.edit(name, "body", step.text, 6);
    else if (step.do === "set") feed?.set(name, { value: step.value });
    else feed?.remove(name);
  }
  return [...updates, ...docs.map((doc) => Y.encodeStateAsUpdate(doc))];
}
