import { z } from "astro/zod";

/** `content/themas.yaml`: the themes questions are sorted by, in the order of the file. */
export const thema = z.strictObject({
  naam: z.string().min(3).max(40).describe("Name of the theme, as a heading."),
  volgorde: z.int().min(0).describe("Place in the list: low comes first."),
});
