import { FilterBox, Segments, SelectField } from "@naru/ui";
import { useCompletion } from "#telemetry/query/web/index.ts";
import { useText } from "./messages.ts";
import { ServiceChoice } from "../ServiceChoice.tsx";
import styles from "./Compare.module.css";
import type { ChangeCompare, CompareState } from "./ComparePage.tsx";
import { AGAINST, chosen, WAYS, wayOf } from "./sides.ts";

const EXAMPLE = "status=error duration>1s k8s.pod.name=cart-0";
const RESET = { a: "", b: "", baseFrom: "", baseTo: "" };

interface ChoicesProps {
  readonly state: CompareState;
  readonly change: ChangeCompare;
  /** Versions or pods to choose from. */
  readonly values: readonly string[];
}

/** What is compared with what. */
export function Choices({ state, change, values }: ChoicesProps) {
  const t = useText();
  const way = wayOf(state);
  return (
    <div className={styles.choices}>
      <div className={styles.row}>
        <Segments
          label={t("compareBy")}
          value={way}
          options={WAYS.map((value) => ({ value, label: t(`by_${value}`) }))}
          onChange={(by) => change({ ...RESET, by })}
        />
        <ServiceChoice value={state.service} onChange={(service) => change({ service })} />
        {way === "window" && (
          <SelectField
            label={t("against")}
            value={AGAINST.find((each) => each === state.against) ?? "before"}
            options={[
              { value: "before", label: t("againstBefore") },
              { value: "day", label: t("againstDay") },
              { value: "week", label: t("againstWeek") },
            ]}
            onChange={(against) => change({ against, baseFrom: "", baseTo: "" })}
          />
        )}
        {(way === "version" || way === "pod") && <Values {...{ state, change, values }} />}
      </div>
      {(way === "window" || way === "filter") && <Filters {...{ state, change }} />}
    </div>
  );
}

function Values({ state, change, values }: ChoicesProps) {
  const t = useText();
  const { sorted, a, b } = chosen(state, values);
  const options = [...new Set([...sorted, a, b])].map((value) => ({ value, label: value || "–" }));
  return (
    <>
      <SelectField label={t("sideA")} value={a} options={options} onChange={(a) => change({ a })} />
      <SelectField label={t("sideB")} value={b} options={options} onChange={(b) => change({ b })} />
    </>
  );
}

function Filters({ state, change }: Pick<ChoicesProps, "state" | "change">) {
  const t = useText();
  const [ofA, ofB] = [useCompletion("traces"), useCompletion("traces")];
  const isWindow = wayOf(state) === "window";
  return (
    <>
      {!isWindow && (
        <div className={styles.filter}>
          <span aria-hidden>{t("sideA")}</span>
          <FilterBox
            label={t("filterA")}
            value={state.baseFilter}
            example={t("everythingElse")}
            onChange={(baseFilter) => change({ baseFilter })}
            {...ofA}
          />
        </div>
      )}
      <div className={styles.filter}>
        {!isWindow && <span aria-hidden>{t("sideB")}</span>}
        <FilterBox
          label={isWindow ? t("filter") : t("filterB")}
          value={state.filter}
          example={EXAMPLE}
          onChange={(filter) => change({ filter })}
          {...ofB}
        />
      </div>
    </>
  );
}
