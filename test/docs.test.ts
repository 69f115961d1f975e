import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { filesUnder, ROOT, textOf } from "./support/repository.ts";

const OWN = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
const DOCS = [...OWN, ...["packages", "site", "test"].flatMap(filesUnder).filter((path) => path.endsWith(".md"))];

const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found);

test.for(DOCS)("the npm commands in %s exist", (path) => {
  const text = textOf(path);
  const named = [...all(text, /npm run ([\w:-]+)/g), ...all(text, /npm (test|start)\b/g)];
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("the commands of wijk in the documents exist", () => {
  const named = new Set(DOCS.flatMap((path) => all(textOf(path), /`(?:npx )?wijk ([a-z]+)/g)));
  expect([...named].sort()).toEqual(expect.arrayContaining(["envelope", "relay"]));
  const later = ["kiosk", "audit"];
  for (const name of named) {
    if (later.includes(name)) continue;
    const args = [join(ROOT, "packages/cli/src/wijk.ts"), name, "--help"];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status, `wijk ${name}`).toBe(0);
    expect(stdout).toContain(`wijk ${name}`);
  }
});

test.for(DOCS)("the files and links in %s exist", (path) => {
  const text = textOf(path);
  const named = all(text, /`((?:packages|site|test|content|\.ci)\/[\w./-]*)`/g);
  const linked = all(text.replaceAll(/`[^`\n]*`/g, ""), /\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g).map((link) =>
    join(dirname(path), link),
  );
  expect([...named, ...linked].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test.for(DOCS)("%s names no place on anybody's machine", (path) => {
  expect(textOf(path)).not.toMatch(/(^|[\s`"(])\/(home|root|work|tmp|Users)\//m);
});

test.for(DOCS.filter((path) => textOf(path).includes("```ts\n")))(
  "the examples in %s run, and print what they say",
  (path) => {
    for (const code of all(textOf(path), /^```ts\n([\s\S]*?)^```$/gm)) {
      const folder = mkdtempSync(join(ROOT, "test", ".example-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      writeFileSync(join(folder, "example.ts"), code);
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "example.ts")], {
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout.trimEnd().split("\n")).toEqual(all(code, /console\.log\(.*\); \/\/ (.*)$/gm));
    }
  },
);

test("every package and the repository are under the EUPL-1.2, and its text is there", () => {
  const manifests = ["package.json", ...filesUnder("packages").filter((path) => path.endsWith("/package.json"))];
  for (const path of manifests) expect(JSON.parse(textOf(path)), path).toMatchObject({ license: "EUPL-1.2" });
  expect(textOf("LICENSE")).toMatch(/^EUROPEAN UNION PUBLIC LICENCE v\. 1\.2\n[\s\S]*Applicable Law[\s\S]*Appendix/);
});

test("publiccode.yml has what its standard asks", () => {
  const code = parse(textOf("publiccode.yml"));
  for (const key of ["publiccodeYmlVersion", "name", "url"]) expect(code[key], key).toEqual(expect.any(String));
  expect(["concept", "development", "beta", "stable", "obsolete"]).toContain(code.developmentStatus);
  expect(code.softwareType).toBe("standalone/web");
  expect(code.platforms).toContain("web");
  expect(code.legal.license).toBe("EUPL-1.2");
  expect(code.maintenance.contacts.length).toBeGreaterThan(0);
  expect(code.localisation).toMatchObject({ localisationReady: true, availableLanguages: ["nl"] });
  for (const [language, { shortDescription, longDescription, features }] of Object.entries<Record<string, string>>(
    code.description,
  )) {
    expect(shortDescription?.length, language).toBeLessThanOrEqual(150);
    expect(longDescription?.length, language).toBeGreaterThan(500);
    expect(features?.length, language).toBeGreaterThan(0);
  }
});
