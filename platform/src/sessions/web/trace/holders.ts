import type { ServiceWorkload } from "#kubernetes/api.ts";
import type { ApplicationRow } from "../../api.ts";

/** The applications that may hold the sessions of a trace: those that its services' workloads are given the Secret of; where there is none, those
 *  of which that is not known.
 *  @param relations  which workloads services run as */
export function holdersOf(
  services: readonly string[],
  relations: readonly ServiceWorkload[],
  applications: readonly ApplicationRow[],
): readonly ApplicationRow[] {
  const ran = relations.filter(({ service }) => services.includes(service));
  if (ran.length === 0) return applications;
  const given = applications.filter((each) => ran.some((relation) => isGiven(relation, each)));
  return given.length > 0 ? given : applications.filter(({ workloads }) => workloads.length === 0);
}

const isGiven = ({ cluster, workload }: ServiceWorkload, application: ApplicationRow): boolean =>
  // Telemetry may not say in which cluster it was.
  (cluster === "" || cluster === application.cluster) &&
  application.workloads.some(
    ({ kind, namespace, name }) =>
      kind === workload.kind && namespace === workload.namespace && name === workload.name,
  );
