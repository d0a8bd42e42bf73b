import { describe, expect, test } from "vitest";
import { receiverEnvironment } from "./receiver-environment.ts";

const endpoint = "http://127.0.0.1:4318";
const own = { endpoint, headers: { authorization: "Bearer s3cret" } };
const asks = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };

describe("headers of the cluster's own receiver are given", () => {
  test.each<[string, Parameters<typeof receiverEnvironment>, string | undefined]>([
    ["to who sends there", [asks, own], "authorization=Bearer%20s3cret"],
    ["not to who sends elsewhere", [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://else:4318" }, own], undefined],
    ["not to who sends nothing", [{}, own], undefined],
    ["not in place of others", [{ ...asks, OTEL_EXPORTER_OTLP_HEADERS: "a=b" }, own], undefined],
    ["where it needs any", [asks, { endpoint }], undefined],
    ["where there is one", [{}, undefined], undefined],
  ])("%s", (_, given, headers) => {
    expect(receiverEnvironment(...given)["OTEL_EXPORTER_OTLP_HEADERS"]).toBe(headers);
  });
});
