import { reference } from "astro:content";
import { z } from "astro/zod";

/** Front matter of `content/vragen/*.md`: one public question with a careful answer. The body is the answer. */
export const vraag = z.strictObject({
  titel: z.string().min(10).max(90).describe("The question as a resident would ask it, with its question mark."),
  kort: z
    .string()
    .min(30)
    .max(180)
    .describe("The answer in one or two sentences: in lists and as the page's description."),
  thema: reference("themas").describe("A key of content/themas.yaml."),
  gezondheid: z
    .boolean()
    .default(false)
    .describe("True when the text speaks of health: 112, 113 and the huisartsenpost then stand beside it."),
  bijgewerkt: z.date().describe("Day on which the answer was last changed."),
  verwijzingen: z
    .array(z.strictObject({ naam: z.string().min(2), waarvoor: z.string().min(5) }))
    .max(6)
    .default([])
    .describe("Where to go next, by name; never an address nobody looked up."),
  verwant: z.array(reference("vragen")).max(4).default([]).describe("Related questions, by file name."),
});
