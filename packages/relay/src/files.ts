import { readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import sirv from "sirv";
import { headersFor } from "./headers.ts";
import { pathOf } from "./path.ts";

/** Names that carry a hash of their content never change. */
const HASHED = /^\/(_astro|wijk\/app)\//;
const FOREVER = "public, max-age=31536000, immutable";
const ALWAYS_ASK = "no-cache";

/** Whether a file can be had at a path: no path makes it throw (ENAMETOOLONG, ELOOP, EACCES). */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Ends a request with a status and at most a body. */
function end(request: IncomingMessage, response: ServerResponse, status: number, body: Buffer | string = ""): void {
  response.statusCode = status;
  response.setHeader("Content-Length", Buffer.byteLength(body));
  response.end(request.method === "HEAD" ? undefined : body);
}

/**
 * Serves a folder: GET and HEAD, the same bytes and validators to everybody, nothing outside the folder.
 * What is built again while this runs is served at once.
 *
 * @param hostsOf the hosts that a page may connect to
 */
export function serveFiles(
  dist: string,
  hostsOf: (request: IncomingMessage) => readonly string[],
): (request: IncomingMessage, response: ServerResponse) => void {
  const serve = sirv(dist, { dev: true, etag: true, brotli: true, gzip: true });

  const notFound = (request: IncomingMessage, response: ServerResponse) => {
    const page = read(join(dist, "404.html"));
    if (page) response.setHeader("Content-Type", "text/html;charset=utf-8");
    end(request, response, 404, page ?? "404");
  };

  return (request, response) => {
    const path = pathOf(request.url);
    for (const [name, value] of Object.entries(headersFor(path ?? "/", hostsOf(request)))) {
      response.setHeader(name, value);
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      end(request, response, 405);
      return;
    }
    if (path === undefined) {
      notFound(request, response);
      return;
    }
    if (!path.endsWith("/") && isFile(join(dist, path, "index.html"))) {
      response.setHeader("Location", `${encodeURI(path)}/`);
      end(request, response, 308);
      return;
    }
    // sirv throws at a range that is no range, and leaves a file that vanishes while it is read to crash the process.
    delete request.headers.range;
    response.once("pipe", (source) => source.once("error", () => response.destroy()));
    request.url = encodeURI(path);
    response.setHeader("Cache-Control", HASHED.test(path) ? FOREVER : ALWAYS_ASK);
    serve(request, response, () => {
      response.removeHeader("Cache-Control");
      notFound(request, response);
    });
  };
}
