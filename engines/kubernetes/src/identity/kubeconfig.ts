import { stringify } from "yaml";
import type { Identity } from "@naru/certificates";

export interface ClusterAddress {
  readonly name: string;
  readonly server: string;
  /** The authority's certificate, PEM. */
  readonly authority: string;
}

/** What `kubectl` needs to know a cluster and to be known there. */
export function kubeconfigOf({ name, server, authority }: ClusterAddress, user: Identity): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": base64(authority) } }],
    users: [
      {
        name: `${name}-admin`,
        user: { "client-certificate-data": base64(user.certificate), "client-key-data": base64(user.key) },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: `${name}-admin` } }],
    "current-context": name,
  });
}

const base64 = (text: string) => Buffer.from(text).toString("base64");
