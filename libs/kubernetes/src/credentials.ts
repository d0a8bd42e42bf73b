import { readFileSync } from "node:fs";
import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { KubernetesError } from "./errors.ts";
import { type Credentials, noContext, plainCredentials, serverIn } from "./kubeconfig.ts";

/** Where a cluster is and who asks. */
export type Access =
  | { readonly kubeconfig: string; readonly context?: string | undefined }
  /** From within a pod, by its ServiceAccount. */
  | { readonly inCluster: true };

/** Reads what an access stands for. Certificates and tokens that stand in a kubeconfig are read here; everything else
 *  (exec plugins, OIDC, proxies, in-cluster) is client-node's, which is 90 MB of memory and loaded only for them.
 *  @throws KubernetesError Credentials when it can't be read or has no such context */
export async function readCredentials(access: Access): Promise<Credentials> {
  try {
    const plain =
      "kubeconfig" in access
        ? plainCredentials(readFileSync(access.kubeconfig, "utf8"), access.kubeconfig, access.context)
        : undefined;
    return plain ?? (await throughClientNode(access));
  } catch (error) {
    throw credentialsError(error);
  }
}

async function throughClientNode(access: Access): Promise<Credentials> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if ("inCluster" in access) config.loadFromCluster();
  else config.loadFromFile(access.kubeconfig);
  if ("kubeconfig" in access && access.context !== undefined) choose(config, access.context);
  const cluster = config.getCurrentCluster();
  return {
    server: serverIn(cluster?.server ?? ""),
    isProxied: cluster?.proxyUrl !== undefined,
    options: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options).catch((error: unknown) => {
        throw credentialsError(error);
      });
      return options;
    },
  };
}

function choose(config: KubeConfig, context: string): void {
  if (!config.getContextObject(context))
    throw noContext(
      context,
      config.contexts.map(({ name }) => name),
    );
  config.setCurrentContext(context);
}

function credentialsError(error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  const why = error instanceof Error ? error.message : String(error);
  const message = `the credentials for the cluster can't be had: ${why}`;
  return new KubernetesError({ code: 0, reason: "Credentials", message });
}
