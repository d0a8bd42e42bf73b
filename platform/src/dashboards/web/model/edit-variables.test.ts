import { describe, expect, it } from "vitest";
import { mistakeOf, variableDrafts, type VariableDraft, withVariables } from "./edit-variables.ts";
import { readDashboard } from "./read.ts";

const source = {
  title: "Harbour",
  panels: [],
  templating: {
    enable: true,
    list: [
      { name: "ds", type: "datasource", query: "prometheus" },
      {
        name: "job",
        label: "Service",
        type: "query",
        query: { query: "label_values(up, job)", refId: "A", qryType: 1 },
        current: { text: "cart", value: "cart" },
        sort: 1,
      },
      {
        name: "env",
        type: "custom",
        query: "dev, prod",
        current: { value: "prod" },
        options: [{ value: "dev" }],
      },
    ],
  },
};
const listOf = (drafts: readonly VariableDraft[]) =>
  (withVariables(source, drafts)["templating"] as { list: object[] }).list;
const drafts = variableDrafts(source);

const named = (...names: readonly string[]) =>
  names.map((name): VariableDraft => ({ ...(drafts[0] as VariableDraft), name }));

describe("variables are changed", () => {
  it("in what people choose from, not in the data source", () => {
    expect(drafts.map(({ name, kind, query, place }) => [name, kind, query, place])).toEqual([
      ["job", "query", "label_values(up, job)", 1],
      ["env", "custom", "dev, prod", 2],
    ]);
  });
  it("and what they are not changed in stays, with what was chosen", () => {
    const next = drafts.map((draft) => (draft.name === "job" ? { ...draft, label: "Job" } : draft));
    expect(listOf(next)[1]).toEqual({
      name: "job",
      label: "Job",
      type: "query",
      query: { query: "label_values(up, job)", refId: "job", qryType: 1 },
      current: { text: "cart", value: "cart" },
      sort: 1,
      multi: false,
      includeAll: false,
    });
  });
  it("and what was chosen goes when they ask something else", () => {
    const next = drafts.map((draft) => (draft.name === "env" ? { ...draft, query: "a,b" } : draft));
    const read = readDashboard(withVariables(source, next)).variables.find(({ name }) => name === "env");
    expect([read?.options, read?.current]).toEqual([["a", "b"], ["a"]]);
  });
  it("some go, others come", () => {
    const added = {
      name: "pod",
      label: "",
      kind: "textbox",
      query: "",
      isMulti: false,
      hasAll: false,
    } as const;
    const next = [...drafts.filter(({ name }) => name !== "job"), { ...added, place: undefined }];
    expect(listOf(next)).toMatchObject([{ name: "ds" }, { name: "env" }, { name: "pod", type: "textbox" }]);
  });
  it("not to names that no query could have, or to one name twice", () => {
    expect(mistakeOf(named("job", "pod_2"))).toBeUndefined();
    expect(mistakeOf(named("job", ""))).toBe("badName");
    expect(mistakeOf(named("a b"))).toBe("badName");
    expect(mistakeOf(named("job", "job"))).toBe("doubleName");
  });
});
