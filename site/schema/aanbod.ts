import { z } from "astro/zod";
import { changed, example, health, lead, title } from "./fields.ts";

/** Front matter of `content/aanbod/*.md`: something a resident or professional offers on the VitaliteitsMarkt. */
export const aanbod = z.strictObject({
  titel: title(5, 80).describe("wat je aanbiedt"),
  kort: lead().describe("je aanbod in een of twee zinnen"),
  soort: z.enum(["hulp", "les", "bewegen", "eten", "spullen", "ontmoeten"]).describe("wat voor aanbod het is"),
  wie: z.enum(["bewoner", "professional"]).describe("of een bewoner of een professional dit aanbiedt"),
  prijs: z.int().min(0).max(50).describe("de prijs in FitKnip, 0 is gratis"),
  per: z.enum(["keer", "uur", "dag", "week"]).describe("waar de prijs voor is"),
  gezondheid: health(),
  voorbeeld: example(),
  bijgewerkt: changed(),
});
