import { expect, test } from "vitest";
import type { ServiceWorkload } from "#kubernetes/api.ts";
import type { ApplicationRow } from "../../api.ts";
import { holdersOf } from "./holders.ts";

const deployment = (name: string) => ({ kind: "Deployment", namespace: "shop", name });

/** Given to the deployment of that name unless said otherwise. */
const application = (name: string, workloads = [deployment(name)]): ApplicationRow => ({
  cluster: "east",
  namespace: "shop",
  name,
  store: "main",
  layout: "connect-redis",
  prefix: `shop:${name}:`,
  workloads,
  mostPerUser: 0,
  census: null,
});
const web = application("web");
const admin = application("admin");
const unread = application("unread", []);

const runsAs = (service: string, cluster = "east"): ServiceWorkload => ({
  service,
  cluster,
  workload: deployment(service),
  pods: [],
});

test.each<[what: string, relations: ServiceWorkload[], applications: ApplicationRow[], names: string[]]>([
  ["the one that a workload of the trace is given", [runsAs("web")], [web, admin, unread], ["web"]],
  ["several, when several are given", [runsAs("web"), runsAs("admin")], [web, admin], ["web", "admin"]],
  [
    "not what services of other traces are given",
    [runsAs("cart"), runsAs("billing")],
    [application("billing")],
    [],
  ],
  ["those that nobody is known to be given, when no other fits", [runsAs("cart")], [web, unread], ["unread"]],
  ["any, when nobody knows where the services run", [], [web, admin], ["web", "admin"]],
  ["not one of another cluster", [runsAs("web", "west")], [web], []],
  ["one of a cluster that the telemetry does not name", [runsAs("web", "")], [web], ["web"]],
])("%s", (_, relations, applications, names) => {
  const services = ["web", "admin", "cart"];
  expect(holdersOf(services, relations, applications).map(({ name }) => name)).toEqual(names);
});
