import { z } from "astro/zod";

const key = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "een kort woord van letters en streepjes");

export const thema = z.strictObject({
  naam: z.string().min(3).max(40).describe("de naam van het thema, als kop"),
  volgorde: z.int().min(0).describe("de plaats in de lijst; laag komt eerst"),
});

/** `content/themas.yaml`: the themes questions are sorted by. */
export const themas = z.record(key, thema);

export const belofte = z.strictObject({
  titel: z.string().min(5).max(80).describe("de belofte in één regel"),
  uitleg: z.string().min(20).describe("wat de belofte betekent, in gewone woorden"),
  stand: z
    .enum(["geldt", "ten dele", "in aanbouw"])
    .describe("geldt als een test de hele belofte bewaakt, ten dele als een test een deel bewaakt, anders in aanbouw"),
  nu: z.string().min(20).optional().describe("bij ten dele: wat nu geldt, en wat nog niet"),
});

/** `content/beloften.yaml`: the promises P1 … P9 in plain words. */
export const beloften = z.record(key, belofte);

const sentences = z.string().min(20).max(300).describe("een paar eerlijke zinnen");

/** One line of `nietbeloofd.yaml`, as an entry. */
export const uitspraak = z.strictObject({ tekst: sentences });

/** `content/nietbeloofd.yaml`: what is not promised. */
export const nietbeloofd = z.array(sentences);
