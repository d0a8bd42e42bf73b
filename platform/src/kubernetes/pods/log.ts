import type { Hono } from "hono";
import { isReason } from "@naru/kubernetes";
import { z } from "zod";
import type { Cluster } from "../clusters/cluster.ts";
import { clusterNamed, type Clusters } from "../clusters/clusters.ts";
import { toPersonsError } from "../failure.ts";
import { NaruError } from "#kernel/errors.ts";
import { logInput, type PodLogLine, readPodLog } from "./api.ts";
import { linesOf } from "./lines.ts";

type Input = z.output<typeof readPodLog.input>;

const mostBytes = 4 * 1024 * 1024;

/** The end of a container's log, at most 4 MiB of it. */
export async function podLog(clusters: Clusters, input: Input, signal: AbortSignal) {
  const cluster = clusterNamed(clusters, input.cluster);
  const stream = await openLog(cluster, input, { limitBytes: mostBytes, signal });
  const lines: PodLogLine[] = [];
  let bytes = 0;
  for await (const line of linesOf(stream)) {
    lines.push(line);
    bytes += Buffer.byteLength(line.text) + line.time.length + 2;
  }
  return { lines, isTruncated: bytes >= mostBytes - 1024 };
}

function openLog(
  cluster: Cluster,
  { namespace, name, container, previous, sinceSeconds, tailLines }: Input,
  more: { limitBytes?: number; follow?: boolean; signal: AbortSignal },
) {
  return cluster.client
    .logs(
      { namespace, name },
      {
        container: container || firstContainer(cluster, namespace, name),
        previous,
        sinceSeconds,
        tailLines,
        ...more,
      },
    )
    .catch((error: unknown) => {
      if (!isReason(error, "BadRequest")) throw error;
      throw new NaruError("KUBERNETES_REFUSED", (error as Error).message, {
        status: 409,
        help: "The container has no such log yet: see its state, or ask for the run before with previous.",
      });
    });
}

const firstContainer = (cluster: Cluster, namespace: string, name: string) =>
  cluster.caches.pods.get(namespace, name)?.spec.containers[0]?.name;

const idleMs = 15_000;

/** A log as it grows, one JSON object a line; it ends when the container does or the caller leaves. */
export function followLogs(app: Hono, clusters: Clusters): void {
  app.get(`${readPodLog.path.replaceAll(/\{(\w+)\}/g, ":$1")}/follow`, async (c) => {
    const parsed = followInput.safeParse({ ...c.req.query(), ...c.req.param() });
    if (!parsed.success) throw new NaruError("INVALID_INPUT", z.prettifyError(parsed.error));
    const { signal } = c.req.raw;
    const cluster = clusterNamed(clusters, parsed.data.cluster);
    const log = await openLog(cluster, parsed.data, { follow: true, signal }).catch((error: unknown) => {
      throw toPersonsError(cluster.name, error);
    });
    c.header("content-type", "application/x-ndjson");
    c.header("cache-control", "no-store");
    return c.body(ndjson(linesOf(log), () => log.destroy()));
  });
}

const followInput = z.object({
  ...logInput,
  previous: z.stringbool().default(false),
  sinceSeconds: z.coerce.number().int().min(1).optional(),
  tailLines: z.coerce.number().int().min(0).max(10_000).default(500),
});

/** Empty lines in between let both sides notice that the other is gone. */
function ndjson(lines: AsyncIterable<PodLogLine>, leave: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = lines[Symbol.asyncIterator]();
  let idle: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(idle);
    leave();
  };
  return new ReadableStream({
    start(controller) {
      idle = setInterval(() => controller.enqueue(encoder.encode("\n")), idleMs);
    },
    async pull(controller) {
      const next = await iterator.next().catch(() => ({ done: true as const, value: undefined }));
      if (!next.done) return controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
      end();
      controller.close();
    },
    cancel: end,
  });
}
