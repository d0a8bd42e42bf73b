import type { KubeObject } from "../object.ts";
import { textOf } from "../patch/json.ts";
import { ApiError } from "../status.ts";

export type Selector = (object: KubeObject) => boolean;

type Labels = Readonly<Record<string, string>>;
const none: Labels = {};

/** `app=web,tier!=cache,env in (a,b),env notin (c),release,!canary`.
 *  @throws ApiError BadRequest */
export function labelSelector(text: string): Selector {
  const tests = requirements(text).map(labelTest);
  return (object) => tests.every((test) => test(object.metadata.labels ?? none));
}

/** The pieces between commas that are not inside parentheses. */
function requirements(text: string): string[] {
  const pieces = text.match(/(?:[^,(]|\([^)]*\)?)+/g) ?? [];
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

function labelTest(text: string): (labels: Labels) => boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^()]*)\)$/.exec(text);
  if (set) {
    const [, key = "", operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    return (labels) => values.has(own(labels, key) ?? "\0") === (operator === "in");
  }
  const [, isAbsent, key = "", operator, value = ""] =
    /^(!?)([^\s=!]+)\s*(?:(==|=|!=)\s*(\S*))?$/.exec(text) ?? [];
  if (key === "" || (isAbsent && operator)) {
    throw new ApiError("BadRequest", `unable to parse requirement: ${JSON.stringify(text)}`);
  }
  if (operator === undefined) return (labels) => (own(labels, key) === undefined) === (isAbsent === "!");
  return (labels) => (own(labels, key) === value) === (operator !== "!=");
}

const own = (labels: Labels, key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);

/** `metadata.name=web,spec.nodeName!=n1`.
 *  @param selectable  the fields this kind may be selected by, beyond its name and namespace
 *  @throws ApiError BadRequest */
export function fieldSelector(text: string, selectable: readonly string[]): Selector {
  const tests = requirements(text).map((piece) => fieldTest(piece, selectable));
  return (object) => tests.every((test) => test(object));
}

function fieldTest(text: string, selectable: readonly string[]): Selector {
  const [, path = "", operator, value = ""] = /^([^\s=!]+)\s*(==|=|!=)\s*(.*)$/.exec(text) ?? [];
  if (operator === undefined) {
    throw new ApiError("BadRequest", `invalid field selector ${JSON.stringify(text)}: it takes =, == or !=`);
  }
  if (!["metadata.name", "metadata.namespace", ...selectable].includes(path)) {
    throw new ApiError("BadRequest", `field label not supported: ${path}`);
  }
  return (object) => (textAt(object, path) === value) === (operator !== "!=");
}

/** What stands at a path such as `status.phase`; nothing there reads as the empty text. */
function textAt(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const step of path.split(".")) {
    value =
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value === undefined || value === null ? "" : textOf(value);
}

export const both =
  (a: Selector, b: Selector): Selector =>
  (object) =>
    a(object) && b(object);
