import { Button, Menu, SelectField, useCall, useTimeRange } from "@naru/ui";
import { useEffect } from "react";
import { promqlLabels, promqlValues } from "#telemetry/prometheus/api.ts";
import type { Variable } from "../model/dashboard.ts";
import { interpolated } from "../model/interpolate.ts";
import { variableQuery } from "../model/variable.ts";
import { useText } from "../messages.ts";
import type { ChosenVariables } from "./useChoices.ts";
import styles from "./Variables.module.css";

interface VariableBarProps extends ChosenVariables {
  readonly variables: readonly Variable[];
}

/** Choosers of the variables that a dashboard shows. */
export function VariableBar({ variables, choices, choose }: VariableBarProps) {
  return variables
    .filter(({ isHidden }) => !isHidden)
    .map((variable) => (
      <VariableField key={variable.name} variable={variable} choices={choices} choose={choose} />
    ));
}

interface VariableFieldProps extends ChosenVariables {
  readonly variable: Variable;
}

function VariableField({ variable, choices, choose }: VariableFieldProps) {
  const { name, label, kind, isMulti, hasAll } = variable;
  const values = choices.get(name)?.values ?? [];
  const options = useOptions(variable, choices);
  const first = options[0];
  const lacks = values.length === 0 && !hasAll && kind === "query" && first !== undefined;
  useEffect(() => {
    if (lacks) choose(name, [first], true);
  }, [lacks, choose, name, first]);
  if (kind === "textbox") {
    return (
      <label className={styles.field}>
        <span>{label}</span>
        <input
          key={values[0]}
          type="text"
          defaultValue={values[0] ?? ""}
          onBlur={(event) => choose(name, [event.target.value])}
        />
      </label>
    );
  }
  const known = [...options, ...values.filter((value) => !options.includes(value))];
  return isMulti ? (
    <MultiField variable={variable} options={known} values={values} choose={choose} />
  ) : (
    <OneField variable={variable} options={known} values={values} choose={choose} />
  );
}

/** What can be chosen. A query's values are asked for again when another variable in it changes. */
function useOptions(variable: Variable, choices: ChosenVariables["choices"]): readonly string[] {
  const { range } = useTimeRange();
  const query = variable.kind === "query" ? variableQuery(interpolated(variable.query, choices)) : undefined;
  const values = useCall(
    promqlValues,
    {
      ...range,
      label: query?.of === "values" ? query.label : "job",
      selector: query?.selector ?? "",
      pattern: interpolated(variable.pattern, choices),
    },
    { enabled: query?.of === "values" },
  );
  const labels = useCall(
    promqlLabels,
    { ...range, selector: query?.selector ?? "" },
    { enabled: query?.of === "labels" },
  );
  if (query === undefined) return variable.options;
  return (query.of === "values" ? values.data?.values : labels.data?.labels) ?? [];
}

interface FieldProps {
  readonly variable: Variable;
  readonly options: readonly string[];
  readonly values: readonly string[];
  readonly choose: ChosenVariables["choose"];
}

function OneField({ variable: { name, label, hasAll }, options, values, choose }: FieldProps) {
  const t = useText();
  const all = hasAll || values.length === 0 ? [{ value: "", label: t("all") }] : [];
  return (
    <SelectField
      label={label}
      value={values[0] ?? ""}
      options={[...all, ...options.map((value) => ({ value, label: value }))]}
      onChange={(value) => choose(name, value === "" ? [] : [value])}
    />
  );
}

function MultiField({ variable: { name, label }, options, values, choose }: FieldProps) {
  const t = useText();
  const shown =
    values.length === 0
      ? t("all")
      : values.length === 1
        ? (values[0] ?? "")
        : t("chosen", { count: values.length });
  return (
    <Menu
      label={label}
      target={
        <Button>
          <span className={styles.label}>{label}</span> {shown}
        </Button>
      }
    >
      <div className={styles.choices}>
        <Button small look="quiet" on={values.length === 0} onClick={() => choose(name, [])}>
          {t("all")}
        </Button>
        {options.map((option) => (
          <label key={option}>
            <input
              type="checkbox"
              checked={values.includes(option)}
              onChange={(event) =>
                choose(
                  name,
                  event.target.checked ? [...values, option] : values.filter((value) => value !== option),
                )
              }
            />
            {option}
          </label>
        ))}
      </div>
    </Menu>
  );
}
