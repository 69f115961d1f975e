import { expect, test } from "vitest";
import { isInApp } from "./surroundings.ts";

const ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A145R";
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0 Mobile Safari/537.36";

test("[SI100] a window inside another app is known by its name, a browser is not taken for one", () => {
  for (const inside of [
    `${ANDROID}; wv) ${CHROME} [FB_IAB/FB4A;FBAV/465.0;]`,
    `${ANDROID}; wv) ${CHROME}`,
    `${PHONE} Mobile/15E148 Instagram 331.0 (iPhone14,5; iOS 17_5; nl_NL)`,
    `${PHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/465.0]`,
  ]) {
    expect(isInApp(inside), inside).toBe(true);
  }
  for (const browser of [
    `${ANDROID}) ${CHROME}`,
    `${PHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
    `${PHONE} CriOS/125.0 Mobile/15E148 Safari/604.1`,
    "Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36",
  ]) {
    expect(isInApp(browser), browser).toBe(false);
  }
});
