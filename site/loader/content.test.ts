import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { readContent } from "./content.ts";
import { sentence } from "./mistake.ts";

/** A content folder of its own: the real one without its texts, and what `files` says. */
function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "wijkkit-content-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const name of ["wijk.yaml", "themas.yaml", "beloften.yaml", "nietbeloofd.yaml"]) {
    cpSync(join("content", name), join(root, name));
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** The sentences about a folder. */
async function sentences(root: string): Promise<string[]> {
  return (await readContent(root)).mistakes.map(sentence);
}

const FIELDS = {
  titel: "Waar vind ik een bankje in de zon?",
  kort: "Er staat een bankje bij de kiosk. Daar schijnt de hele middag de zon.",
  thema: "samen",
  bijgewerkt: "2026-11-26",
};

/** A question with `changes` in its fields; `undefined` leaves a field out, a text stands as it is. */
function question(changes: Readonly<Record<string, string | undefined>> = {}, body = "Bij de kiosk.\n"): string {
  const fields = Object.entries({ ...FIELDS, ...changes }).filter(([, value]) => value !== undefined);
  return `---\n${fields.map(([key, value]) => `${key}: ${value}`).join("\n")}\n---\n\n${body}`;
}

const about = async (changes: Readonly<Record<string, string | undefined>>) =>
  sentences(folder({ "vragen/bankje.md": question(changes) }));

test("a text that is right has no mistakes, and is read whole", async () => {
  const { contents, mistakes } = await readContent(folder({ "vragen/bankje.md": question() }));
  expect(mistakes).toEqual([]);
  const [text] = contents[0]?.texts.vragen ?? [];
  expect(text).toMatchObject({ slug: "bankje", data: { ...FIELDS, gezondheid: false, verwant: [] } });
  expect(text?.rendered.html).toBe("<p>Bij de kiosk.</p>\n");
});

test("[SI61] each kind of mistake in front matter is one sentence: file, line, field, found, expected", async () => {
  expect({
    "left out": await about({ titel: undefined }),
    empty: await about({ titel: '""' }),
    "too short": await about({ titel: "Bankje?" }),
    "too long": await about({ kort: "Zon. ".repeat(40) }),
    "another kind": await about({ titel: "[een, twee, drie]" }),
    "a group": await about({ titel: "{ a: b }" }),
    "a number": await about({ titel: "112" }),
    "not true or false": await about({ gezondheid: "ja" }),
    "no such theme": await about({ thema: "zonnen" }),
    "no such date": await about({ bijgewerkt: "2026-02-30" }),
    "a date said otherwise": await about({ bijgewerkt: "26 november 2026" }),
    "an unknown field": await about({ auteur: "Jan" }),
    "a field twice": await about({ gezondheid: "true\ngezondheid: false" }),
    "an unknown field in a list": await about({ verwijzingen: "\n  - naam: Buurthuis\n    adres: hier" }),
    "too many in a list": await about({ verwant: "[bankje, bankje, bankje, bankje, bankje]" }),
    "names what is not there": await about({ verwant: "[bankje, fontein]" }),
    "a colon": await about({ kort: "Bij de kiosk: daar schijnt de hele middag de zon." }),
    "a quote without end": await about({ kort: '"Bij de kiosk schijnt de zon.' }),
    "a text that begins with 's": await about({ kort: "'s Avonds schijnt de zon, 's ochtends niet, op het bankje." }),
    "a text that begins with @": await about({ kort: "@kiosk schijnt de zon, de hele middag lang." }),
    "a tab": await about({ verwijzingen: "\n\t- naam: Kiosk" }),
    "an alias": await about({ kort: "&a Bij de kiosk schijnt de hele middag de zon.", titel: "*a" }),
  }).toMatchSnapshot();
});

test("[SI38] a text may name one that has mistakes of its own, and none in another language", async () => {
  const root = folder({
    "vragen/bankje.md": question({ verwant: "[fontein, plein]" }),
    "vragen/fontein.md": question({ titel: "Kort" }),
    "en/vragen/plein.md": question(),
    "en/themas.yaml": "samen:\n  naam: Together\n  volgorde: 1\n",
  });
  const found = (await sentences(root)).map((one) => one.split(", verwacht")[0]);
  expect(found).toEqual([
    'content/vragen/fontein.md, regel 2, veld "titel": gevonden "Kort"',
    'content/vragen/bankje.md, regel 6, veld "verwant": gevonden "plein"',
  ]);
});

