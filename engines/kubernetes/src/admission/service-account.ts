import type { KubeObject } from "../object.ts";
import { records, text } from "../resources/values.ts";
import { ApiError } from "../status.ts";
import type { Store } from "../store/store.ts";

const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
/** An hour and a little, as upstream's: by it such a token is known. */
const tokenSeconds = 3607;

interface Spec {
  serviceAccountName?: string;
  serviceAccount?: string;
  automountServiceAccountToken?: boolean;
  volumes?: object[];
  [field: string]: unknown;
}

/** Every pod speaks for an account, and finds its token where programs look for it.
 *  @throws ApiError Forbidden when there is no such account
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller */
export function addAccount(store: Store, pod: KubeObject): void {
  const spec = pod["spec"] as Spec;
  spec.serviceAccountName ||= "default";
  spec.serviceAccount = spec.serviceAccountName;
  const account = accountOf(store, pod, spec.serviceAccountName);
  if (!(spec.automountServiceAccountToken ?? account?.["automountServiceAccountToken"] ?? true)) return;
  const containers = ["containers", "initContainers"].flatMap((list) => records(spec[list]));
  const bare = containers.filter(
    ({ volumeMounts }) => !records(volumeMounts).some((mount) => mount["mountPath"] === mountPath),
  );
  if (bare.length === 0) return;
  const name = `kube-api-access-${suffixOf(pod)}`;
  spec.volumes = [...(spec.volumes ?? []), accessVolume(name)];
  for (const container of bare) {
    container["volumeMounts"] = [...records(container["volumeMounts"]), { name, readOnly: true, mountPath }];
  }
}

/** A namespace's own account may come a moment after the namespace. */
function accountOf(store: Store, { metadata }: KubeObject, name: string): KubeObject | undefined {
  const { namespace = "" } = metadata;
  const account = store.get({ resource: "serviceaccounts", namespace, name })?.object;
  if (account || name === "default") return account;
  const why = `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
  throw new ApiError("Forbidden", `pods ${JSON.stringify(metadata.name)} is forbidden: ${why}`, {
    name: metadata.name,
    kind: "pods",
  });
}

const suffixOf = ({ metadata: { uid } }: KubeObject) => text(uid).slice(-5);

const accessVolume = (name: string) => ({
  name,
  projected: {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { expirationSeconds: tokenSeconds, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", optional: true, items: [{ key: "ca.crt", path: "ca.crt" }] } },
      {
        downwardAPI: {
          items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
        },
      },
    ],
  },
});
