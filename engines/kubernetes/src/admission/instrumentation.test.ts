import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Container, Pod } from "../kubelet/pod.ts";
import type { KubeObject } from "../object.ts";
import { findAgents, instrument, missingAgents } from "./instrumentation.ts";

const prefix = "instrumentation.opentelemetry.io/";
const agents = { nodejs: "/agents/node.js", java: "/agents/otel.jar", python: "/agents/python" };
const metadata = { name: "web-1", namespace: "shop", uid: "u1", creationTimestamp: "" };

const prefixed = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));

function instrumented(
  annotations: Record<string, string>,
  {
    containers = [{ name: "main", image: "web:2" }],
    ofNamespace = {},
  }: { containers?: Container[]; ofNamespace?: Record<string, string> } = {},
): Record<string, string | undefined>[] {
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, annotations: prefixed(annotations) },
    spec: { restartPolicy: "Always", containers: structuredClone(containers) },
  };
  const namespace: KubeObject = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { ...metadata, annotations: prefixed(ofNamespace) },
  };
  instrument(pod, { agents, endpoint: "http://otel:4318", namespace, owners: [] });
  return pod.spec.containers.map(({ env = [] }) =>
    Object.fromEntries(env.map(({ name, value }) => [name, value])),
  );
}

test("a pod that asks for it is started with its runtime's agent and says who it is", () => {
  const [env] = instrumented({ "inject-nodejs": "true" });
  expect(env).toMatchObject({
    NODE_OPTIONS: "--require /agents/node.js",
    OTEL_SERVICE_NAME: "main",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318",
  });
  expect(env?.["OTEL_RESOURCE_ATTRIBUTES"]).toContain("k8s.pod.name=web-1");
  expect(env?.["OTEL_RESOURCE_ATTRIBUTES"]).toMatch(
    /k8s\.node\.name=\$\(OTEL_RESOURCE_ATTRIBUTES_NODE_NAME\)$/,
  );
  expect(env?.["JAVA_TOOL_OPTIONS"]).toBeUndefined();
});

test.each<[string, Record<string, string>, Record<string, string>, number]>([
  ["nobody asks", {}, {}, 0],
  ["the pod says no to its namespace", { "inject-nodejs": "false" }, { "inject-nodejs": "true" }, 0],
  ["the namespace asks", {}, { "inject-nodejs": "true" }, 1],
  ["an Instrumentation is named", { "inject-nodejs": "ops/default" }, {}, 1],
  ["the program brings OpenTelemetry itself", { "inject-sdk": "true" }, {}, 1],
  ["no such agent is there", { "inject-dotnet": "true" }, {}, 0],
])("when %s", (_, annotations, ofNamespace, count) => {
  const [env] = instrumented(annotations, {
    ofNamespace,
  });
  expect(env?.["OTEL_SERVICE_NAME"] === undefined ? 0 : 1).toBe(count);
});

test("what the manifest says itself stays, and what loads the agent is added to it", () => {
  const env = [
    { name: "NODE_OPTIONS", value: "--max-old-space-size=100" },
    { name: "OTEL_SERVICE_NAME", value: "mine" },
  ];
  const [result] = instrumented(
    { "inject-nodejs": "true" },
    { containers: [{ name: "main", image: "web", env }] },
  );
  expect(result).toMatchObject({
    NODE_OPTIONS: "--max-old-space-size=100 --require /agents/node.js",
    OTEL_SERVICE_NAME: "mine",
  });
});

const loader = "/agents/python/opentelemetry/instrumentation/auto_instrumentation";

test.each<[language: string, variable: string, before: string | undefined, after: string]>([
  ["nodejs", "NODE_OPTIONS", undefined, "--require /agents/node.js"],
  ["nodejs", "NODE_OPTIONS", "--title=x", "--title=x --require /agents/node.js"],
  ["java", "JAVA_TOOL_OPTIONS", undefined, "-javaagent:/agents/otel.jar"],
  ["java", "JAVA_TOOL_OPTIONS", "-Xmx64m", "-Xmx64m -javaagent:/agents/otel.jar"],
  ["java", "JAVA_TOOL_OPTIONS", "-javaagent:/agents/otel.jar", "-javaagent:/agents/otel.jar"],
  ["python", "PYTHONPATH", undefined, `${loader}:/agents/python`],
  ["python", "PYTHONPATH", "/app", `${loader}:/app:/agents/python`],
])("%s is loaded by %s, which was %s: %s", (language, variable, before, after) => {
  const env = before === undefined ? [] : [{ name: variable, value: before }];
  const [result] = instrumented(
    { [`inject-${language}`]: "true" },
    { containers: [{ name: "main", image: "web", env }] },
  );
  expect(result?.[variable]).toBe(after);
});

test("Python is told to export, which it does not do by itself", () => {
  const [env] = instrumented({ "inject-python": "true" });
  expect(env).toMatchObject({ OTEL_TRACES_EXPORTER: "otlp", OTEL_METRICS_EXPORTER: "otlp" });
});

test("a variable that is taken from elsewhere stays", () => {
  const env = [
    { name: "JAVA_TOOL_OPTIONS", valueFrom: { configMapKeyRef: { name: "jvm", key: "options" } } },
  ];
  const [result] = instrumented(
    { "inject-java": "true" },
    { containers: [{ name: "main", image: "web", env }] },
  );
  expect(result).toMatchObject({ JAVA_TOOL_OPTIONS: undefined, OTEL_SERVICE_NAME: "main" });
});

test("the first container is meant, or those that are named", () => {
  const containers = ["a", "b", "c"].map((name) => ({ name, image: "web" }));
  const asked = (annotations: Record<string, string>) =>
    instrumented({ "inject-java": "true", ...annotations }, { containers }).map(
      (env) => "JAVA_TOOL_OPTIONS" in env,
    );
  expect(asked({})).toEqual([true, false, false]);
  expect(asked({ "container-names": "b, c" })).toEqual([false, true, true]);
  expect(asked({ "container-names": "b", "java-container-names": "c" })).toEqual([false, false, true]);
});

const annotated = (values: Record<string, string>) => ({
  metadata: { ...metadata, annotations: prefixed(values) },
});

test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
  ["there is one", { "inject-java": "true" }, {}, []],
  [
    "there is none",
    { "inject-go": "true", "inject-java": "true" },
    { "inject-dotnet": "ops/x" },
    ["go", "dotnet"],
  ],
  ["the pod does without", { "inject-go": "false" }, { "inject-go": "true" }, []],
  ["none is needed", { "inject-sdk": "true", "container-names": "a" }, {}, []],
])("agents that are asked for in vain where %s", (_, own, ofNamespace, missing) => {
  expect(missingAgents(annotated(own), annotated(ofNamespace), agents)).toEqual(missing);
});

test("an agent for Node.js that was put into the folder is used in place of Naru's own", async () => {
  const folder = await mkdtemp(join(tmpdir(), "naru-agents-"));
  await mkdir(join(folder, "nodejs"));
  await writeFile(join(folder, "nodejs", "register.cjs"), "");
  expect(findAgents(folder).nodejs).toBe(join(folder, "nodejs", "register.cjs"));
  await rm(folder, { recursive: true });
});
