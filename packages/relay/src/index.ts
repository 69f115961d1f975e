export { type Relay, type RelayOptions, startRelay } from "./relay.ts";
export { type Quotas, sqliteStore } from "./store.ts";
