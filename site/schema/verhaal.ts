import { z } from "astro/zod";
import { changed, example, health, lead, slugs, title } from "./fields.ts";

/** Front matter of `content/verhalen/*.md`: a story about a threshold (*drempel*) and what helped over it. */
export const verhaal = z.strictObject({
  titel: title(5, 80).describe("de titel van het verhaal"),
  kort: lead().describe("waar het verhaal over gaat, in een of twee zinnen"),
  drempel: z.string().min(20).max(160).describe("wat er in de weg stond, in één zin"),
  gezondheid: health(),
  voorbeeld: example(),
  bijgewerkt: changed(),
  verwant: slugs().describe("bestandsnamen van vragen die hierbij horen, zonder .md"),
});
