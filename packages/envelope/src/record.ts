import { hex, integer, join, labelled, Reader, unhex } from "./bytes.ts";
import type { EpochId, LaneKey } from "./ids.ts";
import { LIMIT, SIZE } from "./limits.ts";
import type { Refusal } from "./verdict.ts";

/** A closed epoch, and the lanes of it that a replica still takes. */
export interface Closing {
  epoch: EpochId;
  lanes: LaneKey[];
}

/** What a space record says; every key has 32 bytes. */
export interface RecordFields {
  root: Uint8Array;
  revision: number;
  /** Gate public keys, one an epoch. */
  gates: Uint8Array[];
  closings: Closing[];
  /** Public keys of kiosk servers. */
  kiosks: Uint8Array[];
  /** Public keys, pseudonyms of those who may sign later records. */
  operators: Uint8Array[];
  /** Lanes that every replica drops. */
  purges: LaneKey[];
  signer: Uint8Array;
}

/** A parsed space record. Its arrays are views on `bytes`. */
export interface SpaceRecord extends RecordFields {
  signature: Uint8Array;
  bytes: Uint8Array;
}

/** Reads a space record and checks its form, not its signature. Never throws. */
export function parseRecord(bytes: Uint8Array): { record: SpaceRecord } | { reason: Refusal } {
  if (bytes.length > LIMIT.record) return { reason: "oversized" };
  const reader = new Reader(bytes);
  const version = reader.u8();
  if (reader.short) return { reason: "truncated" };
  if (version !== 1) return { reason: "version" };
  const record: SpaceRecord = {
    root: reader.take(SIZE.key),
    revision: reader.u32(),
    gates: keys(reader),
    closings: list(reader, () => ({
      epoch: hex(reader.take(SIZE.epoch)) as EpochId,
      lanes: lanes(reader),
    })),
    kiosks: keys(reader),
    operators: keys(reader),
    purges: lanes(reader),
    signer: reader.take(SIZE.key),
    signature: reader.take(SIZE.signature),
    bytes,
  };
  if (reader.short) return { reason: "truncated" };
  if (reader.left > 0) return { reason: "trailing" };
  return { record };
}

function list<Item>(reader: Reader, item: () => Item): Item[] {
  const items: Item[] = [];
  for (let left = reader.u16(); left > 0 && !reader.short; left--) items.push(item());
  return items;
}

const keys = (reader: Reader): Uint8Array[] => list(reader, () => reader.take(SIZE.key));
const lanes = (reader: Reader): LaneKey[] => keys(reader).map((key) => hex(key) as LaneKey);

/** Every byte of a space record before its signature. Throws when it would not be a record. */
export function layOutRecord(fields: RecordFields): Uint8Array {
  const before = join(
    ...[integer(1, 1), fields.root, integer(fields.revision, 4), counted(fields.gates)],
    ...[integer(fields.closings.length, 2), ...fields.closings.map(closing)],
    ...[counted(fields.kiosks), counted(fields.operators)],
    ...[counted(fields.purges.map(unhex)), fields.signer],
  );
  const result = parseRecord(join(before, new Uint8Array(SIZE.signature)));
  const keysOf = [fields.root, fields.signer, ...fields.gates, ...fields.kiosks, ...fields.operators];
  if ("reason" in result || keysOf.some((key) => key.length !== SIZE.key)) {
    throw new TypeError(`not a space record: ${"reason" in result ? result.reason : "key length"}`);
  }
  return before;
}

function counted(items: Uint8Array[]): Uint8Array {
  return join(integer(items.length, 2), ...items);
}

function closing({ epoch, lanes: open }: Closing): Uint8Array {
  return join(unhex(epoch), counted(open.map(unhex)));
}

/** What the signer of a space record signs. */
export function recordMessage(before: Uint8Array): Uint8Array {
  return labelled("wijkkit/1 space", before);
}
