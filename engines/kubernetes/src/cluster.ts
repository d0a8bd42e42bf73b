import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
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

/** Starts the embedded cluster's API on what is in the folder. */
export async function startCluster({ folder, host, port }: ClusterOptions): Promise<RunningCluster> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const store = await openStore({ folder: join(folder, "objects") });
  try {
    const registry = new Registry(builtinResources);
    const objects = new Objects(store);
    await bootstrap(registry, objects);
    const customKinds = new CustomKinds(store, objects, registry);
    await customKinds.start();
    const authority = await keptAuthority(folder);
    const now = Date.now();
    const identity = await issue(
      authority,
      { subject: "CN=kube-apiserver", names: [...new Set(["localhost", "127.0.0.1", "::1", host])] },
      now,
    );
    const cluster = { store, objects, registry };
    const server = kubernetesServer({ cluster, server: identity, authority: authority.certificate });
    server.listen(port, host);
    await once(server, "listening");
    const url = `https://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
    const admin = await issue(authority, { subject: "CN=admin,O=system:masters" }, now);
    const controllers = startControllers(
      cluster,
      builtinControllers(cluster, { certificate: authority.certificate }),
    );
    const kubeconfig = join(folder, "kubeconfig");
    const text = kubeconfigOf({ name, server: url, authority: authority.certificate }, admin);
    await writeFile(kubeconfig, text, { mode: 0o600 });
    return {
      url,
      kubeconfig,
      async stop() {
        const closed = once(server.close(), "close");
        server.closeAllConnections();
        await closed;
        customKinds.stop();
        await controllers.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
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
