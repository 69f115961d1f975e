import { answerPairing, askToPair, type KeyPair, openPairing, pairingNumber, readPairing } from "@wijkkit/identity";
import type { Problem, Reply } from "../protocol.ts";
import { readContents, writeContents } from "./contents.ts";
import { Keys } from "./keys.ts";
import { random } from "./random.ts";

const DEVICE = 16;

/** A new device that asks an old one of the same person; its keys live as long as the page. */
export class Pairing {
  readonly #keys: KeyPair;
  readonly #text: string;

  constructor() {
    const { keys, text } = askToPair(random);
    this.#keys = keys;
    this.#text = text;
  }

  ask(): Reply {
    return { ok: true, pairing: { text: this.#text, number: pairingNumber(this.#keys.public) } };
  }

  /** What was answered to this device. */
  open(text: string): { readonly content: Uint8Array } | { readonly problem: Problem } {
    const opened = openPairing(text, this.#keys);
    return "content" in opened ? opened : { problem: opened.reason === "key" ? "pair-other" : "pair-broken" };
  }

  /** What the old device answered; nothing is stored by then. */
  answered(text: string): Keys | Reply {
    const opened = this.open(text);
    if ("problem" in opened) return { ok: false, ...opened };
    const { own, generation, spaces } = readContents(opened.content) ?? {};
    if (own === undefined || spaces === undefined || generation === undefined)
      return { ok: false, problem: "pair-broken" };
    return new Keys({ ...own, generation, spaces, device: random(DEVICE), isOneOfMany: true, current: 0 });
  }
}

/** What an old device says of a new one: the number to compare and, when they are one, the answer. @throws StoreError */
export async function give(keys: Keys, request: string, isSure: boolean): Promise<Reply> {
  const reply = handOver(request, isSure, writeContents(keys.ring, true));
  if (reply.ok && isSure) await keys.change((ring) => ({ ...ring, isOneOfMany: true }));
  return reply;
}

/** What is said to a device that asks: a number to compare first and, when its owner is sure, what is handed over. */
export function handOver(request: string, isSure: boolean, content: Uint8Array): Reply {
  const read = readPairing(request);
  if ("reason" in read) return { ok: false, problem: "pair-broken" };
  const text = isSure ? answerPairing(random, read.device, content) : "";
  return { ok: true, pairing: { text, number: pairingNumber(read.device) } };
}
