import { defineCollection } from "astro:content";
import { file, glob } from "astro/loaders";
import { parse } from "yaml";
import { belofte } from "./schema/belofte.ts";
import { nietbeloofd } from "./schema/nietbeloofd.ts";
import { pagina } from "./schema/pagina.ts";
import { thema } from "./schema/thema.ts";
import { vraag } from "./schema/vraag.ts";
import { wijk } from "./schema/wijk.ts";

export const collections = {
  vragen: defineCollection({ loader: glob({ pattern: "*.md", base: "./content/vragen" }), schema: vraag }),
  paginas: defineCollection({ loader: glob({ pattern: "*.md", base: "./content/paginas" }), schema: pagina }),
  themas: defineCollection({ loader: file("content/themas.yaml"), schema: thema }),
  beloften: defineCollection({ loader: file("content/beloften.yaml"), schema: belofte }),
  nietbeloofd: defineCollection({
    loader: file("content/nietbeloofd.yaml", {
      parser: (text) =>
        Object.fromEntries((parse(text) as unknown[]).map((tekst, nth) => [String(nth + 1), { tekst }])),
    }),
    schema: nietbeloofd,
  }),
  wijk: defineCollection({
    loader: file("content/wijk.yaml", { parser: (text) => ({ wijk: parse(text) }) }),
    schema: wijk,
  }),
};
