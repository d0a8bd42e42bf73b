import { expect, test } from "vitest";
import { ImageError } from "../errors.ts";
import { parseReference } from "./reference.ts";

test.each([
  ["nginx", "nginx", "latest"],
  ["nginx:1.27", "nginx", "1.27"],
  ["docker.io/library/nginx:1.27", "nginx", "1.27"],
  ["docker.io/grafana/grafana", "grafana/grafana", "latest"],
  ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause", "3.10"],
  ["localhost:5000/shop/api:v1", "localhost:5000/shop/api", "v1"],
  [`node:24@sha256:${"a".repeat(64)}`, "node", "24"],
])("%s is the repository %s at %s", (text, repository, tag) => {
  expect(parseReference(text)).toEqual({ repository, tag });
});

test.each([
  "",
  "UPPER",
  "../etc",
  "a/../b",
  "/etc/passwd",
  "a//b",
  "nginx:",
  "nginx:../x",
  "nginx: 1",
  "a\0b",
  "..",
  "registry.io/..",
  "nginx@sha256:12",
])("%j is no image reference", (text) => {
  expect(() => parseReference(text)).toThrow(ImageError);
});
