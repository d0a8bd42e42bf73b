import type { Endpoint } from "./kinds.ts";
import type { EndpointGroup } from "./endpoints.ts";
import type { EndpointsAddress, EndpointsSubset } from "./endpoints-kind.ts";

const most = 1000;

/** Endpoints as one object, the way of programs from before EndpointSlices. Pods that end are left out.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/ */
export function subsetsOf(groups: readonly EndpointGroup[]): EndpointsSubset[] {
  const [first] = groups;
  const family = groups.filter(({ addressType }) => addressType === first?.addressType);
  return family.flatMap(({ ports, endpoints }) => {
    const living = endpoints.filter(({ conditions }) => !conditions.terminating).slice(0, most);
    const ready = living.filter(({ conditions }) => conditions.ready);
    const waiting = living.filter(({ conditions }) => !conditions.ready);
    if (living.length === 0) return [];
    return [
      {
        ...(ready.length > 0 && { addresses: ready.map(addressOf) }),
        ...(waiting.length > 0 && { notReadyAddresses: waiting.map(addressOf) }),
        ports: ports.map(({ name, ...port }) => ({ ...(name !== "" && { name }), ...port })),
      },
    ];
  });
}

const addressOf = ({ addresses: [ip = ""], nodeName, hostname, targetRef }: Endpoint): EndpointsAddress => ({
  ip,
  ...(hostname !== undefined && { hostname }),
  ...(nodeName !== undefined && { nodeName }),
  targetRef,
});
