import type { Clock } from "../controllers/clock.ts";
import type { KubeObject } from "../object.ts";
import type { Container, Runtime } from "../runtime/index.ts";

/** What runs, as far as it is measured: the kubelet's workers. */
export interface UsageSource {
  readonly runtime: Pick<Runtime, "usage">;
  workers(): Iterable<MeasuredPod>;
}

export interface MeasuredPod {
  readonly pod: KubeObject & { readonly spec: { readonly nodeName?: string } };
  readonly slots: readonly {
    readonly container: { readonly name: string };
    readonly run: { readonly process: Container } | undefined;
  }[];
}

export interface Amounts {
  readonly cpuNanocores: number;
  readonly memoryBytes: number;
}

/** What a pod used on average over a window. */
export interface PodSample {
  readonly pod: MeasuredPod["pod"];
  /** Milliseconds since 1970 at which the window ended. */
  readonly at: number;
  readonly windowMs: number;
  readonly containers: ReadonlyMap<string, Amounts>;
}

interface Point {
  readonly at: number;
  readonly cpuNanoseconds: number;
}

const sampleEveryMs = 10_000;

/** Looks at what every container has used, again and again; nothing is looked at while nothing runs. */
export class Sampler {
  readonly #source: UsageSource;
  readonly #clock: Clock;
  /** By container id. */
  #points = new Map<string, Point>();
  #samples: readonly PodSample[] = [];
  #cancel: () => void = () => {};
  #isStopped = false;

  constructor(source: UsageSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Of every pod that ran at the last look. */
  get samples(): readonly PodSample[] {
    return this.#samples;
  }

  start(): void {
    this.#cancel = this.#clock.after(sampleEveryMs, () => {
      // A machine that can't be looked at now can later.
      void this.sample()
        .catch(() => undefined)
        .finally(() => {
          if (!this.#isStopped) this.start();
        });
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async sample(): Promise<void> {
    const running = [...this.#source.workers()].map(({ pod, slots }) => ({
      pod,
      containers: slots.flatMap(({ container, run }) =>
        run ? [{ name: container.name, process: run.process }] : [],
      ),
    }));
    const processes = running.flatMap(({ containers }) => containers.map(({ process }) => process));
    const usages =
      processes.length === 0 ? new Map<string, never>() : await this.#source.runtime.usage(processes);
    const at = this.#clock.now();
    const points = new Map<string, Point>();
    this.#samples = running.flatMap(({ pod, containers }) => {
      const amounts = new Map<string, Amounts>();
      let windowMs = 0;
      for (const { name, process } of containers) {
        const usage = usages.get(process.id);
        if (!usage) continue;
        points.set(process.id, { at, cpuNanoseconds: usage.cpuNanoseconds });
        // One that is new has used nothing before it began.
        const before = this.#points.get(process.id) ?? { at: process.startedAt, cpuNanoseconds: 0 };
        const elapsed = Math.max(1, at - before.at);
        const cpuNanocores = Math.max(
          0,
          Math.round(((usage.cpuNanoseconds - before.cpuNanoseconds) * 1000) / elapsed),
        );
        amounts.set(name, { cpuNanocores, memoryBytes: usage.workingSetBytes });
        windowMs = Math.max(windowMs, elapsed);
      }
      return amounts.size === 0 ? [] : [{ pod, at, windowMs, containers: amounts }];
    });
    this.#points = points;
  }
}

export function total(samples: Iterable<Amounts>): Amounts {
  let [cpuNanocores, memoryBytes] = [0, 0];
  for (const amounts of samples) {
    cpuNanocores += amounts.cpuNanocores;
    memoryBytes += amounts.memoryBytes;
  }
  return { cpuNanocores, memoryBytes };
}
