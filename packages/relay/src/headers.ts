/** Pages built from content: nothing runs, nothing is asked of anybody. */
const READING = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** The page that searches: its own script and worker, and no connection; the worker fetches, not the page. */
const SEARCHING = ["script-src 'self'", "worker-src 'self'", ...READING];

/** The worker that searches: the one place where WebAssembly is compiled, and nothing but files of this host is fetched. */
const SEARCH_WORKER = ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'"];

const SEARCH_PAGE = /^\/(?:[a-z]{2,3}\/)?zoeken\/(?:index\.html)?$/;
const WORKER_PATH = "/pagefind/pagefind-worker.js";

const LIVE_FOLDER = "/wijk/";
const SCRIPT = /\.m?js$/;
const HOST = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,39}\])(?::\d{1,5})?$/i;

/** The live page, its worker and its service worker: scripts of this host, which talk to this host alone. */
const live = (hosts: readonly string[]) => [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  ["connect-src 'self'", ...hosts.filter((host) => HOST.test(host)).map((host) => `ws://${host} wss://${host}`)].join(
    " ",
  ),
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const POWERS = ["accelerometer", "geolocation", "gyroscope", "microphone", "payment", "usb"];

const permissions = (camera: string) => [`camera=(${camera})`, ...POWERS.map((power) => `${power}=()`)].join(", ");

function policyOf(path: string, hosts: readonly string[]): readonly string[] {
  if (path === WORKER_PATH) return SEARCH_WORKER;
  if (SEARCH_PAGE.test(path)) return SEARCHING;
  return path.startsWith(LIVE_FOLDER) || SCRIPT.test(path) ? live(hosts) : READING;
}

/**
 * Headers of a file, by its decoded path. A worker is held to the policy that came with its own script,
 * so every script gets that of the live page; pages that only read load none.
 *
 * @param hosts the hosts it is reached at; a strange one is left out of the policy
 */
export function headersFor(path: string, hosts: readonly string[]): Readonly<Record<string, string>> {
  const isLive = path.startsWith(LIVE_FOLDER);
  return {
    "Content-Security-Policy": policyOf(path, hosts).join("; "),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": permissions(isLive ? "self" : ""),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
}
