import { type FeedRecord, type RecordTable, recordRef } from "@wijkkit/document";
import type { Membership } from "@wijkkit/identity";
import { PROFILE_ID } from "./records.ts";
import { type Belonging, newestFirst, type QuestionView, viewOf } from "./view.ts";

export interface BoardChange {
  /** Questions that came or differ from last time, in no order. */
  readonly changed: readonly QuestionView[];
  /** Ids of those that were shown and are no more. */
  readonly gone: readonly string[];
}

/**
 * Keeps the view of all questions at hand. It says the same as `questions`, and at a change derives
 * only the questions that the changed records are part of.
 */
export class QuestionBoard {
  readonly #table: RecordTable;
  readonly #me: string;
  readonly #views = new Map<string, QuestionView>();
  /** The question that a record was part of when last looked at, by ref. */
  readonly #partOf = new Map<string, string>();
  readonly #stale = new Set<string>();
  #members: Pick<Membership, "members">["members"] = new Map();
  readonly stop: () => void;

  /** `me` is an identity in hex. Call `stop` when done with it. */
  constructor(table: RecordTable, me: string) {
    this.#table = table;
    this.#me = me;
    for (const kind of ["question", "answer", "vote"]) for (const record of table.byKind(kind)) this.#touch(record.ref);
    this.stop = table.subscribe((refs) => {
      for (const ref of refs) this.#touch(ref);
    });
  }

  /** All questions as of the last `refresh`, newest first. */
  questions(): QuestionView[] {
    return [...this.#views.values()].sort(newestFirst);
  }

  /** Looks again at what changed since the last time. */
  refresh(membership: Belonging): BoardChange {
    this.#compareMembers(membership.members);
    const viewer = { table: this.#table, membership, me: this.#me };
    const changed: QuestionView[] = [];
    const gone = new Set<string>();
    for (const ref of this.#stale) {
      const before = this.#views.get(ref);
      const record = this.#table.get(ref);
      const view = record && viewOf(viewer, record);
      if (before !== undefined && before.id !== view?.id) gone.add(before.id);
      if (view === undefined) this.#views.delete(ref);
      else if (before === undefined || JSON.stringify(before) !== JSON.stringify(view)) {
        this.#views.set(ref, view);
        changed.push(view);
      }
    }
    this.#stale.clear();
    for (const { id } of changed) gone.delete(id);
    return { changed, gone: [...gone] };
  }

  /** Makes stale what a record was part of, and is. */
  #touch(ref: string): void {
    const record = this.#table.get(ref);
    this.#stale.add(this.#root(ref));
    const parent = record && parentOf(record);
    if (parent === undefined) this.#partOf.delete(ref);
    else this.#partOf.set(ref, parent);
    this.#stale.add(this.#root(ref));
    const id = ref.slice(OWNER);
    if (id === PROFILE_ID) this.#touchWorks(ref.slice(0, OWNER), record?.owner);
  }

  /** Makes stale what an owner has a part in, by the beginning of their refs where they hold nothing any more. */
  #touchWorks(beginning: string, owner: string | undefined): void {
    if (owner !== undefined) for (const { ref } of this.#table.byOwner(owner)) this.#stale.add(this.#root(ref));
    else for (const ref of this.#partOf.keys()) if (ref.startsWith(beginning)) this.#stale.add(this.#root(ref));
  }

  #compareMembers(members: Pick<Membership, "members">["members"]): void {
    const before = this.#members;
    if (members === before) return;
    this.#members = members;
    const moved = [...members.keys()].filter((identity) => !before.has(identity));
    moved.push(...[...before.keys()].filter((identity) => !members.has(identity)));
    for (const identity of moved) this.#touchWorks("", identity);
  }

  /** The question at the end: a vote is part of an answer, an answer of a question. */
  #root(ref: string): string {
    const parent = this.#partOf.get(ref) ?? ref;
    return this.#partOf.get(parent) ?? parent;
  }
}

/** Length of what a ref has before its id. */
const OWNER = recordRef("0".repeat(64), "").length;

function parentOf({ kind, ref, fields: { parent } }: FeedRecord): string | undefined {
  if (kind === "question") return ref;
  return typeof parent === "string" ? parent : undefined;
}
