import * as z from "zod/mini";
import { isName } from "./name.ts";

export const ROLES = ["resident", "professional", "moderator", "redactie", "kiosk", "guest", "beheerder"] as const;

const key = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const signature = z.string().check(z.regex(/^[0-9a-f]{128}$/));
/** Hours since 1970-01-01T00Z, as the author's clock had it. */
const hour = z.int().check(z.gte(0), z.lte(0xffff_ffff));
const role = z.enum(ROLES);

/** First 8 bytes of an identity, in hex. */
const brief = z.string().check(z.regex(/^[0-9a-f]{16}$/));
/** An epoch's id: 8 bytes, in hex. */
const epoch = brief;
const keys = (most: number) => z.array(key).check(z.maxLength(most));
const bytes = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/));

const found = z.object({
  op: z.literal("found"),
  name: z.string().check(z.refine(isName)),
  /** `voorkamer`: open to posters, guests and kiosks. Default: a wijk. */
  kind: z.optional(z.enum(["wijk", "voorkamer"])),
  /** The first epoch, whose secret goes from hand to hand by links. */
  epoch,
  /** The first member, in role beheerder. */
  founder: z.object({ sign: key, box: key, recovery: key, operator: key }),
  /** Choices of the wijk; which ones there are is for later operations and machines to say. */
  policy: z.record(z.string(), z.unknown()),
  /** The first list of witnesses: Ed25519 public keys. */
  witnesses: keys(64),
  hour,
});

const invite = z.object({
  op: z.literal("invite"),
  /** The invitation's Ed25519 public key. */
  key,
  /** The invitation's X25519 public key, for a later epoch's secret. */
  box: key,
  role,
  /** The first hour in which it can be redeemed no more; 0 = no end. */
  expires: hour,
  uses: z.int().check(z.gte(1), z.lte(0xffff_ffff)),
  /** A former member who comes back under new keys by it. */
  replaces: z.optional(key),
  /** By the invitation key over label "invite", space, inviter: nobody invites under another's key. */
  proof: signature,
  hour,
});

const redeem = z.object({
  op: z.literal("redeem"),
  /** The invitation's Ed25519 public key. */
  key,
  /** First 8 bytes of the inviter's identity, as the link says: nobody else's invitation under that key will do. */
  by: brief,
  box: key,
  recovery: key,
  /** Ed25519 public key that signs space records, should they become beheerder. */
  operator: key,
  /** By the invitation key over label "redeem", space, the new identity. */
  proof: signature,
  hour,
});

/** Says only what its author had seen: its parents. */
const seen = z.object({ op: z.literal("seen"), hour });

const withdraw = z.object({ op: z.literal("withdraw"), key, by: brief, hour });

const changeRole = z.object({ op: z.literal("role"), who: key, role, hour });

/** The debit limit, in FitKnip. */
const limit = z.object({
  op: z.literal("limit"),
  who: key,
  limit: z.int().check(z.gte(0), z.lte(0x7fff_ffff)),
  hour,
});

const leave = z.object({ op: z.literal("leave"), hour });

/** Sealed secrets and locks that do not fit in the operation that names this one among its `parts`. */
const part = z.object({ op: z.literal("part"), entries: bytes, locks: bytes, hour });

const rotate = z.object({
  op: z.literal("rotate"),
  /** Who goes; nobody where it is about the keys alone. */
  removes: keys(64),
  /** The new epoch's gate public key. */
  gate: key,
  /** X25519 public key that its secret is sealed from. */
  sender: key,
  /** Epochs before it, each with its secret under the new one's chain key. */
  previous: z.array(z.object({ epoch, sealed: bytes })).check(z.maxLength(16)),
  parts: keys(128),
  hour,
});

const replace = z.object({
  op: z.literal("replace"),
  /** The identity that this one takes over from. */
  who: key,
  box: key,
  recovery: key,
  operator: key,
  /** The recovery public key, of which the log knew the mark. */
  key,
  /** By the recovery key over label "replace", space, the new identity. */
  proof: signature,
  /** With locks on the lanes of the old identity. */
  parts: keys(128),
  hour,
});

const witnesses = z.object({ op: z.literal("witnesses"), witnesses: keys(64), hour });

/** Lanes that the law forbids to keep. */
const purge = z.object({ op: z.literal("purge"), lanes: keys(64), hour });

const known = z.discriminatedUnion("op", [
  ...([found, invite, redeem, seen, withdraw, changeRole, limit] as const),
  ...([leave, part, rotate, replace, witnesses, purge] as const),
]);

export type Role = z.infer<typeof role>;
export type Found = z.infer<typeof found>;
export type Invite = z.infer<typeof invite>;
export type Redeem = z.infer<typeof redeem>;
export type Seen = z.infer<typeof seen>;
export type Withdraw = z.infer<typeof withdraw>;
export type ChangeRole = z.infer<typeof changeRole>;
export type Limit = z.infer<typeof limit>;
export type Leave = z.infer<typeof leave>;
export type Part = z.infer<typeof part>;
export type Rotate = z.infer<typeof rotate>;
export type Replace = z.infer<typeof replace>;
export type Purge = z.infer<typeof purge>;
/** Of a later version, or not of the shape its name promises. It is kept, and counts nothing. */
export interface Unknown {
  readonly op: "unknown";
}
export type Body = z.infer<typeof known> | Unknown;

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
