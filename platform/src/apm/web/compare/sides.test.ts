import { expect, test } from "vitest";
import { askedBy, STATE } from "./sides.ts";

const condition = (key: string, operator: string, value: string) => `${key}${operator}${value}`;
const asked = (state: Partial<typeof STATE>, values: string[] = []) => {
  const found = askedBy({ ...STATE, ...state }, values, condition);
  return found && `${found.filter} / ${found.baseFilter} / ${found.against}`;
};

test.each<[Partial<typeof STATE>, string[], string | undefined]>([
  [{}, [], " /  / before"],
  [{ against: "week", filter: "tenant=blue" }, [], "tenant=blue / tenant=blue / week"],
  [{ against: "never" }, [], " /  / before"],
  [{ by: "nonsense" }, [], " /  / before"],
  [{ by: "version" }, ["1.9", "1.10", "1.8"], "service.version=1.10 / service.version=1.9 / same"],
  [{ by: "version", b: "1.8" }, ["1.9", "1.8"], "service.version=1.8 / service.version=1.9 / same"],
  [{ by: "version", a: "1.10" }, ["1.10", "1.9"], "service.version=1.9 / service.version=1.10 / same"],
  [{ by: "version" }, ["1.9"], undefined],
  [{ by: "pod", a: "p-0", b: "p-1" }, [], "k8s.pod.name=p-1 / k8s.pod.name=p-0 / same"],
  [{ by: "filter" }, [], undefined],
  [{ by: "filter", filter: "status=error" }, [], "status=error /  / same"],
])("%o with the values %j asks for %s", (state, values, expected) => {
  expect(asked(state, values)).toBe(expected);
});
