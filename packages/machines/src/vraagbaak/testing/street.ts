import { Feed, RecordTable } from "@wijkkit/document";
import type { Viewer } from "../view.ts";

/** Identities of people who keep their role: Anna asks, Bram answers, Chloe votes, Mallory spoils. */
export const WHO = { Anna: "a", Bram: "b", Chloe: "c", Mallory: "d" } as const;
export type Name = keyof typeof WHO;

export const identity = (name: Name): string => WHO[name].repeat(64);
/** An id as the page makes them: 22 letters. */
export const idOf = (name: string): string => name.padEnd(22, "_");
export const refOf = (name: Name, id: string): string => `${WHO[name].repeat(16)}.${idOf(id)}`;

type Role = Viewer["membership"]["members"] extends ReadonlyMap<string, infer One> ? One : never;
const MEMBER = { role: "resident", box: "", recovery: "", depth: 1, hour: 0 } as Role;

/** Feeds of people in one street, and the one table that they fill. */
export class Street {
  readonly table = new RecordTable();
  readonly #feeds = new Map<Name, Feed>();
  #members: ReadonlyMap<string, Role> = new Map();

  constructor(...members: readonly Name[]) {
    this.setMembers(members);
  }

  setMembers(names: readonly Name[]): void {
    this.#members = new Map(names.map((name) => [identity(name), MEMBER]));
  }

  feed(name: Name): Feed {
    const held = this.#feeds.get(name) ?? new Feed(identity(name), 1 + Object.keys(WHO).indexOf(name));
    this.#feeds.set(name, held);
    return held;
  }

  /** Somebody changes their feed, and the table shows it. */
  act<T>(name: Name, change: (feed: Feed) => T): T {
    const result = change(this.feed(name));
    this.table.apply(identity(name), this.feed(name).records());
    return result;
  }

  /** The street as somebody sees it. */
  as(name: Name): Viewer {
    return { table: this.table, membership: { members: this.#members }, me: identity(name) };
  }
}
