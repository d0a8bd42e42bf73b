import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import type { Identity } from "../identity/certificates.ts";
import { kubernetesVersion } from "../schema/definitions.ts";
import { accessOf, requireAccess, userOf } from "./access.ts";
import { aggregated, apiVersions, group, groupList, resourceList } from "./discovery.ts";
import { type Cluster, handleResource, unknownPath } from "./handlers.ts";
import { openApiIndex, openApiOf } from "./openapi.ts";
import { readPath } from "./request.ts";
import { respond, respondError } from "./respond.ts";
import { answerReview, reviewOf } from "./reviews.ts";

export interface ServerOptions {
  readonly cluster: Cluster;
  readonly server: Identity;
  /** The authority's certificate: clients show one of its own. */
  readonly authority: string;
}

const aggregatedAs = "g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** The Kubernetes API over HTTPS. Everything but health asks for a client certificate. */
export function kubernetesServer({ cluster, server, authority }: ServerOptions): Server {
  const tls = {
    key: server.key,
    cert: server.certificate,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: false,
  };
  return createServer({ ...tls, requestTimeout: 60_000, maxHeaderSize: 65_536 }, (request, response) => {
    handle(cluster, request, response)
      .catch((error: unknown) => respondError(response, error))
      // What is left of a refused body must not be taken for the next request.
      .finally(() => request.resume());
  });
}

async function handle(cluster: Cluster, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "https://cluster");
  if (/^\/(livez|readyz|healthz)(\/|$)/.test(url.pathname)) {
    response.end("ok");
    return;
  }
  const user = userOf(request.socket as TLSSocket);
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
  const review = reviewOf(path, request.method);
  if (review) return respond(response, 201, await answerReview(cluster.store, user, review, request));
  requireAccess(cluster.store, user, accessOf(request.method ?? "GET", path, url.searchParams));
  await handleResource(cluster, request, response, path, url.searchParams);
}

/** Discovery, version and OpenAPI; undefined for everything else. */
function documentAt({ registry }: Cluster, pathname: string, request: IncomingMessage): object | undefined {
  const isAggregated = (request.headers.accept ?? "").includes(aggregatedAs);
  const steps = pathname.replace(/\/$/, "").split("/").slice(1);
  const [root, first, second, third] = steps;
  switch (root ?? "") {
    case "version":
      return versionInfo();
    case "api":
      if (steps.length === 1)
        return isAggregated ? aggregated(registry, true) : apiVersions(request.headers.host ?? "");
      return steps.length === 2 ? resourceList(registry, "", first ?? "") : undefined;
    case "apis":
      if (steps.length === 1) return isAggregated ? aggregated(registry, false) : groupList(registry);
      if (steps.length === 2) return group(registry, first ?? "");
      return steps.length === 3 ? resourceList(registry, first ?? "", second ?? "") : undefined;
    case "openapi":
      if (first !== "v3") return undefined;
      if (steps.length === 2) return openApiIndex(registry);
      return second === "api"
        ? openApiOf(registry, "", third ?? "")
        : openApiOf(registry, third ?? "", steps[4] ?? "");
    default:
      return undefined;
  }
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
