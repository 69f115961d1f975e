import type { APIRoute } from "astro";
import { feedOf } from "../../components/feed.ts";
import { everyLocale, localeOf } from "../../components/locale.ts";

export const getStaticPaths = everyLocale;

export const GET: APIRoute = async ({ params }) => {
  const feed = await feedOf(localeOf(params.taal));
  return new Response(feed.json1(), { headers: { "Content-Type": "application/feed+json" } });
};
