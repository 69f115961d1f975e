import { z } from "astro/zod";

/** Fields that more than one kind of text has. Their descriptions are read by who writes: in mistakes and the manual. */

export const title = (min: number, max: number) => z.string().min(min).max(max);

export const lead = () => z.string().min(30).max(180);

export const health = () =>
  z
    .boolean()
    .default(false)
    .describe("true als de tekst over gezondheid gaat; dan staan 112, 113 en de huisartsenpost ernaast");

export const example = () =>
  z.boolean().default(false).describe('true als dit verzonnen is; dan staat er "Voorbeeld" bij');

export const changed = () => z.iso.date().describe("de dag waarop je de tekst het laatst veranderde");

export const slugs = () => z.array(z.string()).max(4).default([]);

const CLOCK = z.iso.time({ precision: -1 });

export const clock = () => CLOCK;
