import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { once } from "node:events";
import type { ClickHouse } from "@naru/clickhouse";
import { toOtlp, type WriteSeries } from "@naru/remote-write";
import { storeRequest } from "#telemetry/ingest/fixture.ts";
import type { Message } from "./notify/message.ts";

const anyTime = { oldest: 0, newest: Number.MAX_SAFE_INTEGER };

/** Stores series as ingest does, without a log before it. */
export async function writeTo(clickhouse: ClickHouse, series: readonly WriteSeries[]): Promise<void> {
  if (series.length === 0) return;
  await storeRequest(clickhouse, "metrics", toOtlp(series, anyTime).body, Date.now() / 1000);
}

export const gaugeOf = (
  labels: Readonly<Record<string, string>>,
  time: number,
  value: number,
): WriteSeries => ({
  labels: Object.entries(labels),
  type: "gauge",
  help: "",
  unit: "",
  samples: [{ time, start: 0, value }],
  histograms: [],
  exemplars: [],
});

export interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Message & Record<string, unknown>;
}

/** A receiver that notes what it is told. */
export class Receiver {
  readonly calls: Call[] = [];
  /** What it answers from now on. */
  status = 200;
  /** Called once, with the next message, before it is answered. */
  onNext: (() => void) | undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Call["body"];
        receiver.calls.push({ path: request.url ?? "", headers: request.headers, body });
        receiver.onNext?.();
        receiver.onNext = undefined;
        response.writeHead(receiver.status).end();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return receiver;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  at(path: string): Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

export const ruleObject = (name: string, rules: readonly object[], interval = "1s") => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name, namespace: "naru" },
  spec: { groups: [{ name, interval, rules }] },
});

export const configObject = (name: string, spec: object) => ({
  apiVersion: "monitoring.coreos.com/v1alpha1",
  kind: "AlertmanagerConfig",
  metadata: { name, namespace: "naru" },
  spec,
});

/** Does something again and again until it is told to stop. */
export function repeat(work: () => Promise<void>, pauseMs: number): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await work();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  return {
    stop() {
      stopped.abort();
      return running;
    },
  };
}
