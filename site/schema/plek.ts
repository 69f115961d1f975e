import { z } from "astro/zod";
import { changed, lead } from "./fields.ts";

export const MACHINES = ["vraagbaak", "markt", "fitknip", "hoodlab", "schoolbord", "businesscase"] as const;

/** Front matter of `content/wijken/*.md`: one of the wijken this idea was tried in. */
export const plek = z.strictObject({
  naam: z.string().min(2).max(40).describe("de naam van de wijk"),
  stad: z.string().min(2).max(40).describe("de stad waar de wijk ligt"),
  kort: lead().describe("de wijk in een of twee zinnen"),
  speerpunt: z.string().min(20).max(160).describe("wat deze wijk vooropzet, in één zin"),
  machines: z.array(z.enum(MACHINES)).max(6).default([]).describe("de machines waarmee de wijk werkte"),
  bijgewerkt: changed(),
  bronnen: z
    .array(
      z.strictObject({
        naam: z.string().min(5).max(120).describe("de tekst waar dit uit komt"),
        gelezen: z.iso.date().describe("de dag waarop je die las"),
      }),
    )
    .max(4)
    .default([])
    .describe("de teksten waar dit uit komt"),
});
