import "reflect-metadata/lite";
import * as x509 from "@peculiar/x509";

/** PEM. */
interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const monthsMs = 90 * 86_400_000;

/** One that its host has signed by itself three months ago.
 *  @param endsAt  milliseconds since 1970 */
export async function makeCertificate(host: string, endsAt: number): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${host}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(endsAt - monthsMs),
    notAfter: new Date(endsAt),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }])],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { key: x509.PemConverter.encode(key, "PRIVATE KEY"), certificate: certificate.toString("pem") };
}
