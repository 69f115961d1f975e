import type { Feed, FeedProblem, FeedRecord, RecordTable } from "@wijkkit/document";
import * as z from "zod/mini";
import { KEEPS, SHARE } from "./asked.ts";

/** What a sealed share weighs at most, in characters. */
const SEALED_LIMIT = 1_024;
/** Characters of what is sealed by which a keeper says which they keep. */
const MARK = 32;

const share = z.object({
  to: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  sealed: z.string().check(z.minLength(MARK), z.maxLength(SEALED_LIMIT), z.regex(/^[\w-]+$/)),
});
const keeps = z.object({
  parent: z.string().check(z.regex(/^[0-9a-f]{16}\.share:\d$/)),
  mark: z.string().check(z.regex(/^[\w-]{32}$/)),
});

/** A share of somebody's card, sealed to the neighbour who is to keep it. */
export interface Share {
  readonly ref: string;
  /** First identity of whose card it is, hex. */
  readonly owner: string;
  /** First identity of who is to keep it, hex. */
  readonly to: string;
  readonly sealed: string;
  /** Whether they said that they keep it. */
  readonly isKept: boolean;
}

/** Gives shares, each sealed to a neighbour; those that were given before are no more. */
export function giveShares(
  feed: Feed,
  shares: readonly Pick<Share, "to" | "sealed">[],
  at: number,
): FeedProblem | undefined {
  for (const [n, { to, sealed }] of shares.entries()) {
    const id = `${SHARE}:${n}`;
    const problem = feed.create({ id, kind: SHARE, at, fields: { to, sealed } }) ?? feed.set(id, { to, sealed });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Says that one keeps a share. */
export function keepShare(feed: Feed, { ref, sealed }: Share, at: number): FeedProblem | undefined {
  const fields = { parent: ref, mark: sealed.slice(0, MARK) };
  const id = `${KEEPS}:${ref}`;
  return feed.create({ id, kind: KEEPS, at, fields }) ?? feed.set(id, fields);
}

/** The shares of one's own card. */
export function sharesOf(table: RecordTable, owner: string): Share[] {
  return [...table.byOwner(owner)].flatMap((record) => read(table, record) ?? []);
}

/** The shares that one was asked to keep. */
export function sharesTo(table: RecordTable, me: string): Share[] {
  return [...table.byKind(SHARE)].flatMap((record) => read(table, record) ?? []).filter(({ to }) => to === me);
}

function read(table: RecordTable, { kind, id, ref, owner, fields }: FeedRecord): Share | undefined {
  const sound = kind === SHARE && /^share:\d$/.test(id) ? share.safeParse(fields) : undefined;
  if (!sound?.success) return undefined;
  const { to, sealed } = sound.data;
  const isKept = [...table.byParent(ref)].some((record) => {
    const said = record.kind === KEEPS && record.owner === to ? keeps.safeParse(record.fields) : undefined;
    return said?.success === true && said.data.mark === sealed.slice(0, MARK);
  });
  return { ref, owner, to, sealed, isKept };
}
