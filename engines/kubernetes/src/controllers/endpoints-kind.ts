import type { KubeObject } from "../object.ts";
import type { Endpoint, EndpointPort, Kind } from "./kinds.ts";

export const endpointsKind: Kind<Endpoints> = { group: "", version: "v1", plural: "endpoints" };

export interface Endpoints extends KubeObject {
  subsets?: EndpointsSubset[];
}

export interface EndpointsSubset {
  addresses?: EndpointsAddress[];
  notReadyAddresses?: EndpointsAddress[];
  ports?: (Omit<EndpointPort, "name"> & { name?: string })[];
}

export interface EndpointsAddress {
  ip: string;
  hostname?: string;
  nodeName?: string;
  targetRef?: Endpoint["targetRef"];
}
