import type { Container, ContainerStatus, Pod } from "../resources.ts";
import { amountSamples } from "./amounts.ts";
import { type Sample, secondsOf, type Tell } from "./sample.ts";

/** Of a pod's containers, and of its init containers. */
export function containerSamples(tell: Tell, { spec, status = {} }: Pod): Sample[] {
  const node = spec.nodeName ?? "";
  return [
    ...spec.containers.flatMap((each) => resourceSamples(tell, "container", each, node)),
    ...(spec.initContainers ?? []).flatMap((each) => resourceSamples(tell, "init_container", each, node)),
    ...(status.containerStatuses ?? []).flatMap((each) => [
      ...statusSamples(tell, "container", each),
      ...historySamples(tell, each),
    ]),
    ...(status.initContainerStatuses ?? []).flatMap((each) => statusSamples(tell, "init_container", each)),
  ];
}

type Kind = "container" | "init_container";

const resourceSamples = (tell: Tell, kind: Kind, { name, resources }: Container, node: string): Sample[] => [
  ...amountSamples(tell, `kube_pod_${kind}_resource_requests`, resources?.requests, {
    container: name,
    node,
  }),
  ...amountSamples(tell, `kube_pod_${kind}_resource_limits`, resources?.limits, { container: name, node }),
];

function statusSamples(tell: Tell, kind: Kind, status: ContainerStatus): Sample[] {
  const { name: container, ready, restartCount, image = "", imageID = "", containerID = "" } = status;
  const { waiting, running, terminated } = status.state ?? {};
  const last = status.lastState?.terminated;
  const of = { container };
  return [
    tell(`kube_pod_${kind}_info`, 1, { ...of, image, image_id: imageID, container_id: containerID }),
    tell(`kube_pod_${kind}_status_ready`, ready, of),
    tell(`kube_pod_${kind}_status_restarts_total`, restartCount, of),
    tell(`kube_pod_${kind}_status_running`, running !== undefined, of),
    tell(`kube_pod_${kind}_status_waiting`, waiting !== undefined, of),
    tell(`kube_pod_${kind}_status_waiting_reason`, told(waiting?.reason), {
      ...of,
      reason: waiting?.reason ?? "",
    }),
    tell(`kube_pod_${kind}_status_terminated`, terminated !== undefined, of),
    tell(`kube_pod_${kind}_status_terminated_reason`, told(terminated?.reason), {
      ...of,
      reason: terminated?.reason ?? "",
    }),
    tell(`kube_pod_${kind}_status_last_terminated_reason`, told(last?.reason), {
      ...of,
      reason: last?.reason ?? "",
    }),
  ].flat();
}

/** Told of containers alone. */
function historySamples(tell: Tell, { name: container, state, lastState }: ContainerStatus): Sample[] {
  const last = lastState?.terminated;
  const started = state?.running?.startedAt ?? state?.terminated?.startedAt;
  return [
    tell("kube_pod_container_state_started", secondsOf(started), { container }),
    tell("kube_pod_container_status_last_terminated_exitcode", last?.exitCode, { container }),
    tell("kube_pod_container_status_last_terminated_timestamp", secondsOf(last?.finishedAt), { container }),
  ].flat();
}

const told = (reason: string | undefined) => (reason === undefined || reason === "" ? undefined : 1);
