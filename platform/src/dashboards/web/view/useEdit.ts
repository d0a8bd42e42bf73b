import { useCallback, useMemo, useState } from "react";
import type { Dashboard, JsonObject } from "../model/dashboard.ts";
import { readDashboard } from "../model/read.ts";

const mostSteps = 100;

export interface Edit {
  readonly isOn: boolean;
  readonly dashboard: Dashboard;
  readonly canUndo: boolean;
  readonly start: () => void;
  readonly change: (next: JsonObject) => void;
  /** What would be: shown until it is taken back or something is changed. */
  readonly preview: (next: JsonObject | undefined) => void;
  readonly undo: () => void;
  readonly stop: () => void;
}

/** A dashboard while it is changed: every step can be taken back.
 *  @param startsOn a new one is edited from the beginning */
export function useEdit(original: Dashboard, startsOn: boolean): Edit {
  const [steps, setSteps] = useState<readonly JsonObject[] | undefined>(
    startsOn ? [original.source] : undefined,
  );
  const [previewed, setPreviewed] = useState<JsonObject>();
  const source = previewed ?? steps?.at(-1);
  const dashboard = useMemo(
    () => (source === undefined ? original : readDashboard(source)),
    [source, original],
  );
  return {
    isOn: steps !== undefined,
    dashboard,
    canUndo: (steps?.length ?? 0) > 1,
    start: useCallback(() => setSteps([original.source]), [original]),
    change: useCallback((next: JsonObject) => {
      setPreviewed(undefined);
      setSteps((before) => [...(before ?? []), next].slice(-mostSteps));
    }, []),
    preview: setPreviewed,
    undo: useCallback(() => setSteps((before) => before?.slice(0, Math.max(1, before.length - 1))), []),
    stop: useCallback(() => setSteps(undefined), []),
  };
}
