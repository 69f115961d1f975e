import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { LaunchOptions } from "./chromium.ts";
import { folderOf } from "./folder.ts";

const [WIDTH, HEIGHT, RATE] = [640, 480, 5];

const WALL = { width: WIDTH, height: HEIGHT, channels: 3 } as const;

/** A camera for Chromium that sees what was put before it. */
export class FakeCamera {
  readonly options: LaunchOptions;
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
    const args = ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${file}`];
    this.options = { args: [...args, "--use-fake-ui-for-media-stream"] };
  }

  /** It sees an empty white wall until something is shown to it. */
  static async make(): Promise<FakeCamera> {
    const camera = new FakeCamera(join(folderOf({}), "film.y4m"));
    await camera.#film([
      await sharp({ create: { ...WALL, background: "#fff" } })
        .png()
        .toBuffer(),
    ]);
    return camera;
  }

  /** What is on a screen, as many pictures as there are; before the camera is opened. */
  async see(...rendered: Buffer[]): Promise<void> {
    await this.#film(rendered);
  }

  async #film(pictures: readonly Buffer[]): Promise<void> {
    const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${RATE}:1 Ip A1:1 C420jpeg\n`);
    const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
    const frames: Buffer[] = [];
    for (const picture of pictures) {
      const fit = { width: WIDTH, height: HEIGHT, fit: "contain", background: "#fff" } as const;
      const grey = await sharp(picture).resize(fit).flatten({ background: "#fff" }).greyscale().raw().toBuffer();
      const frame = Buffer.concat([Buffer.from("FRAME\n"), grey, colour]);
      frames.push(frame, frame, frame);
    }
    await writeFile(this.#file, Buffer.concat([head, ...frames]));
  }
}
