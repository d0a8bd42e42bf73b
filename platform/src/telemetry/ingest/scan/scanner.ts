import type { Block, Column } from "@naru/clickhouse";
import { Reader, type Signal, type Visitor, walk, type Window } from "@naru/otlp";
import type { Limits } from "./limits.ts";
import { LogScanner } from "./logs.ts";
import { MetricScanner } from "./metrics.ts";
import { type Origin, Origins } from "./origins.ts";
import { ProfileScanner } from "./profiles.ts";
import { SpanScanner } from "./spans.ts";

export interface Request {
  readonly body: Uint8Array;
  /** When it was received, seconds since 1970. */
  readonly received: number;
}

export interface TableBlock {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly native: Buffer;
}

export interface Scanned {
  /** What other rows refer to; to be inserted first. Inserting it twice does no harm. */
  readonly dimensions: readonly TableBlock[];
  readonly facts: readonly TableBlock[];
  readonly items: number;
  readonly unreadable: readonly { readonly request: Request; readonly reason: string }[];
}

type AnyBlock = Block<Readonly<Record<string, Column>>>;
const none: Origin = { low: 0, high: 0, service: Buffer.alloc(0) };

/** Turns requests into blocks of columns. One scanner is used again and again: it remembers which resources,
 *  scopes and series have been stored today. It is its own visitor: V8 compiles a walk with one visitor, of one
 *  class, to half of the time that a visitor made for each request takes. */
export class Scanner implements Visitor {
  readonly #reader = new Reader();
  #signal: Signal = "traces";
  #received = 0;
  #window: Window = { oldest: 0, newest: 0 };
  #resource = none;
  #scope = none;
  readonly #origins: Origins;
  readonly #spans: SpanScanner;
  readonly #logs: LogScanner;
  readonly #metrics: MetricScanner;
  readonly #profiles: ProfileScanner;

  constructor(limits: Limits) {
    this.#origins = new Origins(limits);
    this.#spans = new SpanScanner(limits);
    this.#logs = new LogScanner(limits);
    this.#metrics = new MetricScanner(limits);
    this.#profiles = new ProfileScanner(limits);
  }

  /** A request that fails in any way is set aside alone: those beside it are stored.
   *  @param firstSeq first sequence number of these requests' log records
   *  @param windowAt  times that were accepted at a time of receipt */
  scan(
    signal: Signal,
    requests: Iterable<Request>,
    firstSeq: bigint,
    windowAt: (received: number) => Window,
  ): Scanned {
    const unreadable: { request: Request; reason: string }[] = [];
    this.#logs.firstSeq = firstSeq;
    for (const request of requests) {
      this.#mark(signal);
      try {
        this.#add(signal, request, windowAt(request.received));
      } catch (error) {
        this.#rollback(signal);
        unreadable.push({ request, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    return this.#take(signal, unreadable);
  }

  /** To be called when what was scanned could not be stored: resources, scopes, series and stacks are given again. */
  forget(): void {
    this.#origins.forget();
    this.#metrics.series.forget();
    this.#profiles.stacks.forget();
  }

  resource(message: Uint8Array, schemaUrl: Uint8Array): void {
    const given = this.#signal === "profiles" ? this.#profiles.resource(message, this.#reader) : message;
    this.#resource = this.#origins.resource(given, schemaUrl);
  }

  scope(message: Uint8Array, schemaUrl: Uint8Array): void {
    this.#scope = this.#origins.scope(message, schemaUrl);
  }

  item(start: number, end: number): void {
    const reader = this.#reader;
    const window = this.#window;
    const resource = this.#resource;
    const scope = this.#scope;
    if (this.#signal === "traces") this.#spans.add(reader, start, end, window, resource, scope);
    else if (this.#signal === "logs")
      this.#logs.add(reader, start, end, window, this.#received, resource, scope);
    else if (this.#signal === "metrics") this.#metrics.add(reader, start, end, window, resource, scope);
    else this.#profiles.add(reader, start, end, window, this.#received, resource);
  }

  #add(signal: Signal, { body, received }: Request, window: Window): void {
    const day = Math.floor(received / 86_400);
    this.#origins.startDay(day);
    this.#metrics.series.startDay(day);
    this.#profiles.stacks.startDay(day);
    this.#reader.reset(body);
    this.#signal = signal;
    this.#received = received;
    this.#window = window;
    if (signal === "profiles") this.#profiles.startRequest(this.#reader);
    walk(this.#reader, this);
  }

  #take(signal: Signal, unreadable: Scanned["unreadable"]): Scanned {
    const facts = this.#facts(signal).map(taken).filter(hasRows);
    const items =
      signal === "profiles"
        ? this.#profiles.taken()
        : facts
            .filter((block) => block.table !== "metric_exemplars")
            .reduce((sum, { rows }) => sum + rows, 0);
    return { dimensions: this.#dimensions(signal).map(taken).filter(hasRows), facts, items, unreadable };
  }

  #dimensions(signal: Signal): [string, AnyBlock][] {
    const shared: [string, AnyBlock][] = [
      ["resources", this.#origins.resources],
      ["scopes", this.#origins.scopes],
    ];
    if (signal === "metrics") return [...shared, ["metric_series", this.#metrics.series.block]];
    if (signal !== "profiles") return shared;
    const { stacks } = this.#profiles;
    return [...shared, ["profile_frames", stacks.frames.block], ["profile_stacks", stacks.block]];
  }

  #facts(signal: Signal): [string, AnyBlock][] {
    if (signal === "traces") return [["spans", this.#spans.block]];
    if (signal === "logs") {
      return [
        ["logs", this.#logs.block],
        ["pending_spans", this.#logs.pending],
      ];
    }
    if (signal === "profiles") return [["profile_samples", this.#profiles.block]];
    return [
      ["metric_numbers", this.#metrics.numbers],
      ["metric_distributions", this.#metrics.distributions],
      ["metric_exemplars", this.#metrics.exemplars],
    ];
  }

  #mark(signal: Signal): void {
    for (const [, block] of [...this.#dimensions(signal), ...this.#facts(signal)]) block.mark();
    this.#profiles.mark();
  }

  /** What the request brought is taken back, and what it made known is given again when next seen. */
  #rollback(signal: Signal): void {
    for (const [, block] of [...this.#dimensions(signal), ...this.#facts(signal)]) block.rollback();
    this.#profiles.rollback();
    this.forget();
  }
}

function taken([table, block]: [string, AnyBlock]): TableBlock {
  const { rows } = block;
  const native = rows > 0 ? block.toNative() : Buffer.alloc(0);
  block.clear();
  return { table, columns: block.names, rows, native };
}

const hasRows = ({ rows }: TableBlock) => rows > 0;
