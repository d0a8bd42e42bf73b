import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, kinds, type KubeObject } from "@naru/kubernetes";
import { eventually, type Platform, startPlatform } from "@naru/testkit";

const namespace = "bench";
const application = fileURLToPath(new URL("application.ts", import.meta.url));
const readyWithinMs = 120_000;

interface Pod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface Deployed {
  readonly store: { readonly name: string; readonly isSentinel: boolean };
  readonly pods: number;
  /** How many replicas of the store have to have a write before it counts. */
  readonly confirmedBy?: number;
}

/** The application in the embedded cluster, its sessions in one of Naru's stores. */
export class Site {
  readonly platform: Platform;
  #client: Client;

  private constructor(platform: Platform) {
    this.platform = platform;
    this.#client = new Client({ kubeconfig: platform.kubernetes.kubeconfig });
  }

  /** @param settings  of the platform */
  static async open(settings: Readonly<Record<string, string>>): Promise<Site> {
    const platform = await startPlatform({ nodes: 2, settings });
    const image = join(platform.kubernetes.images, "bench", "application", "1");
    await mkdir(image, { recursive: true });
    const config = {
      Entrypoint: [process.execPath, "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4"],
      Cmd: [application],
    };
    await writeFile(join(image, "config.json"), JSON.stringify({ os: process.platform, config }));
    const site = new Site(platform);
    await site.#client.create(kinds.namespaces, "", { metadata: { name: namespace } });
    return site;
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.platform.stop();
  }

  /** Deploys the application under a host of its own.
   *  @returns where it answers */
  async deploy(name: string, { store, pods, confirmedBy = 0 }: Deployed): Promise<string> {
    const labels = { app: name };
    const from = (variable: string, key: string) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key } },
    });
    const env = [
      ...(store.isSentinel
        ? [
            from("SESSIONS_MASTER", "sentinel.master"),
            from("SESSIONS_NODES", "sentinel.nodes"),
            from("SESSIONS_USERNAME", "username"),
            from("SESSIONS_PASSWORD", "password"),
          ]
        : [from("SESSIONS_URI", "uri")]),
      from("SESSIONS_PREFIX", "prefix"),
      ...(confirmedBy > 0 ? [from("SESSIONS_REPLICAS", "replicas")] : []),
    ];
    const objects = [
      [
        kinds.secrets,
        {
          metadata: {
            name,
            labels: { "naru.dev/sessions": name },
            annotations: {
              "naru.dev/session-store": store.name,
              "naru.dev/session-replicas": String(confirmedBy),
            },
          },
          type: "servicebinding.io/redis",
        },
      ],
      [
        kinds.services,
        { metadata: { name }, spec: { selector: labels, ports: [{ port: 8080, targetPort: "http" }] } },
      ],
      [
        kinds.deployments,
        {
          metadata: { name },
          spec: {
            replicas: pods,
            selector: { matchLabels: labels },
            strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
            template: {
              metadata: { labels },
              spec: {
                terminationGracePeriodSeconds: 10,
                // Who does not answer any more after a node was lost is replaced soon.
                tolerations: ["not-ready", "unreachable"].map((key) => ({
                  key: `node.kubernetes.io/${key}`,
                  operator: "Exists",
                  effect: "NoExecute",
                  tolerationSeconds: 5,
                })),
                containers: [
                  {
                    name: "main",
                    image: "bench/application:1",
                    ports: [{ name: "http", containerPort: 8080 }],
                    env,
                    readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 1 },
                  },
                ],
              },
            },
          },
        },
      ],
      [
        kinds.ingresses,
        {
          metadata: { name },
          spec: {
            rules: [
              {
                host: `${name}.localhost`,
                http: {
                  paths: [
                    { path: "/", pathType: "Prefix", backend: { service: { name, port: { number: 8080 } } } },
                  ],
                },
              },
            ],
          },
        },
      ],
    ] as const;
    for (const [kind, body] of objects) await this.#client.create(kind, namespace, body);
    await this.#readyPods(name, pods);
    const { port } = new URL(this.platform.kubernetes.ingressUrl);
    return `http://${name}.localhost:${port}`;
  }

  async remove(name: string): Promise<void> {
    await this.#client.delete(kinds.deployments, { namespace, name });
  }

  /** Ends pods without a word, one after the other, while at least half are ready.
   *  @returns how many */
  async killPods(
    name: string,
    count: number,
    replicas: number,
    say: (line: string) => void,
  ): Promise<number> {
    for (let killed = 0; killed < count; killed++) {
      const ready = await this.#readyPods(name, Math.ceil(replicas / 2) + 1);
      const victim = ready[Math.floor(Math.random() * ready.length)];
      if (victim)
        await this.#client.delete(
          kinds.pods,
          { namespace, name: victim.metadata.name },
          { gracePeriodSeconds: 0 },
        );
      if (killed % 100 === 99) say(`${killed + 1} of ${count} pods killed`);
    }
    await this.#readyPods(name, replicas);
    return count;
  }

  async loseNode(name: string, replicas: number): Promise<void> {
    const power = (state: string | null) =>
      this.#client.patch(kinds.nodes, { name: "node-2" }, "merge", {
        metadata: { annotations: { "naru.dev/power": state } },
      });
    await power("off");
    await eventually(async () => {
      const pods = (await this.#readyPods(name, 1)).filter(({ spec }) => spec.nodeName === "node-1");
      if (pods.length < replicas) throw new Error(`${pods.length} pods elsewhere`);
    }, readyWithinMs);
    await power(null);
  }

  async release(name: string, replicas: number): Promise<void> {
    const annotations = { "bench/released": String(Date.now()) };
    await this.#client.patch(kinds.deployments, { namespace, name }, "merge", {
      spec: { template: { metadata: { annotations } } },
    });
    await eventually(async () => {
      const pods = await this.#client.all<Pod>(kinds.pods, { namespace });
      const own = pods.filter(({ metadata }) => metadata.labels?.["app"] === name);
      const isNew = ({ metadata }: Pod) =>
        metadata.annotations?.["bench/released"] === annotations["bench/released"];
      if (own.length !== replicas || !own.every((pod) => isNew(pod) && isReady(pod)))
        throw new Error("not rolled out yet");
    }, readyWithinMs);
  }

  /** Ends the platform with all that it runs, without a word, and starts it again. */
  async restart(name: string, replicas: number): Promise<void> {
    await this.platform.kill("SIGKILL");
    await this.platform.start();
    this.#client.close();
    this.#client = new Client({ kubeconfig: this.platform.kubernetes.kubeconfig });
    await this.#readyPods(name, replicas);
  }

  async #readyPods(name: string, least: number): Promise<Pod[]> {
    return eventually(async () => {
      const pods = await this.#client.all<Pod>(kinds.pods, { namespace });
      const ready = pods.filter(
        (pod) => pod.metadata.labels?.["app"] === name && !pod.metadata.deletionTimestamp && isReady(pod),
      );
      if (ready.length < least) throw new Error(`${ready.length} of ${least} pods of ${name} are ready`);
      return ready;
    }, readyWithinMs);
  }
}

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
