/** Every bound of this package. Bytes, unless the name says otherwise. What is written stays well below what is taken. */
export const LIMIT = {
  /** Payloads of one document, all its lanes together. */
  document: 8 * 1024 * 1024,
  /** A lane's envelopes in memory: its content, and a snapshot that is coming in. */
  laneHeld: 16 * 1024 * 1024,
  laneEnvelopes: 1024,
  /** Payloads of a lane that count from its BASE on. */
  tail: 256,
  /** Lanes of one document that count, those written to last. */
  lanes: 32,
  /** Yjs client ids in one payload. */
  clients: 256,
  /** Structs and delete ranges of one feed. */
  pieces: 65_536,
  /** The same as they stand in the payloads of its lanes, where much stands more than once. */
  scanned: 4 * 65_536,
  /** Rounds over the lanes of one feed in which something that waited for another lane can follow it. */
  rounds: 128,
  /**
   * Sum over lists (a Y.Text, or one key of a Y.Map with its past values) of the square of their structs.
   * Yjs may walk a list for each struct that goes in, so this bounds the time that a feed can take.
   */
  work: 2 ** 22,
  /** Records of one feed. */
  records: 16_384,
  /** Fields of one record. */
  fields: 32,
  /** Characters of one text or field of a record. */
  text: 32_768,
  /** Highest Yjs clock, so that sums stay exact. */
  clock: 2 ** 40,
  /** Envelopes in memory that wait for a membership, a BASE or what lies between, all lanes together. */
  parked: 20_000,
  parkedBytes: 32 * 1024 * 1024,
  /** Lanes that were let go, to be read from the store again. */
  missed: 100_000,
  /** Operations that can count. Outsiders have no part in these. */
  operations: 100_000,
  /** Rotations whose chain is remembered before they count, and epochs that each leads to. */
  chains: 4_096,
  previous: 64,
  /** Redeemings under one invitation: those with the lowest hashes. */
  rivals: 64,
  /** Operations, and their bytes, that are found again by what would let them count; others wait unread in their lanes. */
  waiting: 50_000,
  waitingBytes: 8 * 1024 * 1024,
} as const;

/** What a resident's own device writes at most, so that several devices together stay within `LIMIT`. */
export const WRITE = {
  /** State of one feed. */
  feed: 1024 * 1024,
  records: 8192,
  pieces: 32_768,
  /** Structs of one list, before its record is written anew. */
  list: 128,
  text: 20_000,
  /** Envelopes of a lane before its next BASE. */
  tail: 16,
} as const;
