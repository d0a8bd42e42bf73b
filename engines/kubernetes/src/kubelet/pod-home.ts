import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kind } from "../controllers/kinds.ts";
import { configMaps, services } from "../controllers/kinds.ts";
import type { KubeObject } from "../object.ts";
import type { NodeContext } from "./context.ts";
import type { Place } from "./downward.ts";
import { environmentOf, type Sources } from "./environment.ts";
import { etcHosts } from "./etc-hosts.ts";
import { receiverEnvironment } from "../telemetry/receiver-environment.ts";
import { type Container, hostnameOf, type Pod } from "./pod.ts";
import { serviceLinks } from "./service-links.ts";
import { memorySizeOf } from "./volumes/memory-size.ts";
import { forgetMemory, removeFolder } from "./volumes/scratch.ts";
import { type Prepared, prepareVolume } from "./volumes/volumes.ts";

const secrets: Kind = { group: "", version: "v1", plural: "secrets" };
const claims: Kind = { group: "", version: "v1", plural: "persistentvolumeclaims" };
const persistentVolumes: Kind = { group: "", version: "v1", plural: "persistentvolumes" };

/** A token is made anew when this much of its life is over. */
const renewAfter = 0.8;

/** What the containers of a pod share: its folder, its address, its volumes, its names. */
export class PodHome {
  readonly folder: string;
  readonly podIP: string;
  readonly hostsFile: string;
  #volumes: ReadonlyMap<string, Prepared> = new Map();
  #preparing: Promise<void> = Promise.resolve();
  readonly #node: NodeContext;
  readonly #holder: string;
  #services: Readonly<Record<string, string>> | undefined;
  readonly #tokens = new Map<string, { readonly text: string; readonly renewAt: number }>();

  constructor(node: NodeContext, pod: Pod) {
    const { namespace, name, uid } = pod.metadata;
    this.#node = node;
    this.#holder = uid;
    this.folder = join(node.folder, `${namespace}_${name}_${uid}`);
    this.hostsFile = join(this.folder, "etc-hosts");
    this.podIP = pod.spec.hostNetwork ? node.hostIP : node.addresses.hold(uid, pod.status?.podIP);
  }

  get volumes(): ReadonlyMap<string, Prepared> {
    return this.#volumes;
  }

  /** Makes everything ready, or brings it up to date.
   *  @throws ConfigError, or the system's error */
  prepare(pod: Pod): Promise<void> {
    this.#preparing = this.#prepare(pod);
    return this.#preparing;
  }

  async #prepare(pod: Pod): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await this.writeHosts(pod);
    const { namespace = "" } = pod.metadata;
    const { client, runtime } = this.#node;
    const from = {
      mayMount: runtime.mayMount,
      sources: this.#sources(pod),
      place: this.#place,
      token: (audience: string | undefined, seconds: number) => this.#token(pod, audience, seconds),
      claim: (name: string) => client.get(claims, namespace, name),
      persistentVolume: (name: string) => client.get(persistentVolumes, "", name),
    };
    const volumes = (pod.spec.volumes ?? []).map(
      async (volume) => [volume.name, await prepareVolume(pod, volume, this.folder, from)] as const,
    );
    this.#volumes = new Map(await Promise.all(volumes));
  }

  /** In place: containers see the file itself. */
  async writeHosts(pod: Pod): Promise<void> {
    const services = this.#node.serviceHosts(pod.metadata.namespace ?? "");
    const ofMachine = pod.spec.hostNetwork ? await readFile("/etc/hosts", "utf8").catch(() => "") : "";
    await writeFile(this.hostsFile, etcHosts(pod, { podIP: this.podIP, services, ofMachine }));
  }

  /** Names of volumes in memory that hold more than their `sizeLimit`, since this machine lets nothing be mounted. */
  unbounded(pod: Pod): string[] {
    return (pod.spec.volumes ?? [])
      .filter((volume) => memorySizeOf(pod, volume) !== undefined)
      .map(({ name }) => name)
      .filter((name) => this.#volumes.get(name)?.isBounded === false);
  }

  logOf(container: string, attempt: number): string {
    return join(this.folder, "logs", container, `${attempt}.log`);
  }

  /** @throws ConfigError */
  environment(pod: Pod, container: Container): Record<string, string> {
    this.#services ??= this.#serviceLinks(pod);
    const services = { ...this.#services, ...this.#node.apiEnvironment };
    const around = { sources: this.#sources(pod), place: this.#place, services };
    const own = environmentOf(pod, container, around);
    return { HOSTNAME: hostnameOf(pod), ...own, ...receiverEnvironment(own, this.#node.otlp) };
  }

  /** Nothing of it runs any more, or its node stops: it gives back its address and its memory. What is on disk stays for who reads
   *  logs. */
  async leave(): Promise<void> {
    this.#release();
    // What is made meanwhile would stay behind.
    await this.#preparing.catch(() => undefined);
    this.#volumes = new Map();
    await forgetMemory(this.folder);
  }

  async remove(): Promise<void> {
    this.#release();
    await removeFolder(this.folder);
  }

  #release(): void {
    this.#node.addresses.release(this.#holder);
  }

  get #place(): Place {
    return { hostIP: this.#node.hostIP, podIP: this.podIP, allocatable: this.#node.allocatable };
  }

  #serviceLinks({ spec, metadata }: Pod): Record<string, string> {
    return spec.enableServiceLinks === false
      ? {}
      : serviceLinks(this.#node.client.list(services, metadata.namespace));
  }

  #sources({ metadata: { namespace = "" } }: Pod): Sources {
    const find =
      (kind: Kind) =>
      (name: string): KubeObject | undefined =>
        this.#node.client.get(kind, namespace, name);
    return { configMap: find(configMaps), secret: find(secrets) };
  }

  async #token(pod: Pod, audience: string | undefined, seconds: number): Promise<string> {
    const key = `${seconds} ${audience ?? ""}`;
    const now = this.#node.clock.now();
    const kept = this.#tokens.get(key);
    if (kept && kept.renewAt > now) return kept.text;
    const text = await this.#node.issueToken(pod, audience, seconds);
    this.#tokens.set(key, { text, renewAt: now + seconds * 1000 * renewAfter });
    return text;
  }
}
