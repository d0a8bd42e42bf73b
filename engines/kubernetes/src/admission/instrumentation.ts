import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Container, EnvVar, Pod } from "../kubelet/pod.ts";
import type { KubeObject } from "../object.ts";
import { podAttributes } from "../telemetry/pod-attributes.ts";

/** The OpenTelemetry agents that programs can be started with, as far as this machine has them: folders, or files. */
export interface Agents {
  readonly nodejs?: string;
  readonly java?: string;
  readonly python?: string;
}

/** @param folder  where people put agents: `java/opentelemetry-javaagent.jar`, `python/` as `pip install --target` fills it, and
 *                 `nodejs/register.cjs` in place of Naru's own (`agents/node`), which is built with Naru. */
export function findAgents(folder: string): Agents {
  const java = join(folder, "java", "opentelemetry-javaagent.jar");
  const python = join(folder, "python");
  const ours = fileURLToPath(import.meta.resolve("@naru/agent-node"));
  const nodejs = [join(folder, "nodejs", "register.cjs"), ours].find((path) => existsSync(path));
  return {
    ...(nodejs !== undefined && { nodejs }),
    ...(existsSync(java) && { java }),
    ...(existsSync(join(python, pythonLoader)) && { python }),
  };
}

const pythonLoader = "opentelemetry/instrumentation/auto_instrumentation";
const prefix = "instrumentation.opentelemetry.io/";

export interface InstrumentOptions {
  readonly agents: Agents;
  /** Base address of an OTLP/HTTP receiver. */
  readonly endpoint: string;
  /** Of the pod's namespace. */
  readonly namespace: KubeObject | undefined;
  /** The controller of the pod, its controller, and so on. */
  readonly owners: readonly KubeObject[];
}

type Language = keyof Agents;
type Annotated = Pick<KubeObject, "metadata"> | undefined;

/** What a pod is annotated with, or its namespace. */
const annotationsOf = (pod: Annotated, namespace: Annotated) => (name: string) =>
  pod?.metadata.annotations?.[prefix + name] ?? namespace?.metadata.annotations?.[prefix + name];

const asks = (annotation: string | undefined) => !["false", undefined].includes(annotation);

/** The languages whose agents a pod asks for in vain. */
export function missingAgents(pod: Annotated, namespace: Annotated, agents: Agents): string[] {
  const inject = `${prefix}inject-`;
  const named = [pod, namespace].flatMap((object) => Object.keys(object?.metadata.annotations ?? {}));
  const languages = named.filter((key) => key.startsWith(inject)).map((key) => key.slice(inject.length));
  const annotation = annotationsOf(pod, namespace);
  return [...new Set(languages)].filter(
    (language) => language !== "sdk" && !(language in agents) && asks(annotation(`inject-${language}`)),
  );
}

/** Adds to a pod what starts its programs with an agent, if an annotation of it or of its namespace asks for that.
 *  What the manifest says itself of a variable stays. A program that brings OpenTelemetry itself is told where to send and
 *  who it is (`inject-sdk`).
 *  Source: https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/ */
export function instrument(pod: Pod, { agents, endpoint, namespace, owners }: InstrumentOptions): void {
  const annotation = annotationsOf(pod, namespace);
  const isAsked = (language: string) => asks(annotation(`inject-${language}`));
  const containersOf = (language: string) =>
    chosen(pod.spec.containers, annotation(`${language}-container-names`) ?? annotation("container-names"));
  if (isAsked("sdk"))
    for (const container of containersOf("sdk")) describe(pod, container, { endpoint, owners });
  for (const [language, agent] of Object.entries(agents) as [Language, string][]) {
    if (!isAsked(language)) continue;
    for (const container of containersOf(language)) {
      describe(pod, container, { endpoint, owners });
      load(container, language, agent);
    }
  }
}

/** The first one, unless others are named. */
function chosen(containers: readonly Container[], names: string | undefined): readonly Container[] {
  if (names === undefined) return containers.slice(0, 1);
  const wanted = new Set(names.split(",").map((name) => name.trim()));
  return containers.filter(({ name }) => wanted.has(name));
}

/** Tells a program who it is, and where its telemetry goes. */
function describe(
  pod: Pod,
  container: Container,
  { endpoint, owners }: Pick<InstrumentOptions, "endpoint" | "owners">,
): void {
  const attributes = { ...podAttributes(pod, container, owners, 0) };
  const service = String(attributes["service.name"]);
  delete attributes["service.name"];
  delete attributes["k8s.node.name"];
  delete attributes["k8s.container.restart_count"];
  addAbsent(container, [
    { name: "OTEL_SERVICE_NAME", value: service },
    { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: endpoint },
    { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "http/protobuf" },
    { name: "OTEL_PROPAGATORS", value: "tracecontext,baggage" },
    {
      name: "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME",
      valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } },
    },
    {
      name: "OTEL_RESOURCE_ATTRIBUTES",
      value: `${pairs(attributes)},k8s.node.name=$(OTEL_RESOURCE_ATTRIBUTES_NODE_NAME)`,
    },
  ]);
}

function addAbsent(container: Container, variables: readonly EnvVar[]): void {
  const env = (container.env ??= []);
  for (const variable of variables) if (!env.some(({ name }) => name === variable.name)) env.push(variable);
}

/** How a runtime is made to load its agent: a variable, and what becomes of the value that it has. */
const loaders: Readonly<
  Record<
    Language,
    {
      readonly variable: string;
      readonly value: (agent: string, before: string) => string;
      readonly more?: readonly EnvVar[];
    }
  >
> = {
  nodejs: {
    variable: "NODE_OPTIONS",
    value: (agent, before) => `${before} --require ${agent}`.trim(),
  },
  java: {
    variable: "JAVA_TOOL_OPTIONS",
    value: (agent, before) => `${before} -javaagent:${agent}`.trim(),
  },
  // The agent is the first thing that Python meets, and its packages the last: those of the program are its own.
  python: {
    variable: "PYTHONPATH",
    value: (agent, before) =>
      [join(agent, pythonLoader), before, agent].filter((path) => path !== "").join(":"),
    more: [
      { name: "OTEL_TRACES_EXPORTER", value: "otlp" },
      { name: "OTEL_METRICS_EXPORTER", value: "otlp" },
    ],
  },
};

function load(container: Container, language: Language, agent: string): void {
  const { variable, value, more = [] } = loaders[language];
  const env = (container.env ??= []);
  const present = env.find(({ name }) => name === variable);
  if (!present) env.push({ name: variable, value: value(agent, "") });
  // One that is taken from elsewhere can't be added to: it stays.
  else if (present.value !== undefined && !present.value.includes(agent)) {
    present.value = value(agent, present.value);
  }
  addAbsent(container, more);
}

const pairs = (attributes: Readonly<Record<string, string | number>>) =>
  Object.entries(attributes)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join(",");
