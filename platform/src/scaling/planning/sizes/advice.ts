import type { SizeReason, Sizes, Spread } from "./api.ts";

export interface Seen {
  readonly now: Sizes;
  readonly cpu: Spread | null;
  readonly memory: Spread | null;
  /** The highest limit at which it was killed for lack of memory; null: it was not. */
  readonly killedAt: number | null;
  /** What an autoscaler keeps of what is requested, 0 to 1; null: none goes by that. */
  readonly kept: number | null;
}

export interface Advice {
  readonly advised: Sizes;
  readonly reasons: Readonly<Record<keyof Sizes, SizeReason>>;
}

type Choice = readonly [amount: number | null, reason: SizeReason];

/** Above the most that was used: memory that is not there kills. */
const memoryMargin = 1.15;
/** Above what it was killed at, as nobody knows how much it would have taken. */
const killedMargin = 1.2;
const memoryHeadroom = 1.25;
/** What is so near to what it should be is left alone. */
const tolerance = 0.1;

/** What a container should request, and may use at most.
 *  CPU is requested for busy minutes, not for the busiest one: what is missing for a moment makes it slower and no more. Memory is
 *  requested for the most that it took, and never below what it was killed at. Limits are only moved where there are some. */
export function adviceFor(seen: Seen): Advice {
  const { now } = seen;
  const isPinned = now.cpuLimit !== null && now.cpuLimit === now.cpuRequest;
  const cpuRequest = settled(now.cpuRequest, cpuWanted(seen, isPinned));
  const cpuLimit = limitOfCpu(seen, isPinned, cpuRequest);
  const memoryRequest = settled(now.memoryRequest, memoryWanted(seen));
  const memoryLimit = limitOfMemory(seen, memoryRequest);
  return {
    advised: {
      cpuRequest: cpuRequest[0],
      cpuLimit: cpuLimit[0],
      memoryRequest: memoryRequest[0],
      memoryLimit: memoryLimit[0],
    },
    reasons: {
      cpuRequest: cpuRequest[1],
      cpuLimit: cpuLimit[1],
      memoryRequest: memoryRequest[1],
      memoryLimit: memoryLimit[1],
    },
  };
}

function cpuWanted({ cpu, kept }: Seen, isPinned: boolean): Choice {
  if (cpu === null) return [null, "kept"];
  if (isPinned) return [roundedCores(cpu.peak), "peak"];
  if (kept !== null) return [roundedCores(cpu.weighted95 / kept), "autoscaled"];
  return [roundedCores(cpu.weighted95), "weighted95"];
}

function limitOfCpu({ now, cpu }: Seen, isPinned: boolean, [request]: Choice): Choice {
  if (now.cpuLimit === null || cpu === null || request === null) {
    return [now.cpuLimit, now.cpuLimit === null ? "unlimited" : "kept"];
  }
  if (isPinned) return [request, "equal"];
  const ratio = now.cpuRequest === null || now.cpuRequest === 0 ? 1 : now.cpuLimit / now.cpuRequest;
  const [scaled, least] = [roundedCores(request * Math.max(1, ratio)), roundedCores(cpu.peak)];
  return settled(now.cpuLimit, least > scaled ? [least, "peak"] : [scaled, "ratio"], request);
}

function memoryWanted({ memory, killedAt }: Seen): Choice {
  if (memory === null) return [null, "kept"];
  const [byPeak, byKill] = [memory.peak * memoryMargin, (killedAt ?? 0) * killedMargin];
  return byKill > byPeak ? [roundedBytes(byKill), "killed"] : [roundedBytes(byPeak), "peak"];
}

function limitOfMemory({ now, memory, killedAt }: Seen, [request]: Choice): Choice {
  if (now.memoryLimit === null || memory === null || request === null) {
    return [now.memoryLimit, now.memoryLimit === null ? "unlimited" : "kept"];
  }
  if (now.memoryLimit === now.memoryRequest) return [request, "equal"];
  const least = Math.max(request, (killedAt ?? 0) * killedMargin);
  return settled(now.memoryLimit, [roundedBytes(request * memoryHeadroom), "headroom"], least);
}

/** What there is stays where it is near enough, and is enough.
 *  @param least  that it has to be */
function settled(now: number | null, [wanted, reason]: Choice, least = 0): Choice {
  if (wanted === null) return [now, "kept"];
  const isNear = now !== null && now >= least && Math.abs(wanted / now - 1) <= tolerance;
  return isNear ? [now, "kept"] : [wanted, reason];
}

const milli = 1e-3;
const mebibyte = 2 ** 20;
const upTo = (step: number, amount: number) => Math.ceil(amount / step - 1e-6) * step;

/** Up to a round figure: 35m, 160m, 1250m. */
export function roundedCores(cores: number): number {
  const millis = cores / milli;
  const round = millis <= 100 ? upTo(5, millis) : millis <= 1000 ? upTo(10, millis) : upTo(50, millis);
  return Math.max(10, round) / 1000;
}

export function roundedBytes(bytes: number): number {
  const mebibytes = bytes / mebibyte;
  const step = mebibytes <= 128 ? 4 : mebibytes <= 1024 ? 16 : 64;
  return Math.max(16, upTo(step, mebibytes)) * mebibyte;
}
