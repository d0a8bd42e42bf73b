import { readFileSync } from "node:fs";
import type { RequestOptions } from "node:https";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { KubernetesError } from "./errors.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface Credentials {
  readonly server: URL;
  /** Connections go through a proxy of the kubeconfig: the options bring their own agent. */
  readonly isProxied: boolean;
  /** TLS and headers of a request; asked for each, since tokens are renewed.
   *  @throws KubernetesError Credentials */
  readonly options: () => Promise<RequestOptions>;
}

const clusterFields = [
  "server",
  "certificate-authority",
  "certificate-authority-data",
  "insecure-skip-tls-verify",
  "tls-server-name",
];
const userFields = [
  "client-certificate",
  "client-certificate-data",
  "client-key",
  "client-key-data",
  "token",
];

/** Credentials that stand in a kubeconfig as they are.
 *  @returns undefined when it asks for more than certificates and a token
 *  @throws Error when there is no such context or a file is missing
 *  Source: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export function plainCredentials(text: string, file: string, context?: string): Credentials | undefined {
  const config = (parse(text) ?? {}) as Fields;
  const name = context ?? textIn(config, "current-context");
  const chosen = entry(config, "contexts", "context", name);
  if (!chosen) {
    if (context !== undefined)
      throw noContext(
        context,
        entries(config, "contexts").map((one) => textIn(one, "name")),
      );
    serverIn("");
  }
  const cluster = entry(config, "clusters", "cluster", textIn(chosen, "cluster")) ?? {};
  const user = entry(config, "users", "user", textIn(chosen, "user")) ?? {};
  const isPlain = hasOnly(cluster, clusterFields) && hasOnly(user, userFields);
  if (!isPlain) return undefined;
  const server = serverIn(textIn(cluster, "server"));
  const options = optionsOf(cluster, user, dirname(file));
  return { server, isProxied: false, options: () => Promise.resolve(options) };
}

const entries = (config: Fields, list: string): readonly Fields[] => {
  const found = config[list];
  return Array.isArray(found) ? (found as readonly Fields[]) : [];
};

const entry = (config: Fields, list: string, key: string, name: string) =>
  entries(config, list).find((one) => one["name"] === name)?.[key] as Fields | undefined;

const refused = (message: string) => new KubernetesError({ code: 0, reason: "Credentials", message });

export function noContext(context: string, known: readonly string[]): KubernetesError {
  return refused(`the kubeconfig has no context "${context}"; it has: ${known.join(", ") || "none"}`);
}

/** @throws KubernetesError Credentials */
export function serverIn(server: string): URL {
  if (URL.canParse(server)) return new URL(server);
  throw refused("the kubeconfig names no current context with a server; set current-context");
}

const hasOnly = (fields: Fields, known: readonly string[]) =>
  Object.keys(fields).every((key) => known.includes(key));

function optionsOf(cluster: Fields, user: Fields, folder: string): RequestOptions {
  const read = (fields: Fields, name: string) => {
    const data = fields[`${name}-data`];
    if (typeof data === "string") return Buffer.from(data, "base64");
    const path = fields[name];
    return typeof path === "string" ? readFileSync(resolve(folder, path)) : undefined;
  };
  const [ca, cert, key] = [
    read(cluster, "certificate-authority"),
    read(user, "client-certificate"),
    read(user, "client-key"),
  ];
  const { token } = user;
  const name = cluster["tls-server-name"];
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(cluster["insecure-skip-tls-verify"] === true && { rejectUnauthorized: false }),
    ...(typeof name === "string" && { servername: name }),
    ...(typeof token === "string" && { headers: { authorization: `Bearer ${token}` } }),
  };
}

function textIn(fields: Fields | undefined, key: string): string {
  const value = fields?.[key];
  return typeof value === "string" ? value : "";
}
