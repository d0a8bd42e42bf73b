import { Button, Panel } from "@naru/ui";
import type { ReplaySettings } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useReplayText } from "./messages.ts";
import { type Field, FIELDS, isWrong, type Typed } from "./settings.ts";

interface SettingFieldsProps {
  /** As it was replayed. */
  readonly settings: ReplaySettings;
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
}

const round = (value: number) => String(Number(value.toPrecision(4)));

/** The settings of an autoscaler; what is not typed is as the workload has it. */
export function SettingFields({ settings, typed, onType }: SettingFieldsProps) {
  const t = useReplayText();
  const labelOf = (field: Field) => {
    if (field === "target") return t(`target_${settings.measure}`);
    return field === "podCapacity" ? t(`capacity_${settings.measure}`) : t(field);
  };
  return (
    <Panel>
      <div className={styles.settings}>
        {FIELDS.map((field) => (
          <label key={field}>
            {labelOf(field)}
            <input
              type="text"
              inputMode="decimal"
              maxLength={12}
              value={typed[field] ?? round(settings[field])}
              aria-invalid={isWrong(typed, field)}
              onChange={(event) => onType({ ...typed, [field]: event.target.value })}
            />
          </label>
        ))}
        <Button disabled={Object.keys(typed).length === 0} onClick={() => onType({})}>
          {t("reset")}
        </Button>
      </div>
    </Panel>
  );
}
