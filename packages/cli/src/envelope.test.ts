import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Envelope, type EnvelopeId, FLAG, hex } from "@wijkkit/envelope";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { envelope, GATE, keysOf } from "../../../test/support/lane.ts";
import known from "../../../test/vectors/envelope.json" with { type: "json" };
import { inspect } from "./inspect.ts";

const WIJK = join(import.meta.dirname, "wijk.ts");
const folder = mkdtempSync(join(tmpdir(), "wijk-envelope-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(command: string, ...given: string[]): Promise<Answer> {
  try {
    return { code: 0, ...(await promisify(execFile)(command, given, { timeout: 20_000 })) };
  } catch (error) {
    return error as Answer;
  }
}

const wijk = (...given: string[]): Promise<Answer> => run(process.execPath, WIJK, ...given);

let files = 0;
function file(bytes: Uint8Array): string {
  const path = join(folder, `${++files}.envelope`);
  writeFileSync(path, bytes);
  return path;
}

const inThePast = 490_000;
const base = (draft: Parameters<typeof envelope>[0] = {}): Envelope => envelope({ hour: inThePast, ...draft });
const gate = ["--gate", hex(GATE.public)];
const SOME_ID = "ab".repeat(32) as EnvelopeId;

describe("wijk envelope", () => {
  test("[CL1] [CL2] shows a known envelope's header and verdict, without any key", async () => {
    const [vector] = known.envelopes;
    if (vector === undefined) throw new Error("no vector");
    const { code, stdout, stderr } = await wijk("envelope", file(Buffer.from(vector.bytes, "hex")));
    const { id, version, flags, space, epoch, lane, seq, prev, hour, expires } = vector;
    expect(JSON.parse(stdout)).toEqual({
      ...{ id, version, flags, space, epoch, lane, seq, prev, hour, expires },
      ...{ box: vector.box.length / 2, gate: "unchecked", verdict: "accepted" },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("[CL1] runs as npx wijk", async () => {
    const { code, stdout } = await run("npx", "wijk", "envelope", file(base().bytes), ...gate);
    expect(JSON.parse(stdout)).toMatchObject({ gate: "valid", verdict: "accepted" });
    expect(code).toBe(0);
  });

  test("[CL3] [CL4] checks the gate with the key that it is given", async () => {
    const admitted = await wijk("envelope", file(base().bytes), ...gate);
    expect(JSON.parse(admitted.stdout)).toMatchObject({ gate: "valid", verdict: "accepted" });
    expect(admitted.code).toBe(0);

    const spoilt = Uint8Array.from(base().bytes);
    spoilt[110] = (spoilt[110] ?? 0) ^ 1;
    const refused = await wijk("envelope", file(spoilt), ...gate);
    expect(JSON.parse(refused.stdout)).toMatchObject({ gate: "invalid", verdict: "refused", reason: "gate" });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("refused (gate)");

    const other = await wijk("envelope", file(base().bytes), "--gate", hex(keysOf("another gate").public));
    expect(JSON.parse(other.stdout)).toMatchObject({ gate: "invalid", verdict: "parked", waiting: "epoch" });
    expect(other.code).toBe(1);

    const follow = await wijk("envelope", file(base({ flags: 0, seq: 1, prev: SOME_ID }).bytes), ...gate);
    expect(JSON.parse(follow.stdout)).toMatchObject({ gate: "absent", verdict: "parked", waiting: "prev" });
    expect(follow.code).toBe(1);
    expect(follow.stderr).toContain("parked (prev)");
  });

  test("[CL4] exits 1 with the reason when it is refused or parked", async () => {
    const forged = Uint8Array.from(base().bytes);
    forged[forged.length - 80] = (forged[forged.length - 80] ?? 0) ^ 1;
    const stories: [Uint8Array, object][] = [
      [forged, { gate: "unchecked", verdict: "refused", reason: "signature" }],
      [base({ expires: inThePast }).bytes, { verdict: "refused", reason: "expired" }],
      [base({ hour: 4_000_000_000 }).bytes, { verdict: "parked", waiting: "clock" }],
      [base({ flags: FLAG.MORE, seq: 3, prev: SOME_ID }).bytes, { verdict: "parked", waiting: "prev" }],
    ];
    for (const [bytes, expected] of stories) {
      const { code, stdout, stderr } = await wijk("envelope", file(bytes));
      expect(JSON.parse(stdout)).toMatchObject(expected);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^(refused|parked) \([a-z]+\): .+\.\n$/);
    }
  });

  test("[CL5] exits 2 on misuse, and on what is no readable file", async () => {
    const path = file(base().bytes);
    const pipe = join(folder, "pipe");
    expect((await run("mkfifo", pipe)).code).toBe(0);
    for (const given of [
      ...[[], [join(folder, "absent")], [folder], [pipe], ["/dev/zero"], [path, "one too many"]],
      ...[
        [path, "--gate"],
        [path, "--gate", "xyz"],
        [path, "--gate", "ab".repeat(31)],
        [path, "--unknown"],
      ],
    ]) {
      const { code, stdout, stderr } = await wijk("envelope", ...given);
      expect({ given, code, stdout }).toEqual({ given, code: 2, stdout: "" });
      expect(stderr).toMatch(/^error: .+\n$/);
    }
  });

  test("[CL6] reads nothing of a file that is too long", async () => {
    const path = file(new Uint8Array(0));
    truncateSync(path, 2 ** 40);
    const { code, stdout } = await wijk("envelope", path);
    expect(JSON.parse(stdout)).toEqual({ gate: "unchecked", verdict: "refused", reason: "oversized" });
    expect(code).toBe(1);
  });

  test("[CL6] [CL7] answers an empty file and garbage with a reason, and no stack trace", async () => {
    for (const [bytes, reason] of [
      [Buffer.of(), "truncated"],
      [base().bytes.subarray(0, 200), "truncated"],
      [Buffer.from("<!doctype html>"), "version"],
      [Buffer.of(1, 255), "flags"],
    ] as const) {
      const { code, stdout, stderr } = await wijk("envelope", file(bytes), ...gate);
      expect(JSON.parse(stdout)).toEqual({ gate: "unchecked", verdict: "refused", reason });
      expect(code).toBe(1);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  test("[CL7] arbitrary and damaged bytes have a verdict", async () => {
    const valid = base().bytes;
    const damaged = fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, byte]) => {
      const bytes = Uint8Array.from(valid);
      bytes[at] = byte;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), damaged), async (bytes) => {
        for (const key of [undefined, GATE.public]) {
          const { report, sentence } = await inspect({ bytes }, key);
          expect(report.verdict === "accepted").toBe(sentence === undefined);
          expect(report.verdict === "refused").toBe(report.reason !== undefined);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("wijk", () => {
  test("[CL8] says how it is used", async () => {
    for (const given of [[], ["nothing-like-it"], ["--nothing-like-it"]]) {
      const { code, stdout, stderr } = await wijk(...given);
      expect({ given, code, stdout }).toEqual({ given, code: 2, stdout: "" });
      expect(stderr).not.toBe("");
    }
    const help = await wijk("--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("envelope");
  });
});
