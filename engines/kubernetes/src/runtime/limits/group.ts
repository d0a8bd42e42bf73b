import type { Usage } from "../container.ts";

/** What a container may use. */
export interface Limits {
  readonly memoryBytes?: number;
  readonly cpuMillicores?: number;
}

/** Where the limits of one container are enforced. */
export interface Group {
  /** Control groups that its processes join. */
  readonly folders: readonly string[];
  /** Undefined where it has to be counted over the processes. */
  usage(): Promise<Usage | undefined>;
  /** Whether the kernel killed for want of memory. */
  outOfMemory(): Promise<boolean>;
  remove(): Promise<void>;
}

export interface Hierarchy {
  readonly kind: "cgroup2" | "cgroup1" | "watched";
  make(id: string, limits: Limits): Promise<Group>;
  /** Removes the group that holds all containers' groups. */
  close(): Promise<void>;
}

/** Length in microseconds of the period in which a share of processor time is given. */
export const cpuPeriod = 100_000;

/** Microseconds of processor time in one period. The kernel takes no less than 1 ms. */
export const cpuQuota = (millicores: number) => Math.max(1000, Math.round((millicores * cpuPeriod) / 1000));
