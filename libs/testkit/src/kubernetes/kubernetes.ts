import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningCluster, startCluster } from "@naru/kubernetes-engine";

/** The embedded cluster in this process, on a folder and a port of its own. */
export interface Kubernetes {
  /** File of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly port: number;
  /** Its image store. */
  readonly images: string;
  /** Where Ingress answers. */
  readonly ingressUrl: string | undefined;
  /** Ends the API server and its connections; what it keeps stays. */
  halt(): Promise<void>;
  /** Starts it again on the same folder and port. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  stop(): Promise<void>;
}

/** @param nodes how many nodes this machine plays; without any, pods stay pending */
export async function startKubernetes({ nodes = 0 }: { nodes?: number } = {}): Promise<Kubernetes> {
  const folder = await mkdtemp(join(tmpdir(), "naru-kubernetes-"));
  const options = { folder, host: "127.0.0.1", nodes, ingressPort: 0 };
  let running: RunningCluster | undefined = await startCluster({ ...options, port: 0 });
  const { kubeconfig, url, ingressUrl } = running;
  const port = Number(new URL(url).port);
  const halt = async () => {
    await running?.stop();
    running = undefined;
  };
  return {
    kubeconfig,
    port,
    images: join(folder, "images"),
    ingressUrl,
    halt,
    async start() {
      running ??= await startCluster({ ...options, port });
    },
    async stop() {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
