import type { IncomingMessage } from "node:http";
import { readVersion1, readVersion2, SnappyError, toOtlp, unsnap, WriteError } from "@naru/remote-write";
import { type Door, Refusal, type RefusalReason, refusals } from "./door.ts";

/** Prometheus remote write, at the port of OTLP/HTTP. */
export const remoteWritePath = "/prometheus/api/v1/write";

export interface RemoteWriteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const messages: ReadonlyMap<string, typeof readVersion1> = new Map([
  ["", readVersion1],
  ["prometheus.WriteRequest", readVersion1],
  ["io.prometheus.write.v2.Request", readVersion2],
]);

/** Takes one request in: it becomes an OTLP request and goes the same way as one, so that it is on disk before it is
 *  acknowledged.
 *  @param body as received, compressed
 *  @throws Refusal
 *  Source: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/ */
export async function takeRemoteWrite(
  request: IncomingMessage,
  body: Buffer,
  door: Door,
  mostBytes: number,
): Promise<RemoteWriteAnswer> {
  const read = messages.get(messageOf(request));
  if (!read) {
    throw new Refusal(
      "unsupported",
      "Send Content-Type application/x-protobuf, of prometheus.WriteRequest or io.prometheus.write.v2.Request.",
    );
  }
  if ((request.headers["content-encoding"] ?? "snappy").toLowerCase() !== "snappy") {
    throw new Refusal("unsupported", "Content-Encoding must be snappy.");
  }
  const { body: otlp, samples, histograms, exemplars, problems } = converted(body, read, door, mostBytes);
  await door.accept("metrics", otlp);
  const headers = {
    "X-Prometheus-Remote-Write-Samples-Written": String(samples),
    "X-Prometheus-Remote-Write-Histograms-Written": String(histograms),
    "X-Prometheus-Remote-Write-Exemplars-Written": String(exemplars),
  };
  if (problems.length === 0) return { status: 204, headers, text: "" };
  return { status: 400, headers, text: `Some of it was not taken: ${problems.join("; ")}.\n` };
}

/** A sender of remote write gives up what is answered with 4xx, 429 too unless it is told otherwise; of 5xx it tries
 *  again. */
export function refuseRemoteWrite(reason: RefusalReason | undefined): {
  status: number;
  retrySeconds?: number;
} {
  if (reason === undefined) return { status: 500 };
  const { http, retrySeconds } = refusals[reason];
  return { status: http === 429 ? 503 : http, ...(retrySeconds !== undefined && { retrySeconds }) };
}

/** @returns the message that the content type names; empty when it names none, something unknown for other types */
function messageOf(request: IncomingMessage): string {
  const [type = "", ...parameters] = (request.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-protobuf") return type || "none";
  const named = parameters.map((each) => each.trim()).find((each) => each.toLowerCase().startsWith("proto="));
  return named?.slice("proto=".length).replaceAll('"', "") ?? "";
}

function converted(body: Buffer, read: typeof readVersion1, door: Door, mostBytes: number) {
  try {
    return toOtlp(read(unsnap(body, mostBytes)), door.metricsWindow());
  } catch (error) {
    if (error instanceof RangeError) {
      throw new Refusal("too_large", `Decompressed, a request may have ${mostBytes} bytes.`);
    }
    if (error instanceof SnappyError || error instanceof WriteError) {
      throw new Refusal("malformed", `The request can't be read: ${error.message}.`);
    }
    throw error;
  }
}
