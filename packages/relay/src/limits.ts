import { LIMIT as SESSION } from "@wijkkit/sync";

/** Every bound of the relay. Bytes, counts and milliseconds as named. */
export const LIMIT = {
  /** Bytes of one signalling message: an SDP and what is around it. */
  signal: 65_536,
  /** Rooms one socket may be in, and the length of a room's name in UTF-16 units. */
  topics: 32,
  topic: 128,
  peer: 64,
  /** Signalling messages of one socket: a newcomer in a room of 35 sends some 400 within a second or two. */
  signalsPerSecond: 50,
  signalsBurst: 600,
  /** Of those who hear an announcement, so many cost one message more. */
  hearers: 16,
  /** What another name in a room costs, in messages: who changes names all the time is not heard. */
  rename: 50,
  /** Whom one announcement reaches, picked by chance: nobody keeps more than 35 neighbours. */
  reach: 64,
  /** A reader with more unsent bytes than this is let go. */
  unsent: 1_048_576,
  /** Silence after which a peer's name may be taken over by another socket, and the time between two pings. */
  silent: 20_000,
  ping: 30_000,
  /** Sockets at once, on each path. */
  sockets: 2_000,
  /** Sockets of one address, on all paths: a street behind one router has room. */
  perAddress: 128,
  /** Pieces a message may come in. */
  fragments: 64,
  /** How long a socket may be in no room, and how often that is looked at. */
  roomless: 10_000,
  sweep: 1_000,
  /** Connections at once, and how long one may be idle before it is a WebSocket. */
  connections: 5_000,
  idle: 60_000,
  /** How long a socket may be open before it says which space it is about. */
  greeting: 10_000,
  /** How long a socket that was told goodbye may take to answer. */
  goodbye: 2_000,
  /** Names a relay goes by. */
  names: SESSION.hosts,
  /** Lanes that all peers together may have listed and that are not fetched yet. */
  needs: 100_000,
  /** Bytes of one session frame. */
  frame: SESSION.frame,
  /** What a store that strangers fill may hold: one space, spaces, all together. */
  spaceBytes: 256 * 1_048_576,
  spaces: 10_000,
  /** Space records that are kept of one space, which anybody may found: their number, and bytes together. */
  spaceRecords: { records: 64, bytes: 262_144 },
  bytes: 8 * 1_073_741_824,
  /** Longest path of a request, in UTF-16 units, and its headers in bytes. */
  path: 1_024,
  /** Longest name in a path, in bytes: no file system has longer ones. */
  name: 255,
  headers: 16_384,
} as const;
