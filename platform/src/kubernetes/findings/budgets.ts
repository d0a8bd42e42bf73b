import type { Budget } from "../resources.ts";
import { type LabelSelector, matches } from "../workloads/selector.ts";
import { type Found, found } from "./found.ts";
import { namespaceOf, type Objects } from "./objects.ts";
import { templatesIn } from "./templates.ts";

/** Budgets that guard nothing, and those that no node can be drained under.
 *  Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export const budgetFindings = (objects: Objects): Found[] =>
  objects.all("budgets").flatMap((budget) => {
    const { expectedPods = 0, currentHealthy = 0, disruptionsAllowed = 0 } = budget.status ?? {};
    if (!isSeen(budget)) return [];
    if (expectedPods === 0) return guardsNothing(objects, budget);
    // While some pods are not well it allows none for now; that is what it is for.
    if (disruptionsAllowed > 0 || currentHealthy < expectedPods) return [];
    const { minAvailable, maxUnavailable } = budget.spec ?? {};
    const field = minAvailable === undefined ? "maxUnavailable" : "minAvailable";
    return [found("budget-never-allows", budget, { field, found: String(minAvailable ?? maxUnavailable) })];
  });

/** Before its controller has seen it, it counts nothing. */
const isSeen = ({ metadata, status }: Budget): boolean =>
  status?.expectedPods !== undefined && (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);

function guardsNothing(objects: Objects, budget: Budget): Found[] {
  const namespace = namespaceOf(budget);
  const selector = budget.spec?.selector as LabelSelector | undefined;
  if (!objects.knows("pods") || !objects.knows("deployments") || !objects.knows("statefulSets")) return [];
  const isMeant = templatesIn(objects, namespace).some(({ labels }) => matches(selector, labels));
  const isTaken = objects
    .in("pods", namespace)
    .some(({ metadata }) => matches(selector, metadata.labels ?? {}));
  return isMeant || isTaken
    ? []
    : [
        found("budget-matches-nothing", budget, {
          field: "selector",
          found: JSON.stringify(selector?.matchLabels ?? selector ?? {}),
        }),
      ];
}
