import { z } from "astro/zod";
import { changed, health, lead, slugs, title } from "./fields.ts";

/** Front matter of `content/vragen/*.md`: one public question with a careful answer. The body is the answer. */
export const vraag = z.strictObject({
  titel: title(10, 90).describe("de vraag zoals een bewoner hem stelt, met een vraagteken"),
  kort: lead().describe("het antwoord in een of twee zinnen, voor lijsten"),
  thema: z.string().describe("een van de woorden vooraan in content/themas.yaml"),
  gezondheid: health(),
  bijgewerkt: changed(),
  verwijzingen: z
    .array(
      z.strictObject({
        naam: z.string().min(2).max(80).describe("wie of wat, bij naam"),
        waarvoor: z.string().min(5).max(200).describe("waar je daar terechtkunt, in één zin"),
      }),
    )
    .max(6)
    .default([])
    .describe("waar je verder terechtkunt; nooit een adres dat niemand heeft nagezocht"),
  verwant: slugs().describe("bestandsnamen van vragen die hierop lijken, zonder .md"),
});
