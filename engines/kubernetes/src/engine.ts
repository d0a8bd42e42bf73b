import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type ProcessState, supervise, usualArguments } from "@naru/supervise";
import type { ClusterOptions } from "./cluster.ts";

interface EngineAddress {
  readonly url: string;
  /** A file that `kubectl --kubeconfig` takes, mode 0600. */
  readonly kubeconfig: string;
  /** Undefined when no port for it was given. */
  readonly ingressUrl?: string;
}

export interface KubernetesEngine extends EngineAddress {
  readonly state: () => ProcessState;
  stop(): Promise<void>;
}

const file = fileURLToPath(new URL("cluster-main.ts", import.meta.url));
/** Pods are given eight seconds. */
const stopWithinMs = 12_000;

/** Starts the embedded cluster in a process of its own and keeps it running.
 *  @param onEnd  told, with its last words, of every end that nobody asked for
 *  @throws Error, with the process' last words, when the first start fails */
export async function startKubernetesEngine(
  options: ClusterOptions,
  onEnd?: (message: string) => void,
): Promise<KubernetesEngine> {
  const program = { name: "the embedded Kubernetes", file, options, stopWithinMs, onEnd, ...runner() };
  const { told, state, stop } = await supervise<EngineAddress>(program);
  return { ...told, state, stop };
}

const ownMounts = ["--mount", "--propagation", "slave"];

/** Who may mount has mounts of its own: what is mounted for volumes is gone with the process, however that ends. */
function runner(): { execPath: string; execArgv: string[] } {
  const node = [process.execPath, ...usualArguments] as const;
  const mayMount = process.getuid?.() === 0 && spawnSync("unshare", [...ownMounts, "true"]).status === 0;
  const [execPath, ...execArgv] = mayMount ? ["unshare", ...ownMounts, ...node] : node;
  return { execPath, execArgv };
}
