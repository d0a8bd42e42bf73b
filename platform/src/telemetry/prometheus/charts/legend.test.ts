import { Labels } from "@naru/promql";
import { describe, expect, test } from "vitest";
import { legendNames } from "./legend.ts";

const series = (...all: Record<string, string>[]) => all.map((labels) => Labels.of(labels));
const pods = series({ __name__: "heap", pod: "a", job: "cart" }, { __name__: "heap", pod: "b", job: "cart" });

describe("a series is named", () => {
  test.each([
    ["by its format", "{{pod}} of {{ job }}", pods, ["a of cart", "b of cart"]],
    ["with nothing for a label that it lacks", "{{node}}!", pods, ["!", "!"]],
    ["by a text", "used", pods, ["used", "used"]],
    ["by what tells it from the others", "", pods, ["a", "b"]],
    ["by what tells it from the others, as Grafana writes that", "__auto", pods, ["a", "b"]],
    ["by its metric when it is alone", "", pods.slice(0, 1), ["heap"]],
    [
      "by its metric where metrics differ",
      "",
      series({ __name__: "up", pod: "a" }, { __name__: "down", pod: "a" }),
      ["up", "down"],
    ],
    ["by nothing when it has no labels", "", series({}), [""]],
  ])("%s", (_, format, all, names) => expect(legendNames(format, all)).toEqual(names));
});
