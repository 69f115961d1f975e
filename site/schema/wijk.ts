import { z } from "astro/zod";

/** `content/wijk.yaml`: what one wijk fills in to make this kit its own. */
export const wijk = z.strictObject({
  naam: z.string().min(2).max(60).describe("Name of the site, in the header and in every page title."),
  belofte: z.string().min(10).max(160).describe("One sentence under the name: what the site is for."),
  verantwoordelijke: z
    .strictObject({
      naam: z.string().min(2).describe("Person or organisation that answers for this site under the AVG."),
      bereikbaar: z.string().min(5).describe("How to reach them: a sentence, shown as it stands."),
    })
    .optional()
    .describe("Who is responsible under the AVG. Left out, every page says that it is not filled in yet."),
  broncode: z.url().optional().describe("Where this copy's source can be read; a link in the footer."),
});

export type Wijk = z.infer<typeof wijk>;
