import { z } from "astro/zod";

/** `content/nietbeloofd.yaml`: what is not promised, one honest sentence each. */
export const nietbeloofd = z.strictObject({
  tekst: z.string().min(20).max(300).describe("The sentence as it is shown."),
});
