import "reflect-metadata/lite";
import * as x509 from "@peculiar/x509";

/** A key and its certificate, PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const yearMs = 365 * 86_400_000;

/** One that others are issued by; it lasts ten years. */
export async function makeAuthority(name: string, now: number): Promise<Identity> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const usages =
    x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 10 * yearMs),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usages, true),
    ],
  });
  return identityOf(keys, certificate);
}

export interface Holder {
  /** `CN=admin,O=system:masters`: who a client is, and in which groups. */
  readonly subject: string;
  /** Names and addresses that a server answers by; none for a client. */
  readonly names?: readonly string[];
}

/** Lasts a year. */
export async function issue(authority: Identity, { subject, names }: Holder, now: number): Promise<Identity> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const issuer = new x509.X509Certificate(authority.certificate);
  const purpose = names ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
  const alternatives = (names ?? []).map(
    (value) => ({ type: isAddress(value) ? "ip" : "dns", value }) as const,
  );
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(authority),
    signingAlgorithm: algorithm,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + yearMs),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([purpose]),
      ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
    ],
  });
  return identityOf(keys, certificate);
}

const isAddress = (name: string) => /^[\d.]+$|:/.test(name);

async function identityOf(keys: CryptoKeyPair, certificate: x509.X509Certificate): Promise<Identity> {
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    key: `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`,
    certificate: `${certificate.toString("pem")}\n`,
  };
}

function signingKeyOf({ key }: Identity): Promise<CryptoKey> {
  const [der] = x509.PemConverter.decode(key);
  return crypto.subtle.importKey("pkcs8", der as ArrayBuffer, algorithm, false, ["sign"]);
}
