import type { Usage } from "../container.ts";
import type { Hierarchy } from "./group.ts";
import { allProcesses, familyOf, type ProcessState } from "../processes.ts";

/** Counted over a container's processes. Shared memory counts for each of them. */
export function usageOf(family: readonly ProcessState[]): Usage {
  const sum = (of: (process: ProcessState) => number) => family.reduce((total, one) => total + of(one), 0);
  const rssBytes = sum((process) => process.rssBytes);
  const cpuNanoseconds = sum((process) => process.cpuNanoseconds);
  return { cpuNanoseconds, workingSetBytes: rssBytes, rssBytes, processes: family.length };
}

const interval = 500;

interface Watched {
  readonly pid: number;
  endForMemory(): void;
}

/** Looks at resident memory twice a second and kills what has too much: where the kernel does not do it for us. */
export class MemoryWatch {
  readonly #limits = new Map<Watched, number>();
  #timer: NodeJS.Timeout | undefined;

  /** @returns what ends the watch */
  watch(container: Watched, bytes: number): () => void {
    this.#limits.set(container, bytes);
    this.#timer ??= setInterval(() => void this.#look(), interval).unref();
    return () => {
      this.#limits.delete(container);
      if (this.#limits.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  async #look(): Promise<void> {
    const processes = await allProcesses();
    for (const [container, bytes] of this.#limits) {
      if (usageOf(familyOf(container.pid, processes)).rssBytes > bytes) container.endForMemory();
    }
  }
}

/** No control groups: nothing is limited but what a watch ends. */
export const unlimited: Hierarchy = {
  kind: "watched",
  make: () =>
    Promise.resolve({
      folders: [],
      usage: () => Promise.resolve(undefined),
      outOfMemory: () => Promise.resolve(false),
      remove: () => Promise.resolve(),
    }),
  close: () => Promise.resolve(),
};
