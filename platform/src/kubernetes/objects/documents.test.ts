import { expect, test } from "vitest";
import { documentsOf } from "./documents.ts";

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const names = (yaml: string) => documentsOf(yaml).map(({ metadata }) => metadata.name);

test.each<[string, string, string[]]>([
  ["one document", map("a"), ["a"]],
  ["several, some of them empty", `---\n${map("a")}---\n---\n${map("b")}`, ["a", "b"]],
  [
    "a list",
    "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Secret, metadata: {name: c}}]",
    ["c"],
  ],
  ["JSON", '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}', ["d"]],
])("%s", (_, yaml, expected) => {
  expect(names(yaml)).toEqual(expected);
});

test.each([
  ["a: [", /document 1/],
  [`${map("a")}---\nkind: Pod\n`, /document 2: apiVersion is missing/],
  ["apiVersion: v1\nkind: Pod\nmetadata: {}", /metadata.name is missing/],
  ["", /no document/],
  ["just text", /apiVersion is missing/],
])("%j is refused with the place", (yaml, reason) => {
  expect(() => documentsOf(yaml)).toThrow(reason);
});
