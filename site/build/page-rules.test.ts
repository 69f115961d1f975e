import { expect, test } from "vitest";
import { CSP } from "../layouts/csp.ts";
import { tagsOf } from "./html.ts";
import { judgeLive, judgeReading } from "./page-rules.ts";

const policy = (zone: keyof typeof CSP) => `<meta http-equiv="Content-Security-Policy" content="${CSP[zone]}">`;

const page = (body: string, more = "") => `<!doctype html><html lang="nl"><head>${policy("lees")}<title>t</title>
  <meta name="description" content="d"><link rel="stylesheet" href="/a.css">${more}</head>
  <body><a href="#inhoud">i</a><nav aria-label="n"></nav><main id="inhoud"><h1>t</h1>${body}</main></body></html>`;

test("a page that keeps every rule has no findings, and may link elsewhere", () => {
  expect(judgeReading(page('<a href="https://elders.example/">x</a><img src="/x.svg" alt="">'))).toEqual([]);
});

test("[SI1] script in any form is found", () => {
  for (const body of [
    "<script>1</script>",
    '<SCRIPT SRC="/x.js"></SCRIPT>',
    '<img src="/x.svg" alt="" onerror="1">',
    '<a href=" javascript:1">x</a>',
    '<link rel="modulepreload" href="/x.js">',
  ]) {
    expect(judgeReading(page(body)), body).toHaveLength(1);
  }
});

test("[SI2] a policy that is absent, other, or too late is found", () => {
  const whole = page("");
  expect(judgeReading(whole.replace(policy("lees"), ""))).toHaveLength(1);
  expect(judgeReading(whole.replace(policy("lees"), policy("mijn")))).toHaveLength(1);
  expect(judgeReading(whole.replace(policy("lees"), "").replace("</head>", `${policy("lees")}</head>`))).toHaveLength(
    1,
  );
});

test("[SI3] whatever loads from another host is found", () => {
  for (const body of [
    '<img src="https://elders.example/x.png" alt="">',
    "<img src=//elders.example/x.png alt=''>",
    '<img srcset="https://elders.example/x.png 2x" src="/x.png" alt="">',
    '<iframe src="http://elders.example/"></iframe>',
    '<a href="/" ping="https://elders.example/">x</a>',
    '<form action="https://elders.example/"></form>',
    '<link rel="stylesheet" href="https://elders.example/x.css">',
    '<object data="data:text/html,x"></object>',
  ]) {
    expect(judgeReading(page(body)), body).toHaveLength(1);
  }
});

test("[SI4] inline style is found", () => {
  expect(judgeReading(page("<style>p{}</style>"))).toEqual(["has a style element"]);
  expect(judgeReading(page('<p style="color:red">'))).toEqual(["has a style attribute: p"]);
});

test("[SI6] what a reader with a screen reader needs is missed when it is not there", () => {
  expect(judgeReading(page("<h1>twee</h1>"))).toEqual(["has 2 first headings"]);
  expect(judgeReading(page("<nav></nav>"))).toEqual(["has a navigation without a name"]);
  expect(judgeReading(page("").replace(' lang="nl"', ""))).toEqual(["has no language"]);
  expect(judgeReading(page("").replace("#inhoud", "#weg"))).toEqual(["does not begin with a link to its content"]);
});

test("[SI11] the live page loads script from here and inlines none", () => {
  const live = (script: string) => page(script).replace(policy("lees"), policy("mijn"));
  expect(judgeLive(live('<script type="module" src="/m.js"></script>'))).toEqual([]);
  expect(judgeLive(live("<script>1</script>"))).toEqual(["has an inline script"]);
  expect(judgeLive(live('<script src="https://elders.example/m.js"></script>'))).toHaveLength(1);
});

test("tags are read with every way to write an attribute", () => {
  const [tag] = tagsOf("<A  Href='/x' hidden data-a=b\n title=\"a > b\" />");
  expect(tag?.name).toBe("a");
  expect([...(tag?.attributes ?? [])]).toEqual([
    ["href", "/x"],
    ["hidden", ""],
    ["data-a", "b"],
    ["title", "a > b"],
  ]);
});
