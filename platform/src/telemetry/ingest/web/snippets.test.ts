import { expect, it } from "vitest";
import { RUNTIMES, snippetFor } from "./snippets.ts";

it.each(RUNTIMES)("%s is told this platform's endpoint and a protocol that fits it", (runtime) => {
  const snippet = snippetFor(runtime, "http://naru.example:4318");
  expect(snippet).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=http://naru.example:4318");
  expect(snippet).toContain("http/protobuf");
});
