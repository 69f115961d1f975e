import { LIMIT } from "./limits.ts";

export type Value = string | number | boolean;

/** What somebody put in their feed. Shapes of fields belong to the machine that knows the kind. */
export interface FeedRecord {
  /** The owner's name for it, unique in their feed only. */
  readonly id: string;
  /** Its name in the whole wijk, which nobody else can take: see {@link recordRef}. */
  readonly ref: string;
  readonly kind: string;
  /** Milliseconds since 1970, by the owner's clock, and never after the owner's newest envelope. */
  readonly at: number;
  /** Identity, hex. */
  readonly owner: string;
  /** Texts as plain strings. */
  readonly fields: Readonly<Record<string, Value>>;
  /** Milliseconds since 1970 of the last edit. */
  readonly edited?: number;
}

/** How one record points at another: the first 16 hex digits of the owner's identity, a dot, the id. */
export function recordRef(owner: string, id: string): string {
  return `${owner.slice(0, 16)}.${id}`;
}

const ID = /^[\w:.-]{1,128}$/;
const KIND = /^[a-z][a-z-]{0,31}$/;
const FIELD = /^[a-z][A-Za-z0-9]{0,31}$/;

/** The names a record has beside its fields. */
const OWN = new Set(["kind", "at", "edited"]);

export function isRecordId(text: string): boolean {
  return ID.test(text);
}

export function isFieldName(text: string): boolean {
  return FIELD.test(text) && !OWN.has(text);
}

/**
 * The record in a map's entries; undefined where it is none. No time in it is after `latest`, so
 * that nobody stands above the others for years by a date in the future.
 */
export function readRecord(
  owner: string,
  id: string,
  entries: Iterable<readonly [string, unknown]>,
  latest: number,
): FeedRecord | undefined {
  if (!isRecordId(id)) return undefined;
  const own = new Map<string, unknown>();
  const fields: Record<string, Value> = {};
  let count = 0;
  for (const [name, value] of entries) {
    if (OWN.has(name)) own.set(name, value);
    else if (isFieldName(name) && isValue(value)) {
      fields[name] = value;
      count += 1;
    } else return undefined;
  }
  const [kind, at, edited] = [own.get("kind"), own.get("at"), own.get("edited")];
  if (typeof kind !== "string" || !KIND.test(kind) || !isTime(at) || count > LIMIT.fields) return undefined;
  if (edited !== undefined && !isTime(edited)) return undefined;
  const record = { id, ref: recordRef(owner, id), kind, at: Math.min(at, latest), owner, fields };
  return edited === undefined ? record : { ...record, edited: Math.min(edited, latest) };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isValue(value: unknown): value is Value {
  if (typeof value === "string") return value.length <= LIMIT.text;
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}

/** Whether two records of one ref say the same. */
export function sameRecord(a: FeedRecord, b: FeedRecord): boolean {
  if (a.kind !== b.kind || a.at !== b.at || a.edited !== b.edited || a.owner !== b.owner) return false;
  const names = Object.keys(a.fields);
  return (
    names.length === Object.keys(b.fields).length && names.every((name) => Object.is(a.fields[name], b.fields[name]))
  );
}
