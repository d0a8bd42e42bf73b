import { describe, expect, test } from "vitest";
import { noon, petshopCsv } from "./fixture.ts";
import { petshopMetrics } from "./petshop-metrics.ts";

const read = (text: string) => petshopMetrics(text, "m.csv");
const two = petshopCsv([
  ["100,0.2,0.5,99", "40,0.1"],
  [",,,", "50,0.15"],
]);

describe("a table of PetShop", () => {
  test("has values of each node by period, none where a cell is empty", () => {
    const { times, periodMs, nodes } = read(two);
    expect([times, periodMs]).toEqual([[noon, noon + 300_000], 300_000]);
    expect(nodes.get("front")).toEqual({
      requests: [100, undefined],
      latency: [0.2, undefined],
      availability: [99, undefined],
      quantiles: new Map([[0.95, [0.5, undefined]]]),
    });
    expect(nodes.get("back")).toMatchObject({ requests: [40, 50], availability: [undefined, undefined] });
  });

  test("of one row has a period of five minutes", () => {
    expect(read(petshopCsv([["1,1,1,1", "1,1"]])).periodMs).toBe(300_000);
  });

  const broken: [what: string, text: string, error: string][] = [
    [
      "without its rows of names",
      two.replace("statistic", "stat"),
      "m.csv:3: the row of statistic is missing",
    ],
    ["that is empty", "", "m.csv:1: the row of microservice is missing"],
    ["without values", petshopCsv([]), "m.csv:5: no values"],
    ["with a word for a number", two.replace("40", "few"), 'm.csv:5: column 6: "few" is no number from 0'],
    ["with a negative number", two.replace("40", "-40"), 'm.csv:5: column 6: "-40" is no number from 0'],
    ["with no time", two.replace(String(noon / 1000), ""), 'm.csv:5: "" is no time in seconds since 1970'],
    [
      "that goes back in time",
      two.replace(String(noon / 1000), "1800000000"),
      "m.csv:6: a time that is not after",
    ],
  ];
  test.each(broken)("%s is refused with file and line", (_, text, error) => {
    expect(() => read(text)).toThrow(error);
  });
});
