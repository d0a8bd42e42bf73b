import { expect, test } from "vitest";
import { hashLabel, isSameTemplate, templateHash } from "./template-hash.ts";

const template = {
  metadata: { labels: { app: "web", tier: "front" } },
  spec: { containers: [{ name: "a", image: "a:1" }] },
};
const reordered = {
  spec: { containers: [{ image: "a:1", name: "a" }] },
  metadata: { labels: { tier: "front", app: "web" } },
};
const other = { ...template, spec: { containers: [{ name: "a", image: "a:2" }] } };

test("the hash of a template is of its content, not of its order, and never changes", () => {
  expect(templateHash(reordered)).toBe(templateHash(template));
  expect(templateHash(template)).toBe("567795d895");
});

test("another template, or a collision, has another hash", () => {
  expect(
    new Set([
      templateHash(template),
      templateHash(other),
      templateHash(template, 1),
      templateHash(template, 2),
    ]).size,
  ).toBe(4);
});

test("the label that a replica set adds makes no other template", () => {
  const labelled = { ...template, metadata: { labels: { ...template.metadata.labels, [hashLabel]: "abc" } } };
  expect(isSameTemplate(labelled, template)).toBe(true);
  expect(isSameTemplate(labelled, other)).toBe(false);
});
