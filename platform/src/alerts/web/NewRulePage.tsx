import {
  Button,
  Captioned,
  Form,
  FormFoot,
  Page,
  Panel,
  Segments,
  useCall,
  useGo,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { useState } from "react";
import { keepDraft } from "#kubernetes/web/index.ts";
import { promql } from "#telemetry/prometheus/api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";
import { isAlertName, type RuleDraft, ruleYaml } from "./rule-yaml.ts";

const STATE = { expr: "" };
const HOLDS = ["0s", "1m", "5m", "15m"] as const;
const SEVERITIES = ["critical", "warning", "info"] as const;

type Draft = RuleDraft & {
  readonly holds: (typeof HOLDS)[number];
  readonly severity: (typeof SEVERITIES)[number];
};
const EMPTY: Omit<Draft, "expression"> = { name: "", holds: "5m", severity: "warning", summary: "" };

/** A rule in a few words; what becomes of it is the YAML that is looked at and applied next. */
export default function NewRulePage() {
  const t = useText();
  const go = useGo();
  const [{ expr }, change] = useUrlState(STATE);
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, expression: expr });
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const expression = draft.expression.trim();
  const isWhole = isAlertName(draft.name) && expression !== "";
  return (
    <Page scroll title={t("newRule")} parent={{ to: "/alerts", title: t("alerts") }}>
      <Panel>
        <Form
          page
          onSubmit={() => {
            if (!isWhole) return;
            go({ to: "/apply", search: { draft: keepDraft(ruleYaml({ ...draft, expression })) } });
          }}
        >
          <NameField name={draft.name} onChange={(name) => set({ name })} />
          <label>
            {t("condition")}
            <textarea
              rows={4}
              maxLength={10_000}
              spellCheck={false}
              placeholder={'increase(naru_log_records_total{filter="OutOfMemoryError"}[5m]) > 0'}
              value={draft.expression}
              onChange={(event) => set({ expression: event.target.value })}
              onBlur={() => change({ expr: expression }, true)}
            />
          </label>
          <Holding expression={expr} />
          <Choices draft={draft} onChange={set} />
          <label>
            {t("ruleSummary")}
            <input
              type="text"
              maxLength={1000}
              placeholder="{{ $labels.service_name }} …"
              value={draft.summary}
              onChange={(event) => set({ summary: event.target.value })}
            />
          </label>
          <FormFoot>
            <Button type="submit" look="primary" disabled={!isWhole}>
              {t("reviewYaml")}
            </Button>
          </FormFoot>
        </Form>
      </Panel>
    </Page>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
}

function NameField({ name, onChange }: NameFieldProps) {
  const t = useText();
  return (
    <label>
      {t("ruleName")}
      <input
        type="text"
        maxLength={200}
        placeholder="TooManyErrors"
        value={name}
        onChange={(event) => onChange(event.target.value)}
      />
      {name !== "" && !isAlertName(name) && <span className={styles.bad}>{t("badRuleName")}</span>}
    </label>
  );
}

interface ChoicesProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Choices({ draft: { holds, severity }, onChange }: ChoicesProps) {
  const t = useText();
  return (
    <>
      <Captioned caption={t("holdsFor")}>
        <Segments
          label={t("holdsFor")}
          value={holds}
          options={HOLDS.map((value) => ({ value, label: value === "0s" ? t("atOnce") : value }))}
          onChange={(holds) => onChange({ holds })}
        />
      </Captioned>
      <Captioned caption={t("severity")}>
        <Segments
          label={t("severity")}
          value={severity}
          options={SEVERITIES.map((value) => ({ value, label: value }))}
          onChange={(severity) => onChange({ severity })}
        />
      </Captioned>
    </>
  );
}

/** For how many series a condition holds now: an alert each. */
function Holding({ expression }: { readonly expression: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(
    promql,
    { ...range, to: "now", queries: [{ expr: expression, instant: true }], maxSeries: 500 },
    { enabled: expression !== "" },
  );
  const found = answer.data?.answers[0];
  if (expression === "" || found === undefined) return null;
  const count = found.series.length + found.moreSeries;
  return (
    <p role="status" className={found.error === null ? undefined : styles.bad}>
      {found.error?.message ?? (count === 0 ? t("holdsForNone") : t("holdsNow", { count }))}
    </p>
  );
}
