import {
  BYTES,
  encode,
  FIXED64,
  ProfileView,
  Reader,
  requests,
  SampleView,
  type Signal,
  tagOf,
  walk,
} from "@naru/otlp";
import { attributes, profiles } from "@naru/testkit";

/** A request that is sent again and again: ids and times are written anew into its bytes each time. */
export interface Template {
  readonly body: Buffer;
  readonly items: number;
  readonly stamp: (tick: number) => void;
}

const itemsPerRequest = 1000;
const services = ["storefront", "catalog", "cart", "order", "payment", "inventory", "notification"];

interface Pattern {
  readonly body: Buffer;
  readonly places: Places;
}
const patterns = new Map<Signal, Pattern[]>();

/** One request of every service, the caller's own to write to. A span has 10 attributes and about 400 bytes; spans
 *  of one tick share traces across services, two of each trace in each service, which makes traces of 14. */
export function templates(signal: Signal): Template[] {
  const known = patterns.get(signal) ?? services.map((service, index) => pattern(signal, service, index));
  patterns.set(signal, known);
  return known.map(({ body: original, places }, index) => {
    const body = Buffer.from(original);
    return { body, items: itemsPerRequest, stamp: (tick) => stampAll(body, places, tick, index) };
  });
}

function pattern(signal: Signal, service: string, index: number): Pattern {
  const body = encode(requests[signal], request(signal, service, index));
  return { body, places: placesOf(signal, body) };
}

function request(signal: Signal, service: string, index: number): unknown {
  const resource = {
    attributes: attributes({
      "service.name": service,
      "service.namespace": "shop",
      "service.version": "1.4.2",
      "service.instance.id": `${service}-7d4b9c-${index}`,
      "deployment.environment.name": "production",
      "k8s.pod.name": `${service}-7d4b9c-${index}`,
    }),
  };
  const scope = { name: "@opentelemetry/instrumentation-http", version: "0.301.0" };
  const range = Array.from({ length: itemsPerRequest }, (_, i) => i);
  if (signal === "traces") {
    return {
      resourceSpans: [{ resource, scopeSpans: [{ scope, spans: range.map((i) => span(i, index)) }] }],
    };
  }
  if (signal === "logs") {
    return { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: range.map((i) => record(i)) }] }] };
  }
  if (signal === "profiles") return profilesOf(service);
  const metrics = Array.from({ length: 50 }, (_, m) => gauge(m));
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] };
}

function span(i: number, service: number) {
  const isEntry = i % 2 === 0;
  const route = `/api/v1/resource-${i % 30}`;
  return {
    traceId: "11".repeat(16),
    spanId: "22".repeat(8),
    ...((service > 0 || !isEntry) && { parentSpanId: "33".repeat(8) }),
    name: isEntry ? `GET ${route}` : "SELECT shop",
    kind: isEntry ? 2 : 3,
    startTimeUnixNano: "1",
    endTimeUnixNano: "1",
    attributes: attributes({
      "http.request.method": "GET",
      "http.route": route,
      "http.response.status_code": i % 97 === 0 ? 500 : 200,
      "url.path": `${route}/${i % 500}`,
      "server.address": "storefront.shop.svc.cluster.local",
      "server.port": 8080,
      "network.peer.address": "10.42.0.17",
      "network.peer.port": 30_000 + i,
      "user_agent.original": "Mozilla/5.0 (X11; Linux x86_64)",
      "thread.name": "main",
    }),
    status: i % 97 === 0 ? { code: 2 } : {},
  };
}

function record(i: number) {
  return {
    timeUnixNano: "1",
    observedTimeUnixNano: "1",
    severityNumber: i % 50 === 0 ? 17 : 9,
    severityText: i % 50 === 0 ? "ERROR" : "INFO",
    body: {
      stringValue: `order ${100_000 + i} of customer u${i % 400} was paid with card ending ${1000 + (i % 9000)}`,
    },
    attributes: attributes({
      "http.route": `/orders/${i % 30}`,
      "enduser.id": `u${i % 400}`,
      pid: 4242,
      module: "order/place",
    }),
    traceId: "11".repeat(16),
    spanId: "22".repeat(8),
  };
}

function gauge(m: number) {
  const dataPoints = Array.from({ length: itemsPerRequest / 50 }, (_, s) => ({
    timeUnixNano: "1",
    asDouble: m * 100 + s / 7,
    attributes: attributes({
      "http.route": `/api/v1/resource-${s}`,
      "http.request.method": "GET",
      state: "used",
    }),
  }));
  return { name: `demo.metric.${m}`, unit: "By", gauge: { dataPoints } };
}

const frame = (depth: number, branch: number) => ({
  function: `handle${depth}_${branch}`,
  file: `/app/src/module-${branch % 40}.ts`,
  line: depth * 7 + branch,
});

