import { z } from "astro/zod";

/** Front matter of `content/paginas/*.md`: a page of running text. */
export const pagina = z.strictObject({
  titel: z.string().min(3).max(80).describe("Heading and page title."),
  kort: z.string().min(30).max(170).describe("Lead under the heading and the page's description."),
});
