import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Address } from "../network/index.ts";
import type { KubeObject } from "../object.ts";
import { at, number, records, text } from "../resources/values.ts";
import { ApiError } from "../status.ts";
import { type Cluster, unknownPath } from "./handlers.ts";
import type { ResourcePath } from "./request.ts";

/* HTTP to a pod or a service by way of the API: `/api/v1/namespaces/shop/services/http:cart:80/proxy/health`.
 * Source: https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls */

const connectLimitMs = 30_000;
/** Said to the API, and to nobody behind it. */
const ours = new Set(["host", "authorization", "connection", "upgrade", "keep-alive", "proxy-authorization"]);

interface Asked {
  readonly isSecure: boolean;
  readonly name: string;
  /** A number or a name; "" for the usual one. */
  readonly port: string;
}

/** @throws ApiError NotFound, ServiceUnavailable when nothing answers there */
export async function forward(
  cluster: Cluster,
  path: ResourcePath,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const asked = askedIn(path.name ?? "");
  const address = addressOf(cluster, path, asked);
  const { method = "GET" } = request;
  const isBare = path.rest === "" && !url.pathname.endsWith("/");
  if (isBare && (method === "GET" || method === "HEAD")) {
    response.writeHead(301, { Location: `${url.pathname}/${url.search}` }).end();
    return;
  }
  const behind = url.pathname.slice(url.pathname.indexOf("/proxy") + "/proxy".length) || "/";
  await exchange(asked, address, `${behind}${url.search}`, request, response);
}

/** `cart`, `cart:80`, `https:cart:443`. */
function askedIn(text: string): Asked {
  const [first = "", second, third] = text.split(":");
  return third === undefined
    ? { isSecure: false, name: first, port: second ?? "" }
    : { isSecure: first === "https", name: second ?? "", port: third };
}

function addressOf(cluster: Cluster, { group, plural, namespace = "" }: ResourcePath, asked: Asked): Address {
  const { registry, objects, network } = cluster;
  const resource = registry.find("", "v1", plural ?? "");
  if (group !== "" || !resource || !network) throw unknownPath();
  const object = objects.get({ resource, namespace, name: asked.name }).object;
  if (plural === "pods") return network.locate(podAddress(object, asked));
  if (plural !== "services") throw unknownPath();
  const [endpoint] = network.balance.order(
    network.backends.of(`${namespace}/${asked.name}`, portName(object, asked)),
  );
  if (endpoint) return network.locate(endpoint);
  throw new ApiError(
    "ServiceUnavailable",
    `no endpoints available for service ${JSON.stringify(asked.name)}`,
  );
}

function podAddress(pod: KubeObject, { name, port }: Asked): Address {
  const host = text(at(pod, "status", "podIP"));
  if (host === "") throw new ApiError("ServiceUnavailable", `pod ${JSON.stringify(name)} has no address yet`);
  const ports = records(at(pod, "spec", "containers")).flatMap((container) => records(container["ports"]));
  const found = port === "" ? ports[0] : ports.find((one) => one["name"] === port);
  return { host, port: number(found?.["containerPort"]) || Number(port) || 80 };
}

function portName(service: KubeObject, { name, port }: Asked): string {
  const ports = records(at(service, "spec", "ports"));
  const found =
    port === "" && ports.length === 1
      ? ports[0]
      : ports.find((one) => text(one["name"]) === port || String(number(one["port"])) === port);
  if (found) return text(found["name"]);
  throw new ApiError(
    "ServiceUnavailable",
    `no service port ${JSON.stringify(port)} found for service ${JSON.stringify(name)}`,
  );
}

function exchange(
  { isSecure }: Asked,
  address: Address,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ours.has(name)));
  const upstream = (isSecure ? httpsRequest : httpRequest)({
    ...address,
    path,
    method: request.method,
    headers: { ...headers, host: `${address.host}:${address.port}` },
    agent: false,
    rejectUnauthorized: false,
    timeout: connectLimitMs,
  });
  upstream.on("timeout", () => upstream.destroy(new Error("it does not answer")));
  upstream.on("error", (error) => {
    if (response.headersSent) response.destroy();
    reject(new ApiError("ServiceUnavailable", `error trying to reach service: ${error.message}`));
  });
  upstream.on("response", (answer) => {
    const { connection: _, ...kept } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, kept);
    answer.pipe(response);
  });
  response.once("close", () => {
    upstream.destroy();
    resolve();
  });
  request.pipe(upstream);
  return promise;
}
