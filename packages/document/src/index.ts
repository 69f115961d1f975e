export { Feed, type FeedProblem, type NewRecord } from "./feed.ts";
export { clientId, documentId, KIND } from "./kinds.ts";
export { LIMIT, WRITE } from "./limits.ts";
export type { Batch } from "./own.ts";
export type { Parked } from "./park.ts";
export { type FeedRecord, recordRef, type Value } from "./record.ts";
export { SpaceDocuments, type SpaceOptions } from "./space.ts";
export { RecordTable } from "./table.ts";
