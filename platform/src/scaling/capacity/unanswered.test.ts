import { expect, test } from "vitest";
import type { Asked } from "./adapter/paths.ts";
import { Unanswered } from "./unanswered.ts";

const sessions: Asked = { what: "external", namespace: "shop", metric: "naru_sessions", selector: "" };
const rate: Asked = {
  what: "custom",
  version: "v1beta2",
  namespace: "shop",
  resource: "pods",
  name: "*",
  metric: "requests_per_second",
  selector: "app=web",
  metricSelector: "",
};

test("what was asked in vain is told with its reason, until it is answered or long ago", () => {
  let now = 0;
  const unanswered = new Unanswered({ now: () => now });
  unanswered.note("east", sessions, "nobody told");
  now = 1000;
  unanswered.note("east", rate, "no telemetry");
  unanswered.note("east", { what: "external-resources" }, "not of a metric");
  expect(unanswered.list()).toEqual([
    {
      cluster: "east",
      namespace: "shop",
      metric: "pods/* requests_per_second",
      reason: "no telemetry",
      at: 1000,
    },
    { cluster: "east", namespace: "shop", metric: "naru_sessions", reason: "nobody told", at: 0 },
  ]);
  unanswered.note("east", rate, "");
  expect(unanswered.list()).toHaveLength(1);
  now = 300_001;
  expect(unanswered.list()).toEqual([]);
});
