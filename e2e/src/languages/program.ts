import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A web server in another language, as its users run it. */
export interface Program extends AsyncDisposable {
  readonly url: string;
}

export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly service: string;
  /** Where telemetry goes, by OTLP over HTTP. */
  readonly endpoint: string;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
}

const startWithinMs = 55_000;

/** @returns when it has said `port 12345` */
export async function startProgram({ command, args, service, endpoint, env }: Start): Promise<Program> {
  // Some leave folders where they run.
  const cwd = await mkdtemp(join(tmpdir(), "naru-program-"));
  const child = spawn(command, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      // So that a test need not wait as long as a program would.
      OTEL_BSP_SCHEDULE_DELAY: "200",
      OTEL_METRIC_EXPORT_INTERVAL: "1000",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
  }
  const stop = async () => {
    await end(child);
    await rm(cwd, { recursive: true, force: true });
  };
  const port = await portIn(child, () => output).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

async function portIn(child: ChildProcess, output: () => string): Promise<number> {
  const last = performance.now() + startWithinMs;
  for (;;) {
    const port = /^port (\d+)$/m.exec(output())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null || performance.now() > last)
      throw new Error(`the program did not come up: ${output()}`);
    await sleep(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
