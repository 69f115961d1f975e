export { indexedDbStore } from "./indexeddb.ts";
export { extend, type Lane, type LanePlan, plan, stateOf } from "./lane.ts";
export { LIMIT } from "./limits.ts";
export { memoryStore } from "./memory.ts";
export { type Head, type Store, StoreError, type StoreErrorCode } from "./store.ts";
