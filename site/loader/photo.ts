import sharp from "sharp";
import type { Place } from "./content-dir.ts";
import type { Mistake } from "./mistake.ts";

/** Of a photo, in pixels: twice what a phone's camera makes. */
export const MAX_PIXELS = 100_000_000;

const FORMATS: Record<string, readonly string[]> = {
  jpeg: ["jpg", "jpeg"],
  png: ["png"],
  webp: ["webp"],
};

/** What is wrong with a photo, if anything. Only its header is read. */
export async function photoMistake({ path, file }: Place): Promise<Mistake | undefined> {
  const ending = path.split(".").at(-1)?.toLowerCase() ?? "";
  const expected = "een foto die een ander programma kan openen. Bewaar hem opnieuw als jpg";
  try {
    const { format, width, height } = await sharp(path, { limitInputPixels: false }).metadata();
    if (!FORMATS[format]?.includes(ending)) {
      return { file, found: `een bestand dat geen ${ending} is, maar ${format}`, expected };
    }
    if (width * height <= MAX_PIXELS) return undefined;
    return {
      file,
      found: `een foto van ${width} bij ${height} beeldpunten`,
      expected: `hoogstens ${MAX_PIXELS / 1_000_000} miljoen beeldpunten. Maak de foto kleiner`,
    };
  } catch {
    return { file, found: "een bestand dat geen foto is", expected };
  }
}
