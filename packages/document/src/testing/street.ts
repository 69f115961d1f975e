import { type Envelope, unhex } from "@wijkkit/envelope";
import { identityOf } from "@wijkkit/identity";
import { expect } from "vitest";
import { planRotation, type SpaceDocuments } from "../index.ts";
import { type Device, foundWijk, member, NEW_YEAR, person, randomOf } from "./wijk.ts";

/** Anna's wijk, in which Bo, Cato and Daan take part; what the tests of epochs do in it. */
export const HOUR = Math.floor(NEW_YEAR / 3_600_000);
export const wijk = foundWijk(["Bo", "Cato", "Daan"]);
export const me = (name: string) => identityOf(person(name).seed, unhex(wijk.space));
export const idOf = (name: string) => Buffer.from(me(name).sign.public).toString("hex");

export function write(one: Device, id: string, title: string): void {
  one.documents.change((feed) => feed.create({ id, kind: "question", at: NEW_YEAR, texts: { title } }));
}
export const titles = ({ documents }: Device): string[] =>
  [...documents.table.byKind("question")].map(({ fields }) => String(fields.title)).sort();

/** Everything that anyone stored comes to everyone, again and again until nobody has anything new. */
export async function meet(...devices: Device[]): Promise<void> {
  for (let before = -1; before !== total(devices); ) {
    before = total(devices);
    for (const one of devices) while (one.save().length > 0);
    const all = new Map(devices.flatMap(({ store }) => store).map((envelope) => [envelope.id, envelope]));
    for (const one of devices) {
      const held = new Set(one.store.map(({ id }) => id));
      const fresh = [...all.values()].filter(({ id }) => !held.has(id));
      one.store.push(...fresh);
      await take(one.documents, fresh);
    }
  }
}
const total = (devices: readonly Device[]): number => devices.reduce((sum, { store }) => sum + store.length, 0);

/** As a device does: what is of an epoch that was opened meanwhile is handed in again. */
export async function take(documents: SpaceDocuments, envelopes: readonly Envelope[]): Promise<void> {
  for (let open = -1; open !== documents.epochs.length; ) {
    open = documents.epochs.length;
    await documents.takeMany(envelopes);
  }
}

export async function rotate(one: Device, name: string, removes: readonly string[]): Promise<void> {
  const { documents } = one;
  const moment = { space: unhex(wijk.space), heads: documents.membership.heads, hour: HOUR };
  const { operations } = await planRotation({
    ...{ moment, membership: documents.membership, self: me(name), removes, epochs: documents.epochs },
    ...{ ends: (who) => documents.owners.ends(who), random: randomOf(`rotation ${name} ${documents.epochs.length}`) },
  });
  for (const operation of operations) expect(await documents.addOperation(operation)).toEqual({ verdict: "accepted" });
}

export async function street(): Promise<{ anna: Device; bo: Device; cato: Device; daan: Device }> {
  const [anna, bo, cato, daan] = [
    await member(wijk, "Anna"),
    await member(wijk, "Bo"),
    await member(wijk, "Cato"),
    await member(wijk, "Daan"),
  ];
  for (const [one, id] of [
    [anna, "a"],
    [bo, "b"],
    [cato, "c"],
    [daan, "d"],
  ] as const)
    write(one, id, `${id} first`);
  await meet(anna, bo, cato, daan);
  return { anna, bo, cato, daan };
}
