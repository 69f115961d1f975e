/**
 * Why a session is denied, in the order of the codes on the wire from 1 on. frame: not a frame, or out of
 * place. version: of another time. space: unknown here. proof: missing or wrong. flood: over a bound.
 * garbage: too many envelopes that could never be valid. timeout: no greeting in time, or silence. slow: reads too little.
 * ending: the other side goes away. other: a code this side does not know.
 */
export const DENY_CODES = [
  "frame",
  "version",
  "space",
  "proof",
  "flood",
  "garbage",
  "timeout",
  "slow",
  "ending",
  "other",
] as const;

export type DenyCode = (typeof DENY_CODES)[number];
