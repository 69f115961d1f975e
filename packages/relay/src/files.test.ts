import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFiles } from "./files.ts";
import { pathOf } from "./path.ts";

const folder = mkdtempSync(join(tmpdir(), "wijkkit-files-"));
const dist = join(folder, "dist");
const SECRET = "not for anybody";
const serve = serveFiles(dist, ({ headers }) => [headers.host ?? ""]);
/** A file that is deleted after it was found and before it is read. */
let vanishing: string | undefined;
const server = createServer((asked, answer) => {
  serve(asked, answer);
  if (vanishing) rmSync(join(dist, vanishing));
  vanishing = undefined;
});

const write = (path: string, content: string | Buffer) => {
  mkdirSync(join(dist, path, ".."), { recursive: true });
  writeFileSync(join(dist, path), content);
};

beforeAll(async () => {
  write("index.html", "<h1>home</h1>");
  write("404.html", "<h1>not here</h1>");
  write("vragen/index.html", "<h1>vragen</h1>");
  write("wijk/index.html", "<h1>wijk</h1>");
  write("_astro/app.abc.js", "console.log(1)");
  write("_astro/app.abc.js.br", brotliCompressSync("console.log(1)"));
  write("_astro/app.abc.js.gz", gzipSync("console.log(1)"));
  write(".hidden/file", SECRET);
  write(".well-known/security.txt", "Contact: x");
  write("café au lait.txt", "koffie");
  writeFileSync(join(folder, "secret.txt"), SECRET);
  writeFileSync(join(folder, "dist-secret.txt"), SECRET);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Node's own client with the path as it stands: no browser tidies it. */
function ask(path: string, { method = "GET", headers = {} as Record<string, string> } = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() }),
      );
    });
    asked.on("error", reject).end();
  });
}

