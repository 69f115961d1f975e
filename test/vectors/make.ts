// Makes the known-answer vectors of this folder with nothing but Node's own crypto and `secretbox.ts`.
// It imports nothing of the kit, so that an error made there cannot repeat itself here.
// Run: node test/vectors/make.ts
import { writeFileSync } from "node:fs";
import { envelopes } from "./make-envelopes.ts";
import { documents, epochs, identities, paddings, space, WIJK } from "./make-keys.ts";
import { certificate, links, operations, records } from "./make-statements.ts";

/** Every vector file by name. */
export function make(): Record<string, unknown> {
  return {
    "identity.json": identities(),
    "epoch.json": { root: WIJK, space: space.toString("hex"), epochs: epochs() },
    "document.json": documents(),
    "padding.json": paddings(),
    "certificate.json": certificate(),
    "operation.json": operations(),
    "link.json": links(),
    "record.json": records(),
    "envelope.json": envelopes(),
  };
}

if (process.argv[1] === import.meta.filename) {
  for (const [name, value] of Object.entries(make())) {
    writeFileSync(`${import.meta.dirname}/${name}`, `${JSON.stringify(value, null, 2)}\n`);
  }
}
