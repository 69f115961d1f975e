import type { Id } from "../scan.ts";

/** A struct as somebody might write it who means no good. */
export interface Forged {
  readonly info?: number;
  readonly left?: Id;
  readonly right?: Id;
  readonly parent?: string | Id;
  readonly sub?: string;
  readonly content:
    | { readonly gone: number }
    | { readonly skip: number }
    | { readonly deleted: number }
    | { readonly words: string }
    | { readonly value: readonly number[] }
    | { readonly type: number }
    | { readonly raw: number; readonly bytes: readonly number[] };
}

export interface ForgedClient {
  readonly client: number;
  readonly clock: number;
  readonly structs: readonly Forged[];
  /** Said to be there, where that is not their number. */
  readonly count?: number;
}

export interface ForgedDeletes {
  readonly client: number;
  readonly ranges: readonly (readonly [clock: number, length: number])[];
}

/** Values as lib0 writes them. */
export const ANY = { true: [120], false: [121], undefined: [127], null: [126], nested: [117, 1, 117, 0] } as const;

/** An update, version 1, that says exactly this. */
export function forge(clients: readonly ForgedClient[], deletes: readonly ForgedDeletes[] = []): Uint8Array {
  const out: number[] = [];
  uint(out, clients.length);
  for (const { client, clock, structs, count } of clients) {
    uint(out, count ?? structs.length);
    uint(out, client);
    uint(out, clock);
    for (const struct of structs) writeStruct(out, struct);
  }
  uint(out, deletes.length);
  for (const { client, ranges } of deletes) {
    uint(out, client);
    uint(out, ranges.length);
    for (const [clock, length] of ranges) {
      uint(out, clock);
      uint(out, length);
    }
  }
  return Uint8Array.from(out);
}

function writeStruct(out: number[], struct: Forged): void {
  const { left, right, sub, content } = struct;
  const ref = refOf(content);
  const isItem = ref !== 0 && ref !== 10;
  const flags = (left ? 128 : 0) | (right ? 64 : 0) | (sub === undefined ? 0 : 32);
  out.push(struct.info ?? (isItem ? flags | ref : ref));
  if (isItem) writePlace(out, struct);
  writeContent(out, content);
}

function writePlace(out: number[], { left, right, parent, sub }: Forged): void {
  if (left) id(out, left);
  if (right) id(out, right);
  if (left || right) return;
  uint(out, typeof parent === "string" ? 1 : 0);
  if (typeof parent === "string") text(out, parent);
  else id(out, parent ?? { client: 0, clock: 0 });
  if (sub !== undefined) text(out, sub);
}

function writeContent(out: number[], content: Forged["content"]): void {
  if ("gone" in content) uint(out, content.gone);
  else if ("skip" in content) uint(out, content.skip);
  else if ("deleted" in content) uint(out, content.deleted);
  else if ("words" in content) text(out, content.words);
  else if ("value" in content) out.push(1, ...content.value);
  else if ("type" in content) uint(out, content.type);
  else out.push(...content.bytes);
}

function refOf(content: Forged["content"]): number {
  if ("gone" in content) return 0;
  if ("skip" in content) return 10;
  if ("deleted" in content) return 1;
  if ("words" in content) return 4;
  if ("value" in content) return 8;
  return "type" in content ? 7 : content.raw;
}

function id(out: number[], { client, clock }: Id): void {
  uint(out, client);
  uint(out, clock);
}

function text(out: number[], value: string): void {
  const bytes = new TextEncoder().encode(value);
  uint(out, bytes.length);
  for (const byte of bytes) out.push(byte);
}

function uint(out: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
}
