import { expect, test } from "vitest";
import { codeLink } from "./code-link.ts";

const list = (set: Readonly<Record<string, string>>) =>
  Object.entries(set).map(([key, value]) => ({ key, value, type: "string" as const }));
const pattern = "https://git.test/{service}/blob/{commit}/{path}#L{line}";
const resource = { "service.name": "cart", "vcs.ref.head.revision": "abc123" };

test.each([
  [
    "the newer names",
    { "code.file.path": "/srv/app/src/cart.ts", "code.line.number": "42" },
    resource,
    "https://git.test/cart/blob/abc123/src/cart.ts#L42",
  ],
  [
    "the older names",
    { "code.filepath": "/srv/app/src/cart.ts", "code.lineno": "7" },
    resource,
    "https://git.test/cart/blob/abc123/src/cart.ts#L7",
  ],
  [
    "no line: the first",
    { "code.file.path": "/srv/app/a.ts" },
    resource,
    "https://git.test/cart/blob/abc123/a.ts#L1",
  ],
  [
    "the version for a commit that is not told",
    { "code.file.path": "a.ts" },
    { "service.name": "cart", "service.version": "1.2" },
    "https://git.test/cart/blob/1.2/a.ts#L1",
  ],
  [
    "a path elsewhere stays whole",
    { "code.file.path": "/opt/a b.ts" },
    resource,
    "https://git.test/cart/blob/abc123/opt/a%20b.ts#L1",
  ],
  ["no file", { "code.line.number": "42" }, resource, undefined],
  ["no commit and no version", { "code.file.path": "a.ts" }, { "service.name": "cart" }, undefined],
  [
    "what a sender writes does not leave the pattern",
    { "code.file.path": "x?y#z" },
    resource,
    "https://git.test/cart/blob/abc123/x%3Fy%23z#L1",
  ],
])("%s", (_, attributes, of, expected) => {
  expect(
    codeLink(
      { pattern, roots: ["/srv/", "/srv/app/"] },
      { attributes: list(attributes), resource: list(of) },
    ),
  ).toBe(expected);
});

test("without a pattern there is no link", () => {
  expect(
    codeLink(undefined, { attributes: list({ "code.file.path": "a.ts" }), resource: list(resource) }),
  ).toBeUndefined();
});
