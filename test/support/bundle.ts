import { fileURLToPath } from "node:url";
import { build } from "vite";

/** One of our modules and all it imports, as a classic script. */
export async function bundle(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ["iife"], name: "bundle" },
    },
  });
  const [made] = Array.isArray(output) ? output : [output];
  if (!made || !("output" in made)) throw new Error("nothing was built");
  return made.output[0].code;
}
