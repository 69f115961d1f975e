import { compressAll } from "./compress.ts";

// `node pack.ts DIST` packs a built site, and prints how many files.
process.stdout.write(String(compressAll(process.argv[2] ?? "dist")));
