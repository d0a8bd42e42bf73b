import { KubernetesError, type KubeObject, isReason } from "@naru/kubernetes";
import type { Cluster } from "../clusters/cluster.ts";
import type { ObjectOutcome } from "./api.ts";
import { documentsOf, type Wanted } from "./documents.ts";
import { mask, maskedPair } from "./masked.ts";
import { shown } from "./rewritten.ts";

interface Options {
  readonly yaml: string;
  /** For what names none. */
  readonly namespace: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

export const fieldManager = "naru";

/** Applies the objects one after another, or says what that would do. What one of them meets does not stop the rest. */
export async function applied(cluster: Cluster, options: Options): Promise<ObjectOutcome[]> {
  const outcomes: ObjectOutcome[] = [];
  for (const wanted of documentsOf(options.yaml)) outcomes.push(await one(cluster, wanted, options));
  return outcomes;
}

async function one(cluster: Cluster, wanted: Wanted, options: Options): Promise<ObjectOutcome> {
  const { apiVersion, kind } = wanted;
  const { name } = wanted.metadata;
  const namespace = wanted.metadata.namespace ?? (options.namespace || "default");
  const told = { apiVersion, kind, namespace, name, before: "", after: "", conflicts: [], error: null };
  try {
    const found = await cluster.kindOf(apiVersion, kind);
    const ref = found.namespaced ? { namespace, name } : { name };
    const before = await cluster.client.get<KubeObject>(found, ref, options).catch(missing);
    const body = { ...wanted, metadata: { ...wanted.metadata, ...ref } };
    const after = await cluster.client.apply(found, ref, body, { ...options, fieldManager });
    return { ...told, namespace: ref.namespace ?? "", ...compared(before, after) };
  } catch (error) {
    options.signal.throwIfAborted();
    const { error: message, ...rest } = refused(error);
    return { ...told, ...rest, error: withoutValues(message ?? "", wanted) };
  }
}

function missing(error: unknown): undefined {
  if (!isReason(error, "NotFound")) throw error;
}

function compared(
  before: KubeObject | undefined,
  after: KubeObject,
): Pick<ObjectOutcome, "result" | "before" | "after"> {
  if (!before) return { result: "create", before: "", after: shown(maskedPair(after, after)[1]) };
  const [was, is] = maskedPair(before, after).map(shown);
  return { result: was === is ? "nothing" : "change", before: was ?? "", after: is ?? "" };
}

function refused(error: unknown): Pick<ObjectOutcome, "result" | "conflicts" | "error"> {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof KubernetesError)) return { result: "refused", conflicts: [], error: message };
  const conflicts = error.causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message: text = "", field = "" }) => ({
      manager: /"([^"]+)"/.exec(text)?.[1] ?? "",
      field: field.replace(/^\./, ""),
      message: text,
    }));
  return { result: conflicts.length > 0 ? "conflict" : "refused", conflicts, error: message };
}

/** A server may quote what it refuses. */
function withoutValues(message: string, { kind, data, stringData }: Wanted): string {
  if (kind !== "Secret") return message;
  const values = [data, stringData].flatMap((of) => Object.values(of ?? {})).map(String);
  return values
    .filter((value) => value !== "")
    .reduce((text, value) => text.replaceAll(value, mask), message);
}
