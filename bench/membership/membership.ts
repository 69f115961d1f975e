import { planRotation } from "@wijkkit/document";
import { hex } from "@wijkkit/envelope";
import { epochOf, type Operation, type Part, readOperation, reduce, sealedFor } from "@wijkkit/identity";
import { type EpochKeys, handOver, receive } from "@wijkkit/seal";
import { fixedRandom } from "../../test/support/people.ts";
import { keyOf, unsigned } from "../../test/support/unsigned.ts";
import { progress, type Report, row, type Table } from "../report.ts";
import { type LogOfMany, logOfMany } from "./wijk.ts";

const SIZES = [1_000, 2_500, 5_000];
const ROUNDS = 5;

interface Measured {
  /** Milliseconds, by what was done. */
  readonly times: Record<string, number[]>;
  /** Bytes of a rotation's operations together, and of the largest. */
  readonly bytes: { readonly all: number; readonly largest: number };
}

async function timed(times: Record<string, number[]>, name: string, work: () => unknown): Promise<unknown> {
  const start = performance.now();
  const result = await work();
  times[name] = [...(times[name] ?? []), performance.now() - start];
  return result;
}

async function measure(wijk: LogOfMany): Promise<Measured> {
  const times: Record<string, number[]> = {};
  const { space20, epoch, founder, operations } = wijk;
  let bytes = { all: 0, largest: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const membership = (await timed(times, "reducing the log", () => reduce(operations, space20))) as ReturnType<
      typeof reduce
    >;
    const random = fixedRandom(`round ${round}`);
    const moment = { space: space20, heads: membership.heads, hour: 2 };
    const plan = {
      moment,
      membership,
      self: founder,
      removes: [keyOf("resident 2")],
      epochs: [epoch],
      ends: () => [],
      random,
    };
    const rotation = (await timed(times, "rotating, all of it", () => planRotation(plan))) as Awaited<
      ReturnType<typeof planRotation>
    >;
    const sizes = rotation.operations.map(({ length }) => length);
    bytes = { all: sizes.reduce((sum, size) => sum + size, 0), largest: Math.max(...sizes) };
    const read = (
      await Promise.all(rotation.operations.map((one) => readOperation(space20, one, async () => true)))
    ).flatMap((one) => ("operation" in one ? [one.operation] : []));
    await timed(times, "coming back into the new epoch", () => comeBack(wijk, read));
    await timed(times, "reducing it after a removal", () => reduce([...operations, ...read], space20));
    await timed(times, "reducing it while the removed one writes on", () => {
      const after = operations.slice(0, 1);
      return reduce([...operations, ...read, unsigned(keyOf("resident 2"), after, { op: "seen", hour: 3 })], space20);
    });
    await timed(times, "sealing one by one with tweetnacl, a tenth of them", () => {
      for (const { box } of [...membership.members.values()].slice(0, membership.members.size / 10)) {
        handOver(rotation.epoch, Buffer.from(box, "hex"), founder.box);
      }
    });
  }
  return { times, bytes };
}

/** From holding a rotation's operations to holding its keys. */
function comeBack({ space, space20, resident, operations }: LogOfMany, rotation: readonly Operation[]): EpochKeys {
  const { epochs } = reduce([...operations, ...rotation], space20);
  const parts = rotation.flatMap(({ body }): Part[] => (body.op === "part" ? [body] : []));
  const rotate = rotation.find(({ body }) => body.op === "rotate")?.body;
  if (rotate?.op !== "rotate") throw new Error("there is no rotation");
  const id = epochOf(rotate.gate) as EpochKeys["id"];
  if (!epochs.has(id)) throw new Error("the rotation does not count");
  for (const sealed of parts.flatMap((part) => sealedFor(part, resident.box.public))) {
    const keys = receive(sealed, { space, id }, Buffer.from(rotate.sender, "hex"), resident.box);
    if (keys !== undefined) return keys;
  }
  throw new Error(`nothing was sealed to ${hex(resident.box.public)}`);
}

/** A rotation and what comes with it in wijken of three sizes; ratios are per member, to the smallest. */
export async function run(): Promise<Report> {
  const found: { size: number; measured: Measured }[] = [];
  for (const size of SIZES) {
    progress(`${size} members …`);
    found.push({ size, measured: await measure(logOfMany(size)) });
  }
  const names = Object.keys(found[0]?.measured.times ?? {});
  const perMember = (name: string, n: number) => {
    const { size = 1, measured } = found[n] ?? {};
    return (measured?.times[name] ?? []).map((time) => time / size);
  };
  const tables = names.map((name): Table => {
    const rows = found.map(({ size, measured }, n) => {
      const { ratio } = row(name, perMember(name, n), row(name, perMember(name, 0)).median);
      return { ...row(`${size} members`, measured.times[name] ?? []), ...(ratio !== undefined && { ratio }) };
    });
    return { title: name, unit: "ms", rows };
  });
  const notes = found.map(
    ({ size, measured: { bytes } }) =>
      `${size} members: a rotation has ${bytes.all.toLocaleString("en")} bytes in operations of at most ${bytes.largest.toLocaleString("en")}.`,
  );
  return { tables, notes: [...notes, "Ratios are per member, to the smallest wijk: 1 is linear."] };
}
