import { z } from "astro/zod";

/** `content/beloften.yaml`: the promises P1 … P9 in plain words. */
export const belofte = z.strictObject({
  titel: z.string().min(5).max(80).describe("The promise in one line."),
  uitleg: z.string().min(20).describe("What it means for a reader, in plain words."),
  stand: z
    .enum(["geldt", "ten dele", "in aanbouw"])
    .describe("`geldt` only once a test holds all of it, `ten dele` while one holds a part, else `in aanbouw`."),
  nu: z.string().min(20).optional().describe("With `ten dele`: what holds today, and what does not yet."),
});
