import { expect, test } from "vitest";
import { chosen, type RuleFilter, type RuleGroup } from "./rules.ts";

const group = (name: string, file: string, rules: RuleGroup["rules"]): RuleGroup => ({
  name,
  file,
  rules,
  interval: 30,
  limit: 0,
  evaluationTime: 0,
  lastEvaluation: "",
});
const groups = [
  group("harbour", "local/naru/piers", [
    { name: "Fog", type: "alerting", alerts: [{ state: "firing" }] },
    { name: "ferries:count", type: "recording" },
  ]),
  group("city", "local/naru/city", [{ name: "Heat", type: "alerting", alerts: [] }]),
];
const all: RuleFilter = { type: undefined, names: [], groups: [], files: [], withAlerts: true };
const namesOf = (filter: Partial<RuleFilter>) =>
  chosen(groups, { ...all, ...filter }).map(({ name, rules }) => [name, ...rules.map((rule) => rule.name)]);

test.each<[string, Partial<RuleFilter>, string[][]]>([
  [
    "nothing in particular",
    {},
    [
      ["harbour", "Fog", "ferries:count"],
      ["city", "Heat"],
    ],
  ],
  ["a type", { type: "recording" }, [["harbour", "ferries:count"]]],
  ["a name", { names: ["Heat"] }, [["city", "Heat"]]],
  ["a group", { groups: ["city"] }, [["city", "Heat"]]],
  ["a file", { files: ["local/naru/piers"] }, [["harbour", "Fog", "ferries:count"]]],
  ["a group and a name of another", { groups: ["city"], names: ["Fog"] }, []],
])("asked for %s", (_, filter, expected) => expect(namesOf(filter)).toEqual(expected));

test("alerts can be left out", () => {
  expect(chosen(groups, { ...all, names: ["Fog"], withAlerts: false })[0]?.rules).toEqual([
    { name: "Fog", type: "alerting" },
  ]);
});
