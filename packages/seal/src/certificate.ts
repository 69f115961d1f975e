import { type EpochId, type LaneKey, type SpaceId, unhex } from "@wijkkit/envelope";
import { type KeyPair, labelled, signAs } from "@wijkkit/identity";

const LABEL = "lane";

function parts(space: SpaceId, epoch: EpochId, lane: LaneKey, document: Uint8Array): Uint8Array[] {
  if (document.length !== 16) throw new RangeError("a document id has 16 bytes");
  return [unhex(space), unhex(epoch), unhex(lane), document];
}

/** An identity's word that a lane is its log of a document: 64 bytes. */
export function certify(
  identity: KeyPair,
  space: SpaceId,
  epoch: EpochId,
  lane: LaneKey,
  document: Uint8Array,
): Uint8Array {
  return signAs(identity, LABEL, ...parts(space, epoch, lane, document));
}

/** What a certificate signs; verify it under the identity of the opened BASE. */
export function certificateMessage(space: SpaceId, epoch: EpochId, lane: LaneKey, document: Uint8Array): Uint8Array {
  return labelled(LABEL, ...parts(space, epoch, lane, document));
}
