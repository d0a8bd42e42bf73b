import { Segments, SelectField, useCall, useTimeRange, type OutputOf } from "@naru/ui";
import { profileFilters, type listProfiles } from "../../api.ts";
import { useText } from "./messages.ts";

export type Kinds = OutputOf<typeof listProfiles>["profiles"];

/** What is looked at, as it stands in the address. */
export interface Chosen {
  readonly service: string;
  readonly type: string;
  readonly unit: string;
  readonly version: string;
  readonly pod: string;
  readonly thread: string;
  readonly by: "function" | "line";
  readonly compare: "none" | "before" | "version";
  readonly baseVersion: string;
}

interface ControlsProps {
  readonly kinds: Kinds;
  readonly chosen: Chosen;
  readonly onChange: (change: Partial<Chosen>) => void;
}

const list = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const withChosen = (values: readonly string[], chosen: string) =>
  chosen === "" || values.includes(chosen) ? values : [...values, chosen];

export function Controls({ kinds, chosen, onChange }: ControlsProps) {
  const t = useText();
  const { range } = useTimeRange();
  const { service, type, unit, compare } = chosen;
  const { data } = useCall(profileFilters, { ...range, service, type, unit });
  const types = kinds.filter((kind) => kind.service === service);
  const select = (
    label: string,
    key: "version" | "pod" | "thread",
    every: string,
    found: readonly string[],
  ) => {
    const values = withChosen(found, chosen[key]);
    return values.length < 1 ? null : (
      <SelectField
        label={label}
        value={chosen[key]}
        options={[{ value: "", label: every }, ...list(values)]}
        onChange={(value) => onChange({ [key]: value })}
      />
    );
  };
  const versions = withChosen(data?.versions ?? [], chosen.baseVersion);
  return (
    <>
      <SelectField
        label={t("service")}
        value={service}
        options={list([...new Set(kinds.map((kind) => kind.service))])}
        onChange={(value) => onChange({ service: value, version: "", pod: "", thread: "", baseVersion: "" })}
      />
      <SelectField
        label={t("type")}
        value={`${type} ${unit}`}
        options={types.map((kind) => ({
          value: `${kind.type} ${kind.unit}`,
          label: kind.unit === "" ? kind.type : `${kind.type} (${kind.unit})`,
        }))}
        onChange={(value) => {
          const kind = types.find((one) => `${one.type} ${one.unit}` === value);
          if (kind) onChange({ type: kind.type, unit: kind.unit });
        }}
      />
      {select(t("version"), "version", t("everyVersion"), data?.versions ?? [])}
      {select(t("pod"), "pod", t("everyPod"), data?.pods ?? [])}
      {select(t("thread"), "thread", t("everyThread"), data?.threads ?? [])}
      <SelectField
        label={t("compare")}
        value={compare}
        options={(["none", "before", "version"] as const).map((value) => ({
          value,
          label: t(`compare_${value}`),
        }))}
        onChange={(value) => onChange({ compare: value })}
      />
      {compare === "version" && (
        <SelectField
          label={t("baseVersion")}
          value={chosen.baseVersion}
          options={[{ value: "", label: t("everyVersion") }, ...list(versions)]}
          onChange={(baseVersion) => onChange({ baseVersion })}
        />
      )}
      <ByChoice value={chosen.by} onChange={(by) => onChange({ by })} />
    </>
  );
}

interface ByChoiceProps {
  readonly value: Chosen["by"];
  readonly onChange: (by: Chosen["by"]) => void;
}

export function ByChoice({ value, onChange }: ByChoiceProps) {
  const t = useText();
  return (
    <Segments
      label={t("by")}
      value={value}
      options={(["function", "line"] as const).map((by) => ({ value: by, label: t(`by_${by}`) }))}
      onChange={onChange}
    />
  );
}
