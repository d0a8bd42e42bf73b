import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Isolation } from "./chain.ts";
import { openRuntime, type Runtime, runtimeWith } from "./runtime.ts";
import { Bench, logOf, textOf, until } from "./runtime.fixture.ts";

const isRoot = process.getuid?.() === 0;
const isolations: Isolation[] = [isRoot ? "root" : "user", ...(isRoot ? (["user"] as const) : []), "none"];

describe.each(isolations)("containers with isolation %s", (isolation) => {
  let bench: Bench;
  let runtime: Runtime;

  beforeEach(async () => {
    bench = await Bench.make();
    runtime = runtimeWith(isolation);
  });
  afterEach(async () => {
    await runtime.stop();
    await bench.remove();
  });

  test.each([
    ["exit 0", 0],
    ["exit 7", 7],
    ["sh -c 'kill -TERM $$'", 143],
    ["kill -KILL $$; sh -c 'kill -KILL $$'", 137],
  ])("%s ends with exit code %i", async (script, exitCode) => {
    const { exited } = await runtime.start(await bench.spec(script));
    expect(await exited).toMatchObject({ exitCode, oomKilled: false });
  });

  test.each([
    [["no-such-program"], 127, 'exec: "no-such-program": executable file not found in $PATH'],
    [["/no/such"], 127, 'exec: "/no/such": stat /no/such: no such file or directory'],
    [["/etc/passwd"], 126, 'exec: "/etc/passwd": permission denied'],
    [["/etc"], 126, 'exec: "/etc": is a directory'],
  ])("%j says why it never ran", async (command, exitCode, startError) => {
    const { exited } = await runtime.start(await bench.spec("", { command }));
    expect(await exited).toMatchObject({ exitCode, startError });
  });

  test("a program has the environment, arguments and standard streams that were asked for", async () => {
    const script = `console.log(JSON.stringify([process.env, process.argv.slice(1)])); console.error("oops")`;
    const env = { QUOTED: `it's "$HOME"\n\\`, "odd.name": "a b" };
    const spec = await bench.spec("", { command: ["node", "-e", script], args: ["x y", ""], env });
    expect(await (await runtime.start(spec)).exited).toMatchObject({ exitCode: 0 });
    const [printed = "", error] = (await logOf(spec)).split("\n");
    expect(error).toBe("oops");
    const [actual, args] = JSON.parse(printed);
    expect(actual).toMatchObject(env);
    expect(Object.keys(actual).toSorted()).toEqual(["HOME", "PATH", "PWD", "QUOTED", "odd.name"]);
    expect(args).toEqual(["x y", ""]);
  });

  test("standard streams can be opened by their names", async () => {
    const spec = await bench.spec("echo one > /dev/stdout; echo two > /dev/stderr");
    await (
      await runtime.start(spec)
    ).exited;
    expect(await logOf(spec)).toBe("one\ntwo\n");
  });

  test("SIGTERM reaches the program", async () => {
    const spec = await bench.spec("trap 'exit 5' TERM; echo ready; sleep 60 & wait");
    const container = await runtime.start(spec);
    while (!(await logOf(spec)).includes("ready")) await new Promise((resolve) => setTimeout(resolve, 10));
    container.kill("SIGTERM");
    expect(await container.exited).toMatchObject({ exitCode: 5 });
  });

  test("SIGKILL ends everything inside", async () => {
    const spec = await bench.spec("sleep 4321 & sleep 4321; echo never");
    const container = await runtime.start(spec);
    container.kill("SIGKILL");
    expect(await container.exited).toMatchObject({ exitCode: 137, oomKilled: false });
  });

  test("what it prints reaches who is attached, and what is typed reaches it", async () => {
    const container = await runtime.start(await bench.spec("read line; echo got $line", { stdin: true }));
    const { stdin, stdout } = container.attach();
    stdin?.write("hello\n");
    expect(await textOf(stdout)).toBe("got hello\n");
    expect(await container.exited).toMatchObject({ exitCode: 0 });
  });

  test("a program that does not read what is typed does no harm", async () => {
    const container = await runtime.start(await bench.spec("exec <&-; sleep 0.1", { stdin: true }));
    container.attach().stdin?.write(Buffer.alloc(1_000_000));
    expect(await container.exited).toMatchObject({ exitCode: 0 });
  });

  test("a program that prints much waits until it is written down", async () => {
    const spec = await bench.spec("head -c 30000000 /dev/zero | tr '\\0' x; exit 6", {
      logLimits: { bytes: 1_000_000, files: 2 },
    });
    const before = process.memoryUsage().rss;
    expect(await (await runtime.start(spec)).exited).toMatchObject({ exitCode: 6 });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    expect(await logOf(spec)).toMatch(/^x+$/);
  });

  const runAndEnd = async () => (await runtime.start(await bench.spec("true", { stdin: true }))).exited;

  test("no descriptor is left open by what has ended", async () => {
    await runAndEnd();
    const before = await openDescriptors();
    for (let count = 0; count < 5; count++) await runAndEnd();
    await vi.waitFor(async () => expect(await openDescriptors()).toBeLessThanOrEqual(before));
  });

  test("a terminal is a terminal", async () => {
    const container = await runtime.start(
      await bench.spec("", { command: ["sh", "-i"], stdin: true, tty: true }),
    );
    const attachment = container.attach();
    const { stdin, stdout } = attachment;
    stdin?.write("tty; echo $TERM-ready\n");
    expect(await until(stdout, "xterm-ready")).toContain("/dev/pts/");
    attachment.resize({ columns: 123, rows: 45 });
    stdin?.write("sleep 0.2; stty size\n");
    await until(stdout, "45 123");
    stdin?.write("exit 3\n");
    // Without root the terminal belongs to a session outside: dash finds no way to give it back.
    expect(await container.exited).toMatchObject({ exitCode: isolation === "user" ? 2 : 3 });
  });

  test("a command runs inside, with the container's environment", async () => {
    const container = await runtime.start(
      await bench.spec("sleep 60", { env: { INSIDE: "yes" }, workingDir: "/usr" }),
    );
    const execution = await runtime.exec(container, {
      command: ["sh", "-c", "echo $INSIDE $PWD; cat; exit 9"],
      stdin: true,
    });
    execution.stdin?.end("typed");
    expect(await textOf(execution.stdout)).toBe("yes /usr\ntyped");
    expect(await execution.exited).toEqual({ exitCode: 9 });
  });

  test("a command's terminal has the size that was asked for, and Ctrl+C", async () => {
    const container = await runtime.start(await bench.spec("sleep 60"));
    const command = [
      "sh",
      "-c",
      "stty size; trap 'echo stopped; exit 4' INT; echo ready; while :; do sleep 0.05; done",
    ];
    const execution = await runtime.exec(container, {
      command,
      tty: true,
      stdin: true,
      size: { columns: 90, rows: 30 },
    });
    expect(await until(execution.stdout, "ready")).toContain("30 90");
    execution.stdin?.write("\u0003");
    expect(await until(execution.stdout, "stopped")).toContain("^C");
    expect(await execution.exited).toEqual({ exitCode: 4 });
  });

  test("a command can be killed; one that is not there is refused", async () => {
    const container = await runtime.start(await bench.spec("sleep 60"));
    const execution = await runtime.exec(container, { command: ["sleep", "60"] });
    execution.kill();
    expect(await execution.exited).toEqual({ exitCode: 137 });
    await expect(runtime.exec(container, { command: ["nope"] })).rejects.toMatchObject({
      code: "CANNOT_EXECUTE",
    });
    container.kill("SIGKILL");
    await container.exited;
    await expect(runtime.exec(container, { command: ["true"] })).rejects.toMatchObject({
      code: "NOT_RUNNING",
    });
  });

  test("too much memory ends it, and it is told", async () => {
    const script = "const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)";
    const memoryLimitBytes = 150_000_000;
    const spec = await bench.spec("", { command: ["node", "-e", script], memoryLimitBytes });
    expect(await (await runtime.start(spec)).exited).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  test("what it uses is counted", async () => {
    const container = await runtime.start(await bench.spec("while :; do :; done & sleep 60"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const usage = (await runtime.usage([container])).get(container.id);
    expect(usage?.cpuNanoseconds).toBeGreaterThan(20_000_000);
    expect(usage?.rssBytes).toBeGreaterThan(500_000);
    expect(usage?.processes).toBe(3);
  });
});

test("what this machine permits is found out", async () => {
  const runtime = await openRuntime({ cgroup: "naru-runtime-test" });
  expect(["namespaces", "none"]).toContain(runtime.isolation);
  expect(["cgroup2", "cgroup1", "watched"]).toContain(runtime.limits);
  await runtime.stop();
});

const openDescriptors = async () => (await readdir("/proc/self/fd")).length;
