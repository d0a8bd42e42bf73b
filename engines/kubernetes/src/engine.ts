import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ClusterOptions } from "./cluster.ts";

export interface EngineState {
  readonly isReady: boolean;
  /** How often the process has ended without being asked to. */
  readonly restarts: number;
  /** Why it is not ready; "" when it is. */
  readonly message: string;
}

interface EngineAddress {
  readonly url: string;
  /** A file that `kubectl --kubeconfig` takes, mode 0600. */
  readonly kubeconfig: string;
  /** Undefined when no port for it was given. */
  readonly ingressUrl?: string;
}

export interface KubernetesEngine extends EngineAddress {
  readonly state: () => EngineState;
  stop(): Promise<void>;
}

interface Told {
  readonly address?: EngineAddress;
  /** As the system said it: `code`, `port`. */
  readonly failure?: { readonly message: string };
}

const program = fileURLToPath(new URL("cluster-main.ts", import.meta.url));
const firstDelayMs = 100;
const longestDelayMs = 10_000;
/** Who ran for so long is started again at once. */
const healthyMs = 10_000;
/** How long folder and port may still be held by the cluster of a parent that was killed. */
const heldForMs = 8_000;
const heldAgainMs = 300;
/** Pods are given eight seconds. */
const stopWithinMs = 12_000;

/** Starts the embedded cluster in a process of its own and keeps it running.
 *  @param onEnd  told, with its last words, of every end that nobody asked for
 *  @throws Error, with the process' last words, when the first start fails */
export async function startKubernetesEngine(
  options: ClusterOptions,
  onEnd: (message: string) => void = () => {},
): Promise<KubernetesEngine> {
  const deadline = performance.now() + heldForMs;
  for (;;) {
    const engine = new Engine(options, onEnd);
    try {
      const address = await engine.launch();
      return { ...address, state: () => engine.state, stop: () => engine.stop() };
    } catch (error) {
      // The cluster of a parent that was killed is about to end.
      if (!/in use|EADDRINUSE/.test(String(error)) || performance.now() > deadline) throw error;
      await pause(heldAgainMs);
    }
  }
}

const ownMounts = ["--mount", "--propagation", "slave"];

/** Who may mount has mounts of its own: what is mounted for volumes is gone with the process, however that ends. */
function runner(): { execPath: string; execArgv: string[] } {
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"] as const;
  const mayMount = process.getuid?.() === 0 && spawnSync("unshare", [...ownMounts, "true"]).status === 0;
  const [execPath = "", ...execArgv] = mayMount ? ["unshare", ...ownMounts, ...node] : node;
  return { execPath, execArgv };
}

class Engine {
  readonly #options: ClusterOptions;
  readonly #onEnd: (message: string) => void;
  #child: ChildProcess | undefined;
  #isStopping = false;
  state: EngineState = { isReady: false, restarts: 0, message: "starting" };

  constructor(options: ClusterOptions, onEnd: (message: string) => void) {
    this.#options = options;
    this.#onEnd = onEnd;
  }

  launch(): Promise<EngineAddress> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineAddress>();
    const startedAt = performance.now();
    const child = fork(program, [], { stdio: ["ignore", "ignore", "pipe", "ipc"], ...runner() });
    this.#child = child;
    child.send(this.#options);
    let lastWords = "";
    let failed: Error | undefined;
    child.stderr?.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2000);
    });
    child.once("message", ({ address, failure }: Told) => {
      if (!address) return void (failed = Object.assign(new Error(failure?.message), failure));
      this.state = { ...this.state, isReady: true, message: "" };
      resolve(address);
    });
    child.once("exit", (code, signal) => {
      if (this.#isStopping) return;
      const why = failed?.message ?? lastWords.match(/^\w*Error: .*$/m)?.[0] ?? "";
      const message = `the embedded Kubernetes ended (${signal ?? `code ${code}`}) ${why}`.trim();
      const isFirst = !this.state.isReady && this.state.restarts === 0;
      this.state = { isReady: false, restarts: this.state.restarts + 1, message };
      if (isFirst) return reject(failed ?? new Error(message));
      this.#onEnd(`${message}\n${lastWords}`);
      this.#relaunch(performance.now() - startedAt);
    });
    return promise;
  }

  #relaunch(ranMs: number): void {
    const delay = ranMs > healthyMs ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** this.state.restarts);
    setTimeout(() => !this.#isStopping && void this.launch().catch(() => undefined), delay);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
    await ended;
    clearTimeout(late);
  }
}
