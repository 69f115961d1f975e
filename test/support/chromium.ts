import { execFileSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const WHAT_TO_DO =
  "No Chromium found: install Chromium or Chrome, or set CHROMIUM_PATH to the program, and run this again.";

function onPath(): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}

function isDebianRoot(): boolean {
  return existsSync("/etc/debian_version") && process.getuid?.() === 0;
}

function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-q"], { env, stdio: "inherit" });
  execFileSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { env, stdio: "inherit" });
}

/**
 * The path of a Chromium: `CHROMIUM_PATH`, else one on the PATH, else, on Debian as root, one installed now.
 * @throws one sentence that says what to do.
 */
export function findChromium(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there: correct it, or unset it.`);
  }
  const found = onPath();
  if (found) return found;
  if (!isDebianRoot()) throw new Error(WHAT_TO_DO);
  try {
    install();
  } catch (cause) {
    throw new Error(WHAT_TO_DO, { cause });
  }
  const installed = onPath();
  if (installed) return installed;
  throw new Error(WHAT_TO_DO);
}

// Two browsers on one machine meet by their own addresses; mDNS names need multicast, which many containers lack.
const OFF = [
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PreconnectToSearch",
  "Translate",
  "WebRtcHideLocalIpsWithMdns",
];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-loopback-in-peer-connection",
];

export interface LaunchOptions {
  /** An existing profile folder; without it a fresh one, deleted at `close`. */
  readonly profile?: string;
  readonly args?: readonly string[];
  /** Chromium features to turn off, besides the ones every test turns off. */
  readonly disableFeatures?: readonly string[];
  /** Starts without a network. */
  readonly offline?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
  /** Chromium's own preferences, written into a fresh profile before its first start. */
  readonly preferences?: object;
}

/** One person's browser: a profile folder and the Chromium that runs on it. */
export interface Browser {
  readonly context: BrowserContext;
  readonly profile: string;
  /** Uncaught errors of pages and workers, as they come. `close` throws when there are any left. */
  readonly pageErrors: string[];
  /** What pages wrote by `console.error`, failed loads included. */
  readonly consoleErrors: string[];
  /** A new tab, at `url` when given. */
  open(url?: string): Promise<Page>;
  /** SIGKILL to the whole browser, as when a phone's battery falls out. */
  kill(): Promise<void>;
  /** The same profile in a new process; after `kill` or `quit`. */
  relaunch(options?: LaunchOptions): Promise<Browser>;
  /** Ends the process and keeps the profile. */
  quit(): Promise<void>;
  /** Ends the process, deletes a fresh profile, throws when a page had an uncaught error. */
  close(): Promise<void>;
}

/** The browser's process, as it says itself in its profile's lock (`host-pid`). */
function processOf(profile: string): number {
  const pid = Number(readlinkSync(join(profile, "SingletonLock")).split("-").at(-1));
  if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(profile)) throw new Error("not our browser");
  return pid;
}

function watch(context: BrowserContext, pageErrors: string[], consoleErrors: string[]): void {
  context.on("weberror", (error) => {
    pageErrors.push(String(error.error().stack ?? error.error()));
  });
  context.on("console", (message) => {
    if (message.type() === "error") consoleErrors.push(`${message.text()} (${message.location().url})`);
  });
}

/** Starts a Chromium of its own for one person. */
export async function launch(options: LaunchOptions = {}): Promise<Browser> {
  const fresh = options.profile === undefined;
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), "wijkkit-profile-"));
  if (options.preferences) {
    mkdirSync(join(profile, "Default"), { recursive: true });
    writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(options.preferences));
  }
  return start(profile, fresh, options, [], []);
}

async function start(
  profile: string,
  fresh: boolean,
  options: LaunchOptions,
  pageErrors: string[],
  consoleErrors: string[],
): Promise<Browser> {
  const features = [...OFF, ...(options.disableFeatures ?? [])].join(",");
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: [...FLAGS, `--disable-features=${features}`, ...(options.args ?? [])],
    offline: options.offline ?? false,
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? "light",
    javaScriptEnabled: options.javaScriptEnabled ?? true,
    locale: "nl-NL",
  });
  watch(context, pageErrors, consoleErrors);
  context.setDefaultTimeout(20_000);
  let gone = false;
  const quit = async () => {
    if (!gone) await context.close();
    gone = true;
  };
  return {
    context,
    profile,
    pageErrors,
    consoleErrors,
    quit,
    async open(url) {
      const page = await context.newPage();
      if (url !== undefined) await page.goto(url);
      return page;
    },
    async kill() {
      const closed = new Promise((resolve) => context.once("close", resolve));
      gone = true;
      process.kill(-processOf(profile), "SIGKILL");
      await closed;
      rmSync(join(profile, "SingletonLock"), { force: true });
    },
    relaunch: (changes) => start(profile, fresh, { ...options, ...changes }, pageErrors, consoleErrors),
    async close() {
      await quit();
      if (fresh) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      if (pageErrors.length > 0) throw new Error(`uncaught in a page: ${pageErrors.join("\n")}`);
    },
  };
}
