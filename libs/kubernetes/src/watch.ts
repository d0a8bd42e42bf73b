import { StringDecoder } from "node:string_decoder";
import type { Connection } from "./connection.ts";
import { errorOf, KubernetesError } from "./errors.ts";
import { type Kind, pathOf } from "./kind.ts";
import type { KubeObject } from "./object.ts";

export interface WatchEvent<T extends KubeObject = KubeObject> {
  /** A bookmark's object has nothing but its resourceVersion. */
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: T;
}

interface Options {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly resourceVersion: string;
  readonly signal?: AbortSignal | undefined;
  /** A server that says nothing for so long, not even a bookmark, is taken for dead. */
  readonly silenceMs?: number | undefined;
}

const longestWatchSeconds = 300;
/** Servers send a bookmark about every minute. */
const defaultSilenceMs = 90_000;
const longestEventBytes = 16 * 1024 * 1024;

/** @returns what happens from now on; it ends when the server ends it, which is usual
 *  @throws KubernetesError, also from within: Expired when the revision is gone, NoAnswer after too long a silence */
export async function watchEvents<T extends KubeObject>(
  connection: Connection,
  kind: Kind,
  { namespace, signal, silenceMs = defaultSilenceMs, ...query }: Options,
): Promise<AsyncIterable<WatchEvent<T>>> {
  const silence = new AbortController();
  const stream = await connection.stream({
    path: pathOf(kind, { namespace }),
    query: { ...query, watch: true, allowWatchBookmarks: true, timeoutSeconds: longestWatchSeconds },
    signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
  });
  return eventsOf<T>(stream, () => silence.abort(), silenceMs, signal);
}

async function* eventsOf<T extends KubeObject>(
  stream: AsyncIterable<Buffer>,
  giveUp: () => void,
  silenceMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<WatchEvent<T>> {
  let isSilent = false;
  const timer = setTimeout(() => {
    isSilent = true;
    giveUp();
  }, silenceMs);
  try {
    for await (const line of lines(stream, () => timer.refresh())) yield eventOf<T>(line);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof KubernetesError) throw error;
    const message = isSilent
      ? `nothing was heard of the API server for ${silenceMs / 1000} s`
      : "the connection to the API server broke";
    throw new KubernetesError({ code: 0, reason: isSilent ? "NoAnswer" : "Unreachable", message });
  } finally {
    clearTimeout(timer);
    giveUp();
  }
}

/** @param heard called for whatever arrives */
async function* lines(stream: AsyncIterable<Buffer>, heard: () => void): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    heard();
    const parts = (rest + decoder.write(chunk)).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > longestEventBytes) {
      throw new KubernetesError({
        code: 0,
        reason: "Unreachable",
        message: "an event is too long to be one",
      });
    }
    for (const line of parts) if (line !== "") yield line;
  }
}

function eventOf<T extends KubeObject>(line: string): WatchEvent<T> {
  const event = JSON.parse(line) as WatchEvent<T> | { type: "ERROR"; object: { code?: number } };
  if (event.type === "ERROR") throw errorOf(event.object.code ?? 500, JSON.stringify(event.object));
  return event;
}