test("[SI61] several mistakes are said at once, in the order of the file", async () => {
  const found = await about({ titel: "Bankje?", kort: "Zon.", bijgewerkt: "gisteren" });
  expect(found.map((one) => /regel (\d+), veld "(\w+)"/.exec(one)?.slice(1))).toEqual([
    ["2", "titel"],
    ["3", "kort"],
    ["5", "bijgewerkt"],
  ]);
});

test("[SI61] the other kinds of text and the lists are held to their fields too", async () => {
  const dates = { kort: FIELDS.kort, bijgewerkt: FIELDS.bijgewerkt };
  const head = (fields: object) =>
    `---\n${Object.entries(fields)
      .map(([key, value]) => `${key}: ${value}`)
      .join("\n")}\n---\nTekst.\n`;
  const root = folder({
    "agenda/les.md": head({ titel: "Fietsles", ...dates, waar: "Plein", van: "14:00", tot: "13:00" }),
    "agenda/twee.md": head({
      titel: "Twee dagen",
      ...dates,
      waar: "Plein",
      van: "9:00",
      tot: "25:00",
      elke: "zondag",
      datum: "2027-01-03",
    }),
    "aanbod/taart.md": head({ titel: "Taart bakken", ...dates, soort: "koek", wie: "ik", prijs: "2.5", per: "stuk" }),
    "wijken/west.md": head({ naam: "W", stad: "Stad", ...dates, speerpunt: "Kort", machines: "[bakfiets]" }),
    "paginas/vragen.md": head({ titel: "Vragen", kort: FIELDS.kort }),
    "paginas/over.md": head({ titel: "Over", kort: FIELDS.kort, onder: "niets" }),
    "themas.yaml": "samen:\n  naam: Samen\n",
    "nietbeloofd.yaml": "- Kort.\n",
    "wijk.yaml": "naam: Wijk 7: Zuid\n",
  });
  expect(await sentences(root)).toMatchSnapshot();
});

test("[SI61] without wijk.yaml, and without front matter, the sentence says what to make", async () => {
  const root = folder({
    "vragen/kaal.md": "# Zomaar tekst\n",
    "vragen/open.md": "---\ntitel: Waar is het einde?\n",
    "vragen/leeg.md": "",
  });
  rmSync(join(root, "wijk.yaml"));
  expect(await sentences(root)).toMatchSnapshot();
});

test("[SI62] what is no plain text or photo in its own folder is refused, by name", async () => {
  const root = folder({
    "vragen/Een Vraag.md": question(),
    "vragen/Eén-vraag.MD": question(),
    "vragen/\u202egnp.md": question(),
    "vragen/🪑.md": question(),
    "vragen/112.md": question(),
    "vragen/-.md": question(),
    "vragen/brief.docx": "PK",
    "vragen/map/in-een-map.md": question(),
    "vragen/.DS_Store": "x",
    "vragen/Thumbs.db": "x",
    "vragen/bankje.md~": "x",
  });
  expect(await sentences(root)).toMatchSnapshot();
});

test("[SI62] a folder or list the site does not know is named, so that no text is left unread", async () => {
  const root = folder({ "vraagen/bankje.md": question(), "en/vragen.yaml": "a: b\n", "Vragen.docx": "PK" });
  expect((await sentences(root)).map((one) => one.split(", verwacht")[0])).toEqual([
    "content/Vragen.docx: gevonden een naam die de site niet kent",
    "content/vraagen: gevonden een naam die de site niet kent",
    "content/en/vragen.yaml: gevonden een naam die de site niet kent",
  ]);
});

test("[SI62] no symbolic link is followed, to a file or to a folder", async () => {
  const outside = mkdtempSync(join(tmpdir(), "wijkkit-outside-"));
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
  writeFileSync(join(outside, "geheim.md"), question({}, "geheim"));
  const root = folder({ "vragen/bankje.md": question() });
  symlinkSync(join(outside, "geheim.md"), join(root, "vragen/geheim.md"));
  symlinkSync(outside, join(root, "vragen/map"));
  symlinkSync(outside, join(root, "verhalen"));
  symlinkSync("/dev/zero", join(root, "vragen/zero.md"));
  rmSync(join(root, "themas.yaml"));
  symlinkSync(join(outside, "geheim.md"), join(root, "themas.yaml"));
  symlinkSync(outside, join(root, "en"));
  const found = await sentences(root);
  expect(found.join("\n")).not.toContain("geheim\n");
  expect(found.map((one) => one.split(":")[0])).toEqual([
    "content/en",
    "content/themas.yaml",
    "content/verhalen",
    "content/vragen/geheim.md",
    "content/vragen/map",
    "content/vragen/zero.md",
    "content/verhalen",
    "content/themas.yaml",
    'content/vragen/bankje.md, regel 4, veld "thema"',
  ]);
});

