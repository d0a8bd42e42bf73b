import type { Isolation } from "./chain.ts";
import type { Container, ContainerSpec, ExecOptions, Execution, Usage } from "./container.ts";
import { RuntimeError } from "./errors.ts";
import { execute } from "./execute.ts";
import type { Hierarchy } from "./limits/group.ts";
import { MemoryWatch, unlimited, usageOf } from "./limits/watched.ts";
import { permittedHierarchy, permittedIsolation } from "./probe.ts";
import { allProcesses, familyOf } from "./processes.ts";
import type { RunningContainer } from "./running.ts";
import { startContainer } from "./start.ts";

export interface Runtime {
  readonly isolation: "namespaces" | "none";
  readonly limits: "cgroup2" | "cgroup1" | "watched";
  /** Whether volumes can be file systems of their own, which are mounted on the machine itself. */
  readonly mayMount: boolean;
  /** @throws RuntimeError when it can't be started */
  start(spec: ContainerSpec): Promise<Container>;
  /** Runs a command inside a container: its namespaces, environment, working directory, user and cgroup.
   *  @throws RuntimeError when it has ended, or has no such command */
  exec(container: Container, options: ExecOptions): Promise<Execution>;
  /** By container id; containers that have ended are left out. */
  usage(containers: readonly Container[]): Promise<Map<string, Usage>>;
  /** Ends every container. */
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  /** Name of our group under the hierarchy. */
  readonly cgroup: string;
}

/** Finds out what this machine permits, and removes what an earlier run of the name has left. */
export async function openRuntime({ cgroup }: RuntimeOptions): Promise<Runtime> {
  const isolation = await permittedIsolation();
  return runtimeWith(isolation, await permittedHierarchy(isolation, cgroup));
}

/** For those who know better than to find out. */
export function runtimeWith(isolation: Isolation, hierarchy: Hierarchy = unlimited): Runtime {
  return new ProcessRuntime(isolation, hierarchy);
}

class ProcessRuntime implements Runtime {
  readonly #isolation: Isolation;
  readonly #hierarchy: Hierarchy;
  readonly #memory = new MemoryWatch();
  readonly #running = new Set<RunningContainer>();
  readonly #starting = new Set<Promise<unknown>>();
  #isStopped = false;

  constructor(isolation: Isolation, hierarchy: Hierarchy) {
    this.#isolation = isolation;
    this.#hierarchy = hierarchy;
  }

  get isolation() {
    return this.#isolation === "none" ? "none" : "namespaces";
  }

  get mayMount() {
    return this.#isolation === "root";
  }

  get limits() {
    return this.#hierarchy.kind;
  }

  async start(spec: ContainerSpec): Promise<Container> {
    if (this.#isStopped) throw stopped();
    const starting = startContainer({ isolation: this.#isolation, hierarchy: this.#hierarchy }, spec);
    const settled = starting.catch(() => undefined);
    this.#starting.add(settled);
    try {
      const container = await starting;
      this.#follow(container, spec);
      return container;
    } finally {
      this.#starting.delete(settled);
    }
  }

  exec(container: Container, options: ExecOptions): Promise<Execution> {
    return execute(container as RunningContainer, options);
  }

  async usage(containers: readonly Container[]): Promise<Map<string, Usage>> {
    const running = (containers as readonly RunningContainer[]).filter(({ hasEnded }) => !hasEnded);
    const processes = this.limits === "watched" ? await allProcesses() : [];
    const usages = running.map(async (container): Promise<[string, Usage] | undefined> => {
      // Its group goes when it ends.
      const counted = await container.parts.group.usage().catch(() => undefined);
      if (container.hasEnded) return undefined;
      return [container.id, counted ?? usageOf(familyOf(container.pid, processes))];
    });
    return new Map((await Promise.all(usages)).filter((usage) => usage !== undefined));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#starting);
    const ended = [...this.#running].map((container) => {
      container.kill("SIGKILL");
      return container.exited;
    });
    await Promise.all(ended);
    await this.#hierarchy.close();
  }

  #follow(container: RunningContainer, { memoryLimitBytes }: ContainerSpec): void {
    this.#running.add(container);
    const isWatched = memoryLimitBytes !== undefined && this.limits === "watched";
    const unwatch = isWatched ? this.#memory.watch(container, memoryLimitBytes) : undefined;
    void container.exited.finally(() => {
      unwatch?.();
      this.#running.delete(container);
    });
  }
}

const stopped = () =>
  new RuntimeError("STOPPED", "no container can be started: Naru is being stopped", "start Naru again");
