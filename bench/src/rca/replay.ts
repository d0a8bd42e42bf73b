import { setTimeout as sleep } from "node:timers/promises";
import { httpPaths, type Signal } from "@naru/otlp";
import { type Platform, startPlatform } from "@naru/testkit";
import { type OtlpRequest, otlpRequests } from "./otlp.ts";
import { endOf, type Recording, type Window } from "./recording.ts";

/** How long before now a recording ends. */
const endsBeforeNowMs = 60_000;
const mostBodyBytes = 4 * 2 ** 20;
const storedWithinMs = 60_000;

/** A recording in a platform of its own: nothing else has ever been stored there. */
export interface Replayed {
  readonly platform: Platform;
  /** By how much later than recorded it is told to have happened, in milliseconds. */
  readonly laterMs: number;
  /** By name, in the platform's time. */
  readonly windows: ReadonlyMap<string, Window>;
}

/** The window of a case.
 *  @throws Error when there are others */
export function onlyWindow({ windows }: Replayed): Window {
  const [window, another] = windows.values();
  if (window && !another) return window;
  throw new Error(`a case has one window, not ${windows.size}`);
}

/** Starts a platform, sends the recording to its OTLP port and waits until all of it can be asked for. Times are moved by
 *  one constant, so that the recording ends a minute ago. Whoever calls this stops the platform.
 *  @param load  runs while the platform starts
 *  @throws Error when something is not acknowledged or is not stored in time; what `load` throws */
export async function replay(load: () => Promise<Recording>): Promise<Replayed> {
  const [start, loaded] = await Promise.allSettled([started(), prepared(load)]);
  if (start.status === "rejected") throw start.reason as Error;
  const platform = start.value;
  try {
    if (loaded.status === "rejected") throw loaded.reason as Error;
    const { requests, ...prepare } = loaded.value;
    for (const { signal, body } of requests) await post(platform, signal, body);
    await untilStored(platform);
    return { platform, ...prepare };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

/** Whatever a recording's length: nothing in it is too old to be taken. */
const settings = {
  NARU_RETENTION_TRACES: "400d",
  NARU_RETENTION_LOGS: "400d",
  NARU_RETENTION_METRICS: "400d",
};

/** Of a hundred platforms one finds a port taken that was free a moment before: it is tried again with others. */
async function started(tries = 3): Promise<Platform> {
  try {
    return await startPlatform({ settings });
  } catch (error) {
    if (tries <= 1 || !/Port \d+ is taken/.test((error as Error).message)) throw error;
    return started(tries - 1);
  }
}

async function prepared(load: () => Promise<Recording>) {
  const recording = await load();
  const laterMs = Math.floor(Date.now() - endsBeforeNowMs - endOf(recording));
  const windows = [...recording.windows].map(
    ([name, { from, to }]) => [name, { from: from + laterMs, to: to + laterMs }] as const,
  );
  const requests = [...joined(otlpRequests(recording.parts, laterMs))];
  return { laterMs, windows: new Map(windows), requests };
}

/** OTLP requests written one after the other are one request again: Protocol Buffers join what repeats. */
function* joined(requests: Iterable<OtlpRequest>): Generator<OtlpRequest> {
  const waiting = new Map<Signal, { parts: Buffer[]; bytes: number }>();
  for (const { signal, body } of requests) {
    const batch = waiting.get(signal) ?? { parts: [], bytes: 0 };
    batch.parts.push(body);
    batch.bytes += body.length;
    waiting.set(signal, batch);
    if (batch.bytes < mostBodyBytes) continue;
    waiting.delete(signal);
    yield { signal, body: Buffer.concat(batch.parts) };
  }
  for (const [signal, { parts }] of waiting) yield { signal, body: Buffer.concat(parts) };
}

async function post(platform: Platform, signal: Signal, body: Buffer): Promise<void> {
  const answer = await fetch(`${platform.otlpHttp}${httpPaths[signal]}`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(body),
  });
  // An answer with a body tells of items that were refused.
  const told = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200 || told.length > 0) {
    throw new Error(`${httpPaths[signal]} answered ${answer.status}: ${told.toString("utf8")}`);
  }
}

interface IngestStatus {
  readonly signals: readonly { readonly received: number; readonly stored: number }[];
}

async function untilStored(platform: Platform): Promise<void> {
  const until = performance.now() + storedWithinMs;
  while (performance.now() < until) {
    const { signals } = await platform.call<IngestStatus>("/api/ingest");
    if (signals.every(({ received, stored }) => received === stored)) return;
    await sleep(50);
  }
  throw new Error(`not all that was sent is stored after ${storedWithinMs} ms:\n${platform.output()}`);
}
