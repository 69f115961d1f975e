import { type Feed, type FeedProblem, type RecordTable, recordRef } from "@wijkkit/document";
import * as z from "zod/mini";

const WISH = "wish";
const WELCOME = "welcome";
/** What a sealed invitation weighs at most, in characters. */
export const SEALED_LIMIT = 8_192;

const welcome = z.object({
  parent: z.string().check(z.regex(/^[0-9a-f]{16}\.wish$/)),
  sealed: z.string().check(z.minLength(1), z.maxLength(SEALED_LIMIT), z.regex(/^[\w-]+$/)),
});

/** Somebody who wants to be in the wijk. */
export interface Wish {
  readonly ref: string;
  /** First identity of who wishes it, hex. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was sealed to them, the newest first. */
  readonly answers: readonly string[];
}

/** Says in the voorkamer that one wants to be in the wijk. Doing it again changes nothing. */
export function wish(feed: Feed, at: number): FeedProblem | undefined {
  return feed.create({ id: WISH, kind: WISH, at });
}

/** Answers a wish with an invitation that only who wished it can open. */
export function answerWish(
  feed: Feed,
  { parent, sealed, at }: { readonly parent: string; readonly sealed: string; readonly at: number },
): FeedProblem | undefined {
  if (!welcome.safeParse({ parent, sealed }).success) return "too-long";
  const id = `${WELCOME}:${parent}`;
  return feed.create({ id, kind: WELCOME, at, fields: { parent, sealed } }) ?? feed.set(id, { sealed });
}

/** All wishes, the oldest first. */
export function wishes(table: RecordTable): Wish[] {
  const found = [...table.byKind(WISH)].filter(({ id }) => id === WISH);
  return found
    .map(({ ref, owner, at }) => ({ ref, owner, at, answers: answersTo(table, ref) }))
    .sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
}

export function ownWish(table: RecordTable, me: string): Wish | undefined {
  const record = table.get(recordRef(me, WISH));
  return record?.owner === me
    ? { ref: record.ref, owner: me, at: record.at, answers: answersTo(table, record.ref) }
    : undefined;
}

function answersTo(table: RecordTable, ref: string): string[] {
  const records = [...table.byParent(ref)].filter(({ kind, id }) => kind === WELCOME && id === `${WELCOME}:${ref}`);
  const sound = records.flatMap(({ fields, at }) => {
    const read = welcome.safeParse(fields);
    return read.success ? [{ at, sealed: read.data.sealed }] : [];
  });
  return sound.sort((a, b) => b.at - a.at || (a.sealed < b.sealed ? -1 : 1)).map(({ sealed }) => sealed);
}
