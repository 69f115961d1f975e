import { defineConfig } from "astro/config";
import { livePage } from "./site/build/integration.ts";
import { SCRIPT_NAMES } from "./site/build/script-names.ts";
import { words } from "./site/build/words.ts";

export default defineConfig({
  srcDir: "./site",
  publicDir: "./site/public",
  outDir: "./dist",
  output: "static",
  trailingSlash: "always",
  build: { format: "directory", inlineStylesheets: "never" },
  i18n: { locales: ["nl", "en"], defaultLocale: "nl", routing: { prefixDefaultLocale: false } },
  // No highlighter: it would write style attributes, which the pages' CSP refuses.
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  vite: {
    plugins: [words()],
    build: {
      // The CSP of the live page names no hashes, so nothing may be inlined.
      assetsInlineLimit: 0,
      cssTarget: ["chrome90", "firefox91", "safari15"],
    },
    environments: { client: { build: { rolldownOptions: { output: SCRIPT_NAMES } } } },
    worker: { format: "es", rolldownOptions: { output: SCRIPT_NAMES } },
  },
  integrations: [livePage()],
});
