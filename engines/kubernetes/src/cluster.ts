import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Cluster } from "./api/handlers.ts";
import { kubernetesServer } from "./api/server.ts";
import { bootstrap } from "./bootstrap.ts";
import { builtinControllers, startControllers } from "./controllers/index.ts";
import { CustomKinds } from "./custom/kinds.ts";
import { type Identity, issue, makeAuthority } from "./identity/certificates.ts";
import { kubeconfigOf } from "./identity/kubeconfig.ts";
import { Objects } from "./objects/objects.ts";
import { builtinResources } from "./resources/builtin.ts";
import { Registry } from "./resources/registry.ts";
import { openStore } from "./store/store.ts";

export interface ClusterOptions {
  /** Everything that it keeps: objects, keys, the kubeconfig. */
  readonly folder: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

export interface RunningCluster {
  readonly url: string;
  /** A file that `kubectl --kubeconfig` takes, mode 0600. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

const name = "naru";

/** Starts the embedded cluster's API and controllers on what is in the folder. */
export async function startCluster({ folder, host, port }: ClusterOptions): Promise<RunningCluster> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // What has been started is stopped in the opposite order, now if the rest can't start.
  await using started = new AsyncDisposableStack();
  const store = await openStore({ folder: join(folder, "objects") });
  started.defer(() => store.close());
  const registry = new Registry(builtinResources);
  const objects = new Objects(store);
  const cluster = { store, objects, registry };
  await bootstrap(registry, objects);
  const authority = await keptAuthority(folder);
  const controllers = startControllers(
    cluster,
    builtinControllers(cluster, { certificate: authority.certificate }),
  );
  started.defer(() => controllers.stop());
  const customKinds = new CustomKinds(store, objects, registry);
  await customKinds.start();
  started.defer(() => customKinds.stop());
  const server = await listen(cluster, authority, { host, port });
  started.defer(() => close(server));
  const url = `https://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  const kubeconfig = await writeKubeconfig(folder, url, authority);
  const running = started.move();
  return { url, kubeconfig, stop: () => running.disposeAsync() };
}

async function listen(
  cluster: Cluster,
  authority: Identity,
  { host, port }: Omit<ClusterOptions, "folder">,
): Promise<Server> {
  const names = [...new Set(["localhost", "127.0.0.1", "::1", host])];
  const identity = await issue(authority, { subject: "CN=kube-apiserver", names }, Date.now());
  const server = kubernetesServer({ cluster, server: identity, authority: authority.certificate });
  server.listen(port, host);
  await once(server, "listening");
  return server;
}

async function close(server: Server): Promise<void> {
  const closed = once(server.close(), "close");
  server.closeAllConnections();
  await closed;
}

async function writeKubeconfig(folder: string, url: string, authority: Identity): Promise<string> {
  const admin = await issue(authority, { subject: "CN=admin,O=system:masters" }, Date.now());
  const file = join(folder, "kubeconfig");
  const text = kubeconfigOf({ name, server: url, authority: authority.certificate }, admin);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

async function keptAuthority(folder: string): Promise<Identity> {
  const file = join(folder, "authority.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as Identity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const made = await makeAuthority(`${name}-ca`, Date.now());
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" });
  return made;
}
