export { type Body, PAYLOAD_LIMIT } from "./body.ts";
export { certificateMessage, certify } from "./certificate.ts";
export { CHAIN_LINK_LENGTH, openPrevious, sealPrevious } from "./chain.ts";
export { type Closed, close, closeErase, open, type Place, type SealRefusal } from "./envelope.ts";
export { type EpochKeys, epochKeys } from "./epoch.ts";
export { type LiveSeal, liveSeal } from "./live.ts";
export { padded } from "./padding.ts";
export { signAsMember } from "./proof.ts";
export { sealRecord } from "./record.ts";