/** Ten seconds at a hundred samples each, on two hundred stacks of thirty frames. */
function profilesOf(service: string) {
  const samples = Array.from({ length: itemsPerRequest / 5 }, (_, stack) => ({
    stack: Array.from({ length: 30 }, (_, i) => frame(30 - i, Math.floor(stack / 2 ** Math.max(0, i - 22)))),
    values: Array.from({ length: 5 }, () => 10_000_000n),
    at: Array.from({ length: 5 }, () => 1n),
  }));
  return profiles([{ time: 1n, samples }], { service });
}

/* --- Where ids and times stand in the bytes ------------------------------------------------------------------- */

interface Places {
  readonly traces: number[];
  readonly spans: number[];
  readonly parents: number[];
  readonly times: number[];
}

const fields: Readonly<
  Record<Signal, { trace: number; span: number; parent: number; times: readonly number[] }>
> = {
  traces: { trace: 1, span: 2, parent: 4, times: [7, 8] },
  logs: { trace: 9, span: 10, parent: -1, times: [1, 11] },
  metrics: { trace: -1, span: -1, parent: -1, times: [3] },
  profiles: { trace: -1, span: -1, parent: -1, times: [3] },
};

function placesOf(signal: Signal, body: Buffer): Places {
  const places: Places = { traces: [], spans: [], parents: [], times: [] };
  const reader = new Reader();
  reader.reset(body);
  walk(reader, {
    resource() {},
    scope() {},
    item(start, end) {
      if (signal === "metrics") eachPoint(reader, start, end, (s, e) => note(reader, signal, places, s, e));
      else note(reader, signal, places, start, end);
      if (signal === "profiles") eachInstant(reader, start, end, (at) => places.times.push(at));
    },
  });
  return places;
}

/** The points of a gauge: field 5 of Metric, field 1 of Gauge. */
function eachPoint(
  reader: Reader,
  start: number,
  end: number,
  visit: (start: number, end: number) => void,
): void {
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag !== tagOf(5, BYTES)) {
      reader.skip(tag, end);
      continue;
    }
    reader.range(end);
    const stop = reader.end;
    reader.pos = reader.start;
    while (reader.pos < stop) {
      reader.tag(stop);
      reader.range(stop);
      const next = reader.end;
      visit(reader.start, next);
      reader.pos = next;
    }
  }
}

/** The instants of a profile's samples: field 2 of Profile, field 5 of Sample. */
function eachInstant(reader: Reader, start: number, end: number, visit: (at: number) => void): void {
  const profile = new ProfileView();
  const sample = new SampleView();
  profile.read(reader, start, end);
  for (let i = 0; i < profile.samples.count; i++) {
    sample.read(reader, profile.samples.starts[i] as number, profile.samples.ends[i] as number);
    for (let run = 0; run < sample.times.count; run++) {
      for (let at = sample.times.starts[run] as number; at < (sample.times.ends[run] as number); at += 8) {
        visit(at);
      }
    }
  }
}

function note(reader: Reader, signal: Signal, places: Places, start: number, end: number): void {
  const { trace, span: own, parent, times } = fields[signal];
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    const at = reader.pos;
    reader.skip(tag, end);
    if (tag === tagOf(trace, BYTES)) places.traces.push(reader.start);
    else if (tag === tagOf(own, BYTES)) places.spans.push(reader.start);
    else if (tag === tagOf(parent, BYTES)) places.parents.push(reader.start);
    else if (times.some((field) => tag === tagOf(field, FIXED64))) places.times.push(at);
  }
}

function stampAll(body: Buffer, places: Places, tick: number, service: number): void {
  places.traces.forEach((at, i) => {
    const key = tick * 1000 + (i >> 1);
    writeId(body, at, key);
    writeId(body, at + 8, key ^ 0x5bd1e995);
  });
  places.spans.forEach((at, i) => writeId(body, at, (tick * 8 + service) * 1000 + i));
  places.parents.forEach((at, i) =>
    writeId(body, at, (tick * 8 + Math.max(0, service - 1)) * 1000 + (i & ~1)),
  );
  const now = BigInt(Date.now()) * 1_000_000n;
  const isPair = places.times.length === 2 * itemsPerRequest;
  places.times.forEach((at, i) => {
    const item = isPair ? i >> 1 : i;
    const duration = isPair && i % 2 === 1 ? 200_000n + BigInt(((item * 7919) % 997) * 20_000) : 0n;
    body.writeBigUInt64LE(now + BigInt(item * 1000) + duration, at);
  });
}

/** Eight bytes that look random and are never zero. */
function writeId(body: Buffer, at: number, key: number): void {
  body.writeUInt32LE(mix(key) >>> 0, at);
  body.writeUInt32LE((mix(key ^ 0x9e3779b9) | 1) >>> 0, at + 4);
}

function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
