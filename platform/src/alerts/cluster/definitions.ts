import { readFile } from "node:fs/promises";
import { type Client, isReason, type Kind, kinds, type KubeObject } from "@naru/kubernetes";
import { parse } from "yaml";
import { ownNamespace } from "../routing/config.ts";

const kind = (group: string, version: string, name: string, plural: string, namespaced: boolean): Kind => ({
  group,
  version,
  kind: name,
  plural,
  namespaced,
});

export const ruleKind = kind("monitoring.coreos.com", "v1", "PrometheusRule", "prometheusrules", true);
export const configKind = kind(
  "monitoring.coreos.com",
  "v1alpha1",
  "AlertmanagerConfig",
  "alertmanagerconfigs",
  true,
);
const definitionKind = kind(
  "apiextensions.k8s.io",
  "v1",
  "CustomResourceDefinition",
  "customresourcedefinitions",
  false,
);

export const read = async (name: string): Promise<KubeObject> =>
  parse(await readFile(new URL(`../definitions/${name}.yaml`, import.meta.url), "utf8")) as KubeObject;

/** Declares the two kinds where they are not there, and nothing else: those of an operator stay as they are.
 *  @returns whether rules were not known before */
export async function declareKinds(client: Client, signal: AbortSignal): Promise<boolean> {
  let isFirst = false;
  for (const name of ["prometheusrules", "alertmanagerconfigs"]) {
    const isNew = await createIfAbsent(client, definitionKind, undefined, await read(name), signal);
    isFirst ||= isNew && name === "prometheusrules";
  }
  return isFirst;
}

/** Of what applications say, of clusters, and of Naru itself. */
export const ruleFiles = ["default-rules", "kubernetes-rules", "naru-rules"] as const;

/** The rules that Naru brings: ordinary ones, written once, when the kind is declared. Whoever changes or deletes them
 *  is not contradicted.
 *  @throws KubernetesError NotFound while the kind is not served yet */
export async function writeDefaultRules(client: Client, signal: AbortSignal): Promise<void> {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: ownNamespace } };
  await createIfAbsent(client, kinds.namespaces, undefined, namespace, signal);
  for (const name of ruleFiles)
    await createIfAbsent(client, ruleKind, ownNamespace, await read(name), signal);
}

async function createIfAbsent(
  client: Client,
  kindOf: Kind,
  namespace: string | undefined,
  object: KubeObject,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.create(kindOf, namespace, object, { fieldManager: "naru", signal });
    return true;
  } catch (error) {
    if (isReason(error, "AlreadyExists")) return false;
    throw error;
  }
}
