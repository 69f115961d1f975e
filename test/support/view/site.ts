import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { houseStyle, readSettings } from "../../../site/build/settings.ts";
import { words } from "../../../site/build/words.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

export interface ViewSite {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the view over the fake client and serves it on a free port. */
export async function serveView(language: "nl" | "en" = "nl"): Promise<ViewSite> {
  const folder = mkdtempSync(join(tmpdir(), "wijkkit-view-"));
  await build({
    configFile: false,
    root: fileURLToPath(new URL(".", import.meta.url)),
    logLevel: "error",
    plugins: [words()],
    resolve: { alias: { "@huisstijl": houseStyle(readSettings()) } },
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  const server: Server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://view").pathname;
    const file = path.endsWith("/") ? "/index.html" : path;
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(bytes ? 200 : 404, { "content-type": type });
    response.end(file.endsWith(".html") ? String(bytes).replace('lang="nl"', `lang="${language}"`) : bytes);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
