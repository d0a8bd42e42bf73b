import type { Client } from "../controllers/client.ts";
import { persistentVolumeClaims, type Pod } from "../controllers/kinds.ts";

/** Why no node at all can take a pod: a volume that it claims is not there yet. */
export function claimRefusal(client: Client, pod: Pod): string | undefined {
  const { namespace = "" } = pod.metadata;
  const names = claimNames(pod);
  const claims = names.map((name) => client.get(persistentVolumeClaims, namespace, name));
  const missing = names.find((_, index) => claims[index] === undefined);
  if (missing !== undefined) return `persistentvolumeclaim ${JSON.stringify(missing)} not found`;
  const leaving = claims.find((claim) => claim?.metadata.deletionTimestamp !== undefined);
  if (leaving) return `persistentvolumeclaim ${JSON.stringify(leaving.metadata.name)} is being deleted`;
  const isUnbound = claims.some((claim) => !claim?.spec.volumeName || claim.status?.phase !== "Bound");
  return isUnbound ? "pod has unbound immediate PersistentVolumeClaims" : undefined;
}

const claimNames = ({ metadata, spec }: Pod): string[] =>
  (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
    return ephemeral === undefined ? [] : [`${metadata.name}-${name}`];
  });
