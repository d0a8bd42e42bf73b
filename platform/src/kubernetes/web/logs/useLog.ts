import { Problem, requestFor } from "@naru/ui";
import { useEffect, useState } from "react";
import { type PodLogLine, readPodLog } from "../../api.ts";
import { type Line, parseLines, withLines } from "./lines.ts";

interface Source {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly previous: boolean;
}

interface Log {
  readonly lines: readonly Line[];
  /** `ended`: the container has; it is looked for again. */
  readonly state: "opening" | "open" | "ended";
  readonly error: Error | null;
}

const TAIL = 1000;
const RENDER_MILLIS = 120;
const AGAIN_MILLIS = 3000;
const OPENING: Log = { lines: [], state: "opening", error: null };

/** A container's log as it grows; taken up again by itself when the connection or the container ends. */
export function useLog(source: Source): Log {
  const [held, setHeld] = useState({ key: "", log: OPENING });
  const { cluster, namespace, name, container, previous } = source;
  const key = [cluster, namespace, name, container, previous].join(" ");
  useEffect(() => {
    const stop = new AbortController();
    const asked = { cluster, namespace, name, container, previous, tailLines: TAIL };
    const update: Update = (change) =>
      setHeld((was) => ({ key, log: change(was.key === key ? was.log : OPENING) }));
    void follow(asked, stop.signal, update);
    return () => stop.abort();
  }, [key, cluster, namespace, name, container, previous]);
  return held.key === key ? held.log : OPENING;
}

type Update = (change: (log: Log) => Log) => void;

async function follow(source: Source & { tailLines: number }, signal: AbortSignal, update: Update) {
  while (!signal.aborted) {
    try {
      await readAll(source, signal, update);
      update((log) => ({ ...log, state: "ended", error: null }));
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Error ? error : new Error(String(error));
      update((log) => ({ ...log, state: "ended", error: problem }));
    }
    // A run that is over writes nothing more.
    if (source.previous) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
  }
}

async function readAll(source: Source & { tailLines: number }, signal: AbortSignal, update: Update) {
  const { url } = requestFor({ ...readPodLog, path: `${readPodLog.path}/follow` }, { ...source });
  const answer = await fetch(url, { signal, credentials: "same-origin" }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new Problem(0, "NETWORK", "", "");
  });
  if (!answer.ok || answer.body === null) throw await Problem.of(answer);
  update((log) => ({ ...log, state: "open", error: null }));
  await readLines(answer.body, (lines) => update((log) => ({ ...log, lines: withLines(log.lines, lines) })));
}

/** Hands lines on in batches: a busy log must not draw the page for each of its lines. */
async function readLines(body: ReadableStream<Uint8Array>, onLines: (lines: readonly PodLogLine[]) => void) {
  let rest = "";
  let batch: PodLogLine[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (batch.length > 0) onLines(batch);
    batch = [];
  };
  try {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const parsed = parseLines(rest + decoder.decode(part.value, { stream: true }));
      rest = parsed.rest;
      batch.push(...parsed.lines);
      timer ??= setTimeout(flush, RENDER_MILLIS);
    }
  } finally {
    clearTimeout(timer);
    flush();
  }
}
