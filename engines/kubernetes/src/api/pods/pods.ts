import type { IncomingMessage } from "node:http";
import type { Address } from "../../network/index.ts";
import type { KubeObject } from "../../object.ts";
import { at, text } from "../../resources/values.ts";
import { ApiError } from "../../status.ts";
import type { Cluster } from "../handlers.ts";
import type { ResourcePath } from "../request.ts";
import type { PodAccess, Session } from "./access.ts";
import { speaksPortForward } from "../port-forward/port-forward.ts";
import { containerIn, linesOf } from "./log.ts";
import { speaks } from "./stream.ts";

/** @throws ApiError ServiceUnavailable when no node of this cluster runs pods */
export function requireNodes({ pods }: Cluster): PodAccess {
  if (pods) return pods;
  throw new ApiError("ServiceUnavailable", "no node of this cluster runs pods");
}

/** What `exec` and `attach` of a pod lead to, once the client and the server speak.
 *  @throws ApiError for what can be told before */
export function sessionFor(
  cluster: Cluster,
  request: IncomingMessage,
  path: ResourcePath,
  query: URLSearchParams,
): () => Promise<Session> {
  const isOfPod = path.group === "" && path.plural === "pods" && path.name !== undefined;
  const { subresource } = path;
  if (!isOfPod || (subresource !== "exec" && subresource !== "attach")) {
    throw new ApiError("NotFound", "the server could not find the requested resource");
  }
  const access = requireNodes(cluster);
  const pod = podAt(cluster, path);
  const asked = {
    container: containerIn(pod, query),
    command: query.getAll("command"),
    stdin: query.get("stdin") === "true",
    tty: query.get("tty") === "true",
  };
  if (!speaks(request)) {
    const why =
      "streams are spoken over WebSocket (v5.channel.k8s.io or v4.channel.k8s.io): use kubectl 1.31 or newer";
    throw new ApiError("BadRequest", why);
  }
  return () => (subresource === "exec" ? access.exec(pod, asked) : access.attach(pod, asked));
}

/** What a container of a pod printed, once the client and the server speak.
 *  @throws ApiError for what can be told before */
export function logFor(
  cluster: Cluster,
  path: ResourcePath,
  query: URLSearchParams,
): (signal: AbortSignal) => AsyncIterable<Buffer> {
  const access = requireNodes(cluster);
  const pod = podAt(cluster, path);
  return (signal) => linesOf(access, pod, query, signal);
}

/** Where the ports of a pod are reached.
 *  @throws ApiError for what can be told before */
export function portsOf(
  cluster: Cluster,
  request: IncomingMessage,
  path: ResourcePath,
): (port: number) => Address {
  if (path.group !== "" || path.plural !== "pods" || path.name === undefined || !cluster.network)
    throw new ApiError("NotFound", "the server could not find the requested resource");
  const host = text(at(podAt(cluster, path), "status", "podIP"));
  if (host === "") throw new ApiError("BadRequest", `pod ${path.name} does not run yet`);
  if (!speaksPortForward(request)) {
    const why = "ports are forwarded over WebSocket (SPDY/3.1+portforward.k8s.io): use kubectl 1.31 or newer";
    throw new ApiError("BadRequest", why);
  }
  const { locate } = cluster.network;
  return (port) => locate({ host, port });
}

/** @throws ApiError NotFound */
function podAt({ objects, registry }: Cluster, { namespace = "", name = "" }: ResourcePath): KubeObject {
  const resource = registry.find("", "v1", "pods");
  if (!resource) throw new Error("pods are not declared");
  return objects.get({ resource, namespace, name }).object;
}
