import type { z } from "astro/zod";
import { aanbod } from "./aanbod.ts";
import { agenda } from "./agenda.ts";
import { beloften, nietbeloofd, themas } from "./lijsten.ts";
import { pagina } from "./pagina.ts";
import { plek } from "./plek.ts";
import { verhaal } from "./verhaal.ts";
import { vraag } from "./vraag.ts";

/** How one kind of text is read: a folder of markdown, its front matter, and the fields that name others. */
export interface TextKind {
  schema: z.ZodType;
  /** Field to the kind it names. */
  names: Readonly<Record<string, string>>;
}

/** Every folder of `content/` with markdown. */
export const TEXTS = {
  vragen: { schema: vraag, names: { thema: "themas", verwant: "vragen" } },
  verhalen: { schema: verhaal, names: { verwant: "vragen" } },
  aanbod: { schema: aanbod, names: {} },
  agenda: { schema: agenda, names: {} },
  wijken: { schema: plek, names: {} },
  paginas: { schema: pagina, names: { onder: "paginas" } },
} as const satisfies Record<string, TextKind>;

/** Every `content/NAME.yaml` that is a list. */
export const LISTS = { themas, beloften, nietbeloofd } as const satisfies Record<string, z.ZodType>;

/** Kinds with a list of their own, in the order of the menu, and the folder of their address. */
export const FOLDERS = {
  vragen: "vragen",
  aanbod: "markt",
  agenda: "agenda",
  verhalen: "verhalen",
  wijken: "wijken",
} as const satisfies Partial<Record<keyof typeof TEXTS, string>>;

export type TextName = keyof typeof TEXTS;
export type ListName = keyof typeof LISTS;
