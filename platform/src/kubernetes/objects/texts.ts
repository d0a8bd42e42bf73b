import type { KubeObject } from "@naru/kubernetes";
import { NaruError } from "#kernel/errors.ts";
import type { Act, ObjectAccess } from "./access.ts";

/* Texts that people declare and a feature reads: ConfigMaps with a label of their own, a text a key, so that charts and Git can
 * bring them along too. */

/** What kind of texts. */
export interface TextKind {
  /** The label of ConfigMaps that hold them; its value means nothing. */
  readonly label: string;
  /** Keys that hold one. */
  readonly isKey: (key: string) => boolean;
  /** As messages call one: `dashboard`. */
  readonly noun: string;
  /** The operation that names those that there are. */
  readonly listedBy: string;
}

export interface TextPlace {
  readonly cluster: string;
  readonly namespace: string;
  /** Of the ConfigMap. */
  readonly name: string;
  readonly key: string;
}

export interface KeptText extends TextPlace {
  /** Of the ConfigMap: a change names the one that it is made to. */
  readonly version: string;
  readonly text: string;
}

export interface ReadCluster {
  readonly cluster: string;
  /** Why its texts are not known. */
  readonly error: string | null;
  /** It has more than are read. */
  readonly isPartial: boolean;
}

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

const configMaps = { apiVersion: "v1", kind: "ConfigMap" } as const;

const pageSize = 50;
/** What is read of one cluster: so many ConfigMaps, and characters. */
const mostObjects = 1000;
const mostCharacters = 32 * 1024 * 1024;

/** All texts of a kind. A cluster that is away has none meanwhile, and holds up nobody.
 *  @param cluster  empty: all clusters */
export async function textsIn(
  objects: ObjectAccess,
  kind: TextKind,
  cluster: string,
  signal: AbortSignal,
): Promise<{ texts: KeptText[]; clusters: ReadCluster[] }> {
  const asked = cluster === "" ? objects.clusters() : [cluster];
  const answers = await Promise.all(asked.map((each) => readOrTold(objects, kind, each, signal)));
  return {
    texts: answers.flatMap(({ texts }) => texts),
    clusters: answers.map(({ cluster, error, isPartial }) => ({ cluster, error, isPartial })),
  };
}

async function readOrTold(objects: ObjectAccess, kind: TextKind, cluster: string, signal: AbortSignal) {
  try {
    return { cluster, error: null, ...(await readAll(objects, kind, cluster, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NaruError)) throw error;
    return { cluster, error: error.message, texts: [], isPartial: false };
  }
}

async function readAll(objects: ObjectAccess, kind: TextKind, cluster: string, signal: AbortSignal) {
  const texts: KeptText[] = [];
  let continueFrom: string | undefined;
  let seen = 0;
  let characters = 0;
  do {
    const page = await objects.list<ConfigMap>(
      cluster,
      configMaps,
      { labelSelector: kind.label, limit: pageSize, continueFrom },
      signal,
    );
    for (const item of page.items) texts.push(...textsOf(kind, cluster, item));
    seen += page.items.length;
    characters = texts.reduce((sum, { text }) => sum + text.length, 0);
    continueFrom = page.metadata.continue || undefined;
  } while (continueFrom !== undefined && seen < mostObjects && characters < mostCharacters);
  return { texts, isPartial: continueFrom !== undefined };
}

const textsOf = (kind: TextKind, cluster: string, { metadata, data = {} }: ConfigMap): KeptText[] =>
  Object.entries(data)
    .filter(([key]) => kind.isKey(key))
    .map(([key, text]) => keptOf(cluster, { metadata }, key, text));

function keptOf(cluster: string, { metadata }: Pick<ConfigMap, "metadata">, key: string, text: string) {
  const { namespace = "", name, resourceVersion: version = "" } = metadata;
  return { cluster, namespace, name, key, version, text };
}

/** The one text that is asked for.
 *  @param cluster  empty: the first cluster that has it
 *  @param name     as messages call it
 *  @throws NaruError NOT_FOUND; CLUSTER_UNAVAILABLE where a cluster that is away may have it */
export async function textIn(
  objects: ObjectAccess,
  kind: TextKind,
  asked: { readonly cluster: string; readonly name: string; readonly is: (text: KeptText) => boolean },
  signal: AbortSignal,
): Promise<KeptText> {
  const { texts, clusters } = await textsIn(objects, kind, asked.cluster, signal);
  const one = texts.find(asked.is);
  if (one) return one;
  const away = clusters.flatMap(({ cluster, error }) => (error === null ? [] : [cluster]));
  if (away.length > 0) {
    throw new NaruError(
      "CLUSTER_UNAVAILABLE",
      `No cluster that answers has the ${kind.noun} ${asked.name}.`,
      {
        help: `It may be in ${away.join(", ")}, which cannot be read now.`,
      },
    );
  }
  throw new NaruError("NOT_FOUND", `There is no ${kind.noun} ${asked.name}.`, {
    help: `${kind.listedBy} names those that there are.`,
  });
}

/** Keeps the other keys of a ConfigMap as they are: an apply without them would take them away.
 *  @param isNew  the ConfigMap is not there yet
 *  @throws NaruError NOT_FOUND when what is to be changed is gone or holds no such texts; KUBERNETES_REFUSED when somebody else has
 *          changed it since `version` */
export async function saveText(
  objects: ObjectAccess,
  kind: TextKind,
  { cluster, namespace, name, key, version, text }: KeptText,
  { isNew, ...act }: Act & { readonly isNew: boolean },
): Promise<KeptText> {
  const place = { ...configMaps, namespace, name };
  const before = isNew ? undefined : await labelled(objects, kind, cluster, place, act.signal);
  const body = {
    ...configMaps,
    metadata: {
      name,
      namespace,
      labels: { [kind.label]: before?.metadata.labels?.[kind.label] ?? "1" },
      ...(version !== "" && { resourceVersion: version }),
    },
    data: { ...before?.data, [key]: text },
  };
  const after = await objects.apply<ConfigMap>(cluster, place, body, act);
  return keptOf(cluster, after, key, text);
}

/** The last text of a ConfigMap takes it along.
 *  @param actOf  how it reads in the history, from what was deleted
 *  @returns      what it was */
export async function deleteText(
  objects: ObjectAccess,
  kind: TextKind,
  { cluster, namespace, name, key }: TextPlace,
  signal: AbortSignal,
  actOf: (text: string) => Omit<Act, "signal">,
): Promise<string> {
  const place = { ...configMaps, namespace, name };
  const { data = {} } = await labelled(objects, kind, cluster, place, signal);
  const text = Object.hasOwn(data, key) ? data[key] : undefined;
  if (text === undefined)
    throw new NaruError("NOT_FOUND", `${namespace}/${name} has no ${kind.noun} ${key}.`);
  const act = { ...actOf(text), signal };
  if (Object.keys(data).length === 1) await objects.delete(cluster, place, act);
  else await objects.patch(cluster, place, { data: { [key]: null } }, act);
  return text;
}

/** Other ConfigMaps are nothing of ours. */
async function labelled(
  objects: ObjectAccess,
  { label, noun }: TextKind,
  cluster: string,
  place: typeof configMaps & { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<ConfigMap> {
  const item = await objects.get<ConfigMap>(cluster, place, signal);
  if (item.metadata.labels?.[label] !== undefined) return item;
  throw new NaruError("NOT_FOUND", `${place.namespace}/${place.name} is no ConfigMap of ${noun}s.`, {
    help: `Those have the label ${label}.`,
  });
}
