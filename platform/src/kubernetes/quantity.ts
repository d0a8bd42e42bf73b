import type { Amounts } from "./shapes/api.ts";

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** `500m`, `1Gi`, `2`, `1e3`; null when it is none.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export function quantityOf(text: string | number | undefined): number | null {
  const match = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([numkKMGTPE]?i?)$/.exec(String(text ?? ""));
  const factor = suffixes[match?.[2] ?? ""];
  const value = Number(match?.[1]);
  return match && factor !== undefined && !Number.isNaN(value) ? value * factor : null;
}

type Quantities = Readonly<Record<string, string>> | undefined;

export const amountsOf = (of: Quantities): Amounts => ({
  cpu: quantityOf(of?.cpu),
  memory: quantityOf(of?.memory),
});

/** What is not given counts nothing; when nothing is given at all, the sum is null. */
export function sumOf(amounts: readonly (Amounts | null)[]): Amounts {
  return { cpu: sum(amounts.map((each) => each?.cpu)), memory: sum(amounts.map((each) => each?.memory)) };
}

function sum(values: readonly (number | null | undefined)[]): number | null {
  const given = values.filter((value) => typeof value === "number");
  return given.length === 0 ? null : given.reduce((a, b) => a + b, 0);
}
