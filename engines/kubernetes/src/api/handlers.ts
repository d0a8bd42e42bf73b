import type { IncomingMessage, ServerResponse } from "node:http";
import type { Network } from "../network/index.ts";
import type { KubeObject } from "../object.ts";
import type { Edit, Objects, Subresource, Target } from "../objects/objects.ts";
import { invalid } from "../objects/refusals.ts";
import { nameOf, type Registry } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { shownAs, storedAs } from "../resources/view.ts";
import { ApiError } from "../status.ts";
import type { Store } from "../store/store.ts";
import { type Wanted, wantedBy } from "./accept.ts";
import type { Authentication } from "./authenticate.ts";
import { parseBody, readBody } from "./body.ts";
import { deletedStatus, deleteOptions } from "./deletes.ts";
import { duplicateFields } from "./duplicates.ts";
import type { Extensions } from "./extension.ts";
import { fieldValidationIn, knownFields } from "./fields.ts";
import { listObjects, listOf, listText } from "./list.ts";
import type { PodAccess } from "./pods/access.ts";
import { bind } from "./pods/binding.ts";
import { evict } from "./pods/eviction.ts";
import { sendLog } from "./pods/log.ts";
import { requireNodes } from "./pods/pods.ts";
import type { ResourcePath } from "./request.ts";
import { respond, respondText } from "./respond.ts";
import { scaleEdit, scaleKindOf, scaleOf } from "./scale.ts";
import { partial, tableOf } from "./table.ts";
import { requestToken } from "./tokens.ts";
import { streamChanges } from "./watch.ts";
import { editOf, isApply, readObject, writeOptions } from "./write.ts";

export interface Cluster {
  readonly store: Store;
  readonly objects: Objects;
  readonly registry: Registry;
  /** Nodes that run pods, when there are any. */
  readonly pods?: PodAccess;
  /** Where pods and services are reached. */
  readonly network?: Network;
  /** Groups that others answer for. */
  readonly extensions?: Extensions;
}

/** One request for a resource, as far as it is understood. */
interface Call {
  readonly cluster: Cluster;
  readonly authentication: Authentication;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly resource: Resource;
  readonly path: ResourcePath;
  readonly wanted: Wanted;
  /** Paths of what the body has twice, once it is read. */
  readonly repeated: string[];
}

/** @throws ApiError */
export async function handleResource(
  cluster: Cluster,
  authentication: Authentication,
  request: IncomingMessage,
  response: ServerResponse,
  path: ResourcePath,
  query: URLSearchParams,
): Promise<void> {
  const resource = cluster.registry.find(path.group, path.version, path.plural ?? "");
  if (!resource || (path.namespace !== undefined && !resource.namespaced)) throw unknownPath();
  const call = {
    cluster,
    authentication,
    request,
    response,
    query,
    resource,
    path,
    wanted: wantedBy(request.headers.accept, query),
    repeated: [],
  };
  if (path.name === undefined || path.name === "") return handleCollection(call);
  if (resource.namespaced && path.namespace === undefined) throw unknownPath();
  const { subresource } = path;
  if (subresource === undefined) return handleObject(call);
  if (subresource === "status" && resource.subresources.status) return handleObject(call, "status");
  if (subresource === "finalize" && resource.kind === "Namespace") return handleObject(call, "finalize");
  if (subresource === "ephemeralcontainers" && resource.plural === "pods" && resource.group === "")
    return handleObject(call, "ephemeralcontainers");
  if (subresource === "scale" && resource.subresources.scale) return handleScale(call);
  return handleOther(call, `${resource.plural}/${subresource}`);
}

/** Paths that only one kind has. */
async function handleOther(call: Call, path: string): Promise<void> {
  const { cluster, authentication, request, response, query, wanted } = call;
  const isPost = request.method === "POST";
  const target = targetOf(call);
  if (path === "pods/log" && request.method === "GET") {
    return sendLog(requireNodes(cluster), cluster.objects.get(target).object, query, response);
  }
  if (path === "pods/binding" && isPost) {
    await bind(cluster.objects, target, await body(call), optionsOf(call));
    return respond(response, 201, created, wanted.yaml);
  }
  if (path === "pods/eviction" && isPost) {
    await evict(cluster, target, await optionalBody(call));
    return respond(response, 201, created, wanted.yaml);
  }
  if (path === "serviceaccounts/token" && isPost) {
    const account = cluster.objects.get(target).object;
    return respond(response, 201, await requestToken(authentication, account, await body(call)), wanted.yaml);
  }
  throw unknownPath();
}

