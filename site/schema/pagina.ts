import { z } from "astro/zod";

/** Front matter of `content/paginas/*.md`: a page of running text. Its file name is its address. */
export const pagina = z.strictObject({
  titel: z.string().min(3).max(80).describe("de titel van de pagina"),
  kort: z.string().min(30).max(170).describe("waar de pagina over gaat, in een of twee zinnen"),
  onder: z.string().optional().describe("de bestandsnaam van de pagina waar deze onder hoort, zonder .md"),
});
