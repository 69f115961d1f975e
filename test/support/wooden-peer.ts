import type { Envelope, EnvelopeId, LaneKey } from "@wijkkit/envelope";
import type { Listed } from "../../packages/sync/src/frames.ts";
import { ListWriter } from "../../packages/sync/src/reconcile.ts";
import { Wijk } from "./envelopes.ts";
import { Table } from "./table.ts";

export const wijk = new Wijk("session");
export const { epoch } = wijk;
/** Lanes and ids that nobody signs for. */
export const laneOf = (n: number) => n.toString(16).padStart(64, "0") as LaneKey;
export const idOf = (n: number) => n.toString(16).padStart(64, "a") as EnvelopeId;
/** The beginning of one lane. */
export const [first, second, third] = wijk.lane("one").some(3) as [Envelope, Envelope, Envelope];

/** A session through its greeting with a peer that proved itself. */
export function started(): Table {
  return new Table(wijk).greet(epoch);
}

/** The peer's list, as RECON frames. */
export function list(heads: readonly Listed[]) {
  const writer = new ListWriter();
  writer.begin(heads);
  const frames = [];
  for (let body = writer.next(); body; body = writer.next()) frames.push({ type: "recon", mode: 0, body } as const);
  return frames;
}

/** The peer sends its list. */
export const lists = (table: Table, heads: readonly Listed[]) => list(heads).flatMap((frame) => table.receive(frame));
export const newHeads = (count: number, seq = 0) =>
  Array.from({ length: count }, (_, n) => ({ lane: laneOf(n), seq, id: idOf(n) }));

/** The peer's GIVE is judged and stored, all of it accepted. */
export function stores(table: Table, envelopes: readonly Envelope[], batch: number) {
  table.hold(...envelopes);
  const held = table.step({ type: "held", fromPeer: true, envelopes });
  const outcomes = envelopes.map((envelope) => ({ verdict: "accepted", envelope }) as const);
  return [...held, ...table.step({ type: "stored", batch, outcomes })];
}
