import type { APIRoute } from "astro";
import { ourWijk } from "../components/wijk.ts";
import { HOME_LOCALE } from "../loader/content-dir.ts";

/** Every page may be read by anyone, search engines too; the live page has nothing for them. */
export const GET: APIRoute = async () => {
  const { adres } = await ourWijk(HOME_LOCALE);
  return new Response(`User-agent: *\nDisallow: /wijk/\n\nSitemap: ${adres}/sitemap-index.xml\n`);
};
