/** Every bound of the store, the replica and the session. Bytes, counts and milliseconds as named. */
export const LIMIT = {
  /** Bytes of one frame. */
  frame: 262_144,
  /** Bytes of one envelope. */
  envelope: 65_536,
  /** Bytes of envelopes in one GIVE or NEW, lengths not counted. */
  give: 196_608,
  /** Bytes of envelopes pushed at once; more are named in a list, for the peer to ask for. */
  push: 65_536,
  /** Lanes of one WANT. */
  wants: 64,
  /** WANTs a side may have unanswered. */
  asks: 2,
  /** WANTs of one peer that are being answered. */
  answers: 8,
  /** Heads of one RECON frame, and frames of one list: together 200,000 heads per peer. */
  headsPerFrame: 1_000,
  listFrames: 200,
  /** From so many heads on they are compared by ranges. */
  plainHeads: 256,
  /** Bytes of one message about ranges, and of such messages in one comparison. */
  ranges: 131_072,
  rangeSteps: 64,
  /** Heads that one unit of a peer pays for, when this side compares them. */
  headsPerUnit: 1_000,
  /** Lanes of one HAVE. */
  haves: 1_024,
  /** Proofs of one PROVE. */
  proofs: 32,
  /** Hosts for which a peer's proof may be. */
  hosts: 8,
  /** Bytes of unjudged NEW frames; what comes beyond is asked for by WANT. */
  unjudged: 1_048_576,
  /** Frames, and their bytes, held for a peer that has not proved itself yet. */
  heldFrames: 256,
  heldBytes: 1_048_576,
  /** Envelopes one peer may send that could never be valid. */
  strikes: 32,
  /** Units a peer may spend: one a frame and one for each 16 KiB of it. */
  unitsPerSecond: 200,
  unitsBurst: 2_000,
  bytesPerUnit: 16_384,
  /** A channel with more unsent bytes gets no GIVE, NEW or list; with more still it is cut. */
  buffered: 524_288,
  bufferedHard: 4_194_304,
  /** Envelopes and bytes that wait for something; see `Parking`. */
  parked: 1_000,
  parkedBytes: 8_388_608,
  parkedRecords: 16,
  /** Time for the greeting, for a greeting's answer, and for the answer to a WANT. */
  greeting: 30_000,
  again: 5_000,
  answer: 60_000,
  /** Silence after which a side says that it is alive, and after which the other takes the line for dead. */
  quiet: 30_000,
  silence: 120_000,
  /** Between two looks at the clock no more than this counts as silence: the rest was slept through. */
  awake: 10_000,
  /** Silence after which a connection is given up where there is a reason to try another. */
  stale: 10_000,
  /** Lists are sent again after this, and no sooner than this per head. */
  relist: 60_000,
  relistPerHead: 60,
} as const;
