import { call, type OutputOf, useRefresh } from "@naru/ui";
import { useEffect, useState } from "react";
import { drainNode } from "../../api.ts";

type Drained = OutputOf<typeof drainNode>;

interface Draining {
  readonly state: "asked" | "going" | "done" | "stopped";
  readonly pods: Drained["pods"];
  readonly error: Error | null;
}

const AGAIN_MILLIS = 3000;

/** Drains a node step by step: what a budget refuses is asked again, until all have left or somebody stops it. */
export function useDrain(cluster: string, name: string, evictBarePods: boolean) {
  const [draining, setDraining] = useState<Draining>({ state: "asked", pods: [], error: null });
  const refresh = useRefresh();
  const isGoing = draining.state === "going";
  useEffect(() => {
    if (!isGoing) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const step = async () => {
      try {
        const { done, pods } = await call(drainNode, { cluster, name, evictBarePods }, stop.signal);
        setDraining((was) => ({ state: done ? "done" : "going", pods: merged(was.pods, pods), error: null }));
        refresh();
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = error instanceof Error ? error : new Error(String(error));
        setDraining((was) => ({ ...was, error: problem }));
      }
      timer = setTimeout(() => void step(), AGAIN_MILLIS);
    };
    void step();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [isGoing, cluster, name, evictBarePods, refresh]);
  return {
    ...draining,
    start: () => setDraining((was) => ({ ...was, state: "going" })),
    stop: () => setDraining((was) => ({ ...was, state: "stopped" })),
  };
}

/** Those that have left stay in sight. */
function merged(before: Drained["pods"], now: Drained["pods"]): Drained["pods"] {
  const here = new Set(now.map(({ namespace, name }) => `${namespace}/${name}`));
  const left = before.filter(({ namespace, name }) => !here.has(`${namespace}/${name}`));
  return [...left.map((pod) => ({ ...pod, result: "evicted" as const, reason: "" })), ...now];
}
