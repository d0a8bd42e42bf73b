import { useCall, useUrlState } from "@naru/ui";
import { listClusters } from "../../api.ts";

const STATE = { cluster: "" };

/** The cluster that was chosen for every page; empty for all of them. */
export function useChosenCluster(): readonly [string, (cluster: string) => void] {
  const [{ cluster }, change] = useUrlState(STATE);
  return [cluster, (next) => change({ cluster: next })];
}

export function useClusters() {
  return useCall(listClusters, {}, { live: "always" });
}

/** For pages about one cluster: the chosen one, else the first that is there. */
export function useOneCluster(): string {
  const [chosen] = useChosenCluster();
  const clusters = useClusters().data?.clusters ?? [];
  if (chosen !== "") return chosen;
  return (clusters.find(({ state }) => state !== "away") ?? clusters[0])?.name ?? "";
}

/** Namespaces of the chosen clusters, by name. */
export function useNamespaces(): readonly string[] {
  const [chosen] = useChosenCluster();
  const clusters = useClusters().data?.clusters ?? [];
  const names = clusters
    .filter(({ name }) => chosen === "" || name === chosen)
    .flatMap(({ namespaces }) => namespaces);
  return [...new Set(names)].toSorted();
}
