export { type Relay, type RelayOptions, startRelay } from "./relay.ts";
export { exportBundle, importBundle } from "./stick.ts";
export { type Quotas, sqliteStore } from "./store.ts";
