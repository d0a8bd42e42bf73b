import { alertOperations } from "@naru/platform/alerts/api.ts";
import { apmOperations } from "@naru/platform/apm/api.ts";
import { dashboardOperations } from "@naru/platform/dashboards/api.ts";
import { identityOperations } from "@naru/platform/identity/api.ts";
import { kubernetesOperations } from "@naru/platform/kubernetes/api.ts";
import { bytes, type Operation } from "@naru/platform/kernel/operation.ts";
import { ingestOperations } from "@naru/platform/telemetry/ingest/api.ts";
import { objectiveOperations } from "@naru/platform/objectives/api.ts";
import { scalingOperations } from "@naru/platform/scaling/api.ts";
import { sessionOperations } from "@naru/platform/sessions/api.ts";
import { prometheusOperations } from "@naru/platform/telemetry/prometheus/api.ts";
import { queryOperations } from "@naru/platform/telemetry/query/api.ts";
import { incidentOperations } from "@naru/platform/vibeops/incidents/api.ts";
import { rcaOperations } from "@naru/platform/vibeops/rca/api.ts";
import { worldOperations } from "@naru/platform/world/api.ts";

/** What the command line offers: every operation that needs a sign-in, which the token gives, and that answers with
 *  something to read. */
export const operations: readonly Operation[] = [
  ...queryOperations,
  ...prometheusOperations,
  ...ingestOperations,
  ...kubernetesOperations,
  ...rcaOperations,
  ...worldOperations,
  ...apmOperations,
  ...dashboardOperations,
  ...alertOperations,
  ...objectiveOperations,
  ...sessionOperations,
  ...scalingOperations,
  ...incidentOperations,
  ...identityOperations,
].filter(({ permission, output }) => permission !== "public" && output !== bytes);

/** `telemetry.listServices` is the command `list-services`. */
export function commandOf({ name }: Operation): string {
  return (name.split(".").at(-1) ?? name).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @param name as a command (`list-services`), or in full or in short as declared */
export function findOperation(name: string): Operation | undefined {
  return operations.find((each) => [commandOf(each), each.name, each.name.split(".").at(-1)].includes(name));
}

export const pathFields = ({ path }: Operation): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
