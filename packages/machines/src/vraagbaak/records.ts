import type { FeedRecord } from "@wijkkit/document";
import { isName } from "@wijkkit/identity";
import * as z from "zod/mini";

// The page's CSP forbids compiling code; without this, zod would try.
z.config({ jitless: true });

/** Lengths in UTF-16 units. */
export const LENGTH = { title: 300, body: 10_000 } as const;

const written = z.refine<string>((text) => text.trim() !== "");
const title = z.string().check(z.maxLength(LENGTH.title), written);
const ref = z.string().check(z.regex(/^[0-9a-f]{16}\.[\w:.-]{1,128}$/));

/** How a resident wants to be called; its id is `profile`. */
const profile = z.object({ name: z.string().check(z.refine(isName)) });

/** `audience` says who is asked; later versions know more of them. */
const question = z.object({
  title,
  body: z.string().check(z.maxLength(LENGTH.body)),
  audience: z.literal("wijk"),
});

/** `parent` is the ref of the question. */
const answer = z.object({ parent: ref, body: z.string().check(z.maxLength(LENGTH.body), written) });

/** `parent` is the ref of a question or an answer; its id is `vote:` and that ref, so that each has one. */
const vote = z.object({ parent: ref, value: z.boolean() });

export type Profile = z.infer<typeof profile>;
export type Question = z.infer<typeof question>;
export type Answer = z.infer<typeof answer>;
export type Vote = z.infer<typeof vote>;

export const PROFILE_ID = "profile";

export function voteId(parent: string): string {
  return `vote:${parent}`;
}

/** Whether a question or answer can go by this id: as long as 16 random bytes in base64url, or up to thrice that. */
export function isContributionId(id: string): boolean {
  return /^[\w-]{16,66}$/.test(id);
}

/** The question in a record; undefined where it is none. So with the three below. */
export function readQuestion(record: FeedRecord | undefined): Question | undefined {
  if (record?.kind !== "question" || !isContributionId(record.id)) return undefined;
  return question.safeParse(record.fields).data;
}

export function readAnswer(record: FeedRecord | undefined): Answer | undefined {
  if (record?.kind !== "answer" || !isContributionId(record.id)) return undefined;
  return answer.safeParse(record.fields).data;
}

export function readVote(record: FeedRecord | undefined): Vote | undefined {
  const data = record?.kind === "vote" ? vote.safeParse(record.fields).data : undefined;
  return data !== undefined && record?.id === voteId(data.parent) ? data : undefined;
}

export function readProfile(record: FeedRecord | undefined): Profile | undefined {
  return record?.kind === "profile" && record.id === PROFILE_ID ? profile.safeParse(record.fields).data : undefined;
}
