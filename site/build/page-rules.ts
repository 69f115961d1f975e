import { CSP } from "../layouts/csp.ts";
import { type Tag, tagsOf } from "./html.ts";

const get = (tag: Tag, key: string) => tag.attributes.get(key);
const LOADS = ["src", "srcset", "poster", "data", "background", "ping", "action", "formaction"];

function noScript(tag: Tag): string[] {
  const handlers = [...tag.attributes.keys()].filter((key) => key.startsWith("on"));
  return [
    ...(tag.name === "script" ? ["has a script"] : []),
    ...handlers.map((key) => `has a handler: ${tag.name} ${key}`),
    ...(/^\s*javascript:/i.test(get(tag, "href") ?? "") ? ["has a javascript: link"] : []),
    ...(tag.name === "link" && /modulepreload|preconnect|prefetch/.test(get(tag, "rel") ?? "")
      ? [`has a link that fetches: ${get(tag, "rel")}`]
      : []),
  ];
}

function noStyle(tag: Tag): string[] {
  return [
    ...(tag.name === "style" ? ["has a style element"] : []),
    ...(tag.attributes.has("style") ? [`has a style attribute: ${tag.name}`] : []),
  ];
}

/** Addresses a tag makes the browser load; the `href` of an `<a>` loads nothing by itself. */
function loaded(tag: Tag): string[] {
  const href = tag.name === "link" || tag.name === "image" || tag.name === "use" ? get(tag, "href") : undefined;
  return [...LOADS.map((key) => get(tag, key)), href].filter((address) => address !== undefined);
}

function noForeign(tag: Tag): string[] {
  return loaded(tag)
    .filter((address) => !/^(\/(?!\/)|#)/.test(address))
    .map((address) => `loads from elsewhere: ${address}`);
}

function head(tags: Tag[], zone: keyof typeof CSP): string[] {
  const csp = tags.findIndex((tag) => get(tag, "http-equiv") === "Content-Security-Policy");
  const first = tags.findIndex((tag) => tag.name === "link" || tag.name === "script");
  const policy = tags[csp];
  const held = policy !== undefined && get(policy, "content") === CSP[zone] && (first === -1 || csp < first);
  const description = tags.find((tag) => get(tag, "name") === "description");
  return [
    ...(held ? [] : ["does not carry its zone's policy before what it loads"]),
    ...(tags.some((tag) => tag.name === "html" && get(tag, "lang")) ? [] : ["has no language"]),
    ...(description && get(description, "content") ? [] : ["has no description"]),
    ...(tags.some((tag) => tag.name === "title") ? [] : ["has no title"]),
  ];
}

function landmarks(tags: Tag[]): string[] {
  const count = (name: string) => tags.filter((tag) => tag.name === name).length;
  const ids = new Set(tags.map((tag) => get(tag, "id")));
  const skip = tags.find((tag) => tag.name === "a");
  const unnamed = tags.filter(
    (tag) => tag.name === "nav" && !(tag.attributes.has("aria-label") || tag.attributes.has("aria-labelledby")),
  );
  return [
    ...(count("h1") === 1 ? [] : [`has ${count("h1")} first headings`]),
    ...(count("main") === 1 ? [] : [`has ${count("main")} main parts`]),
    ...(skip && ids.has(get(skip, "href")?.slice(1)) ? [] : ["does not begin with a link to its content"]),
    ...(unnamed.length === 0 ? [] : ["has a navigation without a name"]),
  ];
}

/** What is wrong with a page of the leeszone: one finding each, empty when it keeps every rule. */
export function judgeReading(html: string): string[] {
  const tags = tagsOf(html);
  return [
    ...head(tags, "lees"),
    ...landmarks(tags),
    ...tags.flatMap((tag) => [...noScript(tag), ...noStyle(tag), ...noForeign(tag)]),
  ];
}

/** What is wrong with the markup of the page that searches: a page for reading that may load script, from here. */
export function judgeSearch(html: string): string[] {
  return [...landmarks(tagsOf(html)), ...judgeScripted(html, "zoek")];
}

/** What is wrong with the live page's markup. */
export const judgeLive = (html: string): string[] => judgeScripted(html, "mijn");

function judgeScripted(html: string, zone: "zoek" | "mijn"): string[] {
  const tags = tagsOf(html);
  const inline = tags.filter((tag) => tag.name === "script" && !tag.attributes.has("src"));
  return [
    ...head(tags, zone),
    ...(inline.length === 0 ? [] : ["has an inline script"]),
    ...tags.flatMap((tag) => [...noStyle(tag), ...noForeign(tag)]),
  ];
}
