import type { Resource } from "../resources/resource.ts";
import { nameOf } from "../resources/registry.ts";
import { ApiError, type Cause, type StatusDetails } from "../status.ts";

/* What the API says when it will not, in the words that clients match against. */

const detailsOf = ({ group, plural }: Resource, name: string): StatusDetails => ({
  name,
  kind: plural,
  ...(group !== "" && { group }),
});

export const notFound = (resource: Resource, name: string) =>
  new ApiError("NotFound", `${nameOf(resource)} ${quoted(name)} not found`, detailsOf(resource, name));

export const alreadyExists = (resource: Resource, name: string) =>
  new ApiError(
    "AlreadyExists",
    `${nameOf(resource)} ${quoted(name)} already exists`,
    detailsOf(resource, name),
  );

export const conflict = (resource: Resource, name: string, why: string) =>
  new ApiError(
    "Conflict",
    `Operation cannot be fulfilled on ${nameOf(resource)} ${quoted(name)}: ${why}`,
    detailsOf(resource, name),
  );

export const modified = (resource: Resource, name: string) =>
  conflict(
    resource,
    name,
    "the object has been modified; please apply your changes to the latest version and try again",
  );

export function invalid(resource: Resource, name: string, causes: readonly Cause[]): ApiError {
  const told = causes.map(({ field, message }) => `${field ?? ""}: ${message}`);
  const list = told.length === 1 ? told[0] : `[${told.join(", ")}]`;
  const { kind, group } = resource;
  const subject = group === "" ? kind : `${kind}.${group}`;
  return new ApiError("Invalid", `${subject} ${quoted(name)} is invalid: ${list}`, {
    ...detailsOf(resource, name),
    kind,
    causes,
  });
}

const quoted = (text: string) => JSON.stringify(text);
