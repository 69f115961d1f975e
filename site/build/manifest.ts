/** The web app manifest of the live page: it can stand on a phone's home screen. */
export function webManifest(name: string, description: string, lang: string): string {
  const icon = (size: string, file: string, purpose = "any") => ({
    src: `/wijk/${file}`,
    sizes: size,
    type: file.endsWith(".svg") ? "image/svg+xml" : "image/png",
    purpose,
  });
  return JSON.stringify({
    name,
    short_name: name.slice(0, 12),
    description,
    lang,
    id: "/wijk/",
    start_url: "/wijk/",
    scope: "/wijk/",
    display: "standalone",
    background_color: "#faf7f1",
    theme_color: "#0a4541",
    icons: [
      icon("any", "icon.svg"),
      icon("192x192", "icon-192.png"),
      icon("512x512", "icon-512.png"),
      icon("512x512", "icon-maskable.png", "maskable"),
    ],
  });
}
