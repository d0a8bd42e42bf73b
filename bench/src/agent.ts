import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cpuSeconds, memoryBytes } from "./processes.ts";

const program = fileURLToPath(new URL("agent-service.ts", import.meta.url));
const ours = fileURLToPath(import.meta.resolve("@naru/agent-node"));
const theirs = fileURLToPath(import.meta.resolve("@opentelemetry/auto-instrumentations-node/register"));

/** What a service is started with. */
const variants: Readonly<
  Record<string, { readonly preload?: string; readonly env?: Record<string, string> }>
> = {
  plain: {},
  naru: { preload: ours },
  naruWithProfiles: { preload: ours, env: { NARU_PROFILES: "2/6" } },
  autoInstrumentations: { preload: theirs },
};

const rounds = 3;
const connections = 16;
/** Requests a second at which latency is measured: a fraction of what one core can do, so that it isn't queueing. */
const calmRate = 150;

interface Measured {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly startMs: number;
  readonly memoryMb: number;
}

interface Options {
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** What an agent costs a small web service that calls another: throughput and processor time under full load, latency under a
 *  calm one, start and memory. Variants take turns, so that what else the machine does falls on all of them.
 *  @returns medians of the rounds */
export async function benchAgent({ seconds, say }: Options): Promise<Record<string, number>> {
  const receiver = await start(["receiver"]);
  const backend = await start(["backend"]);
  const measured = new Map<string, Measured[]>(Object.keys(variants).map((name) => [name, []]));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const name of Object.keys(variants)) {
        const result = await measure(name, {
          backend: backend.url,
          receiver: receiver.url,
          ms: (seconds / 3) * 1000,
        });
        measured.get(name)?.push(result);
        say(`round ${round}, ${name}: ${result.perSecond}/s, p99 ${result.p99Ms} ms`);
      }
    }
  } finally {
    receiver.child.kill();
    backend.child.kill();
  }
  return figures(measured);
}

async function measure(
  name: string,
  { backend, receiver, ms }: { backend: string; receiver: string; ms: number },
): Promise<Measured> {
  const { preload, env } = variants[name] ?? {};
  const began = performance.now();
  const service = await start(["service", backend], {
    execArgv: preload === undefined ? [] : ["--require", preload],
    env: { ...process.env, ...env, OTEL_SERVICE_NAME: "bench", OTEL_EXPORTER_OTLP_ENDPOINT: receiver },
  });
  const startMs = performance.now() - began;
  const pid = service.child.pid ?? 0;
  try {
    await saturate(service.url, 2000);
    const cpu = cpuSeconds(pid);
    const full = await saturate(service.url, ms);
    const spent = cpuSeconds(pid) - cpu;
    const memory = memoryBytes(pid);
    const calm = await atRate(service.url, ms);
    return {
      perSecond: Math.round(full / (ms / 1000)),
      cpuMicros: Math.round((spent / full) * 1e6),
      p50Ms: quantile(calm, 0.5),
      p99Ms: quantile(calm, 0.99),
      startMs: Math.round(startMs),
      memoryMb: Math.round(memory / 1e6),
    };
  } finally {
    service.child.kill("SIGKILL");
    await once(service.child, "exit");
  }
}

/** As many requests as are answered, so many at a time.
 *  @returns how many */
async function saturate(url: string, ms: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + ms;
  let answered = 0;
  const ask = async () => {
    while (performance.now() < end) {
      await request(url, agent);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  agent.destroy();
  return answered;
}

/** Requests at a steady rate, whether or not those before were answered.
 *  @returns how long each took, counted from when it was due, in milliseconds */
async function atRate(url: string, ms: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  const times: Promise<number>[] = [];
  for (let i = 0; i < (ms / 1000) * calmRate; i++) {
    const due = began + (i * 1000) / calmRate;
    await sleep(Math.max(0, due - performance.now()));
    times.push(request(url, agent).then(() => performance.now() - due));
  }
  const all = await Promise.all(times);
  agent.destroy();
  return all;
}

function request(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}/orders/7`, { agent }, (response) => response.resume().on("end", resolve)).on("error", reject);
  });
}

async function start(
  args: string[],
  options: Parameters<typeof fork>[2] = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(program, args, { execArgv: [], ...options });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, url: `http://127.0.0.1:${port}` };
}

function figures(measured: ReadonlyMap<string, readonly Measured[]>): Record<string, number> {
  const result: Record<string, number> = {};
  const median = (name: string, figure: keyof Measured) =>
    quantile(
      (measured.get(name) ?? []).map((each) => each[figure]),
      0.5,
    );
  for (const name of measured.keys()) {
    for (const figure of ["perSecond", "cpuMicros", "p50Ms", "p99Ms", "startMs", "memoryMb"] as const) {
      result[`agent.${name}.${figure}`] = median(name, figure);
    }
    result[`agent.${name}.throughputRatio`] =
      Math.round((median(name, "perSecond") / median("plain", "perSecond")) * 100) / 100;
  }
  return result;
}

/** The value that a share of all does not exceed, to a tenth. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
