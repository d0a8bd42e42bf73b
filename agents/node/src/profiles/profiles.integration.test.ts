import { eventually } from "@naru/testkit";
import { expect, test } from "vitest";
import { startProgram } from "../testing/program.ts";
import { startReceiver } from "../testing/receiver.ts";

test("a profile names the line that takes the processor's time, once a signal asks for one", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("busy.mjs", {
    preload: "--import",
    endpoint: receiver.endpoint,
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

  const burning = profile.samples.filter(({ stack }) =>
    stack.some((frame) => /^burn .*\/busy\.mjs:\d+$/.test(frame)),
  );
  const total = (samples: typeof burning) =>
    samples.flatMap(({ values }) => values).reduce((sum, each) => sum + each, 0);
  expect(total(burning) / total([...profile.samples])).toBeGreaterThan(0.7);
  expect(burning.some(({ stack }) => /^burn .*\/busy\.mjs:6$/.test(stack[0] ?? ""))).toBe(true);

  const instants = profile.samples.flatMap(({ at }) => at).map((nanos) => Number(nanos / 1_000_000n));
  expect(Math.min(...instants)).toBeGreaterThan(asked - 1000);
  expect(Math.max(...instants)).toBeLessThan(Date.now() + 100);
});
