import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { Duplex } from "node:stream";
import type { Identity } from "@naru/certificates";
import type { Registry } from "../resources/registry.ts";
import { kubernetesVersion } from "../schema/definitions.ts";
import { accessOf, requireAccess } from "./access.ts";
import { type Authentication, userOf } from "./authenticate.ts";
import { aggregated, apiVersions, group, groupList, resourceList } from "./discovery.ts";
import { groupWith, resourcesOf, withDiscovered, withGroups } from "./extended-discovery.ts";
import { type Cluster, handleResource, unknownPath } from "./handlers.ts";
import { impersonated } from "./impersonate.ts";
import { forwardPorts } from "./port-forward/port-forward.ts";
import { logFor, portsOf, sessionFor } from "./pods/pods.ts";
import { joinStreams, refuseUpgrade, sendPieces } from "./pods/stream.ts";
import { forward } from "./proxy.ts";
import { openApiV2 } from "./openapi-v2.ts";
import { openApiV2Accepted, openApiV2Protobuf, openApiV2Type } from "./openapi-v2-protobuf.ts";
import { openApiIndex, openApiOf } from "./openapi.ts";
import { issuerAt } from "./issuer.ts";
import { readPath } from "./request.ts";
import { respond, respondError, respondText } from "./respond.ts";

export interface ServerOptions {
  readonly cluster: Cluster;
  readonly authentication: Authentication;
  readonly server: Identity;
  /** The authority's certificate: clients show one of its own. */
  readonly authority: string;
}

const aggregatedAs = "g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** The Kubernetes API over HTTPS. Everything but health asks for a client certificate or a token. */
export function kubernetesServer({ cluster, authentication, server, authority }: ServerOptions): Server {
  const tls = {
    key: server.key,
    cert: server.certificate,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: false,
  };
  const api = createServer({ ...tls, requestTimeout: 60_000, maxHeaderSize: 65_536 }, (request, response) => {
    handle(cluster, authentication, request, response)
      .catch((error: unknown) => respondError(response, error))
      // What is left of a refused body must not be taken for the next request.
      .finally(() => request.resume());
  });
  return api.on("upgrade", (request, socket: Duplex, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(cluster, authentication, request, socket, head).catch((error: unknown) =>
      refuseUpgrade(socket, error),
    );
  });
}

/** `kubectl exec`, `attach` and `port-forward`. */
async function upgrade(
  cluster: Cluster,
  authentication: Authentication,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const user = await whoAsks(cluster, authentication, request);
  const url = new URL(request.url ?? "/", "https://cluster");
  const path = readPath(url.pathname);
  if (!path) throw unknownPath();
  // A stream in both directions is no reading, whatever its method is.
  const method = path.subresource === "log" ? "GET" : "POST";
  requireAccess(cluster.store, user, accessOf(method, path, url.searchParams));
  if (path.subresource === "portforward")
    return forwardPorts(request, socket, head, portsOf(cluster, request, path));
  if (path.subresource === "log" && path.plural === "pods")
    return sendPieces(request, socket, head, logFor(cluster, path, url.searchParams));
  joinStreams(request, socket, head, sessionFor(cluster, request, path, url.searchParams));
}

async function handle(
  cluster: Cluster,
  authentication: Authentication,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://cluster");
  if (/^\/(livez|readyz|healthz)(\/|$)/.test(url.pathname)) {
    response.end("ok");
    return;
  }
  const user = await whoAsks(cluster, authentication, request);
  if (url.pathname === "/openapi/v2" && request.headers.accept?.includes(openApiV2Accepted)) {
    return respondText(response, 200, openApiV2Protobuf(openApiV2(cluster.registry)), openApiV2Type);
  }
  const published = issuerAt(url.pathname, request.headers.host ?? "", authentication.tokens);
  if (published) return respond(response, 200, published.document, false, published.type);
  const document = documentAt(cluster, url.pathname, request);
  if (document !== undefined) {
    const isAggregated = "items" in document;
    return respond(
      response,
      200,
      document,
      false,
      isAggregated ? `application/json;${aggregatedAs}` : undefined,
    );
  }
  const path = readPath(url.pathname);
  if (!path || path.plural === undefined) throw unknownPath();
  requireAccess(cluster.store, user, accessOf(request.method ?? "GET", path, url.searchParams));
  const extension = cluster.extensions?.find(path.group, path.version);
  if (extension) return extension.serve({ user, request, response, url });
  if (path.subresource === "proxy") return forward(cluster, path, request, response, url);
  await handleResource(cluster, authentication, request, response, path, url.searchParams);
}

async function whoAsks({ store }: Cluster, authentication: Authentication, request: IncomingMessage) {
  return impersonated(store, await userOf(request, authentication), request);
}

/** Discovery, version and OpenAPI; undefined for everything else. */
function documentAt(
  { registry, extensions }: Cluster,
  pathname: string,
  request: IncomingMessage,
): object | undefined {
  const isAggregated = (request.headers.accept ?? "").includes(aggregatedAs);
  const steps = pathname.replace(/\/$/, "").split("/").slice(1);
  const [root, first, second, third] = steps;
  switch (root ?? "") {
    case "":
      return { paths: roots(registry) };
    case "version":
      return versionInfo();
    case "api":
      if (steps.length === 1)
        return isAggregated ? aggregated(registry, true) : apiVersions(request.headers.host ?? "");
      return steps.length === 2 ? resourceList(registry, "", first ?? "") : undefined;
    case "apis":
      if (steps.length === 1) {
        return isAggregated
          ? withDiscovered(aggregated(registry, false), extensions)
          : withGroups(groupList(registry), extensions);
      }
      if (steps.length === 2) return groupWith(group(registry, first ?? ""), first ?? "", extensions);
      if (steps.length > 3) return undefined;
      return (
        resourceList(registry, first ?? "", second ?? "") ??
        resourcesOf(extensions?.find(first ?? "", second ?? ""))
      );
    case "openapi":
      if (first === "v2" && steps.length === 2) return openApiV2(registry);
      if (first !== "v3") return undefined;
      if (steps.length === 2) return openApiIndex(registry);
      return second === "api"
        ? openApiOf(registry, "", third ?? "")
        : openApiOf(registry, third ?? "", steps[4] ?? "");
    default:
      return undefined;
  }
}

/** Where to go from `/`. */
function roots(registry: Registry): string[] {
  const versions = groupList(registry).groups.flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map(({ groupVersion }) => `/apis/${groupVersion}`),
  ]);
  const others = ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];
  return ["/api", "/api/v1", "/apis", ...versions, ...others].toSorted();
}

function versionInfo(): object {
  const [major, minor] = kubernetesVersion.split(".");
  return {
    major,
    minor,
    gitVersion: `v${kubernetesVersion}+naru`,
    gitCommit: "",
    gitTreeState: "clean",
    buildDate: "",
    goVersion: "",
    compiler: "",
    platform: `${process.platform}/${process.arch === "x64" ? "amd64" : process.arch}`,
  };
}
