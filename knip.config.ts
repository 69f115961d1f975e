import type { KnipConfig } from "knip";

/** What is used by nothing is removed. Style sheets count as users of what they import. */
const config: KnipConfig = {
  workspaces: {
    ".": {
      entry: [
        "site/view/main.tsx",
        "site/search/page.ts",
        "site/build/pack.ts",
        "site/theme/huisstijlen/*.css",
        "test/**/*.test.ts",
        "bench/bench.ts",
        "bench/*.test.ts",
        "bench/{live/plain-page,crypto/workload}.ts",
        "bench/pages/**/*.{mjs,ts,astro}",
        "test/vectors/make*.ts",
        "test/support/view/entry.ts",
        "test/support/{built-site,closing-line}.ts",
      ],
      project: ["site/**/*.{ts,tsx,astro,css}", "test/**/*.ts", "bench/**/*.{ts,mjs}", "*.{ts,mjs}"],
    },
    "packages/*": {
      entry: ["src/**/*.test.ts"],
      project: ["src/**/*.{ts,css}"],
    },
  },
  ignoreBinaries: ["apt-get"],
  ignore: ["bench/peers/**"],
  // nostr-tools has no entry for what is compared with: it is loaded by its file.
  ignoreDependencies: ["@huisstijl", "nostr-tools"],
  ignoreExportsUsedInFile: true,
  compilers: {
    css: (text: string) =>
      [...text.matchAll(/@import\s+(?:url\()?["']([^"']+)["']/g)].map(([, path]) => `import "${path}";`).join("\n"),
  },
};

export default config;
