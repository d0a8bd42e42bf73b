import { eventually, startPlatform } from "@naru/testkit";
import { expect, test } from "vitest";
import { startProgram } from "../testing/program.ts";

interface Profile {
  readonly samples: number;
  readonly functions: readonly {
    function: string;
    file: string;
    line: number;
    type: string;
    total: number;
  }[];
}

test("what the agent samples is a flame graph in Naru, down to the line", { timeout: 90_000 }, async () => {
  const platform = await startPlatform();
  try {
    await using tested = await startProgram("busy.mjs", {
      preload: "--import",
      endpoint: platform.otlpHttp,
      node: process.execPath,
      env: { NARU_PROFILES: "1/3600", NARU_PROFILES_SIGNAL: "SIGUSR2" },
    });
    process.kill(tested.pid, "SIGUSR2");
    // What is sampled while the program starts is of its start.
    await eventually(async () => {
      const { samples, functions } = await platform.call<Profile>(
        "/api/apm/profiles/flame?service=tested&type=cpu&unit=nanoseconds&by=line",
      );
      expect(samples).toBeGreaterThan(10);
      const own = functions.filter(({ file }) => file.endsWith("/busy.mjs"));
      const hottest = own.toSorted((a, b) => b.total - a.total)[0];
      expect(hottest).toMatchObject({ function: "burn", line: 6, type: "v8js" });
    }, 45_000);
  } finally {
    await platform.stop();
  }
});
