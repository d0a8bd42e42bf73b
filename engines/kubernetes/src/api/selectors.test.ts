import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { ApiError } from "../status.ts";
import { fieldSelector, labelSelector } from "./selectors.ts";

const web: KubeObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web",
    namespace: "shop",
    uid: "1",
    creationTimestamp: "",
    labels: { app: "web", tier: "front", on: "" },
  },
  spec: { nodeName: "n1", hostNetwork: true },
};

describe("labels", () => {
  const facts: [selector: string, matches: boolean][] = [
    ["", true],
    ["app=web", true],
    ["app==web,tier=front", true],
    ["app=web,tier=back", false],
    ["app!=db", true],
    ["absent!=x", true],
    ["app in (db, web)", true],
    ["app notin (db,web)", false],
    ["absent notin (a)", true],
    ["absent in (a)", false],
    ["app", true],
    ["!app", false],
    ["!absent", true],
    ["on=", true],
    ["constructor", false],
    ["app=web,tier in (front,back),!gone", true],
  ];
  test.each(facts)("%j", (selector, matches) => {
    expect(labelSelector(selector)(web)).toBe(matches);
  });
  test.each(["=x", "app in web", "!app=web", "a b"])("%j is refused", (selector) => {
    expect(() => labelSelector(selector)).toThrow(ApiError);
  });
  test("that make no sense are refused, and never crash", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          labelSelector(text)(web);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});

describe("fields", () => {
  const facts: [selector: string, matches: boolean][] = [
    ["metadata.name=web", true],
    ["metadata.namespace!=shop", false],
    ["spec.nodeName=n1,metadata.name=web", true],
    ["spec.nodeName=", false],
    ["spec.hostNetwork=true", true],
    ["status.phase=", true],
  ];
  const selectable = ["spec.nodeName", "spec.hostNetwork", "status.phase"];
  test.each(facts)("%j", (selector, matches) => {
    expect(fieldSelector(selector, selectable)(web)).toBe(matches);
  });
  test("that a kind cannot be selected by are refused", () => {
    expect(() => fieldSelector("spec.x=1", selectable)).toThrow("field label not supported: spec.x");
  });
});
