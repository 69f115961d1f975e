import { defineConfig } from "vitest/config";

const exclude = ["**/node_modules/**", "dist/**"];
const built = "./test/support/built-site.ts";

/**
 * Three projects. `unit`: plain Node, seconds. `e2e`: the built site in real browsers, short.
 * `long`: heavy fuzzing, large wijken, slow phones, kills. `npm test` runs the first two.
 */
export default defineConfig({
  test: {
    watch: false,
    allowOnly: false,
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: [
            "packages/*/src/**/*.test.ts",
            "site/**/*.test.ts",
            "bench/*.test.ts",
            "test/*.test.ts",
            "test/{contract,property,simulation,vectors,support}/**/*.test.ts",
          ],
          exclude,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          exclude,
          globalSetup: built,
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: "long",
          environment: "node",
          include: ["test/long/**/*.test.ts"],
          exclude,
          globalSetup: built,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
