import { call, useWork } from "@naru/ui";
import { useState } from "react";
import { deleteDashboard, saveDashboard } from "../../api.ts";
import type { JsonObject } from "../model/dashboard.ts";
import type { Opened } from "./useDashboard.ts";

export interface Keeping {
  readonly canKeep: boolean;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  /** What was deleted, as long as the page is open. */
  readonly deleted: string | undefined;
  readonly save: (source: JsonObject, then: (uid: string) => void) => void;
  /** As a new one, beside the one that is open. */
  readonly copy: (source: JsonObject, title: string, then: (uid: string) => void) => void;
  readonly remove: () => void;
  readonly bringBack: (then: (uid: string) => void) => void;
}

/** Saving, copying and deleting a dashboard in the cluster where it is, or is to be.
 *  @param cluster for what is kept nowhere yet; empty when there is none */
export function useKeeping({ kept }: Opened, cluster: string): Keeping {
  const { isBusy, error, run } = useWork();
  const [deleted, setDeleted] = useState<string>();
  const create = async (json: string) => {
    const where = kept ?? { cluster, namespace: "default" };
    return call(saveDashboard, { cluster: where.cluster, namespace: where.namespace, json });
  };
  return {
    canKeep: kept !== undefined || cluster !== "",
    isBusy,
    error,
    deleted,
    save: (source, then) =>
      run(async () => {
        const json = JSON.stringify(source);
        const row =
          kept === undefined ? await create(json) : await call(saveDashboard, { ...placeOf(kept), json });
        then(row.uid);
      }),
    copy: (source, title, then) =>
      run(async () => {
        const { uid: _, ...rest } = source;
        then((await create(JSON.stringify({ ...rest, title }))).uid);
      }),
    remove: () =>
      run(async () => {
        if (kept === undefined) return "gone";
        const { version: _, ...place } = placeOf(kept);
        setDeleted((await call(deleteDashboard, place)).json);
        return "gone";
      }),
    bringBack: (then) =>
      run(async () => {
        if (deleted === undefined) return;
        const { uid } = await create(deleted);
        setDeleted(undefined);
        then(uid);
      }),
  };
}

const placeOf = ({ cluster, namespace, name, key, version }: NonNullable<Opened["kept"]>) => ({
  cluster,
  namespace,
  name,
  key,
  version,
});
