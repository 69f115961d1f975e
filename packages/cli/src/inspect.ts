import { constants, type FileHandle, open } from "node:fs/promises";
import {
  chooseVerify,
  type Envelope,
  epochId,
  gateIsValid,
  type JudgeContext,
  judge,
  judgeWithoutGate,
  LIMIT,
  parse,
  type Verdict,
} from "@wijkkit/envelope";

/** The bytes of a file, or that there are too many to be an envelope's. */
export type Read = { bytes: Uint8Array } | { tooLong: true };

/** What is printed: fields of the header, then what was found. */
export type Report = Record<string, string | number>;

/** Reads at most as many bytes as an envelope may have, from a regular file only. */
export async function reading(path: string): Promise<Read | { error: string }> {
  let file: FileHandle | undefined;
  try {
    // without O_NONBLOCK, opening a pipe would wait for a writer
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await file.stat();
    if (!found.isFile()) return { error: `${path} is not a file` };
    if (found.size > LIMIT.envelope) return { tooLong: true };
    const { buffer, bytesRead } = await file.read(new Uint8Array(LIMIT.envelope), 0, LIMIT.envelope, 0);
    return { bytes: buffer.subarray(0, bytesRead) };
  } catch (error) {
    return { error: `cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? "unknown reason"}` };
  } finally {
    await file?.close();
  }
}

/** Judges what was read against an empty store. `sentence` says why it is not accepted. */
export async function inspect(
  read: Read,
  gate: Uint8Array | undefined,
): Promise<{ report: Report; sentence?: string }> {
  const parsed = "tooLong" in read ? { reason: "oversized" as const } : parse(read.bytes);
  if ("reason" in parsed) {
    return told({ gate: "unchecked" }, { verdict: "refused", reason: parsed.reason });
  }
  const { envelope } = parsed;
  const verify = await chooseVerify();
  const empty = { hour: Math.floor(Date.now() / 3_600_000), lane: () => undefined, verify };
  const { verdict, state } = await judged(envelope, gate, empty);
  const { id, version, flags, space, epoch, lane, seq, prev, hour, expires, box } = envelope;
  const header = { id, version, flags, space, epoch, lane, seq, prev, hour, expires, box: box.length };
  return told({ ...header, gate: state }, verdict);
}

async function judged(
  envelope: Envelope,
  gate: Uint8Array | undefined,
  empty: Omit<JudgeContext, "gateOf">,
): Promise<{ verdict: Verdict; state: string }> {
  if (gate === undefined) return { verdict: await judgeWithoutGate(envelope, empty), state: "unchecked" };
  const gateOf: JudgeContext["gateOf"] = (_, epoch) => (epoch === epochId(gate) ? gate : undefined);
  const verdict = await judge(envelope, { ...empty, gateOf });
  if (!envelope.isBase) return { verdict, state: "absent" };
  return { verdict, state: (await gateIsValid(envelope, gate, empty.verify)) ? "valid" : "invalid" };
}

function told(report: Report, verdict: Verdict): { report: Report; sentence?: string } {
  if (verdict.verdict === "accepted") return { report: { ...report, verdict: "accepted" } };
  const code = verdict.verdict === "parked" ? verdict.waiting : verdict.reason;
  const why = WHY[`${verdict.verdict} ${code}`] ?? code;
  return { report: { ...report, ...verdict }, sentence: `${verdict.verdict} (${code}): ${why}` };
}

/** What an empty store can say, in words. */
const WHY: Record<string, string> = {
  "refused truncated": "the file ends before the envelope does.",
  "refused oversized": `an envelope has at most ${LIMIT.envelope} bytes.`,
  "refused version": "this is not an envelope of version 1.",
  "refused flags": "it has a flag that version 1 does not know.",
  "refused seq": "only a BASE has seq 0, and only an ERASE the last seq.",
  "refused prev": "prev is zero at seq 0, and nowhere else but on an ERASE.",
  "refused erase": "an ERASE is an empty BASE at the last seq, and nothing else.",
  "refused gate": "its gate is not by this gate key over this lane.",
  "refused signature": "its signature is not by its lane key.",
  "refused expired": "its lane's term is over.",
  "parked epoch": "the gate key given is not that of its epoch.",
  "parked prev": "it follows an envelope that is not here.",
  "parked clock": `its hour is more than ${LIMIT.hoursAhead} hours ahead of this machine's clock.`,
};
