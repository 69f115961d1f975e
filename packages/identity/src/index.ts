export { acknowledge, unacknowledged } from "./acknowledgement.ts";
export {
  changeRole,
  type Foundation,
  type Founding,
  found,
  invite,
  leave,
  type Moment,
  purge,
  redeem,
  replace,
  setLimit,
  type Terms,
  withdraw,
} from "./acts.ts";
export { mayInvite, OPEN_USES_LIMIT } from "./admission.ts";
export { fromBase64url, toBase64url } from "./base64url.ts";
export {
  type Body,
  type Found,
  type Invite,
  type Part,
  type Redeem,
  ROLES,
  type Role,
  type Rotate,
  type Seen,
  type Unknown,
} from "./body.ts";
export { newCard, recoveryKeys, seedFromCard } from "./card.ts";
export { type CardCodeProblem, readCardCode, writeCardCode } from "./card-code.ts";
export type { Former, Invitation, Member } from "./description.ts";
export { type Epoch, epochOf } from "./epochs.ts";
export { boxKeys, derive, invitationBox, type KeyPair, type Random, signingKeys } from "./keys.ts";
export { labelled, signAs } from "./label.ts";
export { type Link, type LinkRefusal, RELAY_LIMIT, readLink, writeLink } from "./link.ts";
export { type Membership, personOf, reduce } from "./membership.ts";
export { isName, NAME_LIMIT } from "./name.ts";
export {
  OPERATION_LIMIT,
  type Operation,
  type OperationRefusal,
  PARENTS_LIMIT,
  readOperation,
  type Verify,
  writeOperation,
} from "./operation.ts";
export {
  answerPairing,
  askToPair,
  openPairing,
  type PairingRefusal,
  pairingNumber,
  readPairing,
} from "./pairing.ts";
export { type Lock, locksIn, sealedFor } from "./part.ts";
export { type Parts, rotate, type SealedSecret, writeParts } from "./parts.ts";
export {
  type IdentityWithSecrets,
  identityOf,
  laneKeys,
  type PublicIdentity,
  publicIdentity,
  recoveryMark,
  type Self,
  spaceOf,
  witnessKeys,
} from "./person.ts";
export { type SafeKeys, safeKeys, safeSeed } from "./safe.ts";
export { joinShares, SHARES, type SharesRefusal, splitCard } from "./shares.ts";
export { invitationName } from "./sorted.ts";
