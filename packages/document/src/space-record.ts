import { type EpochId, equalBytes, hex, type LaneKey, parseRecord, type SpaceRecord, unhex } from "@wijkkit/envelope";
import type { KeyPair, Membership } from "@wijkkit/identity";
import { sealRecord } from "@wijkkit/seal";

/**
 * The next record of a space, by an operator; undefined when the records that are held say it all, or when the newest
 * does not name this operator. It names lanes and pseudonyms, and no identity.
 *
 * @param records every record that is held
 * @param gates public keys of the epochs that this device holds
 * @param open lanes that closed epochs still take: those in which who rotated wrote it
 */
export function nextRecord(
  records: readonly Uint8Array[],
  membership: Membership,
  { gates, open }: { readonly gates: readonly Uint8Array[]; readonly open: readonly LaneKey[] },
  operator: KeyPair,
): Uint8Array | undefined {
  const held = records.flatMap((bytes) => recordOf(bytes) ?? []);
  const newest = held.reduce<SpaceRecord | undefined>(
    (best, one) => (best === undefined || one.revision > best.revision ? one : best),
    undefined,
  );
  const { epoch } = membership;
  if (newest === undefined || !newest.operators.some((key) => equalBytes(key, operator.public))) return undefined;
  const known = new Set(held.flatMap((record) => record.gates.map(hex)));
  const closed = new Set(held.flatMap(({ closings }) => closings.map((closing) => closing.epoch)));
  const dropped = new Set(held.flatMap(({ purges }) => purges));
  const fresh = gates.filter((gate) => !known.has(hex(gate)));
  const over = [...membership.epochs.keys()].filter((id) => epoch !== undefined && id !== epoch);
  const closings = over
    .filter((id) => !closed.has(id as EpochId))
    .map((id) => ({ epoch: id as EpochId, lanes: [...open] }));
  const purges = membership.purges.filter((lane) => !dropped.has(lane as LaneKey)) as LaneKey[];
  const operators = operatorsOf(membership);
  const isSame = operators.join() === newest.operators.map(hex).sort().join();
  if (fresh.length + closings.length + purges.length === 0 && isSame) return undefined;
  const { root, revision, kiosks } = newest;
  const fields = { root, revision: revision + 1, kiosks, gates: fresh, closings, purges };
  return sealRecord({ ...fields, operators: operators.map(unhex) }, operator);
}

function recordOf(bytes: Uint8Array): SpaceRecord | undefined {
  const parsed = parseRecord(bytes);
  return "record" in parsed ? parsed.record : undefined;
}

/** The pseudonyms of those who are beheerder now, in one order. */
function operatorsOf({ members }: Membership): string[] {
  return [...members.values()]
    .filter(({ role }) => role === "beheerder")
    .map(({ operator }) => operator)
    .sort();
}
