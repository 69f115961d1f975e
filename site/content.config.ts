import { defineCollection } from "astro:content";
import { list, settings, texts } from "./loader/collections.ts";
import { aanbod } from "./schema/aanbod.ts";
import { agenda } from "./schema/agenda.ts";
import { belofte, thema, uitspraak } from "./schema/lijsten.ts";
import { pagina } from "./schema/pagina.ts";
import { plek } from "./schema/plek.ts";
import { verhaal } from "./schema/verhaal.ts";
import { vraag } from "./schema/vraag.ts";
import { wijk } from "./schema/wijk.ts";

// The loaders have checked everything by these schemas; here they give the collections their types.
export const collections = {
  vragen: defineCollection({ loader: texts("vragen"), schema: vraag }),
  verhalen: defineCollection({ loader: texts("verhalen"), schema: verhaal }),
  aanbod: defineCollection({ loader: texts("aanbod"), schema: aanbod }),
  agenda: defineCollection({ loader: texts("agenda"), schema: agenda }),
  wijken: defineCollection({ loader: texts("wijken"), schema: plek }),
  paginas: defineCollection({ loader: texts("paginas"), schema: pagina }),
  themas: defineCollection({ loader: list("themas"), schema: thema }),
  beloften: defineCollection({ loader: list("beloften"), schema: belofte }),
  nietbeloofd: defineCollection({ loader: list("nietbeloofd"), schema: uitspraak }),
  wijk: defineCollection({ loader: settings(), schema: wijk }),
};
