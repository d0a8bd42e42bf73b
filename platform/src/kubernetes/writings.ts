import type { KubeObject, WriteOptions } from "@naru/kubernetes";
import type { z } from "zod";
import type { Clock } from "#kernel/clock.ts";
import type { Handler } from "#kernel/feature.ts";
import type { Operation, OperationOutput } from "#kernel/operation.ts";
import * as api from "./api.ts";
import type { Cluster } from "./clusters/cluster.ts";
import { clusterNamed, type Clusters } from "./clusters/clusters.ts";
import type { Recorder } from "./history/recorder.ts";
import { drain } from "./nodes/drain.ts";
import { cordon } from "./nodes/nodes.ts";
import { applied, fieldManager } from "./objects/apply.ts";
import { rewrittenOf } from "./objects/rewritten.ts";
import { asked } from "./readings.ts";
import type { ObjectRef } from "./shapes/api.ts";
import { pause, restart, rollBack, scale } from "./workloads/actions.ts";

interface Parts {
  readonly clusters: Clusters;
  readonly recorder: Pick<Recorder, "acted">;
  readonly clock: Clock;
}

/** One line of the history for each object that somebody touched. */
type Act = readonly [object: ObjectRef, summary: string];

/** Everything that changes something; each is written down with who did it, unless it was a dry run. */
export function writings({ clusters, recorder, clock }: Parts): Handler[] {
  /** @param act what was done, told from the input and the answer */
  const writing = <O extends Operation>(
    operation: O,
    run: (cluster: Cluster, input: z.output<O["input"]>, options: Options) => Promise<OperationOutput<O>>,
    act: (input: z.output<O["input"]>, answer: OperationOutput<O>) => readonly Act[],
  ) =>
    asked(operation, async (input, { signal, user }) => {
      const { cluster, dryRun } = input as { cluster: string; dryRun: boolean };
      const answer = await run(clusterNamed(clusters, cluster), input, { signal, dryRun, fieldManager });
      for (const [object, summary] of dryRun ? [] : act(input, answer)) {
        recorder.acted(cluster, object, summary, user ?? "");
      }
      return answer;
    });
  return [
    writing(
      api.applyObjects,
      async (cluster, input, options) => ({ objects: await applied(cluster, { ...input, ...options }) }),
      (_, { objects }) =>
        objects
          .filter(({ result }) => result === "create" || result === "change")
          .map((each) => [refOf(each), `applied (${each.result})`]),
    ),
    writing(api.deleteObject, remove, (input) => [[refOf(input), `deleted (${input.propagationPolicy})`]]),
    writing(
      api.scaleWorkload,
      (cluster, input, options) => scale(cluster, input, input.replicas, options),
      (input) => [[refOf(input), `scaled to ${input.replicas}`]],
    ),
    writing(
      api.restartWorkload,
      (cluster, input, options) => restart(cluster, input, clock.now(), options),
      (input) => [[refOf(input), "restarted"]],
    ),
    writing(
      api.rollBackWorkload,
      (cluster, input, options) => rollBack(cluster, input, input.revision, options),
      (input) => [[refOf(input), `rolled back to revision ${input.revision}`]],
    ),
    writing(
      api.pauseWorkload,
      (cluster, input, options) => pause(cluster, input, input.paused, options),
      (input) => [[refOf(input), input.paused ? "paused" : "resumed"]],
    ),
    writing(
      api.cordonNode,
      (cluster, input, options) => cordon(cluster, input.name, input.cordoned, options),
      (input) => [[nodeRef(input.name), input.cordoned ? "cordoned" : "uncordoned"]],
    ),
    writing(api.drainNode, drain, (input, { pods }) => [
      [
        nodeRef(input.name),
        `drained: ${pods.filter(({ result }) => result === "evicted").length} pods evicted`,
      ],
    ]),
  ];
}

interface Options extends WriteOptions {
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
}

async function remove(cluster: Cluster, input: z.output<typeof api.deleteObject.input>, options: Options) {
  const kind = await cluster.kindOf(input.apiVersion, input.kind);
  const { namespace, name, propagationPolicy } = input;
  const before = await cluster.client.get<KubeObject>(kind, { namespace, name }, options);
  await cluster.client.delete(kind, { namespace, name }, { ...options, propagationPolicy });
  return rewrittenOf(before, undefined);
}

const refOf = ({ kind, namespace, name }: ObjectRef): ObjectRef => ({ kind, namespace, name });
const nodeRef = (name: string): ObjectRef => ({ kind: "Node", namespace: "", name });
