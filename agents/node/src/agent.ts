import { isMainThread } from "node:worker_threads";
import {
  context,
  diag,
  DiagConsoleLogger,
  DiagLogLevel,
  logs,
  metrics,
  propagation,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { diagLogLevelFromString, getBooleanFromEnv } from "@opentelemetry/core";
import { registerInstrumentations } from "@opentelemetry/instrumentation";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { Callers } from "./code/callers.ts";
import { FunctionLocations } from "./code/functions.ts";
import { ExpressHandlerInstrumentation, Handlers, seeFastifyHandlers } from "./code/handlers.ts";
import { SourceMaps } from "./code/source-maps.ts";
import { sendOnExit } from "./exit.ts";
import { incomingRequests } from "./identity/requests.ts";
import { createInstrumentations } from "./loading/instrumentations.ts";
import { hookModules } from "./loading/modules.ts";
import { createAnnouncer } from "./pending/index.ts";
import { observeProcess } from "./process-metrics.ts";
import { startProfiles } from "./profiles/index.ts";
import { tellErrors } from "./sdk/errors.ts";
import { createLoggerProvider } from "./sdk/logs.ts";
import { createMeterProvider } from "./sdk/metrics.ts";
import { createPropagator } from "./sdk/propagator.ts";
import { createResource } from "./sdk/resource.ts";
import { createTracerProvider } from "./sdk/traces.ts";
import { type CodeSettings, readSettings } from "./settings.ts";

/** Starts everything, in the order in which a program needs it. Worker threads have traces and logs of their own; metrics and
 *  profiles are the main thread's, as they speak of the process. */
export function start(env: NodeJS.ProcessEnv): void {
  if (getBooleanFromEnv("OTEL_SDK_DISABLED")) return;
  const logLevel = diagLogLevelFromString(env["OTEL_LOG_LEVEL"]) ?? DiagLogLevel.WARN;
  diag.setLogger(new DiagConsoleLogger(), { logLevel, suppressOverrideMessage: true });
  tellErrors(() => performance.now());
  const settings = readSettings(env, (text) => diag.warn(text));

  const resource = createResource();
  const meterProvider = isMainThread ? createMeterProvider(resource) : undefined;
  if (meterProvider) metrics.setGlobalMeterProvider(meterProvider);
  const meters = metrics.getMeterProvider();
  const announcer = createAnnouncer(settings.pendingSpans, resource);
  const maps = new SourceMaps();
  const processors = [...callersOf(settings.code, maps), ...(announcer ? [announcer.processor] : [])];
  const tracerProvider = createTracerProvider({ resource, meterProvider: meters, processors });
  const loggerProvider = createLoggerProvider({ resource, meterProvider: meters });

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(createPropagator());
  if (tracerProvider) trace.setGlobalTracerProvider(tracerProvider);
  if (loggerProvider) logs.setGlobalLoggerProvider(loggerProvider);

  const instrumentations = [
    ...createInstrumentations(incomingRequests(settings.identity)),
    ...handlerInstrumentations(settings.code, maps),
  ];
  registerInstrumentations({ instrumentations });
  hookModules(instrumentations);

  if (meterProvider) observeProcess(meterProvider);
  if (meterProvider) announcer?.observe(meterProvider);
  if (isMainThread) startProfiles(settings.profiles, resource, maps);
  const senders = [tracerProvider, loggerProvider, meterProvider, announcer];
  sendOnExit(
    () => Promise.allSettled(senders.map(async (sender) => sender?.forceFlush())),
    settings.exitTimeoutMs,
  );
}

function callersOf({ callersPerSecond }: CodeSettings, maps: SourceMaps): SpanProcessor[] {
  if (callersPerSecond === 0) return [];
  const callers = new Callers(maps, callersPerSecond, () => performance.now());
  callers.seeFetch();
  return [callers];
}

function handlerInstrumentations(settings: CodeSettings, maps: SourceMaps) {
  if (!settings.handlers) return [];
  const handlers = new Handlers(new FunctionLocations(), maps);
  seeFastifyHandlers(handlers);
  return [new ExpressHandlerInstrumentation(handlers)];
}
