import { useCall, useLanguage } from "@naru/ui";
import { useMemo } from "react";
import { type DashboardRow, getDashboard } from "../../api.ts";
import { builtIns } from "../builtin/builtin.ts";
import { jsonOf } from "../builtin/chart.ts";
import type { Dashboard } from "../model/dashboard.ts";
import { parseDashboard, readDashboard } from "../model/read.ts";

/** A dashboard, and where it is kept when it is somebody's own. */
export interface Opened {
  readonly dashboard: Dashboard;
  readonly kept: DashboardRow | undefined;
}

/** The address of one that is not saved yet. */
export const newUid = "new";

/** One that comes with Naru, a new one, or one that is kept in the cluster. */
export function useDashboard(uid: string, cluster: string, newTitle: string) {
  const [language] = useLanguage();
  const own = useMemo((): Opened | undefined => {
    const builtIn = builtIns.find((each) => each.uid === uid);
    if (builtIn !== undefined)
      return { dashboard: readDashboard(jsonOf(builtIn, language)), kept: undefined };
    if (uid !== newUid) return undefined;
    return { dashboard: readDashboard({ title: newTitle, schemaVersion: 39, panels: [] }), kept: undefined };
  }, [uid, language, newTitle]);
  const answer = useCall(getDashboard, { uid, cluster }, { enabled: own === undefined, keep: false });
  const { data, error, refetch } = answer;
  const read = useMemo((): { readonly opened?: Opened; readonly error: Error | null } => {
    if (own !== undefined) return { opened: own, error: null };
    if (data === undefined) return { error };
    try {
      const { json, ...kept } = data;
      return { opened: { dashboard: parseDashboard(json), kept }, error };
    } catch (problem) {
      return { error: problem instanceof Error ? problem : new Error(String(problem)) };
    }
  }, [own, data, error]);
  return { data: read.opened, error: read.error, refetch };
}
