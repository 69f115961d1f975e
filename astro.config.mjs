import { fileURLToPath } from "node:url";
import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";
import { livePage } from "./site/build/integration.ts";
import { SCRIPT_NAMES } from "./site/build/script-names.ts";
import { searchIndex } from "./site/build/search-index.ts";
import { houseStyle, readSettings } from "./site/build/settings.ts";
import { words } from "./site/build/words.ts";
import { HOME_LOCALE, LOCALES } from "./site/loader/content-dir.ts";

const wijk = readSettings();

export default defineConfig({
  site: wijk.adres,
  srcDir: "./site",
  publicDir: "./site/public",
  outDir: "./dist",
  output: "static",
  trailingSlash: "always",
  // Several pages at a time: while one is written the next is made.
  build: { format: "directory", inlineStylesheets: "never", concurrency: 24 },
  i18n: { locales: [...LOCALES], defaultLocale: HOME_LOCALE, routing: { prefixDefaultLocale: false } },
  image: { service: { entrypoint: fileURLToPath(new URL("./site/build/photos.ts", import.meta.url)) } },
  devToolbar: { enabled: false },
  vite: {
    plugins: [words()],
    resolve: {
      alias: {
        "@huisstijl": houseStyle(wijk),
        // Yjs logs by lib0, whose logger for pages draws in the DOM, with 8 KiB of script: its plain one does.
        "lib0/logging": fileURLToPath(new URL("./node_modules/lib0/logging.node.js", import.meta.url)),
      },
    },
    build: {
      // The CSP of the live page names no hashes, so nothing may be inlined.
      assetsInlineLimit: 0,
      cssTarget: ["chrome90", "firefox91", "safari15"],
    },
    environments: { client: { build: { rolldownOptions: { output: SCRIPT_NAMES } } } },
    worker: { format: "es", rolldownOptions: { output: SCRIPT_NAMES } },
  },
  integrations: [
    sitemap({
      filter: (address) => !new URL(address).pathname.startsWith("/wijk/"),
      i18n: { defaultLocale: HOME_LOCALE, locales: Object.fromEntries(LOCALES.map((locale) => [locale, locale])) },
    }),
    searchIndex(),
    livePage(),
  ],
});
