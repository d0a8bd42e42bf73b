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

const writtenAnnotation = "naru/rules-written";

/** The rules that Naru brings: ordinary ones, each file of them written once, which the namespace remembers. Whoever changes
 *  or deletes them is not contradicted, and a newer Naru brings what is new in it.
 *  @param isFirst  rules were not known before
 *  @throws KubernetesError NotFound while the kind is not served yet */
export async function writeDefaultRules(
  client: Client,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<void> {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: ownNamespace } };
  await createIfAbsent(client, kinds.namespaces, undefined, namespace, signal);
  const { metadata } = await client.get(kinds.namespaces, { name: ownNamespace }, { signal });
  const remembered = metadata.annotations?.[writtenAnnotation]?.split(",");
  const written: readonly string[] = remembered ?? (isFirst ? [] : ["default-rules"]);
  const unwritten = ruleFiles.filter((name) => !written.includes(name));
  if (unwritten.length === 0) return;
  for (const name of unwritten)
    await createIfAbsent(client, ruleKind, ownNamespace, await read(name), signal);
  const annotations = { [writtenAnnotation]: [...written, ...unwritten].join() };
  await client.patch(
    kinds.namespaces,
    { name: ownNamespace },
    "merge",
    { metadata: { annotations } },
    {
      fieldManager: "naru",
      signal,
    },
  );
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
