import type { Verify } from "@wijkkit/envelope";
import speccheck from "./ed25519-speccheck.json" with { type: "json" };
import crafted from "./ed25519-torsion.json" with { type: "json" };
import wycheproof from "./ed25519-wycheproof.json" with { type: "json" };

/** One signature and what every path must answer to it. Bytes are hex. */
export interface EdgeCase {
  note: string;
  publicKey: string;
  message: string;
  signature: string;
  answer: boolean;
}

/** The one case of speccheck that holds without cofactor and has no key and no R of small order. */
const HOLDS = "9046a64750444938";

/** Published edge cases, then our own. */
export const EDGES: readonly EdgeCase[] = [
  ...speccheck.map(({ message, pub_key, signature }, n) => {
    return { note: `speccheck ${n}`, publicKey: pub_key, message, signature, answer: signature.startsWith(HOLDS) };
  }),
  ...wycheproof.map(({ tcId, pk, msg, sig, result }) => {
    return { note: `Wycheproof ${tcId}`, publicKey: pk, message: msg, signature: sig, answer: result === "valid" };
  }),
  ...crafted,
];

/** The answers of one path to edge cases, in order. Runs in Node and in a browser. */
export function answers(verify: Verify, edges = EDGES): Promise<boolean[]> {
  return Promise.all(edges.map((edge) => verify(bytes(edge.publicKey), bytes(edge.message), bytes(edge.signature))));
}

/** The notes of the edge cases to which a path gives another answer than it must. */
export async function disagreements(verify: Verify, edges = EDGES): Promise<string[]> {
  const given = await answers(verify, edges);
  return edges.filter(({ answer }, n) => answer !== given[n]).map(({ note }) => note);
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
