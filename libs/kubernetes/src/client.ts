import type { IncomingMessage } from "node:http";
import { type Call, Connection } from "./connection.ts";
import type { Access } from "./credentials.ts";
import { type DiscoveredKind, discover } from "./discovery.ts";
import { type Kind, pathOf } from "./kind.ts";
import { kinds } from "./kinds.ts";
import type { KubeObject, ObjectList, Table } from "./object.ts";
import { type WatchEvent, watchEvents } from "./watch.ts";

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Which objects of a kind; without a namespace those of all. */
export interface Selection extends CallOptions {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

export interface PageOptions extends Selection {
  readonly limit?: number | undefined;
  /** `metadata.continue` of the page before. */
  readonly continueFrom?: string | undefined;
}

export interface Ref {
  /** Left out for kinds that belong to no namespace. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

export interface WriteOptions extends CallOptions {
  /** Go through everything that the API checks, and change nothing. */
  readonly dryRun?: boolean | undefined;
  readonly fieldManager?: string | undefined;
}

export interface LogOptions extends CallOptions {
  readonly container?: string | undefined;
  /** Of the container that ran before the last restart. */
  readonly previous?: boolean | undefined;
  readonly follow?: boolean | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly tailLines?: number | undefined;
  readonly limitBytes?: number | undefined;
}

export const patchTypes = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
} as const;

const asTable = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const pageSize = 500;

/** Whatever a conformant Kubernetes API offers, for any kind.
 *  @throws KubernetesError from every call; the signal's reason when it fires */
export class Client {
  readonly #connection: Connection;

  constructor(access: Access) {
    this.#connection = new Connection(access);
  }

  version(options: CallOptions = {}): Promise<{ gitVersion: string; platform?: string }> {
    return this.#connection.json({ path: "/version", ...options });
  }

  /** Every kind that the server serves, newest version first. */
  kinds(options: CallOptions = {}): Promise<DiscoveredKind[]> {
    return discover(this.#connection, options);
  }

  get<T extends KubeObject>(kind: Kind, ref: Ref, options: CallOptions = {}): Promise<T> {
    return this.#connection.json({ path: pathOf(kind, ref), ...options });
  }

  list<T extends KubeObject>(kind: Kind, options: PageOptions = {}): Promise<ObjectList<T>> {
    return this.#connection.json(this.#page(kind, options));
  }

  /** One page after another of what was there when the first was asked for. */
  async *pages<T extends KubeObject>(kind: Kind, options: Selection = {}): AsyncGenerator<ObjectList<T>> {
    let continueFrom: string | undefined;
    do {
      const page: ObjectList<T> = await this.list(kind, { ...options, limit: pageSize, continueFrom });
      yield page;
      continueFrom = page.metadata.continue;
    } while (continueFrom !== undefined && continueFrom !== "");
  }

  async all<T extends KubeObject>(kind: Kind, options: Selection = {}): Promise<T[]> {
    const found: T[] = [];
    for await (const page of this.pages<T>(kind, options)) found.push(...page.items);
    return found;
  }

  table(kind: Kind, options: PageOptions = {}): Promise<Table> {
    return this.#connection.json({ ...this.#page(kind, options), accept: asTable });
  }

  create<T extends KubeObject>(
    kind: Kind,
    namespace: string | undefined,
    body: object,
    options: WriteOptions = {},
  ): Promise<T> {
    return this.#write(kind, { namespace }, { method: "POST", body }, options);
  }

  /** Server-side apply: what `fieldManager` wants of the object becomes true, whether it exists or not.
   *  @param force take over fields that another manager owns; otherwise they are a Conflict with causes */
  apply<T extends KubeObject>(
    kind: Kind,
    ref: Ref,
    body: object,
    options: WriteOptions & { readonly fieldManager: string; readonly force?: boolean },
  ): Promise<T> {
    const call = { method: "PATCH", body, contentType: "application/apply-patch+yaml" } as const;
    return this.#write(kind, ref, call, options, { force: options.force ?? false });
  }

  patch<T extends KubeObject>(
    kind: Kind,
    ref: Ref & { readonly subresource?: string },
    type: keyof typeof patchTypes,
    body: object,
    options: WriteOptions = {},
  ): Promise<T> {
    return this.#write(kind, ref, { method: "PATCH", body, contentType: patchTypes[type] }, options);
  }

  delete(
    kind: Kind,
    ref: Ref,
    options: WriteOptions & {
      readonly propagationPolicy?: string;
      readonly gracePeriodSeconds?: number;
    } = {},
  ): Promise<unknown> {
    const { propagationPolicy, gracePeriodSeconds } = options;
    return this.#write(kind, ref, { method: "DELETE" }, options, { propagationPolicy, gracePeriodSeconds });
  }

  /** @throws KubernetesError Invalid when the kind has no number of replicas */
  scale(kind: Kind, ref: Ref, replicas: number, options: WriteOptions = {}): Promise<KubeObject> {
    return this.patch(kind, { ...ref, subresource: "scale" }, "merge", { spec: { replicas } }, options);
  }

  /** Asks a pod to leave.
   *  @param options.uid  of the pod that is meant: another one may have its name by now
   *  @throws KubernetesError TooManyRequests, with the cause DisruptionBudget, while a budget does not allow it */
  evict(ref: Ref, { uid, ...options }: WriteOptions & { readonly uid?: string } = {}): Promise<unknown> {
    const path = pathOf(kinds.pods, { ...ref, subresource: "eviction" });
    const deleteOptions = {
      ...(options.dryRun && { dryRun: ["All"] }),
      ...(uid !== undefined && { preconditions: { uid } }),
    };
    const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: ref, deleteOptions };
    return this.#connection.json({ ...options, method: "POST", path, body });
  }

  /** Starts watching; the answer has begun when this returns.
   *  @param resourceVersion what happened after it is told */
  watch<T extends KubeObject>(
    kind: Kind,
    options: Selection & { readonly resourceVersion: string; readonly silenceMs?: number },
  ): Promise<AsyncIterable<WatchEvent<T>>> {
    return watchEvents(this.#connection, kind, options);
  }

  logs(ref: Ref, options: LogOptions = {}): Promise<IncomingMessage> {
    const { signal, timeoutMs, ...query } = options;
    const path = pathOf(kinds.pods, { ...ref, subresource: "log" });
    return this.#connection.stream({
      path,
      query: { ...query, timestamps: true },
      signal,
      timeoutMs,
      accept: "*/*",
    });
  }

  close(): void {
    this.#connection.close();
  }

  #page(kind: Kind, options: PageOptions): Call {
    const { namespace, labelSelector, fieldSelector, limit, continueFrom, signal, timeoutMs } = options;
    const query = { labelSelector, fieldSelector, limit, continue: continueFrom };
    return { path: pathOf(kind, { namespace }), query, signal, timeoutMs };
  }

  #write<T>(
    kind: Kind,
    place: Parameters<typeof pathOf>[1],
    call: Omit<Call, "path">,
    { signal, timeoutMs, dryRun, fieldManager }: WriteOptions,
    query: Call["query"] = {},
  ): Promise<T> {
    const manager = call.method === "DELETE" ? undefined : fieldManager;
    const common = { dryRun: dryRun ? "All" : undefined, fieldManager: manager };
    return this.#connection.json({
      ...call,
      path: pathOf(kind, place),
      query: { ...query, ...common },
      signal,
      timeoutMs,
    });
  }
}
