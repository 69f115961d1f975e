import * as z from "zod/mini";
import { isName } from "./name.ts";

export const ROLES = ["resident", "professional", "moderator", "redactie", "kiosk", "guest", "beheerder"] as const;

const key = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const signature = z.string().check(z.regex(/^[0-9a-f]{128}$/));
/** Hours since 1970-01-01T00Z, as the author's clock had it. */
const hour = z.int().check(z.gte(0), z.lte(0xffff_ffff));
const role = z.enum(ROLES);

const found = z.object({
  op: z.literal("found"),
  name: z.string().check(z.refine(isName)),
  /** The first member, in role beheerder. */
  founder: z.object({ sign: key, box: key, recovery: key }),
  /** Choices of the wijk; which ones there are is for later operations and machines to say. */
  policy: z.record(z.string(), z.unknown()),
  /** The first list of witnesses: Ed25519 public keys. */
  witnesses: z.array(key).check(z.maxLength(64)),
  hour,
});

const invite = z.object({
  op: z.literal("invite"),
  /** The invitation's Ed25519 public key. */
  key,
  role,
  /** The first hour in which it can be redeemed no more; 0 = no end. */
  expires: hour,
  uses: z.int().check(z.gte(1), z.lte(0xffff_ffff)),
  /** By the invitation key over label "invite", space, inviter: nobody invites under another's key. */
  proof: signature,
  hour,
});

const redeem = z.object({
  op: z.literal("redeem"),
  /** The invitation's Ed25519 public key. */
  key,
  box: key,
  recovery: key,
  /** By the invitation key over label "redeem", space, the new identity. */
  proof: signature,
  hour,
});

/** Says only what its author had seen: its parents. */
const seen = z.object({ op: z.literal("seen"), hour });

const known = z.discriminatedUnion("op", [found, invite, redeem, seen]);

export type Role = z.infer<typeof role>;
export type Found = z.infer<typeof found>;
export type Invite = z.infer<typeof invite>;
export type Redeem = z.infer<typeof redeem>;
export type Seen = z.infer<typeof seen>;
/** Of a later version, or not of the shape its name promises. It is kept, and counts nothing. */
export interface Unknown {
  readonly op: "unknown";
}
export type Body = Found | Invite | Redeem | Seen | Unknown;

/** The body in a JSON text; undefined when the text is no JSON object that names an operation. */
export function readBody(text: string): Body | undefined {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (typeof (value as { op?: unknown }).op !== "string") return undefined;
  const parsed = known.safeParse(value);
  return parsed.success ? parsed.data : { op: "unknown" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
