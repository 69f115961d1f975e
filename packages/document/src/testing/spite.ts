import fc from "fast-check";
import { clientId } from "../kinds.ts";
import type { Id } from "../scan.ts";
import { type Forged, type ForgedClient, type ForgedDeletes, forge } from "./forge.ts";
import { lane } from "./lanes.ts";

/** Lanes of the one who writes these. */
export const LANES = [lane("1"), lane("2")] as const;
const CLIENTS = [...LANES.map(clientId), 99] as const;

type Kind = "map" | "text" | "value" | "name" | "words";

/** What was written so far, as far as its writer cares. */
class Model {
  readonly next = new Map<number, number>();
  /** Units, by the list they are in. */
  readonly lists = new Map<string, Id[]>([["records/r", []]]);
  readonly maps: Id[] = [];
  readonly texts: Id[] = [];

  /** Puts a unit in a list, and remembers what can be put under it. */
  add(list: string, id: Id, length: number, kind: Kind): void {
    const units = this.lists.get(list) ?? [];
    for (let n = 0; n < length; n += 1) units.push({ client: id.client, clock: id.clock + n });
    this.lists.set(list, units);
    if (kind === "map") this.maps.push(id);
    if (kind === "text") this.texts.push(id);
  }
}

const CONTENT = {
  map: { type: 1 },
  text: { type: 2 },
  value: { value: [125, 5] },
  name: { value: [119, 1, 97] },
} as const;
const WORDS = ["a", "bcd", "😀", "e\u0301"] as const;

interface Draw {
  readonly client: number;
  readonly what: number;
  readonly where: number;
  readonly left: number;
  readonly right: number;
}

const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % (from.length || 1)];

/** One struct, nearly always in a place that the shape of a feed allows, however crossed its neighbours are. */
function struct(model: Model, id: Id, { what, where, left, right }: Draw): { struct: Forged; length: number } {
  const map = pick(model.maps, where);
  const text = pick(model.texts, where);
  const stray = pick([...model.lists.values()].flat(), left);
  if (what % 31 === 30) return { struct: { ...(stray && { left: stray }), content: CONTENT.map }, length: 1 };
  if (what % 17 === 16) return { struct: { content: { gone: 2 } }, length: 2 };
  if (text !== undefined && what % 3 === 0) {
    const words = pick(WORDS, where) ?? "";
    return {
      struct: place(model, id, `text ${text.client} ${text.clock}`, { parent: text }, "words", { words }, left, right),
      length: words.length,
    };
  }
  if (map !== undefined && what % 3 === 1) {
    const sub = pick(["body", "at", "kind"], left + right) ?? "";
    const kind = sub === "body" ? "text" : sub === "at" ? "value" : "name";
    return {
      struct: place(
        model,
        id,
        `map ${map.client} ${map.clock} ${sub}`,
        { parent: map, sub },
        kind,
        CONTENT[kind],
        left,
        right,
      ),
      length: 1,
    };
  }
  const sub = pick(["r", "s", "__proto__"], where) ?? "";
  return {
    struct: place(model, id, `records/${sub}`, { parent: "records", sub }, "map", CONTENT.map, left, right),
    length: 1,
  };
}

function place(
  model: Model,
  id: Id,
  list: string,
  top: Pick<Forged, "parent" | "sub">,
  kind: Kind,
  content: Forged["content"],
  left: number,
  right: number,
): Forged {
  const units = model.lists.get(list) ?? [];
  const beside = {
    ...(left % 3 > 0 && units.length > 0 ? { left: pick(units, left) as Id } : {}),
    ...(right % 3 > 0 && units.length > 0 ? { right: pick(units, right) as Id } : {}),
  };
  model.add(list, id, "words" in content ? content.words.length : 1, kind);
  return { ...("left" in beside || "right" in beside ? beside : top), content };
}

/** An update with what `draws` say, most clients going on where they were. */
function update(model: Model, draws: readonly Draw[], back: number, cuts: readonly number[]): Uint8Array {
  const clients = CLIENTS.flatMap((client, nth): ForgedClient[] => {
    const mine = draws.filter((draw) => draw.client === nth);
    const next = model.next.get(client) ?? 0;
    const clock = back % 5 === 4 ? Math.max(0, next - (back % 3)) : next;
    let at = clock;
    const structs = mine.map((draw) => {
      const made = struct(model, { client, clock: at }, draw);
      at += made.length;
      return made.struct;
    });
    model.next.set(client, Math.max(next, at));
    return structs.length > 0 ? [{ client, clock, structs }] : [];
  });
  const deletes = CLIENTS.flatMap((client, nth): ForgedDeletes[] => {
    const most = model.next.get(client) ?? 0;
    const clocks = [...new Set(cuts.filter((cut) => cut % 3 === nth).map((cut) => cut % (most + 1)))];
    const ranges = clocks.sort((a, b) => a - b).map((clock): [number, number] => [clock, 1]);
    return ranges.length > 0 && back % 2 === 0 ? [{ client, ranges }] : [];
  });
  return forge(clients, deletes);
}

/** A record with a name and a time. */
const HONEST: readonly Draw[] = [
  { client: 0, what: 2, where: 0, left: 0, right: 0 },
  { client: 0, what: 1, where: 0, left: 0, right: 2 },
  { client: 0, what: 1, where: 0, left: 0, right: 1 },
];

const draw: fc.Arbitrary<Draw> = fc.record({
  client: fc.nat(2),
  what: fc.nat(1000),
  where: fc.nat(1000),
  left: fc.nat(1000),
  right: fc.nat(1000),
});

/**
 * Updates one after the other whose form is right and whose sense is not: crossed neighbours, gaps,
 * deletes of anything, clocks used twice.
 */
export const spiteful: fc.Arbitrary<Uint8Array[]> = fc
  .array(
    fc.record({
      draws: fc.array(draw, { minLength: 1, maxLength: 12 }),
      back: fc.nat(100),
      cuts: fc.array(fc.nat(60), { maxLength: 4 }),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((updates) => {
    const model = new Model();
    const honest = update(model, HONEST, 0, []);
    const spite = updates.map(({ draws, back, cuts }) => update(model, draws, back, cuts));
    return [honest, ...spite];
  });