test("[SI62] a text that is too long, not UTF-8, or has marks nobody sees is refused", async () => {
  const root = folder({
    "vragen/lang.md": question({}, "x".repeat(10 * 1024 * 1024)),
    "vragen/latin.md": new Uint8Array([0x2d, 0x2d, 0x2d, 0x0a, 0xe9, 0x0a]),
    "vragen/nul.md": question({}, "een\u0000twee"),
    "vragen/om.md": question({}, "regel\n\nom\u202egekeerd"),
  });
  expect(await sentences(root)).toMatchSnapshot();
});

test("[SI62] Arabic, emoji and combining marks in a text are words like any other", async () => {
  const root = folder({ "vragen/taal.md": question({ titel: "كيف حالك اليوم؟ 👩‍👩‍👧 e\u0301" }, "مرحبا بالجميع") });
  expect(await sentences(root)).toEqual([]);
});

test("[SI63] what a body may not hold is a sentence with its line", async () => {
  const bodies = [
    "Een <script>alert(1)</script> tekst.",
    '<img src=x onerror="alert(1)">',
    "<!-- commentaar -->",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt&colon;alert(1))",
    "[klik](data:text/html,x)",
    "[klik][hier]\n\n[hier]: vbscript:x",
    "[klik](//elders.example/)",
    "[klik](/\\elders.example/)",
    "[klik](bankje.md)",
    "[klik](/vragen/fontein/)",
    "[klik](/vragen/b10)",
    "![foto](https://elders.example/x.png)",
    "![foto](../../geheim.png)",
    "![foto](/icon.svg)",
    "![](foto.jpg)",
    "![foto][hier]\n\n[hier]: foto.jpg",
    "![foto](weg.jpg)",
    "# Nog een titel",
    "- [ ] doen",
    "| a | b |\n|:-:|--:|\n| 1 | 2 |",
  ];
  const root = folder(Object.fromEntries(bodies.map((body, nth) => [`vragen/b${nth + 10}.md`, question({}, body)])));
  expect(await sentences(root)).toMatchSnapshot();
});

test("[SI63] links that lead somewhere, quotes, tables, code and autolinks are rendered as markdown", async () => {
  const body = [
    "[een](/vragen/mag/#kop-hier) [twee](https://elders.example/) [drie](tel:112) [vier](mailto:a@b.example) [vijf](#kop)",
    "> citaat",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "`<script>`",
    "```\n<b>\n```",
    "voetnoot[^1]",
    "{frontmatter.titel}",
    "---\ntitel: anders\n---",
    "## Hulp\n\n## Hulp\n\n### Één <",
    '```js" onclick="x\n1\n```',
  ].join("\n\n");
  const { contents, mistakes } = await readContent(folder({ "vragen/mag.md": question({}, body) }));
  expect(mistakes).toEqual([]);
  const html = contents[0]?.texts.vragen[0]?.rendered.html ?? "";
  expect(html).not.toMatch(/style=|<script|<b>/);
  expect(html).toMatchSnapshot();
});

test("[SI62] a photo must be one, and no larger than a phone makes", async () => {
  const png = await sharp({ create: { width: 20, height: 10, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const bomb = await sharp({ create: { width: 16_000, height: 8_000, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const root = folder({
    "vragen/goed.png": png,
    "vragen/IMG_2031.PNG": png,
    "vragen/anders.jpg": png,
    "vragen/geen.png": "geen foto",
    "vragen/script.png": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "vragen/reus.png": bomb,
    "vragen/zwaar.jpg": new Uint8Array(13 * 1024 * 1024),
    "vragen/tekening.svg": "<svg/>",
    "vragen/foto.heic": "x",
    "vragen/bankje.md": question({}, "![Een bankje](goed.png) ![Nog een](IMG_2031.PNG)"),
  });
  expect(await sentences(root)).toMatchSnapshot();
});
