import type { LocalImageService } from "astro";
import sharpService from "astro/assets/services/sharp";

/** Width of a photo on a page, in pixels: twice the text's measure, for dense screens. */
export const MAX_WIDTH = 1216;
/** Its weight, in bytes. */
export const MAX_BYTES = 60 * 1024;

/** Qualities to try, the best first; then the photo becomes narrower. */
const QUALITIES = [80, 65, 50, 35];
const NARROWER = 0.75;

type Transform = Parameters<LocalImageService["transform"]>[1];

/**
 * Makes photos small. sharp keeps none of what a camera wrote beside the picture (EXIF, the place where it was
 * taken), once it has turned the picture upright.
 */
const photos: LocalImageService = {
  ...sharpService,
  async validateOptions(options, ...rest) {
    const checked = (await sharpService.validateOptions?.(options, ...rest)) ?? options;
    const { src } = checked;
    const width = checked.width ?? (typeof src === "object" ? src.width : MAX_WIDTH);
    if (width <= MAX_WIDTH) return checked;
    const height = typeof src === "object" ? Math.round((MAX_WIDTH * src.height) / src.width) : undefined;
    return { ...checked, width: MAX_WIDTH, ...(height !== undefined && { height }) };
  },
  async transform(input, options: Transform, config, logger) {
    let width = Number(options.width ?? MAX_WIDTH);
    for (;;) {
      for (const quality of QUALITIES) {
        const { height: _, ...rest } = options;
        const made = await sharpService.transform(input, { ...rest, width, quality, format: "webp" }, config, logger);
        if (made.data.length <= MAX_BYTES) return made;
      }
      width = Math.round(width * NARROWER);
    }
  },
};

// Astro asks for a default export.
export default photos;
