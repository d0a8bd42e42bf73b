import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { KubeObject } from "../object.ts";
import { apiVersionOf, nameOf } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { shownAs, storedAs } from "../resources/view.ts";
import { ApiError } from "../status.ts";
import type { Store, WatchEvent } from "../store/store.ts";
import { count, selectorIn } from "./list.ts";
import type { Selector } from "./selectors.ts";
import { statusOf } from "./respond.ts";

/** How an object is shown to this client; as it is stored when that is undefined. */
type Show = ((object: KubeObject) => object) | undefined;

export interface WatchRequest {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly query: URLSearchParams;
  readonly show: Show;
}

type EventType = WatchEvent["type"];

const bookmarkEveryMs = 15_000;
const longestSeconds = 1800;

/** Streams changes, one JSON object a line, until the client leaves, its time is over or it has fallen behind.
 *  Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export async function streamChanges(
  store: Store,
  request: WatchRequest,
  response: ServerResponse,
): Promise<void> {
  const { resource, namespace, query } = request;
  const selector = selectorOf(request);
  const from = firstRevision(store, query);
  const stream = new Stream(response, request);
  const start = from ?? store.revision;
  const ended = Promise.withResolvers<void>();
  // Before the head is sent: a revision that is gone is a refusal of its own.
  const watch = store.watch(
    { resource: nameOf(storedAs(resource)), namespace, from: start },
    (events) => stream.send(events.flatMap((event) => seen(event, selector))),
    (error) => {
      stream.fail(error);
      ended.resolve();
    },
  );
  try {
    response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-cache, private" });
    response.flushHeaders();
    if (from === undefined) await sendPresent(store, request, start, selector, stream);
    const bookmarks = setInterval(() => stream.bookmark(watch.revision), bookmarkEveryMs);
    const seconds = Math.min(count(query, "timeoutSeconds") ?? longestSeconds, longestSeconds);
    const timeout = setTimeout(ended.resolve, seconds * 1000);
    response.once("close", ended.resolve);
    await ended.promise;
    clearInterval(bookmarks);
    clearTimeout(timeout);
  } finally {
    watch.close();
    response.end();
  }
}

function selectorOf({ resource, name, query }: WatchRequest): Selector | undefined {
  const selector = selectorIn(resource, query, name);
  return selector && ((object) => selector(shownAs(resource, object)));
}

/** Undefined when the client wants what is there first: no revision given, or "0", or it asks for it. */
function firstRevision(store: Store, query: URLSearchParams): number | undefined {
  const revision = count(query, "resourceVersion");
  if (query.get("sendInitialEvents") === "true") return undefined;
  if (revision === undefined || revision === 0) return undefined;
  if (revision > store.revision) {
    throw new ApiError("Timeout", `Too large resource version: ${revision}, current: ${store.revision}`, {
      retryAfterSeconds: 1,
    });
  }
  return revision;
}

async function sendPresent(
  store: Store,
  { resource, namespace, query }: WatchRequest,
  at: number,
  selector: Selector | undefined,
  stream: Stream,
): Promise<void> {
  const { entries } = store.list(nameOf(storedAs(resource)), { namespace, at });
  const present = entries.filter(({ object }) => selector?.(object) ?? true);
  await stream.send(present.map((of) => ({ type: "ADDED" as const, of })));
  if (query.get("sendInitialEvents") === "true") stream.bookmark(at, true);
}

interface Seen {
  readonly type: EventType;
  readonly of: Pick<WatchEvent, "object" | "json">;
}

/** For whoever selects, an object appears when it begins to match and is gone when it no longer does. */
function seen(of: WatchEvent, selector: Selector | undefined): Seen[] {
  const { type, previous } = of;
  if (!selector) return [{ type, of }];
  const matched = previous !== undefined && selector(previous);
  if (type === "DELETED") return matched ? [{ type, of }] : [];
  if (selector(of.object)) return [{ type: matched ? "MODIFIED" : "ADDED", of }];
  return matched ? [{ type: "DELETED", of }] : [];
}

/** Lines in their order: what is there goes out before what happens, however soon that is. */
class Stream {
  readonly #response: ServerResponse;
  readonly #request: WatchRequest;
  #before: Promise<void> = Promise.resolve();

  constructor(response: ServerResponse, request: WatchRequest) {
    this.#response = response;
    this.#request = request;
  }

  send(events: readonly Seen[]): Promise<void> {
    const { show } = this.#request;
    const text = ({ object, json }: Seen["of"]) => (show ? JSON.stringify(show(object)) : json);
    return this.#write(events.map(({ type, of }) => `{"type":"${type}","object":${text(of)}}`));
  }

  bookmark(revision: number, isInitialEnd = false): void {
    if (this.#request.query.get("allowWatchBookmarks") !== "true") return;
    const { kind } = this.#request.resource;
    const annotations = isInitialEnd && { annotations: { "k8s.io/initial-events-end": "true" } };
    const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...annotations };
    const object = { kind, apiVersion: apiVersionOf(this.#request.resource), metadata };
    void this.#write([JSON.stringify({ type: "BOOKMARK", object })]);
  }

  fail(error: unknown): void {
    void this.#write([JSON.stringify({ type: "ERROR", object: statusOf(error) })]);
  }

  #write(lines: readonly string[]): Promise<void> {
    this.#before = this.#before.then(() => this.#writeNow(lines));
    return this.#before;
  }

  async #writeNow(lines: readonly string[]): Promise<void> {
    const response = this.#response;
    if (lines.length === 0 || response.destroyed || response.writableEnded) return;
    if (response.write(`${lines.join("\n")}\n`)) return;
    await Promise.race([once(response, "drain"), once(response, "close")]);
  }
}