const created = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };

export const unknownPath = () => new ApiError("NotFound", "the server could not find the requested resource");

async function handleCollection(call: Call): Promise<void> {
  switch (call.request.method ?? "GET") {
    case "GET":
    case "HEAD":
      return isWatch(call.query) ? watch(call) : list(call);
    case "POST":
      return create(call);
    case "DELETE":
      return deleteAll(call);
    default:
      throw notAllowed();
  }
}

async function handleObject(call: Call, subresource?: Subresource): Promise<void> {
  const { cluster, request, response, query, path } = call;
  const target = { ...targetOf(call), subresource };
  switch (request.method ?? "GET") {
    case "GET":
    case "HEAD":
      if (isWatch(query)) return watch(call);
      return respond(response, 200, show(call, cluster.objects.get(target).object), call.wanted.yaml);
    case "PUT": {
      const object = known(call, readObject(await body(call), call.resource, target.namespace, path.name));
      const edit = storing(call, () => object);
      return answer(call, await cluster.objects.update(target, edit, optionsOf(call)));
    }
    case "PATCH":
      return patch(call, target);
    case "DELETE":
      return deleteOne(call, target);
    default:
      throw notAllowed();
  }
}

async function handleScale(call: Call): Promise<void> {
  const { cluster, request, resource } = call;
  const paths = resource.subresources.scale;
  if (!paths) throw unknownPath();
  const target = targetOf(call);
  if (request.method === "GET") {
    return respond(call.response, 200, scaleOf(cluster.objects.get(target).object, paths), call.wanted.yaml);
  }
  if (request.method !== "PUT" && request.method !== "PATCH") throw notAllowed();
  const given = await body(call);
  const scaleKind = scaleKindOf(resource);
  const change =
    request.method === "PUT"
      ? () => given
      : (scale: KubeObject) => editOf(mediaType(call), given, scaleKind)(scale);
  const scaled = await cluster.objects.update(target, scaleEdit(resource, paths, change), optionsOf(call));
  respond(call.response, 200, scaleOf(scaled, paths), call.wanted.yaml);
}

function list(call: Call): void {
  const { cluster, resource, path, query, wanted, response } = call;
  const listed = listObjects(cluster.store, resource, path.namespace, query);
  if (wanted.shape === "object" && !wanted.yaml && !resource.view)
    return respondText(response, 200, listText(resource, listed));
  if (wanted.shape === "object") return respond(response, 200, listOf(resource, listed), wanted.yaml);
  const objects = listed.entries.map(({ object }) => shownAs(resource, object));
  if (wanted.shape === "table") {
    return respond(response, 200, tableOf(resource, objects, listed.meta, wanted.include, Date.now()));
  }
  const items = objects.map(partial);
  const kind = "PartialObjectMetadataList";
  respond(response, 200, { kind, apiVersion: "meta.k8s.io/v1", metadata: listed.meta, items }, wanted.yaml);
}

function watch(call: Call): Promise<void> {
  const { cluster, resource, path, query, response } = call;
  const { namespace, name } = path;
  const isPlain = call.wanted.shape === "object" && !resource.view;
  const shown = isPlain ? undefined : (object: KubeObject) => show(call, object);
  return streamChanges(cluster.store, { resource, namespace, name, query, show: shown }, response);
}

async function create(call: Call): Promise<void> {
  const { cluster, resource, path } = call;
  const namespace = resource.namespaced ? (path.namespace ?? "default") : "";
  const object = known(call, readObject(await body(call), resource, namespace, undefined));
  const target = { resource: storedAs(resource), namespace, name: object.metadata.name };
  const created = await cluster.objects.create(target, toStored(resource, object), optionsOf(call));
  respond(call.response, 201, show(call, created), call.wanted.yaml);
}

