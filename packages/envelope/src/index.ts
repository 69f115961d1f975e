export { equalBytes, hex, integer, join, unhex } from "./bytes.ts";
export { type Verify, wellFormed } from "./ed25519.ts";
export {
  type EnvelopeId,
  type EpochId,
  envelopeId,
  epochId,
  type LaneKey,
  type SpaceId,
  spaceId,
  ZERO_ID,
} from "./ids.ts";
export {
  gateIsValid,
  type JudgeContext,
  judge,
  judgeWithoutGate,
  type LaneState,
} from "./judge.ts";
export {
  admissionMessage,
  type Envelope,
  type Header,
  layOut,
  parse,
  type Sealed,
  signedMessage,
} from "./layout.ts";
export { ERASE_SEQ, FLAG, LIMIT, SIZE } from "./limits.ts";
export { verifyWithNoble } from "./noble.ts";
export {
  type Closing,
  layOutRecord,
  parseRecord,
  type RecordFields,
  recordMessage,
  type SpaceRecord,
} from "./record.ts";
export { KnownSpaces } from "./spaces.ts";
export type { Refusal, Verdict, Wait } from "./verdict.ts";
export { chooseVerify } from "./verify.ts";
export { verifyWithWebCrypto } from "./webcrypto.ts";
