import { useCall, useTimeRange } from "@naru/ui";
import { useMemo } from "react";
import { type ChangeRow, listChanges, listServiceWorkloads } from "#kubernetes/api.ts";

const MOST = 20;
const NONE: readonly ChangeRow[] = [];

/** New revisions of what a service runs as, or of anything, in the page's time range. */
export function useRollouts(service: string): readonly ChangeRow[] {
  const { range } = useTimeRange();
  const changes = useCall(listChanges, { ...range, type: "revision", limit: MOST }, { live: "slow" }).data
    ?.changes;
  const known = useCall(listServiceWorkloads, { ...range, service }, { enabled: service !== "" }).data
    ?.relations;
  return useMemo(() => {
    if (service === "") return changes ?? NONE;
    const own = new Set(
      known?.map(({ workload }) => `${workload.kind} ${workload.namespace}/${workload.name}`),
    );
    return (changes ?? NONE).filter(({ workload: { kind, namespace, name } }) =>
      own.has(`${kind} ${namespace}/${name}`),
    );
  }, [service, changes, known]);
}
