import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface ProgramOptions {
  /** What loads the agent. */
  readonly preload: "--require" | "--import";
  /** Where telemetry goes. */
  readonly endpoint: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The Node.js to run with: this one, unless told otherwise. */
  readonly node?: string;
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A web server that runs under the agent as its users have it. */
export interface Program extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly output: () => string;
  /** Waits for the end. */
  ended(): Promise<End>;
  /** Sends a signal and waits for the end.
   *  @returns how long it took, too, in milliseconds */
  end(signal: NodeJS.Signals): Promise<End & { readonly ms: number }>;
}

const agent = fileURLToPath(new URL("../../dist/register.cjs", import.meta.url));

/** @param name  a file of `programs/` */
export async function startProgram(name: string, options: ProgramOptions): Promise<Program> {
  const { preload, endpoint, env, node = process.execPath } = options;
  const program = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const child = spawn(node, [preload, agent, program], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...quick, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const port = await portIn(child, () => output);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    ended: () => ended(child),
    end: (signal) => end(child, signal),
    async [Symbol.asyncDispose]() {
      await end(child, "SIGKILL");
    },
  };
}

/** So that a test need not wait as long as a program would. */
const quick = {
  OTEL_SERVICE_NAME: "tested",
  OTEL_BSP_SCHEDULE_DELAY: "200",
  OTEL_BLRP_SCHEDULE_DELAY: "200",
  OTEL_METRIC_EXPORT_INTERVAL: "1000",
  NARU_PENDING_SPANS_INTERVAL: "100",
};

async function portIn(child: ChildProcess, output: () => string): Promise<number> {
  for (;;) {
    const port = /^port (\d+)$/m.exec(output())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null) throw new Error(`the program ended: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<End & { readonly ms: number }> {
  const started = performance.now();
  child.kill(signal);
  return { ...(await ended(child)), ms: performance.now() - started };
}

async function ended(child: ChildProcess): Promise<End> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { code: child.exitCode, signal: child.signalCode };
}

/** The machine's own Node.js 20, the oldest that the agent supports; undefined where there is none. */
export const node20 = findNode20();

/** What the agent is tried under: this Node.js, and 20. */
export const nodes: readonly string[] = [process.execPath, ...(node20 === undefined ? [] : [node20])];

function findNode20(): string | undefined {
  return ["/usr/bin/node", "/usr/local/bin/node", "/opt/node20/bin/node"].find((path) => {
    try {
      return execFileSync(path, ["--version"], { encoding: "utf8" }).startsWith("v20.");
    } catch {
      return false;
    }
  });
}
