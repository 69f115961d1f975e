import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { ROOT } from "./repository.ts";

/** Questions added to one theme: more than fit on a page of its list. */
export const ADDED = 60;

const question = (titel: string, body: string) => `---
titel: "${titel}"
kort: Een vraag die alleen in deze test bestaat, om te zien hoe lang een lijst kan worden.
thema: samen
bijgewerkt: 2026-11-26
---

${body}
`;

/** A photo as a phone makes it: larger than a page needs, lying on its side, with the place where it was taken. */
async function phonePhoto(): Promise<Buffer> {
  const width = 2400;
  const height = 1600;
  // Noise is the worst a photo can be to make small; its bytes come from a fixed rule, so that every run is alike.
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0, seed = 1; at < pixels.length; at += 1) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    pixels[at] = seed >> 16;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 70 })
    .withExif({
      IFD0: { Make: "Telefoon", Orientation: "6" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 5/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "5/1 7/1 0/1" },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** A content folder of its own, as another wijk would have it; `change` may spoil it. */
export async function secondContent(): Promise<{ content: string; remove: () => void }> {
  const content = mkdtempSync(join(tmpdir(), "wijkkit-second-"));
  cpSync(join(ROOT, "content"), content, { recursive: true });
  const settings = join(content, "wijk.yaml");
  const ours = readFileSync(settings, "utf8");
  writeFileSync(
    settings,
    ours
      .replace(/^naam: .*$/m, 'naam: "Singelwijk & <Co>"')
      .replace(/^huisstijl: .*$/m, "huisstijl: singel")
      .concat("\nverantwoordelijke:\n  naam: De redactie\n  bereikbaar: Kom langs in het buurthuis.\n"),
  );
  for (let nth = 1; nth <= ADDED; nth += 1) {
    writeFileSync(join(content, `vragen/lang-${nth}.md`), question(`Is vraag nummer ${nth} er ook?`, "Ja."));
  }
  writeFileSync(join(content, "vragen/foto.jpg"), await phonePhoto());
  const body = '![Een "bankje" <b> & meer](foto.jpg)\n\n"Aanhalingstekens", 5 < 6, & en `<script>`.\n\nمرحبا 👩‍👩‍👧';
  writeFileSync(join(content, "vragen/met-foto.md"), question("Staat hier een <foto> & meer?", body));
  return { content, remove: () => rmSync(content, { recursive: true, force: true }) };
}

/** Builds the site from another content folder. */
export function buildFrom(content: string, dist: string): { status: number | null; printed: string } {
  // Vitest tells its workers what Vite would, that this is no production; a build must not hear it.
  const VITES = ["DEV", "PROD", "SSR", "MODE", "TEST", "BASE_URL"];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !VITES.includes(name)));
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "build", "--", "--outDir", dist], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...env, NODE_ENV: "production", CONTENT_DIR: content, NO_COLOR: "1" },
  });
  return { status, printed: `${stdout}${stderr}` };
}
