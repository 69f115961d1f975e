import { z } from "astro/zod";
import { changed, clock, example, health, lead, title } from "./fields.ts";

export const DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"] as const;

/** Front matter of `content/agenda/*.md`: something that happens every week, or on one day. */
export const agenda = z
  .strictObject({
    titel: title(5, 80).describe("wat er te doen is"),
    kort: lead().describe("wat je er kunt doen, in een of twee zinnen"),
    waar: z.string().min(3).max(80).describe("de plek"),
    elke: z.enum(DAYS).optional().describe("de dag, als het elke week is"),
    datum: z.iso.date().optional().describe("de dag, als het één keer is"),
    van: clock().describe("hoe laat het begint"),
    tot: clock().describe("hoe laat het klaar is"),
    gezondheid: health(),
    voorbeeld: example(),
    bijgewerkt: changed(),
  })
  .superRefine(({ elke, datum, van, tot }, context) => {
    if ((elke === undefined) === (datum === undefined)) {
      context.addIssue({ code: "custom", path: [elke ? "datum" : "elke"], message: "een dag bij elke, óf bij datum" });
    }
    if (van >= tot) context.addIssue({ code: "custom", path: ["tot"], message: `een tijd na ${van}` });
  });
