import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { quantityNumber } from "../resources/quantity.ts";
import {
  type Container as Process,
  type Exit,
  type Image,
  type Mount,
  type Privileges,
  readLog,
} from "../runtime/index.ts";
import type { PortLease } from "../network/ports.ts";
import type { NodeContext } from "./context.ts";
import { ConfigError } from "./environment.ts";
import { expand } from "./expand.ts";
import { type Container, hostnameOf, type Pod, type SecurityContext } from "./pod.ts";
import type { PodHome } from "./pod-home.ts";
import { mountsOf } from "./volumes/mounts.ts";

/** One run of a container, from its start to its end. */
export interface ContainerRun {
  readonly id: string;
  readonly process: Process;
  readonly image: Image;
  /** What the program left for people at its end.
   *  Source: https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ */
  lastWords(exit: Exit): Promise<string>;
}

const mostWords = 4096;
const fallbackLines = 80;
const fallbackBytes = 2048;

/** @throws ConfigError, ImageError, RuntimeError */
export async function startRun(
  node: NodeContext,
  home: PodHome,
  pod: Pod,
  container: Container,
  image: Image,
  attempt: number,
): Promise<ContainerRun> {
  const id = randomUUID();
  const folder = join(home.folder, "containers", container.name);
  await mkdir(folder, { recursive: true });
  const lease = await leasePorts(node, home, pod, container);
  try {
    const env = { ...listening(pod, lease, image), ...home.environment(pod, container), ...lease.env };
    const words = join(folder, `termination-log.${attempt}`);
    await writeFile(words, "");
    // Whoever the program runs as may write it.
    await chmod(words, 0o666);
    const mounts = await allMounts(node, home, container, env, words);
    const valueOf = (name: string) => env[name] ?? image.config.env[name];
    const process = await node.runtime.start({
      id,
      folder,
      image,
      ...(container.command && { command: container.command.map((text) => expand(text, valueOf)) }),
      ...(container.args && { args: container.args.map((text) => expand(text, valueOf)) }),
      env,
      ...(container.workingDir && { workingDir: container.workingDir }),
      mounts,
      hostname: hostnameOf(pod),
      sysctls: pod.spec.securityContext?.sysctls ?? [],
      ...userOf(pod, container, image),
      privileges: privilegesOf(container),
      isReadOnly: container.securityContext?.readOnlyRootFilesystem ?? false,
      ...(container.stdin && { stdin: true }),
      ...(container.tty && { tty: true }),
      ...limitsOf(container),
      log: home.logOf(container.name, attempt),
    });
    void process.exited.finally(() => lease.release());
    return {
      id,
      process,
      image,
      lastWords: (exit) => lastWords(container, words, home.logOf(container.name, attempt), exit),
    };
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** A program that is led to by the pod's address need not be open to other machines. */
const listening = ({ spec }: Pod, lease: PortLease, { config }: Image): Record<string, string> => {
  const isLedTo = spec.hostNetwork !== true && Object.keys(lease.env).length > 0;
  return isLedTo && config.env["HOST"] === undefined ? { HOST: "127.0.0.1" } : {};
};

function leasePorts(
  node: NodeContext,
  home: PodHome,
  pod: Pod,
  { ports = [] }: Container,
): Promise<PortLease> {
  if (pod.spec.hostNetwork !== true) return node.ports.lease(home.podIP, node.hostIP, ports);
  const first = ports.find(({ protocol = "TCP" }) => protocol === "TCP");
  return Promise.resolve({ env: first ? { PORT: String(first.containerPort) } : {}, release: () => {} });
}

async function allMounts(
  { runtime }: NodeContext,
  home: PodHome,
  container: Container,
  env: Readonly<Record<string, string>>,
  words: string,
): Promise<Mount[]> {
  const mounts = await mountsOf(container, home.volumes, env);
  // What a cluster adds by itself is no reason to refuse a program where nothing can be mounted.
  if (runtime.isolation === "none") return mounts.filter(({ target }) => !target.startsWith(accountFolder));
  const has = (path: string) => mounts.some(({ target }) => target === path);
  const wordsPath = container.terminationMessagePath ?? "/dev/termination-log";
  if (!has(wordsPath)) mounts.push({ source: words, target: wordsPath, readOnly: false });
  if (!has("/etc/hosts")) mounts.push({ source: home.hostsFile, target: "/etc/hosts", readOnly: false });
  return mounts;
}

const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

function limitsOf({ resources }: Container): { memoryLimitBytes?: number; cpuLimitMillicores?: number } {
  const { memory, cpu } = resources?.limits ?? {};
  return {
    ...(memory !== undefined && { memoryLimitBytes: Math.ceil(quantityNumber(memory)) }),
    ...(cpu !== undefined && { cpuLimitMillicores: Math.ceil(quantityNumber(cpu) * 1000) }),
  };
}

/** @throws ConfigError when it must not be root and would be */
function userOf(pod: Pod, container: Container, image: Image) {
  const settings = { ...(pod.spec.securityContext as SecurityContext), ...container.securityContext };
  const [imageUser, imageGroup] = (image.config.user ?? "")
    .split(":")
    .map((text) => (/^\d+$/.test(text) ? Number(text) : undefined));
  const uid = settings.runAsUser ?? imageUser;
  if (settings.runAsNonRoot && (uid ?? process.getuid?.()) === 0) {
    throw new ConfigError("container has runAsNonRoot and image will run as root");
  }
  if (uid === undefined) return {};
  const gid = settings.runAsGroup ?? imageGroup;
  const groups = [pod.spec.securityContext?.fsGroup, ...(pod.spec.securityContext?.supplementalGroups ?? [])];
  const more = groups.filter((group) => group !== undefined);
  return { user: { uid, ...(gid !== undefined && { gid }), ...(more.length > 0 && { groups: more }) } };
}

function privilegesOf({ securityContext = {} }: Container): Privileges {
  const { privileged = false, allowPrivilegeEscalation = true, capabilities = {} } = securityContext;
  return { isPrivileged: privileged, mayGrow: allowPrivilegeEscalation, ...capabilities };
}

async function lastWords(
  { terminationMessagePolicy }: Container,
  words: string,
  log: string,
  { exitCode, startError }: Exit,
): Promise<string> {
  if (startError !== undefined) return startError;
  const written = (await readFile(words, "utf8").catch(() => "")).slice(0, mostWords);
  if (written !== "" || terminationMessagePolicy !== "FallbackToLogsOnError" || exitCode === 0)
    return written;
  const parts: Buffer[] = [];
  for await (const part of readLog(log, { tailLines: fallbackLines })) parts.push(part);
  return Buffer.concat(parts).subarray(-fallbackBytes).toString();
}
