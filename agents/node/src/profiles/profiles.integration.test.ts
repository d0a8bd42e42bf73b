import { eventually } from "@naru/testkit";
import { expect, test } from "vitest";
import { nodes, startProgram } from "../testing/program.ts";
import { startReceiver } from "../testing/receiver.ts";

test.each(nodes)(
  "on %s a profile names the line that takes the processor's time, once a signal asks",
  async (node) => {
    await using receiver = await startReceiver();
    await using tested = await startProgram("busy.mjs", {
      preload: "--import",
      endpoint: receiver.endpoint,
      node,
      env: { NARU_PROFILES: "1/3600", NARU_PROFILES_SIGNAL: "SIGUSR2" },
    });
    const asked = Date.now();
    process.kill(tested.pid, "SIGUSR2");
    const profile = await eventually(() => {
      const [first] = receiver.profiles;
      expect(first).toBeDefined();
      return first!;
    });
    expect(profile).toMatchObject({ service: "tested", type: "cpu nanoseconds", periodNanos: 10_000_000 });

    const spent = new Map<string, number>();
    for (const { stack, values } of profile.samples) {
      const own = stack.find((frame) => frame.includes("/busy.mjs:")) ?? "none";
      spent.set(own, (spent.get(own) ?? 0) + values.length);
    }
    spent.delete("none");
    const [hottest] = [...spent].toSorted(([, a], [, b]) => b - a)[0] ?? [];
    expect(hottest).toMatch(/^burn \/.*\/busy\.mjs:6$/);

    const instants = profile.samples.flatMap(({ at }) => at).map((nanos) => Number(nanos / 1_000_000n));
    expect(Math.min(...instants)).toBeGreaterThan(asked - 1000);
    expect(Math.max(...instants)).toBeLessThan(Date.now() + 100);
  },
);