/** A request line that no client would make. */
function rawly(line: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`));
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    socket.on("close", () => resolve(answer)).on("error", () => resolve(answer));
  });
}

describe("files", () => {
  test("[RE1] pages, folders, names with spaces, and a folder without its slash", async () => {
    expect(await ask("/")).toMatchObject({ status: 200, body: "<h1>home</h1>" });
    expect(await ask("/vragen/?q=1")).toMatchObject({ status: 200, body: "<h1>vragen</h1>" });
    expect(await ask("/caf%C3%A9%20au%20lait.txt")).toMatchObject({ status: 200, body: "koffie" });
    expect(await ask("/.well-known/security.txt")).toMatchObject({ status: 200, body: "Contact: x" });
    const moved = await ask("/wijk?x=//evil.example");
    expect(moved.status).toBe(308);
    expect(moved.headers.location).toBe("/wijk/");
    expect(await ask("/absent")).toMatchObject({ status: 404, body: "<h1>not here</h1>" });
    expect((await ask("/absent")).headers["content-type"]).toContain("text/html");
  });

  test("[RE1] only GET and HEAD", async () => {
    const head = await ask("/", { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, body: "" });
    expect(head.headers["content-length"]).toBe("13");
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]) {
      const answer = await ask("/", { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("GET, HEAD");
    }
  });

  test("[RE4] nothing outside the folder, whatever the path", async () => {
    symlinkSync(join(folder, "secret.txt"), join(dist, ".link"));
    const tries = [
      "/../secret.txt",
      "/vragen/../../secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/%2e%2e%2fsecret.txt",
      "/%252e%252e/secret.txt",
      "/..%5csecret.txt",
      "/..\\secret.txt",
      "/../dist-secret.txt",
      "//etc/passwd",
      "/./../secret.txt",
      "/.hidden/file",
      "/.link",
      "/vragen/%00.html",
      "/%",
      "/%c0%ae%c0%ae/secret.txt",
      "/vragen/..;/secret.txt",
      `/${"a/".repeat(2_000)}`,
    ];
    for (const path of tries) {
      const answer = await rawly(`GET ${path} HTTP/1.1`);
      expect(answer, path).not.toContain(SECRET);
      expect(answer, path).toMatch(/^HTTP\/1\.1 404 /);
    }
    for (const line of [
      "GET http://x/../secret.txt HTTP/1.1",
      "GET * HTTP/1.1",
      "GET secret HTTP/1.1",
      "\u0000\u0001",
    ]) {
      expect(await rawly(line), line).not.toMatch(/ 200 |not for anybody/);
    }
    expect((await ask("/")).status).toBe(200);
  });

  test("[RE4] long and odd names are answered, and the process lives", async () => {
    for (const length of [200, 255, 256, 300, 1_000]) expect((await ask(`/${"a".repeat(length)}`)).status).toBe(404);
    for (const long of ["a".repeat(256), "é".repeat(128)]) expect(pathOf(encodeURI(`/${long}`))).toBeUndefined();
    expect((await ask(`/vragen/index.html/${"a".repeat(200)}`)).status).toBe(404);
    const unit = fc.constantFrom("a", "é", "漢", "😀", ".", "%", " ", "~", "index.html", "vragen", "\u200d");
    const name = fc.tuple(unit, fc.nat(400)).map(([one, times]) => encodeURIComponent(one.repeat(times)));
    const names = fc.array(fc.oneof(name, fc.string().map(encodeURIComponent)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(names, async (some) => {
        expect([200, 308, 404]).toContain((await ask(`/${some.join("/")}`)).status);
      }),
    );
  });

  test("[RE4] a decoded path begins with a slash and has no name that leads elsewhere", () => {
    const bit = fc.constantFrom(
      "/",
      ".",
      "..",
      "%2e",
      "%2f",
      "%5c",
      "\\",
      "a",
      "%00",
      "%",
      "?",
      "#",
      "%25",
      ":",
      "é",
      "//",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(bit).map((bits) => bits.join("")),
        ),
        (target) => {
          const path = pathOf(target);
          if (path === undefined) return;
          expect(path.startsWith("/")).toBe(true);
          expect(join("/served", path).startsWith("/served")).toBe(true);
          expect(path).not.toMatch(/\/\/|\\|\0|\/\.\.?(\/|$)/);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("[RE5] everybody gets the same bytes and validators, and asks again only for what changed", async () => {
    const one = await ask("/", { headers: { "user-agent": "a", cookie: "id=1", "accept-language": "nl" } });
    const two = await ask("/", { headers: { "user-agent": "b" } });
    const same = ({ headers: { date: _, ...headers }, ...answer }: Answer) => ({ ...answer, headers });
    expect(same(one)).toEqual(same(two));
    expect(one.headers["cache-control"]).toBe("no-cache");
    const again = await ask("/", { headers: { "if-none-match": one.headers.etag ?? "" } });
    expect(again).toMatchObject({ status: 304, body: "" });
    const hashed = await ask("/_astro/app.abc.js");
    expect(hashed.headers["cache-control"]).toContain("immutable");
  });

  test("[RE5] compressed copies go to who takes them", async () => {
    const encoded = async (accept: string) =>
      (await ask("/_astro/app.abc.js", { headers: { "accept-encoding": accept } })).headers;
    expect(await encoded("gzip, br")).toMatchObject({ "content-encoding": "br", "content-type": "text/javascript" });
    expect(await encoded("gzip")).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    expect((await encoded("identity"))["content-encoding"]).toBeUndefined();
  });

  test("[RE5] ranges that are none do no harm", async () => {
    for (const range of ["bytes=5-3", "bytes=-", "bytes=99999-", "bytes=abc", "bytes=0-0,2-3", "x"]) {
      expect(await ask("/", { headers: { range } })).toMatchObject({ status: 200, body: "<h1>home</h1>" });
    }
  });

  test("[RE5] a file that vanishes ends its own request alone, and a new one is served at once", async () => {
    vanishing = "vragen/index.html";
    await expect(ask("/vragen/")).rejects.toThrow("socket hang up");
    expect((await ask("/vragen/")).status).toBe(404);
    write("vragen/index.html", "<h1>nieuw</h1>");
    expect(await ask("/vragen/")).toMatchObject({ status: 200, body: "<h1>nieuw</h1>" });
  });
});

describe("headers", () => {
  test("[RE2] pages to read run nothing and ask nobody", async () => {
    for (const path of ["/", "/vragen/", "/absent", "/%", "/wijk"]) {
      const { headers } = await ask(path);
      const csp = headers["content-security-policy"];
      expect(csp, path).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers["permissions-policy"]).toContain("camera=()");
    }
  });

  test("[RE2] the live page and every script get the live policy, which has nothing unsafe and no wildcard", async () => {
    for (const path of ["/wijk/", "/wijk/absent", "/_astro/app.abc.js"]) {
      const { headers } = await ask(path, { headers: { host: "wijk.example:4321" } });
      const csp = headers["content-security-policy"] ?? "";
      expect(csp).toContain("script-src 'self'; worker-src 'self';");
      expect(csp).toContain("connect-src 'self' ws://wijk.example:4321 wss://wijk.example:4321;");
      expect(csp).not.toMatch(/unsafe|\*/);
    }
    expect((await ask("/wijk/")).headers["permissions-policy"]).toContain("camera=(self)");
    expect((await ask("/%77ijk/")).headers["content-security-policy"]).toContain("script-src");
  });

  test("[RE2] every answer says no-referrer, nosniff and same-origin, and sets and tells nothing", async () => {
    const answers = [ask("/"), ask("/absent"), ask("/wijk/"), ask("/wijk"), ask("/", { method: "POST" })];
    for (const { headers } of await Promise.all(answers)) {
      expect(headers).toMatchObject({
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      for (const name of ["set-cookie", "server", "x-powered-by"]) expect(headers).not.toHaveProperty(name);
    }
  });
});
