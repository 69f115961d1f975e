/** Sizes of the fields on the wire, in bytes. */
export const SIZE = {
  space: 20,
  epoch: 8,
  key: 32,
  id: 32,
  signature: 64,
  nonce: 24,
  authenticator: 16,
  /** version, flags, space, epoch, lane, seq, prev, hour, expires */
  header: 106,
} as const;

/** Every bound of this package. Bytes, unless the name says otherwise. */
export const LIMIT = {
  envelope: 65_536,
  /** Box of an ERASE: the authenticator and one block of padding. */
  eraseBox: SIZE.authenticator + 256,
  /** How many hours a sender's clock may run ahead before its envelopes wait. */
  hoursAhead: 48,
  /** What a closed epoch still takes in lanes that its record does not name. */
  late: 1_048_576,
  record: 65_536,
  recordsPerSpace: 1024,
  /** Of all records of a space together: they are held in memory, and a stranger may make spaces. */
  recordBytesPerSpace: 1_048_576,
  spaces: 10_000,
} as const;

export const FLAG = { BASE: 1, MORE: 2, ERASE: 4 } as const;

/** The seq of an ERASE, and of nothing else. */
export const ERASE_SEQ = 0xffff_ffff;
