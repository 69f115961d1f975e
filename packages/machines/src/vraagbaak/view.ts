import { type FeedRecord, type RecordTable, recordRef } from "@wijkkit/document";
import type { Membership } from "@wijkkit/identity";
import { PROFILE_ID, readAnswer, readProfile, readQuestion, readVote } from "./records.ts";

export interface ContributionView {
  /** One's own goes by its id, another's by its ref. */
  readonly id: string;
  readonly ref: string;
  /** Identity, hex. */
  readonly identity: string;
  /** The name that the author goes by; empty while none is known. */
  readonly author: string;
  readonly mine: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly edited: boolean;
  /** Votes by others. */
  readonly votes: number;
  /** Whether `me` voted for it. */
  readonly voted: boolean;
}

export interface AnswerView extends ContributionView {
  readonly body: string;
}

export interface QuestionView extends ContributionView {
  readonly title: string;
  readonly body: string;
  /** Most votes first, then the oldest. */
  readonly answers: readonly AnswerView[];
}

/** Who is in, and who was: what these wrote, as far as it was locked, stays. */
export type Belonging = Pick<Membership, "members"> & Partial<Pick<Membership, "former">>;

/** Whose eyes it is seen with. What `me` wrote shows even while nobody knows them as a member yet. */
export interface Viewer {
  readonly table: RecordTable;
  readonly membership: Belonging;
  /** Identity, hex. */
  readonly me: string;
}

/** All questions, newest first. */
export function questions(viewer: Viewer): QuestionView[] {
  return [...viewer.table.byKind("question")]
    .map((record) => viewOf(viewer, record))
    .filter((view) => view !== undefined)
    .sort(newestFirst);
}

/** One question by its id or ref. */
export function question(viewer: Viewer, id: string): QuestionView | undefined {
  const record = find(viewer, id);
  return record && viewOf(viewer, record);
}

/** The record that goes by an id or a ref: of those that share an id, one's own. */
export function find({ table, me }: Viewer, id: string): FeedRecord | undefined {
  const named = [...table.byId(id)];
  return table.get(id) ?? named.find(({ owner }) => owner === me) ?? (named.length === 1 ? named[0] : undefined);
}

export function newestFirst(a: QuestionView, b: QuestionView): number {
  return b.at - a.at || (a.ref < b.ref ? -1 : 1);
}

/** The view of the question in a record; undefined when it is none, or does not count. */
export function viewOf(viewer: Viewer, record: FeedRecord): QuestionView | undefined {
  const data = readQuestion(record);
  if (data === undefined || !counts(viewer, record)) return undefined;
  const answers = [...viewer.table.byParent(record.ref)]
    .map((child) => answerOf(viewer, child))
    .filter((answer) => answer !== undefined)
    .sort((a, b) => b.votes - a.votes || a.at - b.at || (a.ref < b.ref ? -1 : 1));
  return { ...contribution(viewer, record), title: data.title, body: data.body, answers };
}

function answerOf(viewer: Viewer, record: FeedRecord): AnswerView | undefined {
  const data = readAnswer(record);
  if (data === undefined || !counts(viewer, record)) return undefined;
  return { ...contribution(viewer, record), body: data.body };
}

function contribution(viewer: Viewer, record: FeedRecord): ContributionView {
  const { table, me } = viewer;
  const { ref, owner, at, edited } = record;
  const voters = [...table.byParent(ref)].filter(
    (child) => child.owner !== owner && readVote(child)?.value === true && counts(viewer, child),
  );
  return {
    // Nobody can take this from it by copying its id, so an open page stays what it is.
    id: owner === me ? record.id : ref,
    ref,
    identity: owner,
    author: nameOf(table, owner),
    mine: owner === me,
    at,
    edited: edited !== undefined,
    votes: voters.length,
    voted: voters.some((child) => child.owner === me),
  };
}

/** The name a resident goes by; empty while none is known. */
export function nameOf(table: RecordTable, identity: string): string {
  const record = table.get(recordRef(identity, PROFILE_ID));
  return record?.owner === identity ? (readProfile(record)?.name ?? "") : "";
}

function counts({ membership, me }: Viewer, { owner }: FeedRecord): boolean {
  return owner === me || membership.members.has(owner) || membership.former?.has(owner) === true;
}
