import type { z } from "zod";
import { distributionOf, type Read, services, type Window, windowOf } from "#telemetry/query/index.ts";
import { callCategory } from "../calls/api.ts";
import type { serviceMap } from "./api.ts";
import { answeredSample, countedOf } from "./answered.ts";
import { mayReachService, type Seen } from "./edges.ts";
import { graphOf } from "./graph.ts";
import { calledIn, consumedIn } from "./store.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** As many spans as are joined in about half a second. */
const mostSpans = 400_000;

export async function mapOf(read: Read, input: z.output<typeof serviceMap.input>, now: number) {
  const asked = windowOf(input, now);
  const window = { from: Math.floor(asked.from / minuteMs) * minuteMs, to: asked.to };
  const back = input.against === "day" ? dayMs : Math.ceil((window.to - window.from) / minuteMs) * minuteMs;
  const before = { from: window.from - back, to: window.to - back };
  const [today, earlier] = await Promise.all([seenIn(read, window, now), seenIn(read, before, now)]);
  return { ...graphOf(today, earlier), sampling: today.sampling };
}

async function seenIn(read: Read, window: Window, now: number): Promise<Seen> {
  const [found, called] = await Promise.all([
    services(read, { from: String(window.from), to: String(window.to) }, now),
    calledIn(read, window),
  ]);
  const busiest = called.filter(mayReachService).map(({ busiest }) => busiest);
  const { minutes, sampling, answered } = await answeredSample(read, window, busiest, mostSpans);
  const consumed = await consumedIn(read, window, minutes);
  return {
    seconds: (Math.min(window.to, now) - window.from) / 1000,
    sampling,
    services: found.services,
    called: called.map(({ category, requests, errors, durations, ...call }) => ({
      ...call,
      category: callCategory.catch("other").parse(category),
      requests: Number(requests),
      errors: Number(errors),
      durations: distributionOf(durations),
    })),
    answered,
    consumed: consumed.map(({ service, system, target, ...row }) => ({
      service,
      system,
      target,
      ...countedOf(row),
    })),
  };
}
