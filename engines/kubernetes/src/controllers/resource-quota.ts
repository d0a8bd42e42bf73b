import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { nameOf } from "../resources/registry.ts";
import { type Client, unless } from "./client.ts";
import { type Controller, keyOf, partsOf } from "./controller.ts";
import { type Kind, persistentVolumeClaims, pods, services } from "./kinds.ts";
import { isInScope, type QuotaScopes } from "./quota-scope.ts";
import { quotaUsage } from "./quota-usage.ts";

interface ResourceQuota extends KubeObject {
  spec?: QuotaScopes & { hard?: Record<string, string> };
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}

const quotas: Kind<ResourceQuota> = { group: "", version: "v1", plural: "resourcequotas" };

/** Says how much of a quota is used. Whether more may be made is for admission to say. */
export function resourceQuotaController(client: Client): Controller {
  return {
    name: "resource-quota",
    watches: [
      { kind: quotas, keys: ({ object }) => [keyOf(object)] },
      {
        keys: ({ object: { metadata } }, kind) =>
          metadata.namespace === undefined || isNoise(kind)
            ? []
            : client.list(quotas, metadata.namespace).map(keyOf),
      },
    ],
    reconcile: (key) => reconcile(client, key),
  };
}

/** Leases and events come by the second, and are not what quotas are made for. */
const isNoise = (kind: Kind) =>
  ["leases.coordination.k8s.io", "events", "events.events.k8s.io"].includes(nameOf(kind));

async function reconcile(client: Client, key: string): Promise<void> {
  const { namespace, name } = partsOf(key);
  const quota = client.get(quotas, namespace, name);
  if (!quota) return;
  const hard = quota.spec?.hard ?? {};
  const used = quotaUsage(hard, {
    pods: client.list(pods, namespace).filter((pod) => isInScope(pod, quota.spec ?? {})),
    services: client.list(services, namespace),
    claims: client.list(persistentVolumeClaims, namespace),
    list: (resource) => {
      const kind = client.resources().find((known) => nameOf(known) === resource);
      return kind && client.list(kind, namespace);
    },
  });
  const status = { hard, used };
  if (equal(status, quota.status)) return;
  await unless(["NotFound"], () =>
    client.change(quotas, quota, (copy) => void (copy.status = status), "status"),
  );
}
