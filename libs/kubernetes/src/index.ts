export { type CacheOptions, type CacheStatus, type Synced, WatchCache } from "./cache.ts";
export {
  Client,
  type CallOptions,
  type LogOptions,
  type PageOptions,
  type Ref,
  type Selection,
  type WriteOptions,
} from "./client.ts";
export type { Access } from "./credentials.ts";
export type { DiscoveredKind } from "./discovery.ts";
export { isReason, KubernetesError, redacted, type StatusCause } from "./errors.ts";
export type { Change } from "./kept.ts";
export { apiVersionOf, type Kind } from "./kind.ts";
export { kinds } from "./kinds.ts";
export type { KubeObject, ManagedFields, ObjectList, ObjectMeta, OwnerReference, Table } from "./object.ts";
export type { WatchEvent } from "./watch.ts";
