import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

export const collections = {
  vragen: defineCollection({ loader: glob({ pattern: "*.md", base: process.env.QUESTIONS ?? "." }) }),
};
