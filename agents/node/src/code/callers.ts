import { type Context, context, createContextKey, SpanKind } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { harmless } from "../harmless.ts";
import { codeAttributes, isOwnCode, type Location, pathOf } from "./location.ts";
import type { SourceMaps } from "./source-maps.ts";

/** How far up a caller is looked for: drivers and instrumentations take ten frames and more. */
const depth = 30;
const mostPlaces = 5000;

const fetchCaller = createContextKey("naru.fetch.caller");

type CodeAttributes = ReturnType<typeof codeAttributes>;

/** Marks calls to databases and other services with the line that makes them, for so many calls a second at most: taking a stack
 *  costs some ten microseconds. Which line a stack leads to is worked out once.
 *
 *  Only what runs synchronously below the caller is seen: where a driver starts the call from a queue, none is told. `fetch`
 *  does so always, so its callers are looked for as it is called. */
export class Callers implements SpanProcessor {
  readonly #maps: SourceMaps;
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #places = new Map<string, CodeAttributes | undefined>();
  #second = -1;
  #left = 0;

  /** @param now  milliseconds, ever rising */
  constructor(maps: SourceMaps, perSecond: number, now: () => number) {
    this.#maps = maps;
    this.#perSecond = perSecond;
    this.#now = now;
  }

  onStart(span: Span, parent: Context): void {
    if (span.kind !== SpanKind.CLIENT && span.kind !== SpanKind.PRODUCER) return;
    harmless(() => {
      const caller = (parent.getValue(fetchCaller) as Location | undefined) ?? this.#look();
      if (caller) this.#mark(span, caller);
    });
  }

  #mark(span: Span, caller: Location): void {
    const key = `${caller.file}:${caller.line}:${caller.column}`;
    if (this.#places.has(key)) span.setAttributes(this.#places.get(key) ?? {});
    else if (this.#places.size < mostPlaces) this.#find(key, caller, span);
  }

  /** Puts itself before the global `fetch`. */
  seeFetch(): void {
    const { fetch: original } = globalThis;
    const seen: typeof fetch = (...request) => {
      const caller = harmless(() => this.#look());
      if (!caller) return original(...request);
      return context.with(context.active().setValue(fetchCaller, caller), original, undefined, ...request);
    };
    globalThis.fetch = Object.defineProperties(seen, Object.getOwnPropertyDescriptors(original));
  }

  #look(): Location | undefined {
    return this.#mayLook() ? callerOf(takeStack()) : undefined;
  }

  #find(key: string, caller: Location, span: Span): void {
    this.#places.set(key, undefined);
    this.#maps.resolve(caller, (location) => {
      const attributes = codeAttributes(location);
      this.#places.set(key, attributes);
      span.setAttributes(attributes);
    });
  }

  #mayLook(): boolean {
    const second = Math.floor(this.#now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#left = this.#perSecond;
    }
    return this.#left-- > 0;
  }

  onEnd(_span: ReadableSpan): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** The frames above the agent's own. What the program has set up for its own stacks is put back.
 *  Source: https://v8.dev/docs/stack-trace-api */
function takeStack(): readonly NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  try {
    Error.stackTraceLimit = depth;
    Error.prepareStackTrace = (_, sites) => sites;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, harmless);
    return Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]) : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (own) Object.defineProperty(Error, "prepareStackTrace", own);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  }
}

function callerOf(stack: readonly NodeJS.CallSite[]): Location | undefined {
  for (const site of stack) {
    const file = pathOf(site.getFileName() ?? "");
    if (file === undefined || !isOwnCode(file)) continue;
    const name = site.getFunctionName();
    const location = { file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
    return name === null ? location : { ...location, function: name };
  }
  return undefined;
}
