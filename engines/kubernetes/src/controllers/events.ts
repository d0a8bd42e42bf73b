import { createHash } from "node:crypto";
import type { KubeObject } from "../object.ts";
import { timestamp } from "../objects/metadata.ts";
import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import { eventKind } from "./kinds.ts";

export type Record = (
  about: KubeObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
  /** The part of the object that is meant: `spec.containers{web}`. */
  fieldPath?: string,
) => Promise<void>;

/** What happened, for people to read with `kubectl describe`. The same said again of the same object counts.
 *  @param component  who says so: `deployment-controller`
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export function recorder(client: Client, clock: Clock, component: string): Record {
  return async (about, type, reason, message, fieldPath) => {
    try {
      await record(client, timestamp(clock.now()), component, { about, type, reason, message, fieldPath });
    } catch {
      // An event is told or not; the work that it tells of goes on.
    }
  };
}

interface Told {
  readonly about: KubeObject;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string | undefined;
}

async function record(client: Client, now: string, component: string, told: Told): Promise<void> {
  const { about, type, reason, message, fieldPath } = told;
  const namespace = about.metadata.namespace ?? "default";
  const name = eventName(component, told);
  const before = client.get(eventKind, namespace, name);
  if (before) {
    await client.change(eventKind, before, (copy) => {
      copy.count = (copy.count ?? 1) + 1;
      copy.lastTimestamp = now;
    });
    return;
  }
  await client.create(eventKind, namespace, {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name },
    involvedObject: { ...referenceTo(about), ...(fieldPath !== undefined && { fieldPath }) },
    type,
    reason,
    message,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component },
    reportingComponent: component,
    reportingInstance: "",
  });
}

/** The same for the same news, so that a repeat finds what was told before. */
function eventName(component: string, { about, type, reason, message, fieldPath }: Told): string {
  const said = JSON.stringify([about.metadata.uid, component, type, reason, message, fieldPath]);
  return `${about.metadata.name}.${createHash("sha256").update(said).digest("hex").slice(0, 16)}`;
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject) {
  const { namespace, name, uid, resourceVersion } = metadata;
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(namespace && { namespace }),
    ...(resourceVersion && { resourceVersion }),
  };
}
