import { type Feed, type FeedProblem, recordRef } from "@wijkkit/document";
import { isName } from "@wijkkit/identity";
import { isContributionId, LENGTH, PROFILE_ID, voteId } from "./records.ts";

/** Why something is not written. `empty`: there are no words. `own`: nobody votes for themselves. */
export type WriteProblem = FeedProblem | "empty" | "own" | "name";

interface Written {
  /** 16 random bytes in base64url. */
  readonly id: string;
  /** Now, in milliseconds since 1970. */
  readonly at: number;
}

function checked(id: string): string {
  if (!isContributionId(id)) throw new TypeError("an id is 16 random bytes in base64url");
  return id;
}

function words(text: string, most: number, mayBeEmpty = false): WriteProblem | undefined {
  if (text.length > most) return "too-long";
  return mayBeEmpty || text.trim() !== "" ? undefined : "empty";
}

/** Sets the owner's name. */
function profile(feed: Feed, { name, at }: { readonly name: string; readonly at: number }): WriteProblem | undefined {
  if (!isName(name)) return "name";
  return feed.create({ id: PROFILE_ID, kind: "profile", at, fields: { name } }) ?? feed.set(PROFILE_ID, { name });
}

/** Asks the wijk a question. Doing it again under the same id changes nothing. */
function ask(
  feed: Feed,
  { id, at, title, body, audience }: Written & { title: string; body: string; audience: "wijk" },
): WriteProblem | undefined {
  const problem = words(title, LENGTH.title) ?? words(body, LENGTH.body, true);
  return (
    problem ?? feed.create({ id: checked(id), kind: "question", at, fields: { audience }, texts: { title, body } })
  );
}

/** Answers a question; `parent` is its ref. Doing it again under the same id changes nothing. */
function answer(
  feed: Feed,
  { id, at, parent, body }: Written & { parent: string; body: string },
): WriteProblem | undefined {
  const problem = words(body, LENGTH.body);
  return problem ?? feed.create({ id: checked(id), kind: "answer", at, fields: { parent }, texts: { body } });
}

/** Gives an own question or answer other words. */
function edit(
  feed: Feed,
  { id, at, field, text }: Written & { field: "title" | "body"; text: string },
): WriteProblem | undefined {
  const isQuestion = feed.get(id)?.kind === "question";
  const problem = words(text, LENGTH[field], isQuestion && field === "body");
  return problem ?? feed.edit(id, field, text, at);
}

/** Votes for a question or answer of somebody else, or takes the vote back; `parent` is its ref. */
function vote(
  feed: Feed,
  { parent, value, at }: { readonly parent: string; readonly value: boolean; readonly at: number },
): WriteProblem | undefined {
  if (parent.startsWith(recordRef(feed.owner, ""))) return "own";
  const id = voteId(parent);
  if (feed.get(id) === undefined && !value) return undefined;
  return feed.create({ id, kind: "vote", at, fields: { parent, value } }) ?? feed.set(id, { value });
}

/** What a resident does in the vraagbaak. Each returns why it was not done, and then nothing has changed. */
export const write = { profile, ask, answer, edit, vote };
