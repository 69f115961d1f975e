/** What the worker fetches when it is first asked for: together, as small files pack badly. */
export * as deeds from "./deeds.ts";
export * as devices from "./devices.ts";
export * as erasing from "./erasing.ts";
export * as joining from "./joining.ts";
export * as locking from "./locking.ts";
export * as pairing from "./pairing.ts";
export * as recovery from "./recovery.ts";
export * as rotating from "./rotating.ts";
export * as sharing from "./sharing.ts";
export * as takeout from "./takeout.ts";