async function patch(call: Call, target: Target): Promise<void> {
  const { cluster, query, resource } = call;
  const given = await body(call);
  if (!isApply(mediaType(call))) {
    const edit = editOf(mediaType(call), given, resource);
    const change = storing(call, (before) => known(call, edit(before)));
    return answer(call, await cluster.objects.update(target, change, optionsOf(call)));
  }
  if (!query.get("fieldManager")) {
    throw new ApiError("BadRequest", "fieldManager: Required value: is required for apply patch");
  }
  const applied = known(call, readObject(given, resource, target.namespace, target.name));
  const options = { ...optionsOf(call), force: query.get("force") === "true" };
  const asStored = resource.view?.stores(applied, undefined) ?? applied;
  const isNew = cluster.store.get({ ...target, resource: nameOf(target.resource) }) === undefined;
  const object = show(call, await cluster.objects.apply(target, asStored, options));
  respond(call.response, isNew ? 201 : 200, object, call.wanted.yaml);
}

async function deleteOne(call: Call, target: Target): Promise<void> {
  const { cluster, query, resource } = call;
  const options = deleteOptions(query, await optionalBody(call));
  const { object, isGone } = await cluster.objects.delete(target, options);
  if (!isGone) return answer(call, object);
  const { name, uid } = object.metadata;
  respond(call.response, 200, deletedStatus(resource.group, resource.plural, name, uid), call.wanted.yaml);
}

async function deleteAll(call: Call): Promise<void> {
  const { cluster, resource, path, query } = call;
  const options = deleteOptions(query, await optionalBody(call));
  const listed = listObjects(cluster.store, resource, path.namespace, query);
  for (const { key } of listed.entries) {
    const target = { resource: storedAs(resource), namespace: key.namespace, name: key.name };
    await cluster.objects.delete(target, options).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === "NotFound")) throw error;
    });
  }
  respond(call.response, 200, listOf(resource, listed), call.wanted.yaml);
}

function answer(call: Call, object: KubeObject): void {
  respond(call.response, 200, show(call, object), call.wanted.yaml);
}

function show({ resource, wanted }: Call, stored: KubeObject): object {
  const object = shownAs(resource, stored);
  if (wanted.shape === "object") return object;
  if (wanted.shape === "metadata") return partial(object);
  const { resourceVersion } = object.metadata;
  return tableOf(resource, [object], { resourceVersion }, wanted.include, Date.now());
}

/** An edit of an object as this kind shows it, for the object as it is stored. */
const storing =
  ({ resource }: Call, edit: Edit): Edit =>
  (before) =>
    toStored(resource, edit(shownAs(resource, before)), before);

/** @throws ApiError Invalid */
function toStored(resource: Resource, shown: KubeObject, before?: KubeObject): KubeObject {
  const { view } = resource;
  if (!view) return shown;
  const causes = view.check?.(shown, before && view.shows(before)) ?? [];
  if (causes.length > 0) throw invalid(resource, shown.metadata.name, causes);
  return view.stores(shown, before);
}

const known = ({ resource, query, response, repeated }: Call, object: KubeObject) =>
  knownFields(object, resource, fieldValidationIn(query), response, repeated);
const targetOf = ({ resource, path }: Call): Target => ({
  resource: storedAs(resource),
  namespace: path.namespace ?? "",
  name: path.name ?? "",
});
const optionsOf = ({ query, request }: Call) => writeOptions(query, request.headers["user-agent"]);
const isWatch = (query: URLSearchParams) => ["true", "1"].includes(query.get("watch") ?? "");
const mediaType = ({ request }: Call) => (request.headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
const notAllowed = () =>
  new ApiError("MethodNotAllowed", "the server does not allow this method on the requested resource");

async function body(call: Call): Promise<unknown> {
  const bytes = await readBody(call.request);
  const value = parseBody(bytes, mediaType(call));
  if (/^application\/(json|merge-patch\+json|strategic-merge-patch\+json)$/.test(mediaType(call)))
    call.repeated.push(...duplicateFields(bytes.toString("utf8")));
  return value;
}

async function optionalBody(call: Call): Promise<unknown> {
  const bytes = await readBody(call.request);
  return bytes.length === 0 ? undefined : parseBody(bytes, mediaType(call));
}
