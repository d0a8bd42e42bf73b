import type { KubeObject } from "@naru/kubernetes";
import type { ObjectPlace } from "#kubernetes/index.ts";
import { customGroup, customVersions, externalGroup, externalVersion } from "../adapter/paths.ts";

/* What a cluster is told so that its API server asks Naru: a Service that selects nothing, an EndpointSlice with Naru's address, and an
 * APIService for each version of the two groups.
 * Source: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/ */

const namespace = "kube-system";
const name = "naru-autoscaling";
/** By which API servers know Naru again. */
export const serverNames = [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
export const ownerAnnotation = "naru.dev/owner";

export type Wanted = KubeObject & Readonly<Record<string, unknown>>;

export interface Address {
  /** An IP address at which the cluster's API server reaches Naru. */
  readonly host: string;
  readonly port: number;
}

interface Registered {
  readonly owner: string;
  readonly address: Address;
  /** PEM. */
  readonly authority: string;
}

const versions = [
  ...customVersions.map((version, i) => ({ group: customGroup, version, versionPriority: 100 - i })),
  { group: externalGroup, version: externalVersion, versionPriority: 100 },
];

const metadataOf = (owner: string) => ({
  labels: { "app.kubernetes.io/managed-by": "naru" },
  annotations: { [ownerAnnotation]: owner },
});

/** The way to Naru. */
export function wayOf({ owner, address }: Omit<Registered, "authority">): Wanted[] {
  const { labels, ...metadata } = metadataOf(owner);
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, name, namespace, labels },
      spec: { ports: [{ name: "https", port: 443, protocol: "TCP" }] },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        ...metadata,
        name,
        namespace,
        labels: {
          ...labels,
          "kubernetes.io/service-name": name,
          "endpointslice.kubernetes.io/managed-by": "naru",
        },
      },
      addressType: address.host.includes(":") ? "IPv6" : "IPv4",
      ports: [{ name: "https", port: address.port, protocol: "TCP" }],
      endpoints: [{ addresses: [address.host], conditions: { ready: true } }],
    },
  ];
}

export const apisOf = ({ owner, authority }: Omit<Registered, "address">): Wanted[] =>
  versions.map(({ group, version, versionPriority }) => ({
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { ...metadataOf(owner), name: `${version}.${group}` },
    spec: {
      group,
      version,
      groupPriorityMinimum: 100,
      versionPriority,
      caBundle: Buffer.from(authority).toString("base64"),
      service: { namespace, name, port: 443 },
    },
  }));

export const placeOf = ({ apiVersion, kind, metadata }: Wanted): ObjectPlace => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? "",
  name: metadata.name,
});

/** `custom.metrics.k8s.io/v1beta2` */
export const apiOf = ({ metadata }: Wanted): string => metadata.name.replace(/^([^.]+)\.(.*)$/, "$2/$1");

/** Whether an object says all that is wanted of it; what else it says is no matter. */
export function isAsWanted(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return found === wanted;
  if (typeof found !== "object" || found === null) return false;
  if (Array.isArray(wanted) && wanted.length !== (found as unknown[]).length) return false;
  return Object.entries(wanted).every(([key, value]) =>
    isAsWanted((found as Record<string, unknown>)[key], value),
  );
}

/** Where a cluster reaches Naru.
 *  @param configured  `address:port`, or empty
 *  @param listening   where Naru does listen
 *  @param isOwn       the cluster runs on this machine
 *  @returns undefined where it does not */
export function addressFor(configured: string, listening: Address, isOwn: boolean): Address | undefined {
  if (isOwn) return { ...listening, host: onThisMachine(listening.host) };
  if (configured === "") return isElsewhere(listening.host) ? listening : undefined;
  const [, host = "", port] = /^\[?([\da-fA-F.:]+?)\]?(?::(\d+))?$/.exec(configured) ?? [];
  return isElsewhere(host) ? { host, port: port === undefined ? listening.port : Number(port) } : undefined;
}

const onThisMachine = (host: string) => {
  if (host === "localhost" || host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
};

/** An IP address that means this machine on other machines too: https://kubernetes.io/docs/concepts/services-networking/service/ allows no other. */
const isElsewhere = (host: string) =>
  (/^\d+(\.\d+){3}$/.test(host) || host.includes(":")) && !/^(127\.|0\.0\.0\.0$|::1?$)/.test(host);
