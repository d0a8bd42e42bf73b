import { call } from "@naru/ui";
import { useState } from "react";
import { applyObjects, deleteObject, type ObjectOutcome, previewObjects } from "../../api.ts";
import { useWrite } from "../actions/useWrite.ts";
import { type WayBack, wayBack } from "./undo.ts";

export interface Wanted {
  readonly cluster: string;
  /** Of documents that name none. */
  readonly namespace: string;
  readonly yaml: string;
  /** Take over what other managers own. */
  readonly force: boolean;
}

type Step = "preview" | "apply" | "undo";

interface Told {
  readonly of: Wanted;
  readonly step: Step;
  readonly outcomes: readonly ObjectOutcome[];
}

/** YAML on its way into a cluster: previewed first, then applied, and back again. */
export function useApply() {
  const [told, setTold] = useState<Told>();
  const { phase, start } = useWrite(async (step: Step, of: Wanted) => {
    const outcomes = await take(step, of, told?.outcomes ?? []);
    setTold({ of, step, outcomes });
  });
  return { told, phase, start };
}

async function take(step: Step, of: Wanted, before: readonly ObjectOutcome[]) {
  if (step === "preview") return (await call(previewObjects, { ...of })).objects;
  if (step === "apply") return (await call(applyObjects, { ...of })).objects;
  const back = wayBack(before);
  return back === undefined ? [] : goBack(of.cluster, back);
}

async function goBack(cluster: string, { yaml, made }: WayBack): Promise<readonly ObjectOutcome[]> {
  for (const { apiVersion, kind, namespace, name } of made) {
    await call(deleteObject, { cluster, apiVersion, kind, namespace, name });
  }
  if (yaml === "") return [];
  return (await call(applyObjects, { cluster, yaml, force: true })).objects;
}
