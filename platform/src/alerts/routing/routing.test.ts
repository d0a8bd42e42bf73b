import { describe, expect, test } from "vitest";
import { type Config, readConfig } from "./config.ts";
import { inhibitorOf } from "./inhibit.ts";
import { contains, timeIntervalSchema } from "./interval.ts";
import { groupKey, groupLabels, routesOf } from "./route.ts";

const object = (spec: unknown, namespace = "naru") => ({
  apiVersion: "monitoring.coreos.com/v1alpha1",
  kind: "AlertmanagerConfig",
  metadata: { name: "team", namespace },
  spec,
});
function config(spec: object, namespace = "naru"): Config {
  const read = readConfig("local", object(spec, namespace));
  if (typeof read === "string") throw new Error(read);
  return read;
}
const is = (name: string, value: string, matchType = "=") => ({ name, value, matchType });
const receivers = ["all", "pages", "db", "audit"].map((name) => ({ name }));

describe("an alert takes the deepest routes that fit", () => {
  const { route } = config({
    receivers,
    route: {
      receiver: "all",
      groupBy: ["alertname"],
      routes: [
        { receiver: "audit", matchers: [is("severity", ".+", "=~")], continue: true },
        {
          receiver: "pages",
          matchers: [is("severity", "critical")],
          groupBy: ["..."],
          routes: [{ receiver: "db", matchers: [is("team", "db")] }],
        },
        { matchers: [is("team", "web", "!=")], receiver: "db" },
      ],
    },
  });
  test.each<[Record<string, string>, string[]]>([
    [{ team: "web" }, ["all"]],
    [{ team: "web", severity: "info" }, ["audit"]],
    [{ severity: "critical", team: "web" }, ["audit", "pages"]],
    [{ severity: "critical", team: "db" }, ["audit", "db"]],
    [{}, ["db"]],
  ])("%o goes to %o", (labels, expected) => {
    expect(routesOf(route, labels).map((each) => each.receiver)).toEqual(expected);
  });

  test("and is put together with others by the labels of its route", () => {
    const labels = { alertname: "Slow", severity: "critical", team: "web" };
    const [audit, pages] = routesOf(route, labels);
    expect(audit && groupLabels(audit, labels)).toEqual({ alertname: "Slow" });
    expect(pages && groupLabels(pages, labels)).toEqual(labels);
    expect(audit && groupKey(audit, { alertname: "Slow" })).toBe(
      'local/naru/team/{}/{severity=~".+"}/0:{alertname="Slow"}',
    );
  });
});

test("a config of another namespace sees only alerts of its own", () => {
  const { route } = config({ receivers, route: { receiver: "all" } }, "shop");
  expect(routesOf(route, { namespace: "shop" })).toHaveLength(1);
  expect(routesOf(route, { namespace: "bank" })).toHaveLength(0);
});

test.each<[string, unknown, RegExp]>([
  ["no route", {}, /route/],
  ["an unknown receiver", { receivers, route: { receiver: "nobody" } }, /no receiver "nobody"/],
  [
    "an unknown interval",
    { receivers, route: { receiver: "all", muteTimeIntervals: ["night"] } },
    /no time interval/,
  ],
  [
    "a pattern that is none",
    { receivers, route: { receiver: "all", matchers: [is("a", "(", "=~")] } },
    /matchers/,
  ],
  ["no duration", { receivers, route: { receiver: "all", groupWait: "soon" } }, /no duration/],
  [
    "a webhook without an address",
    { receivers: [{ name: "a", webhookConfigs: [{}] }], route: { receiver: "a" } },
    /url/,
  ],
  [
    "a file as an address",
    { receivers: [{ name: "a", webhookConfigs: [{ url: "file:///etc/passwd" }] }], route: { receiver: "a" } },
    /url/i,
  ],
])("%s is a reason to refuse a config", (_, spec, reason) => {
  expect(readConfig("local", object(spec))).toMatch(reason);
});

test("a kind of receiver that is not served is told", () => {
  const { problems } = config({
    receivers: [{ name: "a", pagerdutyConfigs: [{}] }],
    route: { receiver: "a" },
  });
  expect(problems).toEqual(["receiver a: pagerdutyConfigs is not served"]);
});

const alert = (fingerprint: string, severity: string, service?: string) => ({
  fingerprint,
  labels: { severity, ...(service !== undefined && { service }) },
});

describe("an alert keeps others quiet", () => {
  const { inhibitRules } = config({
    receivers,
    route: { receiver: "all" },
    inhibitRules: [
      {
        sourceMatch: [is("severity", "critical")],
        targetMatch: [is("severity", "warning|critical", "=~")],
        equal: ["service"],
      },
    ],
  });
  test.each([
    [
      "a lesser one of the same service",
      alert("w", "warning", "cart"),
      [alert("c", "critical", "cart")],
      "c",
    ],
    [
      "not one of another service",
      alert("w", "warning", "cart"),
      [alert("c", "critical", "bank")],
      undefined,
    ],
    ["a label that neither has is the same", alert("w", "warning"), [alert("c", "critical")], "c"],
    ["never itself", alert("c", "critical", "cart"), [alert("c", "critical", "cart")], undefined],
    [
      "nor one that is a source as well",
      alert("c", "critical", "cart"),
      [alert("d", "critical", "cart")],
      undefined,
    ],
  ])("%s", (_, target, firing, by) => expect(inhibitorOf(inhibitRules, target, firing)).toBe(by));
});

describe("a time lies in an interval", () => {
  const office = { weekdays: ["monday:friday"], times: [{ startTime: "09:00", endTime: "18:00" }] };
  test.each<[string, object, string, boolean]>([
    ["on a working day", office, "2026-11-23T09:00:00Z", true],
    ["not at its end", office, "2026-11-23T18:00:00Z", false],
    ["not on a Sunday", office, "2026-11-22T12:00:00Z", false],
    ["the last day of a month", { daysOfMonth: [{ start: -1 }] }, "2026-02-28T12:00:00Z", true],
    ["a month by name", { months: ["november:december"] }, "2026-11-01T00:00:00Z", true],
    ["another year", { years: ["2027"] }, "2026-11-01T00:00:00Z", false],
    ["always, when nothing is said", {}, "2026-11-01T00:00:00Z", true],
  ])("%s", (_, interval, at, expected) => {
    expect(contains(timeIntervalSchema.parse(interval), Date.parse(at))).toBe(expected);
  });
});
