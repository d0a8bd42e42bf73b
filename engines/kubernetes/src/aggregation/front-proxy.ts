import type { Client } from "../controllers/client.ts";
import { configMaps } from "../controllers/kinds.ts";
import { type Identity, issue } from "@naru/certificates";

const name = "front-proxy-client";
const namespace = "kube-system";

/** By which this cluster shows itself to API servers behind it. */
export const frontProxyIdentity = (authority: Identity) =>
  issue(authority, { subject: `CN=${name}` }, Date.now());

/** Tells API servers whom to believe when they are told who asks.
 *  Source: https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/ */
export async function publishAuthentication(
  client: Client,
  authority: Pick<Identity, "certificate">,
): Promise<void> {
  const data = {
    "client-ca-file": authority.certificate,
    "requestheader-client-ca-file": authority.certificate,
    "requestheader-allowed-names": JSON.stringify([name]),
    "requestheader-username-headers": JSON.stringify(["X-Remote-User"]),
    "requestheader-group-headers": JSON.stringify(["X-Remote-Group"]),
    "requestheader-extra-headers-prefix": JSON.stringify(["X-Remote-Extra-"]),
  };
  const metadata = { name: "extension-apiserver-authentication" };
  const known = client.get(configMaps, namespace, metadata.name);
  if (known) await client.change(configMaps, known, (copy) => void (copy["data"] = data));
  else await client.create(configMaps, namespace, { apiVersion: "v1", kind: "ConfigMap", metadata, data });
}
