import { Captioned, Segments, useCall } from "@naru/ui";
import { useId } from "react";
import { listOperations, listServices } from "#telemetry/query/api.ts";
import { windowDays } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";
import { type Draft, isName, isTarget } from "./draft.ts";

const LATELY = { from: "now-1h", to: "now" };

interface ObjectiveFieldsProps {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly onChange: (draft: Draft) => void;
}

/** What an objective says, field by field; services and operations that were asked lately are proposed. */
export function ObjectiveFields({ draft, isNew, onChange }: ObjectiveFieldsProps) {
  const t = useText();
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const { data: known } = useCall(listServices, LATELY);
  const { data: of } = useCall(
    listOperations,
    { ...LATELY, service: draft.service },
    { enabled: draft.service !== "" },
  );
  return (
    <>
      {isNew && (
        <Field
          label={t("name")}
          value={draft.name}
          onChange={(name) => set({ name })}
          problem={draft.name === "" || isName(draft.name) ? undefined : t("badName")}
        />
      )}
      <Field label={t("displayName")} value={draft.title} onChange={(title) => set({ title })} />
      <Field
        label={t("service")}
        value={draft.service}
        proposed={known?.services.map(({ service }) => service)}
        onChange={(service) => set({ service })}
      />
      <Captioned caption={t("indicator")}>
        <Segments
          label={t("indicator")}
          value={draft.indicator}
          options={[
            { value: "availability", label: t("availability") },
            { value: "latency", label: t("latency") },
          ]}
          onChange={(indicator) => set({ indicator })}
        />
      </Captioned>
      {draft.indicator === "latency" && (
        <Field
          label={t("threshold")}
          value={draft.thresholdMs}
          isNumber
          onChange={(thresholdMs) => set({ thresholdMs })}
        />
      )}
      <Field
        label={t("operation")}
        value={draft.operation}
        proposed={of?.operations.map(({ name }) => name)}
        onChange={(operation) => set({ operation })}
      />
      <Field
        label={t("targetPercent")}
        value={draft.targetPercent}
        isNumber
        onChange={(targetPercent) => set({ targetPercent })}
        problem={isTarget(draft.targetPercent) ? undefined : t("badTarget")}
      />
      <Captioned caption={t("window")}>
        <Segments
          label={t("window")}
          value={String(draft.windowDays)}
          options={windowDays.map((days) => ({ value: String(days), label: t("days", { days }) }))}
          onChange={(days) => set({ windowDays: Number(days) })}
        />
      </Captioned>
      <Field
        label={t("description")}
        value={draft.description}
        onChange={(description) => set({ description })}
      />
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isNumber?: boolean;
  readonly proposed?: readonly string[] | undefined;
  readonly problem?: string | undefined;
}

const LONGEST = 1000;

function Field({ label, value, onChange, isNumber = false, proposed, problem }: FieldProps) {
  const id = useId();
  return (
    <label>
      {label}
      <input
        type="text"
        maxLength={LONGEST}
        inputMode={isNumber ? "decimal" : "text"}
        spellCheck={false}
        list={proposed === undefined ? undefined : id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {proposed !== undefined && (
        <datalist id={id}>
          {[...new Set(proposed)].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </datalist>
      )}
      {problem !== undefined && <span className={styles.bad}>{problem}</span>}
    </label>
  );
}
