import type { KubeObject } from "../object.ts";
import { timestamp } from "../objects/metadata.ts";
import type { Objects } from "../objects/objects.ts";
import { equal } from "../patch/json.ts";
import { nameOf, type Registry } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { ApiError } from "../status.ts";
import type { Store, Watch } from "../store/store.ts";
import { customResources, declaredBy } from "./resource.ts";

const definitionsKey = "customresourcedefinitions.apiextensions.k8s.io";

/** Keeps the kinds that are served in step with the CustomResourceDefinitions that there are. */
export class CustomKinds {
  readonly #store: Store;
  readonly #objects: Objects;
  readonly #registry: Registry;
  readonly #definitions: Resource;
  /** By name of the definition. */
  readonly #served = new Map<string, readonly Resource[]>();
  #watch: Watch | undefined;

  constructor(store: Store, objects: Objects, registry: Registry) {
    const definitions = registry.find("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    if (!definitions) throw new Error("CustomResourceDefinition is not declared");
    this.#store = store;
    this.#objects = objects;
    this.#registry = registry;
    this.#definitions = definitions;
  }

  async start(): Promise<void> {
    const { entries, revision } = this.#store.list(definitionsKey);
    for (const { object } of entries) await this.#serve(object);
    this.#watch = this.#store.watch(
      { resource: definitionsKey, from: revision },
      async (events) => {
        for (const { type, object } of events) {
          if (type === "DELETED") await this.#forget(object);
          else await this.#serve(object);
        }
      },
      // Behind what was compacted, or a mistake: begin again with what is there.
      () => void this.start(),
    );
  }

  stop(): void {
    this.#watch?.close();
  }

  async #serve(definition: KubeObject): Promise<void> {
    const { name } = definition.metadata;
    let problem: string | undefined;
    try {
      const resources = customResources(definition);
      this.#withdraw(name);
      this.#served.set(name, resources);
      for (const resource of resources) this.#registry.add(resource);
    } catch (error) {
      problem = (error as Error).message;
    }
    await this.#tell(definition, problem);
  }

  #withdraw(name: string): void {
    for (const resource of this.#served.get(name) ?? []) this.#registry.remove(resource);
    this.#served.delete(name);
  }

  /** Its objects go with their kind. */
  async #forget(definition: KubeObject): Promise<void> {
    const resources = this.#served.get(definition.metadata.name) ?? [];
    this.#withdraw(definition.metadata.name);
    const declared = declaredBy(definition);
    if (!declared) return;
    for (const { key } of this.#store.list(nameOf(declared)).entries) {
      const target = { resource: resources[0] as Resource, namespace: key.namespace, name: key.name };
      if (resources.length > 0) await this.#objects.delete(target, { dryRun: false }).catch(passOver);
    }
  }

  /** Says in the definition's status whether its kinds are served. */
  async #tell(definition: KubeObject, problem: string | undefined): Promise<void> {
    const status = statusOf(definition, problem);
    if (equal(status, definition["status"])) return;
    const target = {
      resource: this.#definitions,
      namespace: "",
      name: definition.metadata.name,
      subresource: "status" as const,
    };
    const options = { dryRun: false, fieldManager: "kube-apiserver" };
    await this.#objects.update(target, (before) => ({ ...before, status }), options).catch(passOver);
  }
}

/** Gone, or changed by somebody faster: what changed will be seen in its turn, and a refusal would be one again. */
function passOver(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime: string;
}

function statusOf(definition: KubeObject, problem: string | undefined): object {
  const { names, versions } = definition["spec"] as {
    names: object;
    versions: { name: string; storage: boolean }[];
  };
  const { conditions = [], storedVersions = [] } = (definition["status"] ?? {}) as {
    conditions?: Condition[];
    storedVersions?: string[];
  };
  const isServed = problem === undefined;
  const condition = (type: string, reason: string, message: string) => {
    const status = isServed ? "True" : "False";
    const before = conditions.find((each) => each.type === type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp(Date.now());
    return { type, status, lastTransitionTime, reason, message };
  };
  return {
    acceptedNames: names,
    // Objects may still be stored as what was the version for that once.
    storedVersions: [
      ...new Set([...storedVersions, ...versions.filter(({ storage }) => storage).map(({ name }) => name)]),
    ],
    conditions: [
      condition("NamesAccepted", "NoConflicts", problem ?? "no conflicts found"),
      condition(
        "Established",
        isServed ? "InitialNamesAccepted" : "SchemaInvalid",
        problem ?? "the initial names have been accepted",
      ),
      ...conditions.filter(({ type }) => type !== "NamesAccepted" && type !== "Established"),
    ],
  };
}
