import { ApiError } from "../status.ts";
import { equal, get, isObject, kindOf, requireDepth, set } from "./json.ts";
import type { JsonObject } from "./json.ts";

const maxOperations = 10_000;
/** What all `copy` operations of a patch may add, in characters: without a bound each could double the document. */
const maxCopied = 3 * 1024 * 1024;

/** JSON Patch: all operations in order, or none.
 *  @returns the patched document; the one given stays as it was
 *  @throws  ApiError BadRequest when the patch is not one, RequestEntityTooLarge over 10,000 operations,
 *           Invalid when an operation cannot be applied or a `test` fails
 *  Source: RFC 6902, RFC 6901 */
export function jsonPatch(document: unknown, operations: unknown): unknown {
  requireDepth(document, "object");
  requireDepth(operations, "patch");
  const steps = parse(operations);
  const state: State = { root: clone(document), copied: 0 };
  for (const [index, step] of steps.entries()) perform(state, step, `operation ${index}`);
  requireDepth(state.root, "patched object");
  return state.root;
}

interface State {
  root: unknown;
  copied: number;
}

type Pointer = readonly string[];

type Operation =
  | { readonly op: "add" | "replace" | "test"; readonly path: Pointer; readonly value: unknown }
  | { readonly op: "remove"; readonly path: Pointer }
  | { readonly op: "move" | "copy"; readonly from: Pointer; readonly path: Pointer };

function parse(operations: unknown): Operation[] {
  if (!Array.isArray(operations)) {
    throw new ApiError("BadRequest", `a JSON patch is a list of operations, got ${kindOf(operations)}`);
  }
  if (operations.length > maxOperations) {
    throw new ApiError(
      "RequestEntityTooLarge",
      `The allowed maximum operations in a JSON patch is ${maxOperations}, got ${operations.length}`,
    );
  }
  return operations.map((operation, index) => parseOperation(operation, `operation ${index}`));
}

function parseOperation(operation: unknown, at: string): Operation {
  if (!isObject(operation)) throw new ApiError("BadRequest", `${at}: expected an object`);
  const op = get(operation, "op");
  const path = pointerOf(operation, "path", at);
  switch (op) {
    case "add":
    case "replace":
    case "test":
      if (!Object.hasOwn(operation, "value")) throw new ApiError("BadRequest", `${at}: value is missing`);
      return { op, path, value: operation["value"] };
    case "remove":
      return { op, path };
    case "move":
    case "copy":
      return { op, path, from: pointerOf(operation, "from", at) };
    default:
      throw new ApiError("BadRequest", `${at}: unknown op ${JSON.stringify(op)}`);
  }
}

function pointerOf(operation: JsonObject, field: "path" | "from", at: string): Pointer {
  const text = get(operation, field);
  if (typeof text !== "string") throw new ApiError("BadRequest", `${at}: ${field} is missing`);
  if (text === "") return [];
  if (!text.startsWith("/") || /~(?![01])/.test(text)) {
    throw new ApiError("BadRequest", `${at}: ${field} ${JSON.stringify(text)} is not a JSON pointer`);
  }
  return text
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function perform(state: State, step: Operation, at: string): void {
  switch (step.op) {
    case "add":
      return add(state, step.path, clone(step.value), at);
    case "remove":
      remove(state, step.path, at);
      return;
    case "replace":
      return replace(state, step.path, clone(step.value), at);
    case "test":
      return check(state, step.path, step.value, at);
    case "move":
      return move(state, step.from, step.path, at);
    case "copy":
      return copy(state, step.from, step.path, at);
  }
}

function add(state: State, path: Pointer, value: unknown, at: string): void {
  const key = path.at(-1);
  if (key === undefined) {
    state.root = value;
    return;
  }
  const parent = container(state, path, at);
  if (Array.isArray(parent)) {
    parent.splice(key === "-" ? parent.length : indexIn(key, parent.length + 1, path, at), 0, value);
  } else set(parent, key, value);
}

function remove(state: State, path: Pointer, at: string): unknown {
  const key = path.at(-1);
  if (key === undefined) throw unable(path, at, "the whole object cannot be removed");
  const parent = container(state, path, at);
  if (Array.isArray(parent)) return parent.splice(indexIn(key, parent.length, path, at), 1)[0];
  if (!Object.hasOwn(parent, key)) throw unable(path, at, "there is nothing there");
  const removed = parent[key];
  delete parent[key];
  return removed;
}

function replace(state: State, path: Pointer, value: unknown, at: string): void {
  find(state, path, at);
  const key = path.at(-1);
  if (key === undefined) {
    state.root = value;
    return;
  }
  const parent = container(state, path, at);
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else set(parent, key, value);
}

function check(state: State, path: Pointer, value: unknown, at: string): void {
  // Kubernetes takes a test for null as passed where there is nothing.
  const found = value === null ? findOrNull(state, path, at) : find(state, path, at);
  if (!equal(found, value)) throw unable(path, at, "the value is not the one tested for");
}

function move(state: State, from: Pointer, path: Pointer, at: string): void {
  const isInside = from.length < path.length && from.every((step, index) => step === path[index]);
  if (isInside) throw unable(path, at, "a value cannot be moved into itself");
  if (from.length === 0) return;
  add(state, path, remove(state, from, at), at);
}

function copy(state: State, from: Pointer, path: Pointer, at: string): void {
  const found = find(state, from, at);
  requireDepth(found, "patched object");
  state.copied += sizeOf(found);
  if (state.copied > maxCopied) throw unable(path, at, "the patch copies more than it may");
  add(state, path, clone(found), at);
}

function find(state: State, path: Pointer, at: string): unknown {
  return path.reduce((value, step) => child(value, step, path, at), state.root);
}

function findOrNull(state: State, path: Pointer, at: string): unknown {
  const key = path.at(-1);
  if (key === undefined) return state.root;
  const parent = container(state, path, at);
  if (Array.isArray(parent)) return child(parent, key, path, at);
  return get(parent, key) ?? null;
}

function container(state: State, path: Pointer, at: string): JsonObject | unknown[] {
  const found = find(state, path.slice(0, -1), at);
  if (isObject(found) || Array.isArray(found)) return found;
  throw unable(path, at, `${kindOf(found)} holds no fields`);
}

function child(value: unknown, step: string, path: Pointer, at: string): unknown {
  if (Array.isArray(value)) return value[indexIn(step, value.length, path, at)];
  if (isObject(value) && Object.hasOwn(value, step)) return value[step];
  throw unable(path, at, "there is nothing there");
}

function indexIn(step: string, length: number, path: Pointer, at: string): number {
  const index = /^(0|[1-9][0-9]{0,9})$/.test(step) ? Number(step) : Infinity;
  if (index < length) return index;
  throw unable(path, at, `${JSON.stringify(step)} is not an index of the list`);
}

function unable(path: Pointer, at: string, why: string): ApiError {
  const pointer = path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const message = `${at}: ${JSON.stringify(pointer)}: ${why}`;
  return new ApiError("Invalid", message, {
    causes: [{ reason: "FieldValueInvalid", message, field: path.join(".") }],
  });
}

function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) set(copy, key, clone(value[key]));
  return copy;
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 1;
  if (typeof value !== "object" || value === null) return 1;
  return Object.entries(value).reduce((size, [key, child]) => size + key.length + sizeOf(child), 1);
}
