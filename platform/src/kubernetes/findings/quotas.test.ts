import { expect, test } from "vitest";
import { objectsOf, told } from "./fixture.ts";
import { quotaFindings } from "./quotas.ts";

test.each<[what: string, hard: object, used: object, expected: string[]]>([
  ["room for more", { pods: "10" }, { pods: "9" }, []],
  [
    "hardly any room",
    { "requests.cpu": "2", pods: "10" },
    { "requests.cpu": "1950m", pods: "3" },
    ["quota-nearly-full ResourceQuota team: hard.requests.cpu 1950m of 2"],
  ],
  [
    "what is fullest is told",
    { "requests.memory": "4Gi", pods: "10" },
    { "requests.memory": "3996Mi", pods: "10" },
    ["quota-nearly-full ResourceQuota team: hard.pods 10 of 10"],
  ],
  [
    "nothing of what nobody may have",
    { "services.loadbalancers": "0" },
    { "services.loadbalancers": "0" },
    [],
  ],
])("%s", (_, hard, used, expected) => {
  const quotas = [{ name: "team", status: { hard, used } }];
  expect(told(quotaFindings(objectsOf({ quotas })))).toEqual(expected);
});
