import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { filesUnder as built } from "../../site/build/files.ts";
import { tagsOf } from "../../site/build/html.ts";
import { brokenLinks } from "../../site/build/links.ts";
import { judgeReading } from "../../site/build/page-rules.ts";
import { weighPage } from "../../site/build/weigh.ts";
import { barriers } from "../support/axe.ts";
import { launch } from "../support/chromium.ts";
import { Relay } from "../support/relay.ts";
import { ROOT } from "../support/repository.ts";
import { ADDED, buildFrom, secondContent } from "../support/second-wijk.ts";

const dist = mkdtempSync(join(tmpdir(), "wijkkit-dist-"));
const html = (page: string) => readFileSync(join(dist, page), "utf8");

beforeAll(async () => {
  const { content, remove } = await secondContent();
  const { status, printed } = buildFrom(content, dist);
  remove();
  if (status !== 0) throw new Error(printed);
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

/** Ground, ink and letters of the home page and the live page of a built site, in light and dark. */
async function facesOf(folder: string): Promise<Map<string, string[]>> {
  const relay = await Relay.start({ dist: folder });
  onTestFinished(() => relay.remove());
  const browser = await launch();
  onTestFinished(() => browser.close());
  const faces = new Map<string, string[]>();
  for (const path of ["/", "/wijk/"]) {
    const page = await browser.open(relay.url + path);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const face = await page.evaluate(() => {
        const { backgroundColor, color, fontFamily } = getComputedStyle(document.documentElement);
        return [backgroundColor, color, fontFamily];
      });
      faces.set(`${path} ${colorScheme}`, face);
      expect(await barriers(page), `${path} ${colorScheme}`).toEqual([]);
    }
  }
  return faces;
}

describe("the site of another wijk, from another content folder", () => {
  test("[SI67] a long list goes on at the next page, within the weight of one, and every text is on it", () => {
    const pages = ["", "2/", "3/"].map((page) => `/vragen/thema/samen/${page}index.html`);
    const found = new Set<string>();
    for (const page of pages) {
      const links = tagsOf(html(page)).map(({ attributes }) => attributes.get("href") ?? "");
      for (const link of links) if (/^\/vragen\/lang-\d+\/$/.test(link)) found.add(link);
      expect(weighPage(dist, page).findings).toEqual([]);
      expect(links.filter((link) => link.startsWith("/vragen/") && !link.includes("thema")).length).toBeLessThan(30);
    }
    expect(found.size).toBe(ADDED);
    expect(html(pages[0] ?? "")).toContain('href="/vragen/thema/samen/2/"');
    expect(brokenLinks(dist)).toEqual([]);
  });

  test("[SI64] a photo is small, upright, loads when it is near, and says nothing of where it was taken", async () => {
    const page = html("/vragen/met-foto/index.html");
    const [photo] = tagsOf(page).filter(({ name }) => name === "img");
    const attributes = Object.fromEntries(photo?.attributes ?? []);
    expect(attributes).toMatchObject({
      alt: "Een “bankje” &lt;b&gt; &amp; meer",
      loading: "lazy",
      decoding: "async",
    });
    const bytes = readFileSync(join(dist, attributes.src ?? ""));
    expect(bytes.length).toBeLessThanOrEqual(60 * 1024);
    const { format, width = 0, height = 0, exif, icc, xmp, iptc, orientation } = await sharp(bytes).metadata();
    expect({ format, exif, xmp, iptc, icc, orientation }).toEqual({ format: "webp" });
    expect(width).toBeLessThanOrEqual(1216);
    // It lay on its side: upright it is higher than wide, on the page as in the file.
    expect(height).toBeGreaterThan(width);
    expect(Number(attributes.height) / Number(attributes.width)).toBeCloseTo(height / width, 1);
    const other = built(dist).filter((path) => /\.(jpe?g|png)$/i.test(path) && !path.startsWith("/wijk/icon"));
    expect(other).toEqual([]);
  });

  test("[SI63] what looks like markup in a title, a name or a text is shown as text", () => {
    const page = html("/vragen/met-foto/index.html");
    expect(judgeReading(page)).toEqual([]);
    expect(page).toContain("Staat hier een &lt;foto&gt; &amp; meer?");
    expect(page).toContain("Singelwijk &amp; &lt;Co&gt;");
    expect(page).toContain("<code>&lt;script&gt;</code>");
    for (const feed of ["/feed.xml", "/feed.json"]) expect(html(feed)).not.toContain("<foto>");
  });

  test("[SI8] who is responsible stands on every page", () => {
    for (const path of built(dist).filter((file) => file.endsWith(".html") && !file.startsWith("/wijk/"))) {
      expect(html(path).split("<footer")[1], path).toContain("De redactie");
    }
  });

  test("[SI60] one word in wijk.yaml gives it another face, in light and in dark", async () => {
    const [ours, theirs] = [await facesOf(join(ROOT, "dist")), await facesOf(dist)];
    expect(ours.size).toBe(4);
    for (const [where, face] of theirs) {
      for (const [nth, value] of face.entries()) expect(ours.get(where)?.[nth], where).not.toBe(value);
    }
    expect(theirs.get("/ light")).not.toEqual(theirs.get("/ dark"));
  });
});

test("[SI61] a mistake stops a real build, which prints the sentence and no stack", async () => {
  const { content, remove } = await secondContent();
  onTestFinished(remove);
  const spoilt = join(content, "vragen/slecht-slapen.md");
  writeFileSync(spoilt, readFileSync(spoilt, "utf8").replace(/^thema: .*$/m, "thema: slaap"));
  const { status, printed } = buildFrom(content, join(content, "dist"));
  expect(status).toBe(1);
  const said = printed.split("\n").filter((line) => line.startsWith("content/"));
  expect(said).toEqual([
    'content/vragen/slecht-slapen.md, regel 4, veld "thema": gevonden "slaap", verwacht een thema dat er is: nood, gezondheid, zorgen, samen, regelen.',
  ]);
  expect(printed).not.toMatch(/^\s+at /m);
});
