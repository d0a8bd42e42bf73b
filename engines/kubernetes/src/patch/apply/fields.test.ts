import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  difference,
  fromFieldsV1,
  has,
  intersection,
  isEmpty,
  noFields,
  pathsOf,
  sameFields,
  setOf,
  toFieldsV1,
  union,
} from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { pathText } from "./step.ts";

const paths = (set: FieldSet): string[] => [...pathsOf(set)].map(pathText);

describe("fieldsV1 names paths", () => {
  test.each([
    [{ "f:spec": { "f:replicas": {} } }, [".spec.replicas"]],
    [
      { "f:metadata": { "f:labels": { ".": {}, "f:app": {} } } },
      [".metadata.labels", ".metadata.labels.app"],
    ],
    [
      { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:image": {} } } },
      ['.containers[name="web"]', '.containers[name="web"].image'],
    ],
    [
      { "f:ports": { 'k:{"protocol":"TCP","containerPort":80}': {} } },
      ['.ports[containerPort=80,protocol="TCP"]'],
    ],
    [{ "f:finalizers": { 'v:"a"': {}, "v:1": {} } }, ['.finalizers[="a"]', ".finalizers[=1]"]],
    [{ "f:list": { "i:0": {} } }, [".list[0]"]],
  ])("%j is %j", (fields, expected) => {
    expect(paths(fromFieldsV1(fields))).toEqual(expected);
  });

  test("keys are written in one order, whoever wrote them", () => {
    const read = fromFieldsV1({ 'k:{"protocol": "TCP", "containerPort": 80}': {} });
    expect(toFieldsV1(read)).toEqual({ 'k:{"containerPort":80,"protocol":"TCP"}': {} });
  });

  test.each([
    [7],
    [[]],
    [{ spec: {} }],
    [{ "f:spec": 1 }],
    [{ "k:[]": {} }],
    [{ "k:{": {} }],
    [{ "v:x": {} }],
    [{ "i:x": {} }],
  ])("%j is refused", (fields) => {
    expect(() => fromFieldsV1(fields)).toThrow(expect.objectContaining({ reason: "BadRequest" }));
  });
});

describe("sets", () => {
  const a = setOf([["f:spec"], ["f:spec", "f:replicas"], ["f:kind"]]);
  const b = setOf([["f:spec", "f:replicas"], ["f:status"]]);

  test.each([
    ["union", union(a, b), [".kind", ".spec", ".spec.replicas", ".status"]],
    ["difference", difference(a, b), [".kind", ".spec"]],
    ["difference the other way", difference(b, a), [".status"]],
    ["intersection", intersection(a, b), [".spec.replicas"]],
  ])("%s", (_, set, expected) => {
    expect(paths(set)).toEqual(expected);
  });

  test("a path is in a set only when it was put there", () => {
    expect(has(a, ["f:spec", "f:replicas"])).toBe(true);
    expect(has(b, ["f:spec"])).toBe(false);
    expect(has(b, ["f:spec", "f:paused"])).toBe(false);
  });
});

describe("for any sets", () => {
  const step = fc.constantFrom("f:a", "f:b", "f:__proto__", 'k:{"name":"a"}', 'v:"a"', "i:0");
  const path = fc.array(step, { minLength: 1, maxLength: 4 });
  const set = fc.array(path).map(setOf);

  test("fieldsV1 and back is the same set", () => {
    fc.assert(
      fc.property(set, (set) => {
        const json: unknown = JSON.parse(JSON.stringify(toFieldsV1(set)));
        // Nothing at all is written as the object itself is.
        expect(isEmpty(set) || sameFields(fromFieldsV1(json), set)).toBe(true);
      }),
    );
  });

  test("what is in both and what is in one only make up the whole", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(paths(union(difference(a, b), intersection(a, b)))).toEqual(paths(a));
        expect(paths(union(a, b))).toEqual(paths(union(b, a)));
        expect(paths(intersection(difference(a, b), b))).toEqual([]);
      }),
    );
  });

  test("a set without itself is empty", () => {
    fc.assert(
      fc.property(set, (set) => {
        expect(isEmpty(difference(set, set))).toBe(true);
        expect(sameFields(union(set, noFields), set)).toBe(true);
      }),
    );
  });
});
