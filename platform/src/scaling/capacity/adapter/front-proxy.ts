import { X509Certificate } from "node:crypto";

/** By what one cluster shows itself to API servers behind it. */
export interface FrontProxy {
  readonly cluster: string;
  /** PEM; several may follow one another. */
  readonly authority: string;
  /** Common names that it shows itself by. Empty: any. */
  readonly names: readonly string[];
}

/** Which cluster shows this certificate. Two that share one authority cannot be told apart: then it is neither. */
export function clusterShowing(
  certificate: X509Certificate,
  proxies: readonly FrontProxy[],
): string | undefined {
  const name = commonNameOf(certificate);
  const [found, ...more] = proxies.filter(
    ({ authority, names }) =>
      (names.length === 0 || names.includes(name)) &&
      authoritiesIn(authority).some(
        (each) => certificate.checkIssued(each) && certificate.verify(each.publicKey),
      ),
  );
  return more.length === 0 ? found?.cluster : undefined;
}

const commonNameOf = ({ subject }: X509Certificate) => /^CN=(.*)$/m.exec(subject)?.[1] ?? "";

const authoritiesIn = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (each) => new X509Certificate(each),
  );

/** What a cluster publishes for API servers behind it, in the ConfigMap kube-system/extension-apiserver-authentication.
 *  Source: https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
 *  @returns undefined where it has no aggregation layer */
export function frontProxyOf(
  cluster: string,
  data: Readonly<Record<string, string>>,
): FrontProxy | undefined {
  const authority = data["requestheader-client-ca-file"] ?? "";
  if (authoritiesIn(authority).length === 0) return undefined;
  return { cluster, authority, names: namesIn(data["requestheader-allowed-names"] ?? "[]") };
}

/** @throws Error where they cannot be read: then nobody is believed */
function namesIn(text: string): string[] {
  const names = JSON.parse(text) as unknown;
  if (!Array.isArray(names)) throw new Error("requestheader-allowed-names is no list");
  return names.map(String);
}
