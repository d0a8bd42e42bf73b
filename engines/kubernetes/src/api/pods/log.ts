import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { KubeObject } from "../../object.ts";
import { at, records, text } from "../../resources/values.ts";
import { ApiError } from "../../status.ts";
import { count } from "../list.ts";
import type { LogRequest, PodAccess } from "./access.ts";

/** Sends what a container printed, and goes on for as long as asked.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod
 *  @throws ApiError */
export async function sendLog(
  access: PodAccess,
  pod: KubeObject,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  const lines = linesOf(access, pod, query, left.signal);
  const parts = lines[Symbol.asyncIterator]();
  // The first part before the head: what can't be read is a refusal of its own.
  let part = await firstOrQuiet(parts);
  response.writeHead(200, { "Content-Type": "text/plain", "Cache-Control": "no-cache, private" });
  response.flushHeaders();
  for (let next = await part.next; !next.done; next = await part.next) {
    if (!response.write(next.value)) await Promise.race([once(response, "drain"), once(response, "close")]);
    if (left.signal.aborted) break;
    part = { next: parts.next() };
  }
  response.end();
}

/** What a container printed, as a query asks for it.
 *  @throws ApiError */
export const linesOf = (
  access: PodAccess,
  pod: KubeObject,
  query: URLSearchParams,
  signal: AbortSignal,
): AsyncIterable<Buffer> => access.log(pod, requestIn(pod, query, signal));

const quietMs = 100;

/** A follower may have nothing to read for long: the head must not wait for it. */
async function firstOrQuiet(
  parts: AsyncIterator<Buffer>,
): Promise<{ next: Promise<IteratorResult<Buffer>> }> {
  const next = parts.next();
  const quiet = Promise.withResolvers<void>();
  const timer = setTimeout(quiet.resolve, quietMs);
  await Promise.race([next, quiet.promise]);
  clearTimeout(timer);
  return { next };
}

function requestIn(pod: KubeObject, query: URLSearchParams, signal: AbortSignal): LogRequest {
  const tailLines = count(query, "tailLines");
  const limitBytes = count(query, "limitBytes");
  const since = sinceIn(query);
  return {
    container: containerIn(pod, query),
    previous: query.get("previous") === "true",
    follow: query.get("follow") === "true",
    timestamps: query.get("timestamps") === "true",
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since !== undefined && { since }),
    signal,
  };
}

function sinceIn(query: URLSearchParams): number | undefined {
  const seconds = count(query, "sinceSeconds");
  if (seconds !== undefined) return Date.now() - seconds * 1000;
  const time = query.get("sinceTime");
  if (time === null) return undefined;
  const since = Date.parse(time);
  if (Number.isNaN(since))
    throw new ApiError("BadRequest", `sinceTime: Invalid value: ${JSON.stringify(time)}`);
  return since;
}

/** @throws ApiError BadRequest when it has to be chosen, or is none of the pod's */
export function containerIn(pod: KubeObject, query: URLSearchParams): string {
  const names = (list: string) => records(at(pod, "spec", list)).map((container) => text(container["name"]));
  const [main, init] = [names("containers"), names("initContainers")];
  const ephemeral = names("ephemeralContainers");
  const { name } = pod.metadata;
  const asked = query.get("container") || undefined;
  if (asked !== undefined) {
    if ([...main, ...init, ...ephemeral].includes(asked)) return asked;
    throw new ApiError("BadRequest", `container ${asked} is not valid for pod ${name}`);
  }
  const [only] = main;
  if (main.length === 1 && only !== undefined) return only;
  const more = init.length > 0 ? ` or one of the init containers: [${init.join(" ")}]` : "";
  const message = `a container name must be specified for pod ${name}, choose one of: [${main.join(" ")}]${more}`;
  throw new ApiError("BadRequest", message);
}
