import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "../kubectl.fixture.ts";

/* Real virtual machines of Java and Python, started in pods with an agent that somebody has put into the cluster's folder. The
 * agents here do no more than say that they were loaded, and what they were told. */

const execute = promisify(execFile);
const answer = (command: string, ...args: string[]) =>
  execute(command, args).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
const [javac, python] = await Promise.all([
  answer("javac", "-version"),
  answer("python3", "-c", "import sys; print(sys.executable)"),
]);

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1, otlp: { endpoint: "http://127.0.0.1:9" } });
  const agents = join(cluster.folder, "agents");
  if (javac !== "") await makeJavaAgent(join(agents, "java"));
  if (python !== "") await makePythonAgent(join(agents, "python"));
  await cluster.restart();
});
afterAll(() => cluster.stop());

async function makeJavaAgent(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = `public class Agent {
    public static void premain(String arguments) {
      System.out.println("agent of " + System.getenv("OTEL_SERVICE_NAME") + " to " + System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"));
    }
  }`;
  await writeFile(join(folder, "Agent.java"), source);
  await writeFile(join(folder, "manifest"), "Premain-Class: Agent\n");
  await execute("javac", ["Agent.java"], { cwd: folder });
  await execute("jar", ["cfm", "opentelemetry-javaagent.jar", "manifest", "Agent.class"], { cwd: folder });
}

async function makePythonAgent(folder: string): Promise<void> {
  const loader = join(folder, "opentelemetry/instrumentation/auto_instrumentation");
  await mkdir(loader, { recursive: true });
  await writeFile(join(folder, "instrumented.py"), 'said = "agent of"\n');
  const source = `import os, instrumented
print(instrumented.said, os.environ["OTEL_SERVICE_NAME"], "to", os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"], flush=True)
`;
  await writeFile(join(loader, "sitecustomize.py"), source);
}

const program = 'class Main { public static void main(String[] a) { System.out.println("program"); } }';

const languages: [language: string, isThere: boolean, command: string[]][] = [
  ["java", javac !== "", ["sh", "-c", `echo '${program}' > /tmp/Main.java && exec java /tmp/Main.java`]],
  ["python", python !== "", [python, "-c", 'print("program", flush=True)']],
];

/** What a pod's agent and program have said, once it has come to its end. */
async function said(name: string): Promise<string[]> {
  const phase = () => cluster.kubectl(`get pod ${name} -o jsonpath='{.status.phase}'`);
  await eventually(phase, 40_000).toBe("Succeeded");
  const lines = (await cluster.kubectl(`logs ${name}`)).trim().split("\n");
  return lines.filter((line) => /^(agent|program)/.test(line));
}

for (const [language, isThere, command] of languages)
  test.skipIf(!isThere)(
    `a program in ${language} is started with the agent where an annotation asks for it`,
    async () => {
      const annotations = { [`instrumentation.opentelemetry.io/inject-${language}`]: "true" };
      for (const [name, metadata] of [
        [`${language}-asks`, { annotations }],
        [`${language}-not`, {}],
      ] as const) {
        const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "busybox", command }] };
        const pod = { apiVersion: "v1", kind: "Pod", metadata: { name, ...metadata }, spec };
        await cluster.kubectl("apply -f -", JSON.stringify(pod));
      }
      expect(await said(`${language}-asks`)).toEqual(["agent of main to http://127.0.0.1:9", "program"]);
      expect(await said(`${language}-not`)).toEqual(["program"]);
    },
  );

test("a pod is told that an agent it asks for is not there", async () => {
  const annotations = { "instrumentation.opentelemetry.io/inject-dotnet": "true" };
  const spec = {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox", command: ["true"] }],
  };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "in-vain", annotations }, spec };
  await cluster.kubectl("apply -f -", JSON.stringify(pod));
  await eventually(() => cluster.kubectl("get events --field-selector involvedObject.name=in-vain")).toMatch(
    /Warning +AgentMissing +pod\/in-vain +There is no agent for dotnet: .*\/agents/,
  );
});
