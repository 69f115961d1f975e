import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../test/vectors/link.json" with { type: "json" };
import { fromBase64url, toBase64url } from "./base64url.ts";
import { type Link, labelled, readLink, writeLink } from "./index.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const inviter = fc.uint8Array({ minLength: 8, maxLength: 8 });
const character = fc.integer({ min: 0x20, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
const name = fc
  .array(character, { minLength: 1, maxLength: 60 })
  .map((characters) => characters.join(""))
  .filter((text) => text.isWellFormed() && !/\p{Cc}/u.test(text) && [...text].length <= 60);
const relay = fc.constantFrom("", "wss://wijk.example/sync", `http://${"a".repeat(193)}`);
const links: fc.Arbitrary<Link> = fc.record({ root: key, secret: key, invitation: key, inviter, name, relay });

const wijk: Link = {
  root: new Uint8Array(32).fill(1),
  secret: new Uint8Array(32).fill(2),
  invitation: new Uint8Array(32).fill(3),
  inviter: new Uint8Array(8).fill(4),
  name: "Nieuwland",
  relay: "wss://wijk.example",
};

/** A sound link of any bytes before the checksum. */
function sound(before: Uint8Array): string {
  const sum = createHash("sha512").update(labelled("link", before)).digest().subarray(0, 4);
  return Buffer.concat([before, sum]).toString("base64url");
}

const before = (link: Link): Uint8Array => Uint8Array.from(Buffer.from(writeLink(link), "base64url").subarray(0, -4));

test.each(vectors)(
  "[ID10] a link with relay '$relay' has the bytes of the vector",
  ({ text, name: wijkName, ...rest }) => {
    const { root, secret, invitation, inviter: by } = rest;
    const keys = { root: bytes(root), secret: bytes(secret), invitation: bytes(invitation), inviter: bytes(by) };
    const link = { ...keys, name: wijkName, relay: rest.relay };
    expect(writeLink(link)).toBe(text);
    expect(readLink(text)).toEqual({ link });
  },
);

test("[ID10] a link is read back as it was written, with white space around it or not", () => {
  fc.assert(
    fc.property(links, (link) => {
      expect(readLink(writeLink(link))).toEqual({ link });
      expect(readLink(`\n ${writeLink(link)}\t`)).toEqual({ link });
    }),
  );
});

test("[ID10] base64url is Node's, and only what is written is read", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (content) => {
      expect(toBase64url(content)).toBe(Buffer.from(content).toString("base64url"));
      expect(fromBase64url(toBase64url(content))).toEqual(content);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (text) => {
      const read = fromBase64url(text);
      if (read !== undefined) expect(toBase64url(read)).toBe(text);
    }),
  );
  for (const text of ["A", "AB", "AAB", "AA=", "A+AA", "A/AA", "AAé="]) expect(fromBase64url(text)).toBeUndefined();
});

test.each(["", "a".repeat(61), "a\nb", "\ud800"])("[ID11] %j names no wijk", (bad) => {
  expect(() => writeLink({ ...wijk, name: bad })).toThrow(RangeError);
});

test.each([
  "javascript:alert(1)",
  "/sync",
  "wss://u:p@host",
  "wss://u@host",
  "wss://:p@host",
  `wss://${"a".repeat(195)}`,
  "wss://é",
  "ws://a b",
  "file:///",
])("[ID12] %j is no relay", (bad) => {
  expect(() => writeLink({ ...wijk, relay: bad })).toThrow(RangeError);
});

test("[ID13] a link that was cut anywhere is said to be cut", () => {
  fc.assert(
    fc.property(links, fc.nat(), (link, at) => {
      const text = writeLink(link);
      expect(readLink(text.slice(0, 1 + (at % (text.length - 1))))).toEqual({ reason: "cut" });
    }),
  );
});

test("[ID14] a mistyped link is refused wherever the mistake is", () => {
  const text = writeLink(wijk);
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ ?é";
  for (let at = 0; at < text.length; at++) {
    for (const digit of digits) {
      if (digit === text[at] || ((at === 0 || at === text.length - 1) && digit === " ")) continue;
      const read = readLink(text.slice(0, at) + digit + text.slice(at + 1));
      const isLength = [140, 141, 153, 154].includes(at);
      expect(isLength ? ["cut", "mistyped"] : ["mistyped"]).toContain("reason" in read ? read.reason : "read");
    }
  }
  expect(readLink(`${text}A`)).toEqual({ reason: "mistyped" });
  expect(readLink(`${text}AAAA`)).toEqual({ reason: "mistyped" });
  expect(readLink("")).toEqual({ reason: "empty" });
});

test("[ID15] a whole link of another version is said to be of another version", () => {
  const later = before(wijk);
  later[0] = 2;
  expect(readLink(sound(later))).toEqual({ reason: "version" });
  expect(readLink(sound(Uint8Array.of(7)))).toEqual({ reason: "version" });
});

test("[ID16] a whole link with a bad name, a bad relay or bad lengths is refused", () => {
  const good = before(wijk);
  const changed = (at: number, value: number): string => sound(good.with(at, value));
  expect(readLink(sound(good))).toEqual({ link: wijk });
  expect(readLink(changed(106, 0xff))).toEqual({ reason: "content" });
  expect(readLink(changed(106, 10))).toEqual({ reason: "content" });
  expect(readLink(changed(105, 8))).toEqual({ reason: "content" });
  expect(readLink(changed(115, 12))).toEqual({ reason: "content" });
  expect(readLink(changed(105, 255))).toEqual({ reason: "content" });
  expect(readLink(changed(116, "j".charCodeAt(0)))).toEqual({ reason: "content" });
  expect(readLink(sound(good.subarray(0, 50)))).toEqual({ reason: "content" });
  expect(readLink(sound(Uint8Array.of(1)))).toEqual({ reason: "content" });
  expect(readLink(sound(Buffer.concat([good, Buffer.of(0)])))).toEqual({ reason: "content" });
});

test("[ID17] any text gives a link or a reason", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.stringMatching(/^[A-Za-z0-9_-]*$/),
  );
  fc.assert(fc.property(texts, (text) => void expect(readLink(text)).toHaveProperty("reason")));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (content) => {
      expect(["content", "version"]).toContain(
        Object.values(readLink(sound(content.length ? content : Uint8Array.of(1))))[0],
      );
    }),
  );
  expect(readLink("A".repeat(1025))).toEqual({ reason: "mistyped" });
  expect(readLink(" ".repeat(1_000_000))).toEqual({ reason: "mistyped" });
});
