import { DatabaseSync } from "node:sqlite";

/** Pages are overwritten when what they held is dropped, and a write is on the disk before it is acknowledged. */
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA busy_timeout = 5000;
  PRAGMA foreign_keys = ON;
`;

const TABLES = `
  CREATE TABLE IF NOT EXISTS spaces (
    number INTEGER PRIMARY KEY,
    space TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    space INTEGER NOT NULL REFERENCES spaces ON DELETE CASCADE,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS records_of_space ON records (space);
  CREATE TABLE IF NOT EXISTS lanes (
    number INTEGER PRIMARY KEY,
    space INTEGER NOT NULL REFERENCES spaces ON DELETE CASCADE,
    lane TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    base INTEGER NOT NULL,
    building INTEGER,
    erased INTEGER NOT NULL,
    UNIQUE (space, lane)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS envelopes (
    lane INTEGER NOT NULL REFERENCES lanes ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (lane, seq)
  ) STRICT;
`;

const VERSION = 1;

/**
 * Opens the store's file, and makes its tables when it is new.
 * @throws Error when another version of the program made the file, or SQLite cannot open it.
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec(PRAGMAS);
    const held = Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
    if (held > VERSION) throw new Error(`the store has version ${held}, this program knows ${VERSION}`);
    database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT;`);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}
