import { defineConfig } from "vitest/config";

const everywhere = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  test: {
    reporters: ["default"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...everywhere, "**/*.integration.test.ts", "**/*.browser.test.ts"],
          pool: "threads",
          // What they import is loaded once, not again for each file: that took longer than the tests. The store's engine must not be among it:
          // it cannot be unloaded with a thread, and the run would end with a segmentation fault.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          globalSetup: "agents/node/build/setup.ts",
          include: ["**/*.integration.test.ts"],
          exclude: everywhere,
          pool: "forks",
          // Three take four fifths of the time on two cores, and leave little to what is timed.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["**/*.browser.test.ts"],
          exclude: everywhere,
          globalSetup: ["agents/node/build/setup.ts", "e2e/src/setup.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
