import type { DatabaseSync } from "node:sqlite";

const OF_SPACE = "space = (SELECT number FROM spaces WHERE space = ?)";
const OF_LANE = `lane = (SELECT number FROM lanes WHERE ${OF_SPACE} AND lane = ?)`;

/** The store's SQL, prepared once. Parameters stand in the order of their names. */
export function statements(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    space: sql("SELECT number FROM spaces WHERE space = ?"),
    spaces: sql("SELECT space FROM spaces ORDER BY number"),
    countSpaces: sql("SELECT count(*) AS count FROM spaces"),
    putSpace: sql("INSERT INTO spaces (space) VALUES (?)"),
    removeSpace: sql("DELETE FROM spaces WHERE space = ?"),
    /** bytes, space number */
    grow: sql("UPDATE spaces SET bytes = bytes + ? WHERE number = ? RETURNING bytes"),
    size: sql("SELECT sum(bytes) AS bytes FROM spaces"),
    sizeOf: sql("SELECT bytes FROM spaces WHERE space = ?"),

    records: sql(`SELECT bytes FROM records WHERE ${OF_SPACE} ORDER BY number`),
    hasRecord: sql("SELECT 1 FROM records WHERE space = ? AND bytes = ?"),
    putRecord: sql("INSERT INTO records (space, bytes) VALUES (?, ?)"),

    lanes: sql(`SELECT * FROM lanes WHERE ${OF_SPACE}`),
    lane: sql(`SELECT * FROM lanes WHERE ${OF_SPACE} AND lane = ?`),
    /** space number, lane, epoch, seq, id, hour, expires, base, building, erased */
    putLane: sql(
      `INSERT INTO lanes (space, lane, epoch, seq, id, hour, expires, base, building, erased)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (space, lane) DO UPDATE SET (epoch, seq, id, hour, expires, base, building, erased)
         = (excluded.epoch, excluded.seq, excluded.id, excluded.hour, excluded.expires,
            excluded.base, excluded.building, excluded.erased)
       RETURNING number`,
    ),

    /** lane number */
    dropLane: sql("DELETE FROM lanes WHERE number = ?"),

    /** space, lane, from */
    envelopes: sql(`SELECT bytes FROM envelopes WHERE ${OF_LANE} AND seq >= ? ORDER BY seq`),
    /** lane number, seq */
    idAt: sql("SELECT id FROM envelopes WHERE lane = ? AND seq = ?"),
    putEnvelope: sql("INSERT INTO envelopes (lane, seq, id, bytes) VALUES (?, ?, ?, ?)"),
    sizeBelow: sql("SELECT sum(length(bytes)) AS bytes FROM envelopes WHERE lane = ? AND seq < ?"),
    dropBelow: sql("DELETE FROM envelopes WHERE lane = ? AND seq < ?"),
  };
}
