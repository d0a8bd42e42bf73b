import type { Scene } from "../scene/scene.ts";
import { type Delay, delaysOf } from "./delays.ts";
import { type FailureRate, failuresOf } from "./failures.ts";
import { type Flow, flowsOf } from "./flows.ts";
import { Level } from "./level.ts";
import { type Life, livesOf } from "./lives.ts";
import { type Repeat, repeatsOf } from "./repeats.ts";
import { type Turn, turnsOf } from "./succession.ts";

/** A place where time is spent, ready to be cut. */
export interface DelayLevel {
  readonly delay: Delay;
  readonly level: Level;
}

/** How often an operation calls something, ready to be cut. */
export interface RepeatLevel {
  readonly repeat: Repeat;
  readonly level: Level;
}

/** A flow with its turn at each moment. */
export interface FlowTurns {
  readonly flow: Flow;
  readonly turns: readonly (Turn | undefined)[];
}

/** What rules look at: everything in the scene that varies in time, at the moments at which it may have changed. */
export interface Signals {
  readonly moments: readonly number[];
  /** The pods of each service. */
  readonly lives: ReadonlyMap<string, readonly Life[]>;
  /** By service. */
  readonly delays: readonly DelayLevel[];
  /** By pod, of services with several. */
  readonly podDelays: readonly DelayLevel[];
  readonly repeats: readonly RepeatLevel[];
  readonly failures: readonly FailureRate[];
  readonly flows: readonly FlowTurns[];
  /** Milliseconds that users waited from each moment to the end, in the sample. */
  readonly waited: readonly number[];
  /** Requests of users from each moment to the end, in the sample. */
  readonly requests: readonly number[];
}

const moments = 60;
/** So much of the window, at each end, is needed to know what was before and what came after. */
const margin = 0.06;
/** Rarer places are too few to be judged. */
const leastCalls = 5;
const leastPairs = 8;

export function signalsOf(scene: Scene): Signals {
  const { from, to } = scene.window;
  const length = to - from;
  const times = Array.from(
    { length: moments + 1 },
    (_, index) => from + length * (margin + (index / moments) * (1 - 2 * margin)),
  );
  const lives = livesOf(scene.calls);
  const delays = delaysOf(scene.calls, lives, from);
  return {
    moments: times,
    lives,
    delays: levelsOf(delays.services),
    podDelays: levelsOf(delays.pods),
    repeats: repeatsOf(scene.calls)
      .filter((repeat) => repeat.times.length >= leastCalls)
      .map((repeat) => ({ repeat, level: new Level(repeat.times, repeat.values) })),
    failures: failuresOf(scene.calls),
    flows: flowsOf(scene)
      .filter((flow) => flow.times.length >= leastPairs)
      .map((flow) => ({ flow, turns: turnsOf(flow, times, from) })),
    ...usersFrom(scene, times),
  };
}

const levelsOf = (delays: readonly Delay[]): DelayLevel[] =>
  delays
    .filter((delay) => delay.times.length >= leastCalls)
    .map((delay) => ({ delay, level: new Level(delay.times, delay.values, delay.weights) }));

/** What users asked for and waited for, from each moment to the end. */
function usersFrom({ calls }: Scene, times: readonly number[]): Pick<Signals, "requests" | "waited"> {
  const requests = times.map(() => 0);
  const waited = times.map(() => 0);
  let last = -1;
  for (let row = 0; row < calls.count; row++) {
    // Calls are in the order of their starts, as the moments are.
    while ((times[last + 1] ?? Number.POSITIVE_INFINITY) <= (calls.start[row] ?? 0)) last++;
    if (!calls.isRoot[row] || last < 0) continue;
    requests[last] = (requests[last] ?? 0) + 1;
    waited[last] = (waited[last] ?? 0) + (calls.duration[row] ?? 0);
  }
  for (let i = times.length - 2; i >= 0; i--) {
    requests[i] = (requests[i] ?? 0) + (requests[i + 1] ?? 0);
    waited[i] = (waited[i] ?? 0) + (waited[i + 1] ?? 0);
  }
  return { requests, waited };
}
