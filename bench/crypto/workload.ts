import { type EnvelopeId, hex, parse, type SpaceId, verifyWithNoble, verifyWithWebCrypto } from "@wijkkit/envelope";
import { signingKeys } from "@wijkkit/identity";
import { close, epochKeys, open } from "@wijkkit/seal";
import nacl from "tweetnacl";

/** Runs in Node and in a browser alike. A message of this many bytes, as a short answer has. */
const LENGTH = 512;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

interface Case {
  readonly name: string;
  readonly once: () => unknown;
}

async function webCryptoCases(message: Uint8Array<ArrayBuffer>): Promise<Case[]> {
  const keys = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]).catch(() => undefined)) as
    | CryptoKeyPair
    | undefined;
  if (!keys) return [];
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", keys.privateKey, message));
  return [
    { name: "sign, WebCrypto", once: () => crypto.subtle.sign("Ed25519", keys.privateKey, message) },
    { name: "verify, WebCrypto", once: () => verifyWithWebCrypto(raw, message, signature) },
  ];
}

function ourCases(message: Uint8Array<ArrayBuffer>): Case[] {
  const lane = signingKeys(random(32));
  const space = hex(random(20)) as SpaceId;
  const epoch = epochKeys(random(32), space);
  const place = { flags: 0, seq: 1, prev: hex(random(32)) as EnvelopeId, hour: 490_000, expires: 0 };
  const signature = nacl.sign.detached(message, lane.secret);
  const body = { kind: 1, payload: message };
  const read = parse(close(place, lane, epoch, body, random).bytes);
  if ("reason" in read) throw new Error(read.reason);
  const { envelope } = read;
  return [
    { name: "sign, tweetnacl", once: () => nacl.sign.detached(message, lane.secret) },
    { name: "verify, noble", once: () => verifyWithNoble(lane.public, message, signature) },
    { name: "verify, tweetnacl", once: () => nacl.sign.detached.verify(message, signature, lane.public) },
    { name: "seal an envelope (box and signature)", once: () => close(place, lane, epoch, body, random) },
    { name: "open an envelope", once: () => open(envelope, epoch) },
  ];
}

/** How often `once` is done in a second, over some `span` milliseconds. */
async function perSecond(once: () => unknown, span: number): Promise<number> {
  const begun = performance.now();
  let done = 0;
  let passed = 0;
  while (passed < span) {
    const answer = once();
    if (answer instanceof Promise) await answer;
    done += 1;
    passed = performance.now() - begun;
  }
  return (done / passed) * 1000;
}

/** Per second of each case, once a round; the cases take turns, so that a slow moment falls on all. */
export async function measure(rounds: number, span: number): Promise<Record<string, number[]>> {
  const message = random(LENGTH);
  const all = [...(await webCryptoCases(message)), ...ourCases(message)];
  const found: Record<string, number[]> = Object.fromEntries(all.map(({ name }) => [name, []]));
  for (const { once } of all) await perSecond(once, span);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, once } of all) found[name]?.push(await perSecond(once, span));
  }
  return found;
}
