import { useUrlState } from "@naru/ui";
import { useMemo } from "react";
import type { Variable } from "../model/dashboard.ts";
import { chosenOf, type Choices } from "../model/interpolate.ts";

/** In the address: everything, where the dashboard itself has chosen something. */
const everything = "$__all";
const NOTHING: readonly string[] = [];

export interface ChosenVariables {
  readonly choices: Choices;
  readonly choose: (name: string, values: readonly string[], replace?: boolean) => void;
}

/** What is chosen of a dashboard's variables: in the address as `var-name`, as in Grafana's links. */
export function useChoices(variables: readonly Variable[]): ChosenVariables {
  const defaults = useMemo(
    () => Object.fromEntries(variables.map(({ name }) => [`var-${name}`, NOTHING])),
    [variables],
  );
  const [state, change] = useUrlState(defaults);
  const choices = useMemo(
    () =>
      new Map(
        variables.map((variable) => [
          variable.name,
          chosenOf(variable, valuesOf(variable, state[`var-${variable.name}`] ?? NOTHING)),
        ]),
      ),
    [variables, state],
  );
  return {
    choices,
    choose: (name, values, replace = false) => {
      const shown = values.length === 0 ? [everything] : [...values];
      change({ [`var-${name}`]: shown }, replace);
    },
  };
}

function valuesOf({ kind, query, current }: Variable, asked: readonly string[]): readonly string[] {
  if (asked.includes(everything)) return NOTHING;
  if (asked.length > 0) return asked;
  return current.length === 0 && (kind === "constant" || kind === "textbox") ? [query] : current;
}
