import { namespace } from "../../deploy.ts";
import { makeCertificate } from "../certificate.ts";
import type { Fault } from "../fault.ts";

const host = "shop.test";
const leftMs = 20 * 3_600_000;
const metadata = { name: "storefront-tls", namespace };

const ingress = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata,
  spec: {
    tls: [{ hosts: [host], secretName: metadata.name }],
    rules: [
      {
        host,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: "storefront", port: { name: "http" } } },
            },
          ],
        },
      },
    ],
  },
};

export const certificateEnding: Fault = {
  name: "certificate-ending",
  summary: `the shop is served at https://${host} too, with a certificate that ends in 20 hours`,
  shows: "nothing yet: the Secret storefront-tls of the Ingress says when, and nobody renews it",
  undone: "the Ingress and its Secret are deleted",
  truth: {
    services: [metadata.name, "storefront"],
    kinds: ["certificate-expiring"],
    inside: [metadata.name, String.raw`shop\.test`],
  },
  settleSeconds: 60,
  async start(changes) {
    const { key, certificate } = await makeCertificate(host, Date.now() + leftMs);
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/tls",
      metadata,
      data: { "tls.crt": encoded(certificate), "tls.key": encoded(key) },
    };
    await changes.add([secret, ingress]);
  },
};

const encoded = (text: string) => Buffer.from(text).toString("base64");
