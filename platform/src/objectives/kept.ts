import { NaruError } from "#kernel/errors.ts";
import type { Context } from "#kernel/feature.ts";
import {
  deleteText,
  type KeptText,
  type ObjectAccess,
  type ReadCluster,
  saveText,
  textIn,
  textsIn,
} from "#kubernetes/index.ts";
import type { z } from "zod";
import { mostObjectives, type putObjective, type removeObjective } from "./api.ts";
import type { Objective } from "./declaration/api.ts";
import { readObjective } from "./declaration/openslo.ts";

/** OpenSLO documents, one a key. */
const kind = {
  label: "naru.dev/openslo",
  isKey: (key: string) => /\.(?:ya?ml|json)$/.test(key),
  noun: "objective",
  listedBy: "objectives.listObjectives",
};

/** An objective with where it is kept and how it was written. */
export interface Declared {
  readonly objective: Objective;
  readonly kept: KeptText;
}

/** What is no objective, and why. */
export interface Unreadable {
  readonly kept: KeptText;
  readonly message: string;
  readonly help: string;
}

export interface Declarations {
  readonly declared: readonly Declared[];
  readonly unreadable: readonly Unreadable[];
  readonly clusters: readonly ReadCluster[];
}

/** All that is declared.
 *  @param cluster  empty: all clusters */
export async function declarations(
  objects: ObjectAccess,
  cluster: string,
  signal: AbortSignal,
): Promise<Declarations> {
  const { texts, clusters } = await textsIn(objects, kind, cluster, signal);
  const read = texts.map(declaredOrTold);
  return {
    declared: read.flatMap((each) => ("objective" in each ? [each] : [])),
    unreadable: read.flatMap((each) => ("objective" in each ? [] : [each])),
    clusters,
  };
}

/** So long a cluster is waited for. */
const patienceMs = 3000;

/** Reads what is declared; of a cluster that is away or slow, what it told last. Trouble with a cluster must not hold up those who look
 *  for it. */
export function lastKnown(objects: ObjectAccess): (signal: AbortSignal) => Promise<readonly Declared[]> {
  const known = new Map<string, readonly Declared[]>();
  const learn = async (cluster: string, signal: AbortSignal): Promise<void> => {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    try {
      const { declared, clusters } = await declarations(objects, cluster, soon);
      if (clusters.every(({ error }) => error === null)) known.set(cluster, declared);
    } catch (error) {
      signal.throwIfAborted();
      if (!soon.aborted) throw error;
    }
  };
  return async (signal) => {
    await Promise.all(objects.clusters().map((cluster) => learn(cluster, signal)));
    return [...known.values()].flat();
  };
}

function declaredOrTold(kept: KeptText): Declared | Unreadable {
  try {
    return { objective: readObjective(kept.text), kept };
  } catch (error) {
    if (!(error instanceof NaruError)) throw error;
    return { kept, message: error.message, help: error.help };
  }
}

/** @throws NaruError NOT_FOUND, CLUSTER_UNAVAILABLE */
export async function declaration(
  objects: ObjectAccess,
  { name, cluster }: { readonly name: string; readonly cluster: string },
  signal: AbortSignal,
): Promise<Declared> {
  const is = (kept: KeptText) => nameOf(kept) === name;
  const kept = await textIn(objects, kind, { cluster, name, is }, signal);
  return { objective: readObjective(kept.text), kept };
}

function nameOf(kept: KeptText): string | undefined {
  const read = declaredOrTold(kept);
  return "objective" in read ? read.objective.name : undefined;
}

type Asker = Pick<Context, "signal" | "user">;

/** Declares an objective, or declares it anew where it is.
 *  @throws NaruError INVALID_DECLARATION; CLUSTER_UNAVAILABLE without a cluster; KUBERNETES_REFUSED when somebody else has just
 *          changed it */
export async function put(
  objects: ObjectAccess,
  { yaml, cluster, namespace, version, isNew }: z.output<typeof putObjective.input>,
  { signal, user = "" }: Asker,
) {
  const { name } = readObjective(yaml);
  const where = cluster || firstOf(objects);
  const { declared } = await declarations(objects, cluster, signal);
  const before = declared.find(({ objective }) => objective.name === name);
  if (before && isNew) throw taken(name);
  if (!before && declared.length >= mostObjectives) throw tooMany();
  const place = before?.kept ?? { cluster: where, namespace, name: `objective-${name}`, key: `${name}.yaml` };
  const act = { signal, user, summary: `declared the objective ${name}`, isNew: !before };
  return { ...placeOf(await saveText(objects, kind, { ...place, version, text: yaml }, act)), name };
}

function firstOf(objects: ObjectAccess): string {
  const [cluster] = objects.clusters();
  if (cluster !== undefined) return cluster;
  throw new NaruError("CLUSTER_UNAVAILABLE", "No cluster is connected that could keep objectives.", {
    help: "Start Naru with the kubeconfig of one cluster or more.",
  });
}

const taken = (name: string) =>
  new NaruError("INVALID_DECLARATION", `metadata.name: there is an objective ${name} already`, {
    status: 409,
    help: "Choose another name, or change that one.",
  });

const tooMany = () =>
  new NaruError("INVALID_DECLARATION", `${mostObjectives} objectives are declared already`, {
    help: "Delete one that nobody looks at: more are not measured.",
  });

/** @returns what it was: declaring it again brings it back */
export async function removed(
  objects: ObjectAccess,
  input: z.output<typeof removeObjective.input>,
  { signal, user = "" }: Asker,
) {
  const { kept, objective } = await declaration(objects, input, signal);
  const summary = `deleted the objective ${objective.name}`;
  const yaml = await deleteText(objects, kind, kept, signal, () => ({ user, summary }));
  return { ...placeOf(kept), name: objective.name, yaml };
}

/** Where it is kept, as operations tell it. */
export const placeOf = ({ cluster, namespace, name, key, version }: KeptText) => ({
  cluster,
  namespace,
  configMap: name,
  key,
  version,
});
