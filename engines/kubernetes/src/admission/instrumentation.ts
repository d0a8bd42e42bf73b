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

/** Adds to a pod what starts its programs with an agent, if an annotation of it or of its namespace asks for that.
 *  What the manifest says itself of a variable stays.
 *  Source: https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/ */
export function instrument(pod: Pod, { agents, endpoint, namespace, owners }: InstrumentOptions): void {
  const annotation = (name: string) =>
    pod.metadata.annotations?.[prefix + name] ?? namespace?.metadata.annotations?.[prefix + name];
  const isAsked = (language: string) => !["false", undefined].includes(annotation(`inject-${language}`));
  const chosen = annotation("container-names")
    ?.split(",")
    .map((name) => name.trim());
  const containers = chosen
    ? pod.spec.containers.filter(({ name }) => chosen.includes(name))
    : pod.spec.containers.slice(0, 1);
  for (const [language, agent] of Object.entries(agents) as [keyof Agents, string][]) {
    if (!isAsked(language)) continue;
    for (const container of containers) add(pod, container, language, agent, { endpoint, owners });
  }
}

function add(
  pod: Pod,
  container: Container,
  language: keyof Agents,
  agent: string,
  { endpoint, owners }: Pick<InstrumentOptions, "endpoint" | "owners">,
): void {
  const attributes = { ...podAttributes(pod, container, owners, 0) };
  const service = String(attributes["service.name"]);
  delete attributes["service.name"];
  delete attributes["k8s.node.name"];
  delete attributes["k8s.container.restart_count"];
  const known: EnvVar[] = [
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
  ];
  const env = (container.env ??= []);
  for (const variable of known) if (!env.some(({ name }) => name === variable.name)) env.push(variable);
  for (const [name, value, separator] of loaders[language](agent)) extend(env, name, value, separator);
}

/** The variables that make a runtime load its agent, with what separates it from what stands there already. */
const loaders: Readonly<
  Record<keyof Agents, (agent: string) => readonly (readonly [string, string, string])[]>
> = {
  nodejs: (agent) => [["NODE_OPTIONS", `--require ${agent}`, " "]],
  java: (agent) => [["JAVA_TOOL_OPTIONS", `-javaagent:${agent}`, " "]],
  python: (agent) => [["PYTHONPATH", `${join(agent, pythonLoader)}:${agent}`, ":"]],
};

function extend(env: EnvVar[], name: string, value: string, separator: string): void {
  const present = env.find((variable) => variable.name === name);
  if (!present) env.push({ name, value });
  // One that is taken from elsewhere can't be added to: it stays.
  else if (present.value !== undefined && !present.value.includes(value)) {
    present.value = `${present.value}${separator}${value}`;
  }
}

const pairs = (attributes: Readonly<Record<string, string | number>>) =>
  Object.entries(attributes)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join(",");
