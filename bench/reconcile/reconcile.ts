import { createHash } from "node:crypto";
import type { EnvelopeId, EpochId, LaneKey } from "@wijkkit/envelope";
import { Answering, Asking } from "../../packages/sync/src/comparison.ts";
import { ListWriter } from "../../packages/sync/src/reconcile.ts";
import type { Head } from "../../packages/sync/src/store.ts";
import { progress, type Report, row, type Table } from "../report.ts";

const LANES = [1_000, 10_000, 100_000];
const CHANGED = [0, 10, 100, 1_000];
const ROUNDS = 5;
/** Of a RECON frame before its body. */
const FRAME = 2;

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** Heads of so many lanes, written over a year. */
function headsOf(count: number): Head[] {
  return Array.from({ length: count }, (_, n) => {
    const lane = hash(`lane ${n}`) as LaneKey;
    const fields = { epoch: "" as EpochId, seq: 10, expires: 0 };
    return { lane, id: hash(`head ${n}`) as EnvelopeId, hour: 490_000 + ((n * 7_919) % 8_760), ...fields };
  });
}

/** The same, after so many of its lanes, spread over it, went on. */
function later(heads: readonly Head[], changed: number): Head[] {
  const step = changed === 0 ? heads.length : Math.floor(heads.length / changed);
  return heads.map((head, n) =>
    n % step === 0 && n / step < changed
      ? { ...head, seq: 11, id: hash(`later ${n}`) as EnvelopeId, hour: 498_760 }
      : head,
  );
}

function listed(heads: readonly Head[]): number {
  const writer = new ListWriter();
  writer.begin(heads);
  let bytes = 0;
  for (let body = writer.next(); body; body = writer.next()) bytes += FRAME + body.length;
  return bytes;
}

interface Compared {
  readonly bytes: number;
  readonly trips: number;
  readonly milliseconds: number;
}

/** Both sides, from the first question to the names of all that differs. */
function compare(one: readonly Head[], other: readonly Head[]): Compared {
  const start = performance.now();
  const [asking, answering] = [new Asking(1, one), new Answering(1, other)];
  let [bytes, trips] = [0, 0];
  for (let question = asking.begin(); ; ) {
    const answer = answering.answer(question);
    if (answer === undefined) throw new Error("no answer");
    bytes += 2 * FRAME + question.length + answer.length;
    trips += 1;
    const told = asking.take(answer);
    if (told === "ignored" || told === "malformed") throw new Error(told);
    if (told instanceof Uint8Array) {
      question = told;
      continue;
    }
    const names = asking.names(told.needs);
    bytes += names.reduce((sum, body) => sum + FRAME + body.length, 0) + listed(told.lacks);
    for (const body of names) {
      const named = answering.take(body);
      if (named === "malformed") throw new Error(named);
      if (named !== "more") bytes += listed(named.named);
    }
    return { bytes, trips, milliseconds: performance.now() - start };
  }
}

/** What two replicas say to each other until both know what differs, beside each naming all its heads. */
export async function run(): Promise<Report> {
  const tables: Table[] = [];
  const notes: string[] = [];
  for (const lanes of LANES) {
    progress(`${lanes} lanes`);
    const before = headsOf(lanes);
    const plain = 2 * listed(before);
    const measured = CHANGED.map((changed) => {
      const after = later(before, changed);
      return { changed, rounds: Array.from({ length: ROUNDS }, () => compare(before, after)) };
    });
    const name = (changed: number) => `${changed} changed`;
    tables.push({
      title: `${lanes} lanes`,
      unit: "bytes",
      rows: [
        row("plain lists, both ways", [plain], plain),
        ...measured.map(({ changed, rounds }) =>
          row(
            name(changed),
            rounds.map(({ bytes }) => bytes),
            plain,
          ),
        ),
      ],
    });
    tables.push({
      title: `${lanes} lanes`,
      unit: "ms",
      rows: measured.map(({ changed, rounds }) =>
        row(
          name(changed),
          rounds.map(({ milliseconds }) => milliseconds),
        ),
      ),
    });
    const trips = measured.map(({ changed, rounds }) => `${rounds[0]?.trips} for ${changed} changed`);
    notes.push(`${lanes} lanes: round trips ${trips.join(", ")}.`);
  }
  return { tables, notes };
}
