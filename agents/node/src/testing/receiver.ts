import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { Signal } from "@naru/otlp";
import { decode } from "@naru/otlp/oracle";
import { type DecodedProfile, decodeProfiles } from "../profiles/decode.ts";

type Attributes = Readonly<Record<string, unknown>>;

interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

export interface ReceivedRecord {
  readonly eventName: string | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly body: unknown;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  /** When it arrived, in milliseconds since the epoch. */
  readonly arrived: number;
}

interface ReceivedMetric {
  readonly name: string;
  readonly points: readonly { readonly attributes: Attributes; readonly value: number }[];
}

/** A receiver of OTLP/HTTP for tests: keeps what arrives, decoded by protobufjs and the official schema. */
export interface Receiver extends AsyncDisposable {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  readonly records: ReceivedRecord[];
  readonly metrics: ReceivedMetric[];
  readonly profiles: DecodedProfile[];
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      receive(
        receiver,
        request.url ?? "",
        request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body,
      );
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const receiver: Receiver = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    records: [],
    metrics: [],
    profiles: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return receiver;
}

function receive(receiver: Receiver, path: string, body: Buffer): void {
  if (path === "/v1development/profiles") receiver.profiles.push(...decodeProfiles(body));
  if (path === "/v1/traces") receiver.spans.push(...items("traces", "Spans", "spans", body).map(spanOf));
  if (path === "/v1/logs") receiver.records.push(...items("logs", "Logs", "logRecords", body).map(recordOf));
  if (path === "/v1/metrics") {
    receiver.metrics.push(...items("metrics", "Metrics", "metrics", body).map(metricOf));
  }
}

type Message = Readonly<Record<string, unknown>>;
interface Item {
  readonly item: Message;
  readonly resource: Attributes;
}

/** The three requests nest alike. */
function items(signal: Signal, kind: string, list: string, body: Buffer): Item[] {
  const message = decode(signal, body) as Message;
  return messages(message[`resource${kind}`]).flatMap((ofResource) => {
    const resource = attributesOf((ofResource["resource"] as Message | undefined)?.["attributes"]);
    return messages(ofResource[`scope${kind}`])
      .flatMap((ofScope) => messages(ofScope[list]))
      .map((item) => ({ item, resource }));
  });
}

const spanOf = ({ item, resource }: Item): ReceivedSpan => ({
  traceId: hex(item["traceId"]) ?? "",
  spanId: hex(item["spanId"]) ?? "",
  parentSpanId: hex(item["parentSpanId"]),
  name: String(item["name"]),
  kind: Number(item["kind"]),
  attributes: attributesOf(item["attributes"]),
  resource,
});

const recordOf = ({ item, resource }: Item): ReceivedRecord => ({
  eventName: item["eventName"] as string | undefined,
  traceId: hex(item["traceId"]),
  spanId: hex(item["spanId"]),
  body: item["body"] === undefined ? undefined : valueOf(item["body"]),
  attributes: attributesOf(item["attributes"]),
  resource,
  arrived: Date.now(),
});

/** Of histograms only the name is kept. */
const metricOf = ({ item }: Item): ReceivedMetric => ({
  name: String(item["name"]),
  points: messages(((item["sum"] ?? item["gauge"]) as Message | undefined)?.["dataPoints"]).map((point) => ({
    attributes: attributesOf(point["attributes"]),
    value: Number(point["asInt"] ?? point["asDouble"]),
  })),
});

const messages = (list: unknown) => (list ?? []) as Message[];
const hex = (base64: unknown) =>
  typeof base64 === "string" && base64 !== "" ? Buffer.from(base64, "base64").toString("hex") : undefined;
const attributesOf = (list: unknown): Attributes =>
  Object.fromEntries(messages(list).map(({ key, value }) => [key, valueOf(value)]));

function valueOf(value: unknown): unknown {
  const [[kind, content] = []] = Object.entries(value ?? {});
  if (kind === "intValue") return Number(content);
  if (kind === "arrayValue") return messages((content as Message)["values"]).map(valueOf);
  return content;
}
