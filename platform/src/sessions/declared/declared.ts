import type { KubeObject } from "@naru/kubernetes";
import { layouts } from "../layouts/layouts.ts";
import type { Layout } from "../layouts/layout.ts";

/* What keeps sessions is declared by a Secret with a label of ours, by whoever deploys the application. Naru completes it with how to
 * reach the store, by the entries of the Service Binding specification, so that pods that wait for them start.
 * Source: https://servicebinding.io/spec/core/1.1.0/#well-known-secret-entries */

export const sessionsLabel = "naru.dev/sessions";
const annotation = (name: string) => `naru.dev/${name}`;

export interface Secret extends KubeObject {
  readonly type?: string;
  /** Base64. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Where the sessions of one application are kept, and how. */
export interface Declared {
  readonly cluster: string;
  readonly namespace: string;
  /** Of the Secret, and of the application for people. */
  readonly name: string;
  /** Empty: the first one that there is. */
  readonly store: string;
  readonly layout: Layout;
  readonly prefix: string;
  /** Where in a session the user stands, in dots; empty: where it usually does. */
  readonly userPath: string;
  /** Older ones end when a user signs in once more; 0: as many as they like. */
  readonly mostPerUser: number;
  /** A write counts when so many replicas have it; 0: when the master has. */
  readonly replicas: number;
  /** Entries as they are, decoded. */
  readonly entries: Readonly<Record<string, string>>;
  /** Somebody else has said how to reach the store. */
  readonly isGiven: boolean;
}

export interface Undeclared {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: "layout" | "limit" | "prefix" | "replicas" | "store" | "failed";
  /** What is not known, or no number. */
  readonly value: string;
  readonly message: string;
  readonly help: string;
}

export const providedBy = "naru";

/** Reads a Secret; a sentence where it does not say what it has to. */
export function declaredOf(cluster: string, { metadata, data = {} }: Secret): Declared | Undeclared {
  const { name, namespace = "" } = metadata;
  const place = { cluster, namespace, name };
  const note = (of: string) => metadata.annotations?.[annotation(of)] ?? "";
  const layoutName = note("session-layout") || "connect-redis";
  const layout = layouts.get(layoutName);
  if (layout === undefined) {
    return {
      ...place,
      reason: "layout",
      value: layoutName,
      message: `No session library is known as ${layoutName}.`,
      help: `Set the annotation ${annotation("session-layout")} to one of ${[...layouts.keys()].join(", ")}.`,
    };
  }
  const perUser = note("sessions-per-user") || "0";
  if (!/^\d{1,4}$/.test(perUser)) {
    return {
      ...place,
      reason: "limit",
      value: perUser,
      message: `${perUser} is no number of sessions.`,
      help: `Set the annotation ${annotation("sessions-per-user")} to a whole number, or leave it out.`,
    };
  }
  const replicas = note("session-replicas") || "0";
  if (!/^\d$/.test(replicas)) {
    return {
      ...place,
      reason: "replicas",
      value: replicas,
      message: `${replicas} is no number of replicas.`,
      help: `Set the annotation ${annotation("session-replicas")} to a whole number below 10, or leave it out.`,
    };
  }
  const entries = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]),
  );
  const prefix =
    note("session-prefix") ||
    (entries["provider"] === providedBy ? (entries["prefix"] ?? "") : "") ||
    `${namespace}:${name}:${layout.prefix}`;
  // Whoever may make a Secret in one namespace must not come to the sessions of another.
  if (!prefix.startsWith(`${namespace}:`)) {
    return {
      ...place,
      reason: "prefix",
      value: prefix,
      message: `${prefix} may be another namespace's.`,
      help: `Let the annotation ${annotation("session-prefix")} begin with ${namespace}: or leave it out.`,
    };
  }
  return {
    ...place,
    store: note("session-store"),
    layout,
    prefix,
    userPath: note("session-user"),
    mostPerUser: Number(perUser),
    replicas: Number(replicas),
    entries,
    isGiven: (entries["host"] ?? entries["uri"]) !== undefined && entries["provider"] !== providedBy,
  };
}

export const isDeclared = (found: Declared | Undeclared): found is Declared => !isUndeclared(found);
export const isUndeclared = (found: Declared | Undeclared): found is Undeclared => "help" in found;

export const placeIn = ({ cluster, namespace, name }: Declared) => ({ cluster, namespace, name });

export const placeText = ({
  cluster,
  namespace,
  name,
}: Pick<Declared, "cluster" | "namespace" | "name">): string => `${cluster}/${namespace}/${name}`;
