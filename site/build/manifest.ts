import type { Wijk } from "../schema/wijk.ts";
import { tokenOf } from "./settings.ts";

/** The web app manifest of the live page: it can stand on a phone's home screen. */
export function webManifest(wijk: Wijk, lang: string): string {
  const icon = (size: string, file: string, purpose = "any") => ({
    src: `/wijk/${file}`,
    sizes: size,
    type: file.endsWith(".svg") ? "image/svg+xml" : "image/png",
    purpose,
  });
  return JSON.stringify({
    name: wijk.naam,
    short_name: wijk.naam.slice(0, 12),
    description: wijk.belofte,
    lang,
    id: "/wijk/",
    start_url: "/wijk/",
    scope: "/wijk/",
    display: "standalone",
    background_color: tokenOf(wijk, "--wk-paper"),
    theme_color: tokenOf(wijk, "--wk-band"),
    icons: [
      icon("any", "icon.svg"),
      icon("192x192", "icon-192.png"),
      icon("512x512", "icon-512.png"),
      icon("512x512", "icon-maskable.png", "maskable"),
    ],
  });
}
