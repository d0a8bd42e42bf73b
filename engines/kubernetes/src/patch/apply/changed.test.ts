import { describe, expect, test } from "vitest";
import { builtinType } from "../../schema/definitions.ts";
import type { Type } from "../../schema/type.ts";
import { changed } from "./changed.ts";
import { pathsOf } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { pathText } from "./step.ts";

const any: Type = { kind: "any" };
const pod = builtinType("", "v1", "Pod") ?? any;

const paths = (set: FieldSet): string[] => [...pathsOf(set)].map(pathText);

const containers = (...containers: unknown[]): object => ({ spec: { containers } });
const labels = (labels: object): object => ({ metadata: { labels } });
const web = '.spec.containers[name="web"]';

describe("between two Pods", () => {
  test.each([
    ["nothing has changed", labels({ a: "1" }), labels({ a: "1" }), { added: [], modified: [], removed: [] }],
    [
      "a label comes",
      labels({ a: "1" }),
      labels({ a: "1", b: "2" }),
      { added: [".metadata.labels.b"], modified: [], removed: [] },
    ],
    [
      "the first label comes",
      { metadata: {} },
      labels({ a: "1" }),
      { added: [".metadata.labels", ".metadata.labels.a"], modified: [], removed: [] },
    ],
    [
      "the last label goes with its map",
      labels({ a: "1" }),
      { metadata: {} },
      { added: [], modified: [], removed: [".metadata.labels", ".metadata.labels.a"] },
    ],
    [
      "a label changes",
      labels({ a: "1" }),
      labels({ a: "2" }),
      { added: [], modified: [".metadata.labels.a"], removed: [] },
    ],
    [
      "a container comes, item and fields; the list is required and nobody's",
      undefined,
      containers({ name: "web", image: "web:1" }),
      { added: [web, `${web}.image`, `${web}.name`], modified: [], removed: [] },
    ],
    [
      "a container goes",
      containers({ name: "web" }, { name: "log" }),
      containers({ name: "log" }),
      { added: [], modified: [], removed: [web, `${web}.name`] },
    ],
    [
      "order changes nothing",
      containers({ name: "web" }, { name: "log" }),
      containers({ name: "log" }, { name: "web" }),
      { added: [], modified: [], removed: [] },
    ],
    [
      "a list without keys changes as a whole",
      { spec: { tolerations: [{ key: "a" }] } },
      { spec: { tolerations: [{ key: "a" }, { key: "b" }] } },
      { added: [], modified: [".spec.tolerations"], removed: [] },
    ],
    ["null is nothing", { spec: { hostname: null } }, { spec: {} }, { added: [], modified: [], removed: [] }],
    [
      "an empty object comes",
      { spec: {} },
      { spec: { securityContext: {} } },
      { added: [".spec.securityContext"], modified: [], removed: [] },
    ],
    [
      "two items of one key change as one",
      containers({ name: "web", tty: true }, { name: "web" }),
      containers({ name: "web" }),
      { added: [], modified: [web], removed: [] },
    ],
    [
      "a list whose items have no keys changes as a whole",
      containers({ image: "a" }),
      containers({ image: "b" }),
      { added: [], modified: [".spec.containers"], removed: [] },
    ],
    [
      "a list in the place of an object",
      { metadata: [] },
      labels({ a: "1" }),
      { added: [], modified: [".metadata"], removed: [] },
    ],
    [
      "what the type does not know changes as a whole",
      { new: { a: 1 } },
      { new: { a: 2 } },
      { added: [], modified: [".new"], removed: [] },
    ],
  ])("%s", (_, before, after, expected) => {
    const { added, modified, removed } = changed(before, after, pod);
    expect({ added: paths(added), modified: paths(modified), removed: paths(removed) }).toEqual(expected);
  });
});
