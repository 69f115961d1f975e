export { unacknowledged } from "./acknowledgement.ts";
export { acknowledge, type Founding, found, invite, type Moment, redeem } from "./acts.ts";
export { fromBase64url, toBase64url } from "./base64url.ts";
export { type Body, type Found, type Invite, type Redeem, ROLES, type Role, type Seen, type Unknown } from "./body.ts";
export { newCard, recoveryKeys, seedFromCard } from "./card.ts";
export { type CardCodeProblem, readCardCode, writeCardCode } from "./card-code.ts";
export { boxKeys, derive, type KeyPair, type Random, signingKeys } from "./keys.ts";
export { labelled, signAs } from "./label.ts";
export { type Link, type LinkRefusal, RELAY_LIMIT, readLink, writeLink } from "./link.ts";
export { type Invitation, type Member, type Membership, mayInvite, reduce } from "./membership.ts";
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
