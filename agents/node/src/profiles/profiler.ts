import { type Profiler, Session } from "node:inspector";

export interface CpuProfile {
  readonly nodes: readonly Profiler.ProfileNode[];
  /** Of each sample: the node it fell on, and when, in microseconds of `process.hrtime`. */
  readonly samples: readonly { readonly node: number; readonly at: number }[];
  /** Nanoseconds between two samples. */
  readonly periodNanos: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Samples the stack of this thread with V8's own profiler.
 *  @param ms         for how long, in milliseconds
 *  @param frequency  samples a second
 *  @throws           what the inspector reports
 *  Source: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/ */
export async function takeProfile(ms: number, frequency: number): Promise<CpuProfile> {
  const session = new Session();
  session.connect();
  try {
    session.post("Profiler.enable");
    session.post("Profiler.setSamplingInterval", { interval: 1e6 / frequency });
    session.post("Profiler.start");
    await new Promise((resolve) => setTimeout(resolve, ms).unref());
    return await stop(session, 1e9 / frequency);
  } finally {
    session.disconnect();
  }
}

function stop(session: Session, periodNanos: number): Promise<CpuProfile> {
  return new Promise((resolve, reject) => {
    session.post("Profiler.stop", (error, { profile } = { profile: undefined as never }) => {
      if (error) reject(error);
      else resolve(readable(profile, periodNanos));
    });
  });
}

function readable(profile: Profiler.Profile, periodNanos: number): CpuProfile {
  let at = profile.startTime;
  const samples = (profile.samples ?? []).map((node, index) => {
    at += profile.timeDeltas?.[index] ?? 0;
    return { node, at };
  });
  return {
    nodes: profile.nodes,
    samples,
    periodNanos,
    startedAt: profile.startTime,
    endedAt: profile.endTime,
  };
}
