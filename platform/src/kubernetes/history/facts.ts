import { createHash } from "node:crypto";
import type { KubeObject } from "@naru/kubernetes";
import type { Config, Container, Controller, Node, Pod, PodSpec } from "../resources.ts";
import { wiring } from "./wiring.ts";

/** What is worth remembering of an object, flat: `containers.main.image` to `nginx:1.28`. Two versions with the same
 *  facts are the same to this history. */
export type Facts = Readonly<Record<string, string>>;

/** Of what belongs to a template these fields make a new revision of what runs. */
export const revisionFields = /^(containers|initContainers|volumes|template)\./;

export function factsOf(object: KubeObject): Facts {
  switch (object.kind) {
    case "Pod":
      return podFacts(object as Pod);
    case "Node":
      return nodeFacts(object);
    case "ConfigMap":
    case "Secret":
      return prefixed("data", (object as Config).data ?? {});
    default:
      return wiring[object.kind]?.(object) ?? controllerFacts(object as Controller);
  }
}

function controllerFacts({ spec }: Controller): Facts {
  const { template: own, jobTemplate, replicas, selector: _selector, ...rest } = spec;
  const template = own ?? jobTemplate?.spec.template;
  const settings = [
    "paused",
    "suspend",
    "schedule",
    "strategy",
    "updateStrategy",
    "completions",
    "parallelism",
  ];
  return {
    ...(replicas !== undefined && { replicas: text(replicas) }),
    ...Object.fromEntries(
      settings.flatMap((key) => (rest[key] === undefined ? [] : [[key, text(rest[key])]])),
    ),
    ...(template && specFacts(template.spec)),
    ...prefixed("template.annotations", template?.metadata?.annotations ?? {}),
    ...prefixed("template.labels", template?.metadata?.labels ?? {}),
  };
}

function specFacts({ containers, initContainers = [], volumes = [], ...rest }: PodSpec): Facts {
  const others = Object.entries(rest).map(([key, value]) => [`template.${key}`, text(value)]);
  return {
    ...Object.fromEntries(others),
    ...Object.assign({}, ...containers.map((each) => containerFacts("containers", each))),
    ...Object.assign({}, ...initContainers.map((each) => containerFacts("initContainers", each))),
    ...Object.fromEntries(volumes.map(({ name, ...source }) => [`volumes.${name}`, text(source)])),
  };
}

/** A variable's value is told as it stands, unless its name says that it is a secret; those should come by `valueFrom`,
 *  which names only where from. */
function containerFacts(list: string, { name, env = [], resources, ...rest }: Container): Facts {
  const place = `${list}.${name}`;
  const variables = env.map((each) => [each.name, valueOf(each)]);
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [`${place}.${key}`, text(value)])),
    ...prefixed(`${place}.env`, Object.fromEntries(variables) as Facts),
    ...prefixed(`${place}.resources.requests`, resources?.requests ?? {}),
    ...prefixed(`${place}.resources.limits`, resources?.limits ?? {}),
  };
}

const isSecretName = /passw|secret|token|credential|api_?key|private_?key/i;

function valueOf({ name, value, valueFrom }: NonNullable<Container["env"]>[number]): string {
  if (value === undefined) return valueFrom ? text(valueFrom) : "";
  if (!isSecretName.test(name) || value === "") return value;
  return `•••• ${createHash("sha256").update(value).digest("hex").slice(0, 6)}`;
}

function podFacts({ spec, status = {}, metadata }: Pod): Facts {
  const runs = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const restarts = runs.filter(({ restartCount }) => restartCount > 0);
  return {
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
    ...(status.phase === "Failed" && { failed: status.reason ?? "Error" }),
    ...(metadata.deletionTimestamp !== undefined && { leaving: metadata.deletionTimestamp }),
    ...Object.fromEntries(
      restarts.map(({ name, restartCount, lastState }) => {
        const { reason = "", exitCode = "", finishedAt = "" } = lastState?.terminated ?? {};
        return [`restarts.${name}`, [restartCount, exitCode, finishedAt, reason].join(" ")];
      }),
    ),
  };
}

function nodeFacts({ spec = {}, status = {} }: Node): Facts {
  const taints = (spec.taints ?? []).map(({ key, value = "", effect }) => [
    `taints.${key}:${effect}`,
    value || "set",
  ]);
  const conditions = (status.conditions ?? []).map(({ type, status, reason = "" }) => [
    `conditions.${type}`,
    `${status} ${reason}`.trim(),
  ]);
  return {
    unschedulable: String(spec.unschedulable ?? false),
    ...(Object.fromEntries([...taints, ...conditions]) as Facts),
    kubelet: status.nodeInfo?.kubeletVersion ?? "",
  };
}

const prefixed = (prefix: string, of: Facts): Facts =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [`${prefix}.${key}`, value]));

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
