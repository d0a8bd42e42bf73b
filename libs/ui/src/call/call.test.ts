import { describe, expect, it } from "vitest";
import { requestFor } from "./call.ts";

describe("a request is built from its declaration", () => {
  it("names in braces go into the path, escaped", () => {
    const { url } = requestFor(
      { method: "GET", path: "/api/services/{service}/operations" },
      { service: "a/b c" },
    );
    expect(url).toBe("/api/services/a%2Fb%20c/operations");
  });

  it("the other fields of a GET go into the query; arrays repeat their key", () => {
    const { url } = requestFor(
      { method: "GET", path: "/api/metrics/{metric}/series" },
      { metric: "m", groupBy: ["service", "host.name"], maxSeries: 5, filter: undefined },
    );
    expect(url).toBe("/api/metrics/m/series?groupBy=service&groupBy=host.name&maxSeries=5");
  });

  it("a POST carries JSON", () => {
    const { url, init } = requestFor({ method: "POST", path: "/api/session" }, { token: "t" });
    expect(url).toBe("/api/session");
    expect(init.body).toBe('{"token":"t"}');
  });
});
