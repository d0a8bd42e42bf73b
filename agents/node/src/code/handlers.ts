import { subscribe } from "node:diagnostics_channel";
import { context, type Span } from "@opentelemetry/api";
import { getRPCMetadata } from "@opentelemetry/core";
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from "@opentelemetry/instrumentation";
import { harmless } from "../harmless.ts";
import { scope } from "../scope.ts";
import type { FunctionLocations } from "./functions.ts";
import { codeAttributes, isOwnCode } from "./location.ts";
import type { SourceMaps } from "./source-maps.ts";

type CodeAttributes = ReturnType<typeof codeAttributes>;

/** Where handlers are written, as attributes of the spans of requests. A handler is looked up once; after that it costs a look
 *  into a map. */
export class Handlers {
  readonly #functions: FunctionLocations;
  readonly #maps: SourceMaps;
  readonly #known = new WeakMap<Function, CodeAttributes | "not ours">();

  constructor(functions: FunctionLocations, maps: SourceMaps) {
    this.#functions = functions;
    this.#maps = maps;
  }

  /** Gets ready, once the program has loaded what it is made of. */
  expect(): void {
    setImmediate(() => harmless(() => this.#functions.prepare()));
  }

  /** Marks the span of the request that is being handled with where its handler is written.
   *  @param route  the pattern that led to the handler, where nobody else tells it */
  mark(handler: Function, route?: string): void {
    const request = getRPCMetadata(context.active());
    if (!request) return;
    if (route !== undefined) request.route = route;
    if (!request.span.isRecording()) return;
    const known = this.#known.get(handler);
    if (known === undefined) this.#find(handler, request.span);
    else if (known !== "not ours") request.span.setAttributes(known);
  }

  #find(handler: Function, span: Span): void {
    const written = this.#functions.of(handler);
    if (!written || !isOwnCode(written.file)) {
      this.#known.set(handler, "not ours");
      return;
    }
    this.#maps.resolve(written, (location) => {
      const attributes = codeAttributes(location);
      this.#known.set(handler, attributes);
      span.setAttributes(attributes);
    });
  }
}

interface Layer {
  method?: string;
  handle: Function;
}
type Handle = (this: Layer, ...args: unknown[]) => unknown;

/** Sees the handlers of Express: 4 has its own router, 5 that of the package `router`. */
export class ExpressHandlerInstrumentation extends InstrumentationBase {
  readonly #handlers: Handlers;

  constructor(handlers: Handlers) {
    super(`${scope.name}/express-handlers`, scope.version, { enabled: false });
    this.#handlers = handlers;
    this.enable();
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const layerOf = (module: string, version: string, file: string, method: string) =>
      new InstrumentationNodeModuleDefinition(module, [version], undefined, undefined, [
        new InstrumentationNodeModuleFile(
          file,
          [version],
          (layer) => this.#see(layer, method),
          () => undefined,
        ),
      ]);
    return [
      layerOf("express", ">=4.0.0 <5", "express/lib/router/layer.js", "handle_request"),
      layerOf("router", ">=2.0.0 <3", "router/lib/layer.js", "handleRequest"),
    ];
  }

  #see<T extends { prototype: Record<string, Handle> }>(layer: T, method: string): T {
    const handlers = this.#handlers;
    const handle = layer.prototype[method];
    if (!handle) return layer;
    handlers.expect();
    layer.prototype[method] = function handleRequest(...args) {
      // A layer with a method is one of a route; the others are middleware.
      if (this.method !== undefined) harmless(() => handlers.mark(this.handle));
      return handle.apply(this, args);
    };
    return layer;
  }
}

interface FastifyHandling {
  readonly request?: { readonly routeOptions?: { readonly handler?: Function } };
  readonly route?: { readonly url?: string };
}

/** Sees routes and handlers of Fastify 5, which tells of them by itself.
 *  Source: https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks */
export function seeFastifyHandlers(handlers: Handlers): void {
  subscribe("fastify.initialization", () => handlers.expect());
  subscribe("tracing:fastify.request.handler:start", (message) => {
    const { request, route } = message as FastifyHandling;
    const handler = request?.routeOptions?.handler;
    if (typeof handler === "function") harmless(() => handlers.mark(handler, route?.url));
  });
}
