/**
 * The import law of ARCHITECTURE.md, type imports included. Packages are cut where trust or runtime changes, so
 * "the relay cannot read" is a fact about this graph. Tests beside the source are not shipped, and may import more.
 */

/** What each package may import of ours. */
const MAY = {
  envelope: [],
  identity: [],
  seal: ["envelope", "identity"],
  document: ["envelope", "identity", "seal"],
  machines: ["document", "identity"],
  sync: ["envelope"],
  relay: ["envelope", "sync"],
  cli: ["envelope", "identity", "seal", "document", "machines", "sync", "relay", "audit"],
  audit: [],
};

/** Each door to the outside, and the only places that may open it. */
const DOORS = {
  "@noble/curves": ["^packages/envelope/"],
  tweetnacl: ["^packages/identity/", "^packages/seal/"],
  "shamir-secret-sharing": ["^packages/identity/"],
  yjs: ["^packages/document/", "^packages/sync/src/mesh"],
  "y-webrtc": ["^packages/sync/src/mesh"],
  "@automerge/automerge": ["^packages/document/"],
  idb: ["^packages/sync/", "^site/view/"],
  ws: ["^packages/relay/"],
  sirv: ["^packages/relay/"],
  "@nats-io": ["^packages/relay/"],
  commander: ["^packages/cli/"],
  "playwright-core": ["^packages/audit/"],
  preact: ["^site/"],
  "@preact/signals": ["^site/"],
  "lean-qr": ["^site/"],
};

const TEST = "\\.test\\.tsx?$|^test/|^bench/|/testing/";
const KEYS = "^packages/(identity|seal|document|machines)/|node_modules/(tweetnacl|@automerge)/";
const BROWSER = "^packages/(envelope|identity|seal|document|machines|sync)/";
const npm = (name) => `node_modules/${name}(/|$)`;

const table = Object.entries(MAY).map(([name, may]) => ({
  name: `${name}-may-import`,
  comment: `${name} may import ${may.length > 0 ? may.join(", ") : "nothing"} of ours.`,
  severity: "error",
  from: { path: `^packages/${name}/`, pathNot: TEST },
  to: { path: "^(packages|site|content|test)/", pathNot: `^packages/(${[name, ...may].join("|")})/` },
}));

const doors = Object.entries(DOORS).map(([name, places]) => ({
  name: `door-${name.replaceAll(/[^a-z]+/g, "-").replace(/^-/, "")}`,
  comment: `Only ${places.join(" and ")} may open the door to ${name}.`,
  severity: "error",
  from: { path: "^(packages|site)/", pathNot: [...places, TEST] },
  to: { path: npm(name) },
}));

export default {
  forbidden: [
    ...table,
    ...doors,
    {
      name: "unknown-package",
      comment: "A package is in the table, or it does not exist.",
      severity: "error",
      from: {},
      to: { path: "^packages/", pathNot: `^packages/(${Object.keys(MAY).join("|")})/` },
    },
    {
      name: "blind-reaches-no-key",
      comment: "sync and relay, and what starts a relay or kiosk, can reach nothing that holds a key.",
      severity: "error",
      from: { path: "^packages/(sync|relay)/|^packages/cli/src/(relay|kiosk|envelope)\\b", pathNot: TEST },
      to: { path: KEYS, reachable: true },
    },
    {
      name: "sqlite-in-relay",
      comment: "Only relay may open the door to node:sqlite.",
      severity: "error",
      from: { path: "^(packages|site)/", pathNot: ["^packages/relay/", TEST] },
      to: { path: "^(node:)?sqlite$" },
    },
    {
      name: "runs-in-a-browser",
      comment: "What runs in browsers imports nothing of Node.",
      severity: "error",
      from: { path: `${BROWSER}|^site/view/`, pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "documents-meet-the-dom-in-view",
      comment: "In the site only view/ imports what is ours to read or write a wijk with.",
      severity: "error",
      from: { path: "^site/", pathNot: ["^site/view/", TEST] },
      to: { path: "^packages/" },
    },
    {
      name: "source-imports-no-test",
      severity: "error",
      from: { path: "^(packages|site)/", pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: "no-cycle",
      comment: "Types included.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-drawer",
      comment: "A module is named for what it is.",
      severity: "error",
      from: {},
      to: { path: "/(util|utils|helper|helpers|common)[/.]", pathNot: "node_modules/" },
    },
    {
      name: "declared",
      comment: "What a package imports is in its own package.json.",
      severity: "error",
      from: { path: "^packages/", pathNot: TEST },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    {
      name: "resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(astro|virtual):" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^bench/(peers|pages/bare)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: false,
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".d.ts"],
    },
  },
};
