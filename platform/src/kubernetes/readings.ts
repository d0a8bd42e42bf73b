import type { ClickHouse } from "@naru/clickhouse";
import type { z } from "zod";
import type { Clock } from "#kernel/clock.ts";
import { type Context, handle, type Handler } from "#kernel/feature.ts";
import type { Operation, OperationOutput } from "#kernel/operation.ts";
import { readerOf } from "#telemetry/query/index.ts";
import * as api from "./api.ts";
import { clusterNamed, type Clusters, kindsOf, listed } from "./clusters/clusters.ts";
import { toPersonsError } from "./failure.ts";
import { findings } from "./findings/findings.ts";
import { changesIn, eventsIn } from "./history/history.ts";
import { nodes } from "./nodes/nodes.ts";
import { applied } from "./objects/apply.ts";
import { object, table } from "./objects/objects.ts";
import { podLog } from "./pods/log.ts";
import { pod, pods } from "./pods/pods.ts";
import { serviceWorkloads } from "./telemetry/join.ts";
import { workload, workloads } from "./workloads/workloads.ts";

interface Parts {
  readonly clusters: Clusters;
  readonly clickhouse: ClickHouse;
  readonly clock: Clock;
}

/** Everything that changes nothing. */
export function readings({ clusters, clickhouse, clock }: Parts): Handler[] {
  const reader = ({ signal }: Context) => readerOf(clickhouse, signal);
  return [
    asked(api.listClusters, (_input, { signal }) => listed(clusters, signal)),
    asked(api.listKinds, (input) => kindsOf(clusters, input)),
    asked(api.listObjects, (input, { signal }) => table(clusters, input, signal)),
    asked(api.getObject, (input, { signal }) => object(clusters, input, signal)),
    asked(api.previewObjects, async (input, { signal }) => ({
      objects: await applied(clusterNamed(clusters, input.cluster), { ...input, dryRun: true, signal }),
    })),
    asked(api.listWorkloads, (input) => workloads(clusters, input)),
    asked(api.getWorkload, (input) => workload(clusters, input)),
    asked(api.listPods, (input, { signal }) => pods(clusters, input, signal)),
    asked(api.getPod, (input, { signal }) => pod(clusters, input, signal)),
    asked(api.readPodLog, (input, { signal }) => podLog(clusters, input, signal)),
    asked(api.listNodes, (input, { signal }) => nodes(clusters, input, signal)),
    asked(api.listEvents, (input, context) => eventsIn(reader(context), input, clock.now())),
    asked(api.listChanges, (input, context) => changesIn(reader(context), input, clock.now())),
    asked(api.listFindings, (input) => findings(clusters, input, clock.now())),
    asked(api.listServiceWorkloads, (input, context) =>
      serviceWorkloads(clusters, reader(context), input, clock.now()),
    ),
  ];
}

type Answer<O extends Operation> = (
  input: z.output<O["input"]>,
  context: Context,
) => OperationOutput<O> | Promise<OperationOutput<O>>;

/** A cluster's refusals become errors that a person can read. */
export function asked<O extends Operation>(operation: O, answer: Answer<O>): Handler {
  return handle(operation, async (input, context) => {
    try {
      return await answer(input, context);
    } catch (error) {
      throw toPersonsError((input as { cluster?: string }).cluster ?? "", error);
    }
  });
}
