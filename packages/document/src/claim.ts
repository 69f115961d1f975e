import { type Envelope, equalBytes, hex, type Refusal, type Verify } from "@wijkkit/envelope";
import { type Body, certificateMessage, type EpochKeys, open } from "@wijkkit/seal";
import { documentId, KIND } from "./kinds.ts";
import type { Piece } from "./lane.ts";

export interface Opened {
  readonly piece: Piece;
  /** Why it counts nothing, though it keeps its place in the chain. */
  readonly reason?: Refusal;
}

/**
 * The first of the steps that only members take: open, and on a BASE the certificate and whether its
 * owner has a document of that id. `known`: proofs that were verified before.
 */
export async function openPiece(
  envelope: Envelope,
  epoch: EpochKeys,
  verify: Verify,
  known: ReadonlySet<string>,
): Promise<Opened & { readonly proof?: string }> {
  const { seq, id, prev, hour, isBase, isMore } = envelope;
  const place = { seq, id, prev, hour, isBase, isMore };
  const result = open(envelope, epoch);
  if ("reason" in result) return { piece: place, reason: result.reason === "box" ? "box" : "body" };
  const { body } = result;
  const filled = { ...place, kind: body.kind, payload: body.payload };
  if (!isBase) return { piece: filled };
  const { document, identity, certificate } = fields(body);
  if (body.kind !== KIND.membership && body.kind !== KIND.feed) return { piece: place };
  if (!equalBytes(document, documentId(body.kind, identity))) return { piece: place, reason: "document" };
  const message = certificateMessage(envelope.space, envelope.epoch, envelope.lane, document);
  // All that was verified, the lane and the epoch with it: a copy of a certificate in another place is no proof.
  const proof = [identity, message, certificate].map(hex).join(" ");
  if (!known.has(proof) && !(await verify(identity, message, certificate))) {
    return { piece: place, reason: "certificate" };
  }
  return { piece: { ...filled, claim: { kind: body.kind, identity: hex(identity) } }, proof };
}

function fields({
  document,
  identity,
  certificate,
}: Body): Required<Pick<Body, "document" | "identity" | "certificate">> {
  if (document === undefined || identity === undefined || certificate === undefined) {
    throw new Error("a BASE opened without its fields");
  }
  return { document, identity, certificate };
}
