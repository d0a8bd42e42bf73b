import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { type ClusterOptions, type RunningCluster, startCluster } from "./cluster.ts";

/** A cluster of its own in a temporary folder, and the real kubectl that speaks to it. */
export interface TestCluster {
  readonly folder: string;
  cluster: RunningCluster;
  /** @returns what it printed; rejects with `stderr` and `code` when it failed */
  kubectl(line: string, input?: string): Promise<string>;
  /** What it says when it refuses; "" when it doesn't. */
  refusal(line: string, input?: string): Promise<string>;
  /** Runs a kubectl that goes on, as `logs -f` does. */
  follow(line: string): { output(): string; kill(): void };
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const execute = promisify(execFile);

export async function startTestCluster(options: Partial<ClusterOptions> = {}): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), "naru-kubernetes-"));
  const start = (port = 0) => startCluster({ folder, host: "127.0.0.1", port, ...options });
  const running = await start();
  const env = { PATH: process.env["PATH"], HOME: folder, KUBECONFIG: running.kubeconfig };
  const test: TestCluster = {
    folder,
    cluster: running,
    kubectl: async (line, input = "") => {
      const child = execute("kubectl", wordsOf(line), { env, maxBuffer: 1 << 26 });
      child.child.stdin?.end(input);
      return (await child).stdout;
    },
    refusal: (line, input) =>
      test.kubectl(line, input).then(
        () => "",
        (error: { stderr: string }) => error.stderr,
      ),
    follow: (line) => {
      const child = spawn("kubectl", wordsOf(line), { env });
      let output = "";
      child.stdout.on("data", (data: Buffer) => void (output += data.toString()));
      return { output: () => output, kill: () => void child.kill() };
    },
    restart: async () => {
      const port = Number(new URL(test.cluster.url).port);
      await test.cluster.stop();
      test.cluster = await start(port);
    },
    stop: async () => {
      await test.cluster.stop();
      await rm(folder, { recursive: true });
    },
  };
  return test;
}

/** Split at spaces, but for those between single quotes. */
const wordsOf = (line: string) =>
  (line.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) => word.replaceAll("'", ""));

/** Asks until it holds; what it was last is told when it never does. */
export const eventually = <T>(ask: () => Promise<T> | T, timeout = Number(process.env["EV"] ?? 20_000)) =>
  expect.poll(ask, { timeout, interval: 100 });
