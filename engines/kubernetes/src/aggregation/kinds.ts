import type { Condition, Kind } from "../controllers/kinds.ts";
import type { KubeObject } from "../object.ts";

/** Source: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/ */
export interface ApiService extends KubeObject {
  spec: {
    group?: string;
    version?: string;
    /** None for what this server answers itself. */
    service?: { namespace: string; name: string; port?: number };
    /** PEM, base64. */
    caBundle?: string;
    insecureSkipTLSVerify?: boolean;
    groupPriorityMinimum: number;
    versionPriority: number;
  };
  status?: { conditions?: Condition[] };
}

export const apiServices: Kind<ApiService> = {
  group: "apiregistration.k8s.io",
  version: "v1",
  plural: "apiservices",
};
