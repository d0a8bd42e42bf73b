import type { Kind } from "../../controllers/kinds.ts";
import type { KubeObject } from "../../object.ts";

/** Source: https://kubernetes.io/docs/concepts/services-networking/ingress/ */
export interface Ingress extends KubeObject {
  spec: {
    ingressClassName?: string;
    defaultBackend?: IngressBackend;
    rules?: IngressRule[];
    tls?: { hosts?: string[]; secretName?: string }[];
  };
  status?: { loadBalancer?: { ingress?: unknown[] } };
}

export interface IngressRule {
  host?: string;
  http?: { paths: IngressPath[] };
}

export interface IngressPath {
  path?: string;
  pathType: string;
  backend: IngressBackend;
}

export interface IngressBackend {
  service?: { name: string; port?: { name?: string; number?: number } };
  resource?: unknown;
}

export interface IngressClass extends KubeObject {
  spec?: { controller?: string };
}

export interface Secret extends KubeObject {
  /** base64 */
  data?: Record<string, string>;
}

export const ingresses: Kind<Ingress> = { group: "networking.k8s.io", version: "v1", plural: "ingresses" };
export const ingressClasses: Kind<IngressClass> = {
  group: "networking.k8s.io",
  version: "v1",
  plural: "ingressclasses",
};
export const secrets: Kind<Secret> = { group: "", version: "v1", plural: "secrets" };
