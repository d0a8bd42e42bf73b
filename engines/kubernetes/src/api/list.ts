import { apiVersionOf, nameOf } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { shownAs, storedAs } from "../resources/view.ts";
import { ApiError } from "../status.ts";
import {
  type Continue,
  type Entry,
  type List,
  type ListOptions,
  newestRevision,
  type Store,
} from "../store/store.ts";
import { both, fieldSelector, labelSelector, type Selector } from "./selectors.ts";

export interface Listed {
  readonly entries: readonly Entry[];
  readonly meta: ListMeta;
}

interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** @throws ApiError BadRequest */
export function selectorIn(
  resource: Pick<Resource, "selectable">,
  query: URLSearchParams,
  name?: string,
): Selector | undefined {
  const labels = query.get("labelSelector") ?? "";
  const fields = [query.get("fieldSelector"), name && `metadata.name=${name}`].filter(Boolean).join(",");
  const byLabel = labels === "" ? undefined : labelSelector(labels);
  const byField = fields === "" ? undefined : fieldSelector(fields, resource.selectable ?? []);
  return byLabel && byField ? both(byLabel, byField) : (byLabel ?? byField);
}

/** A page of a kind's objects, those of one namespace or of all.
 *  @throws ApiError Expired, BadRequest */
export function listObjects(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): Listed {
  const selector = selectorIn(resource, query);
  const limit = count(query, "limit");
  const at = revisionAsked(store, query);
  const token = query.get("continue");
  const first = token ? readToken(token) : undefined;
  const kept: Entry[] = [];
  let after = first;
  for (;;) {
    const wanted = limit === undefined || limit === 0 ? 0 : limit - kept.length;
    const page = pageOf(store, resource, { namespace, limit: wanted, after, at });
    for (const entry of page.entries)
      if (selector?.(shownAs(resource, entry.object)) ?? true) kept.push(entry);
    const isFull = limit !== undefined && limit > 0 && kept.length >= limit;
    if (page.next === undefined || isFull)
      return { entries: kept, meta: metaOf(page, selector === undefined) };
    after = page.next;
  }
}

/** One that began too long ago can go on all the same, with what is there now: the refusal has a token for that.
 *  Source: k8s.io/apiserver/pkg/storage/errors */
function pageOf(store: Store, resource: Resource, options: ListOptions): List {
  try {
    return store.list(nameOf(storedAs(resource)), options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "Expired" || !options.after) throw error;
    const next = tokenOf({ ...options.after, revision: newestRevision });
    throw new ApiError("Expired", error.message, error.details, next);
  }
}

const matches = new Set(["Exact", "NotOlderThan"]);

/** @returns the revision at which to read; undefined for the newest, which is never older than what was asked for */
function revisionAsked(store: Store, query: URLSearchParams): number | undefined {
  const revision = count(query, "resourceVersion");
  const match = query.get("resourceVersionMatch") ?? "";
  if (match !== "" && revision === undefined)
    throw refused("resourceVersionMatch is forbidden unless resourceVersion is provided");
  if (match !== "" && !matches.has(match))
    throw refused(
      `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
    );
  if (match === "Exact" && revision === 0)
    throw refused(`resourceVersionMatch "Exact" is forbidden for resourceVersion "0"`);
  if (revision !== undefined && revision > store.revision) {
    throw new ApiError("Timeout", `Too large resource version: ${revision}, current: ${store.revision}`, {
      retryAfterSeconds: 1,
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    });
  }
  return match === "Exact" ? revision : undefined;
}

const refused = (message: string) =>
  new ApiError("Invalid", `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: ${message}`, {
    group: "meta.k8s.io",
    kind: "ListOptions",
    causes: [{ reason: "FieldValueForbidden", message, field: "resourceVersionMatch" }],
  });

/** How many are left is told only when nothing was sieved, as upstream does. */
function metaOf(
  {
    revision,
    next,
    remaining,
  }: { revision: number; next: Continue | undefined; remaining: number; entries: Entry[] },
  isWhole: boolean,
): ListMeta {
  return {
    resourceVersion: String(revision),
    ...(next && { continue: tokenOf(next) }),
    ...(next && isWhole && remaining > 0 && { remainingItemCount: remaining }),
  };
}

const tokenOf = (next: Continue): string => Buffer.from(JSON.stringify(next)).toString("base64url");

function readToken(token: string): Continue {
  try {
    const { revision, namespace, name } = JSON.parse(
      Buffer.from(token, "base64url").toString("utf8"),
    ) as Continue;
    if (Number.isSafeInteger(revision) && typeof namespace === "string" && typeof name === "string") {
      return { revision, namespace, name };
    }
  } catch {
    // Told below, as every token that is none of ours.
  }
  throw new ApiError("BadRequest", "continue key is not valid: start the list over without it");
}

export function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ApiError("BadRequest", `${name}: Invalid value: ${JSON.stringify(text)}: must be a whole number`);
}

/** `DeploymentList` in `apps/v1`. */
export const listOf = (resource: Resource, { entries, meta }: Listed) => ({
  kind: `${resource.kind}List`,
  apiVersion: apiVersionOf(resource),
  metadata: meta,
  items: entries.map(({ object }) => shownAs(resource, object)),
});

/** The same as JSON. Its objects are passed on as they are stored, unread: that is most of the time a list takes. */
export function listText(resource: Resource, listed: Listed): string {
  const head = JSON.stringify(listOf(resource, { ...listed, entries: [] }));
  return `${head.slice(0, -"]}".length)}${listed.entries.map(({ json }) => json).join(",")}]}\n`;
}
