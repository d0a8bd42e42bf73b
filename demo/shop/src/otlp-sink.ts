import { createServer } from "node:http";
import { portOf } from "./port.ts";

/** A receiver of OTLP/HTTP for tests: keeps what arrives, as far as the tests look at it. */
export interface OtlpSink {
  endpoint: string;
  spans: Span[];
  logs: LogRecord[];
  metrics: Metric[];
  bytes: number;
  /** The last request's headers. */
  headers: NodeJS.Dict<string | string[]>;
  close(): void;
}

export interface Span {
  service: string;
  resource: Attributes;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
  attributes: Attributes;
}

interface LogRecord {
  service: string;
  traceId: string;
  body: string;
  attributes: Attributes;
}

interface Metric {
  service: string;
  name: string;
}

type Attributes = Record<string, string | number | undefined>;

const kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;

export async function startOtlpSink(): Promise<OtlpSink> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      sink.headers = request.headers;
      receive(sink, request.url ?? "", Buffer.concat(chunks));
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const sink: OtlpSink = {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    spans: [],
    logs: [],
    metrics: [],
    bytes: 0,
    headers: {},
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return sink;
}

/** Field numbers are those of opentelemetry-proto, v1; the three requests nest alike. */
function receive(sink: OtlpSink, path: string, body: Buffer): void {
  sink.bytes += body.length;
  for (const perResource of messages(body, 1)) {
    const resource = attributes(messages(perResource, 1)[0] ?? Buffer.alloc(0), 1);
    const service = String(resource["service.name"]);
    for (const record of messages(perResource, 2).flatMap((perScope) => messages(perScope, 2))) {
      if (path === "/v1/traces") sink.spans.push(span(record, service, resource));
      else if (path === "/v1/logs") sink.logs.push(logRecord(record, service));
      else sink.metrics.push({ service, name: text(record, 1) });
    }
  }
}

function span(record: Buffer, service: string, resource: Attributes): Span {
  return {
    service,
    resource,
    traceId: hex(record, 1),
    spanId: hex(record, 2),
    parentSpanId: hex(record, 4),
    name: text(record, 5),
    kind: kinds[numberOf(record, 6)] ?? "unspecified",
    attributes: attributes(record, 9),
  };
}

function logRecord(record: Buffer, service: string): LogRecord {
  const body = messages(record, 5)[0];
  return {
    service,
    traceId: hex(record, 9),
    body: body ? text(body, 1) : "",
    attributes: attributes(record, 6),
  };
}

function attributes(message: Buffer, field: number): Attributes {
  const entries = messages(message, field).map((entry) => {
    const value = messages(entry, 2)[0] ?? Buffer.alloc(0);
    const fields = [...fieldsOf(value)];
    const scalar = fields[0]?.field === 1 ? text(value, 1) : fields[0]?.varint;
    return [text(entry, 1), scalar] as const;
  });
  return Object.fromEntries(entries);
}

const messages = (message: Buffer, field: number) =>
  [...fieldsOf(message)].flatMap((each) => (each.field === field && each.bytes ? [each.bytes] : []));
const text = (message: Buffer, field: number) => messages(message, field)[0]?.toString("utf8") ?? "";
const hex = (message: Buffer, field: number) => messages(message, field)[0]?.toString("hex") ?? "";
const numberOf = (message: Buffer, field: number) =>
  [...fieldsOf(message)].find((each) => each.field === field)?.varint ?? 0;

interface Field {
  field: number;
  varint?: number;
  bytes?: Buffer;
}

/** The protobuf wire format: https://protobuf.dev/programming-guides/encoding/ */
function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { field, varint: varint() };
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        yield { field, bytes: message.subarray(at, (at += length)) };
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`no such wire type: ${tag % 8}`);
    }
  }
}
