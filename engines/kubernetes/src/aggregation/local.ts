import { type Client, unless } from "../controllers/client.ts";
import type { Controller } from "../controllers/controller.ts";
import type { Kind } from "../controllers/kinds.ts";
import { type ApiService, apiServices } from "./kinds.ts";

const managedLabel = "kube-aggregator.kubernetes.io/automanaged";
const definitions: Kind = {
  group: "apiextensions.k8s.io",
  version: "v1",
  plural: "customresourcedefinitions",
};
const everything = "all";
/** A custom kind begins and ends to be served a moment after its definition does. */
const againMs = 30_000;

interface Version {
  readonly group: string;
  readonly version: string;
}

/** Keeps an APIService for each group's version that this server answers itself.
 *  @param own  answered in this process, without a kind in the registry */
export function localApiServices(client: Client, own: readonly Version[]): Controller {
  return {
    name: "local-api-services",
    watches: [
      { kind: definitions, keys: () => [everything] },
      { kind: apiServices, keys: ({ isGone }) => (isGone ? [everything] : []) },
      // There is no definition at first, and something has to begin.
      {
        kind: { group: "", version: "v1", plural: "namespaces" },
        keys: ({ previous }) => (previous ? [] : [everything]),
      },
    ],
    reconcile: async () => {
      const served = new Map([...client.served(), ...own].map((one) => [nameOf(one), one]));
      const present = new Map(client.list(apiServices).map((one) => [one.metadata.name, one]));
      for (const [name, version] of served) {
        if (!present.has(name))
          await unless(["AlreadyExists"], () => client.create(apiServices, "", draftOf(name, version)));
      }
      for (const [name, service] of present)
        if (isOurs(service) && !served.has(name)) await client.remove(apiServices, service);
      return againMs;
    },
  };
}

const isOurs = ({ metadata, spec }: ApiService) =>
  metadata.labels?.[managedLabel] !== undefined && spec.service === undefined;

const nameOf = ({ group, version }: Version) => `${version}.${group}`;

function draftOf(name: string, { group, version }: Version) {
  const isStable = /^v\d+$/.test(version);
  return {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name, labels: { [managedLabel]: "onstart" } },
    spec: {
      group,
      version,
      groupPriorityMinimum: group === "" ? 18_000 : 17_000,
      versionPriority: isStable ? 15 : 9,
    },
  };
}
