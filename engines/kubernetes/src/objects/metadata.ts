import { randomInt, randomUUID } from "node:crypto";
import type { KubeObject, ObjectMeta } from "../object.ts";
import { equal } from "../patch/json.ts";

/** RFC 3339 in seconds, as every time in metadata. */
export const timestamp = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** No vowels, which would make words, and no 0, 1 or 3, which look like letters. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";
const longestBase = 58;

export function generatedName(base: string): string {
  const suffix = Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return base.slice(0, longestBase) + suffix;
}

/** Of a new object: what the server alone decides. */
export function beginLife(object: KubeObject, now: number): void {
  const { metadata } = object;
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(now);
  metadata.generation = 1;
}

/** What an update can't change is as it was. */
export function carryOver(object: KubeObject, before: KubeObject): void {
  const { metadata } = object;
  const kept = before.metadata;
  metadata.uid = kept.uid;
  metadata.name = kept.name;
  metadata.creationTimestamp = kept.creationTimestamp;
  copyOptional(metadata, kept, "namespace");
  copyOptional(metadata, kept, "generateName");
  copyOptional(metadata, kept, "deletionTimestamp");
  copyOptional(metadata, kept, "deletionGracePeriodSeconds");
  copyOptional(metadata, kept, "generation");
  copyOptional(metadata, kept, "resourceVersion");
  if (metadata.managedFields === undefined) copyOptional(metadata, kept, "managedFields");
}

function copyOptional(to: ObjectMeta, from: ObjectMeta, key: keyof ObjectMeta): void {
  if (from[key] === undefined) delete to[key];
  else Object.assign(to, { [key]: from[key] });
}

/** The generation counts changes of what is wanted: everything but metadata and status. */
export function countGeneration(object: KubeObject, before: KubeObject): void {
  if (!equal(wanted(object), wanted(before)))
    object.metadata.generation = (before.metadata.generation ?? 0) + 1;
}

const wanted = (object: KubeObject) => ({ ...object, metadata: undefined, status: undefined });
