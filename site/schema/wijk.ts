import { readdirSync } from "node:fs";
import { z } from "astro/zod";

const HOUSE_STYLES = readdirSync("site/theme/huisstijlen").map((file) => file.replace(/\.css$/, ""));

/** `content/wijk.yaml`: what one wijk fills in to make this kit its own. */
export const wijk = z.strictObject({
  naam: z.string().min(2).max(60).describe("de naam van de site"),
  belofte: z.string().min(10).max(160).describe("waar de site voor is, in één zin"),
  huisstijl: z.enum(HOUSE_STYLES).default("klinker").describe("hoe de site eruitziet"),
  adres: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#]*[^/?#]$/, "een adres zonder / aan het eind")
    .describe("het adres van de site op internet, zonder / aan het eind"),
  verantwoordelijke: z
    .strictObject({
      naam: z.string().min(2).max(120).describe("wie volgens de AVG verantwoordelijk is"),
      bereikbaar: z.string().min(5).max(200).describe("hoe je die bereikt, in één zin"),
    })
    .optional()
    .describe("wie verantwoordelijk is voor deze site (AVG)"),
  broncode: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("waar de broncode van deze site te lezen is"),
});

/** `content/XX/wijk.yaml`: the same in another language, where it differs. */
export const wijkElders = wijk.pick({ naam: true, belofte: true }).partial();

export type Wijk = z.infer<typeof wijk>;
