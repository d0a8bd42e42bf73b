import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "@naru/testkit";
import { afterEach, expect, test } from "vitest";
import { type Supervised, supervise } from "./supervise.ts";

const file = fileURLToPath(new URL("child.fixture.ts", import.meta.url));
const started: Supervised<unknown>[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

interface Told {
  readonly greeting: string;
}

async function run(
  options: object,
  more: { onEnd?: (why: string) => void; onLog?: (line: string) => void } = {},
) {
  const process = await supervise<Told>({ name: "the child", file, options, stopWithinMs: 2000, ...more });
  started.push(process);
  return process;
}

test("it tells what it is once it is ready, and what it has to say", async () => {
  const lines: string[] = [];
  const { told, state } = await run(
    { greeting: "hello", log: "one line" },
    { onLog: (line) => lines.push(line) },
  );
  expect(told).toEqual({ greeting: "hello" });
  expect(state()).toEqual({ isReady: true, restarts: 0, message: "" });
  expect(lines).toEqual(["one line"]);
});

test("one that is killed runs again, and whoever cares hears of it", async () => {
  const ends: string[] = [];
  const child = await run({ greeting: "hello" }, { onEnd: (why) => ends.push(why) });
  process.kill(child.pid() ?? 0, "SIGKILL");
  await eventually(() => {
    expect(child.state()).toEqual({ isReady: true, restarts: 1, message: "" });
    return Promise.resolve();
  }, 10_000);
  expect(ends).toEqual([expect.stringContaining("the child ended (SIGKILL)")]);
});

test("one that can't start fails with what the system said", async () => {
  await expect(
    run({ failure: { message: "the port is taken", code: "EACCES", port: 80 } }),
  ).rejects.toMatchObject({
    message: "the port is taken",
    code: "EACCES",
    port: 80,
  });
});

test("one that does not stop in time is ended", async () => {
  const child = await run({ greeting: "hello", isStubborn: true });
  const began = performance.now();
  await child.stop();
  expect(performance.now() - began).toBeLessThan(8000);
  expect(() => process.kill(child.pid() ?? 0, 0)).toThrow("ESRCH");
});

test.each([
  ["when it serves", []],
  ["while it starts", ["slow"]],
])("it ends with its parent %s", async (_, args) => {
  const { fork } = await import("node:child_process");
  const parent = fork(fileURLToPath(new URL("parent.fixture.ts", import.meta.url)), args, {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [pid] = (await once(parent, "message")) as [number];
  parent.kill("SIGKILL");
  await eventually(() => {
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    return Promise.resolve();
  }, 10_000);
});
