import type { Report } from "./report.ts";
import { printed } from "./report.ts";

interface Bench {
  readonly about: string;
  readonly load: () => Promise<{ run: () => Promise<Report> }>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  pages: {
    about: "weight of the pages; building 5,000 questions, beside bare Astro on the same markdown",
    load: () => import("./pages/pages.ts"),
  },
  crypto: {
    about: "sign, verify, seal and open, per second on each path, in Node and in Chromium",
    load: () => import("./crypto/crypto.ts"),
  },
  membership: {
    about: "a rotation in wijken of 1,000 to 5,000 members, coming back after it, and reducing the log",
    load: () => import("./membership/membership.ts"),
  },
  live: {
    about: "from posting on one screen to seeing it on the other, over mesh and relay, beside plain y-webrtc",
    load: () => import("./live/live.ts"),
  },
  reconcile: {
    about: "what two replicas of up to 100,000 lanes say until both know what differs, beside plain lists",
    load: () => import("./reconcile/reconcile.ts"),
  },
  join: {
    about: "a wijk of 5,000 residents comes to a new browser, beside one plaintext Y.Doc over @y/websocket-server",
    load: () => import("./join/join.ts"),
  },
};

const [name = ""] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench) {
  const report = await (await bench.load()).run();
  console.log(printed(name, report));
} else {
  const list = Object.entries(BENCHES).map(([key, { about }]) => `  npm run bench ${key.padEnd(12)}${about}`);
  const unknown = name === "" ? "" : `There is no bench "${name}".\n\n`;
  console.error(`${unknown}Benches:\n${list.join("\n")}`);
  process.exitCode = 1;
}
