import { Button, Page, Panel, Segments, useCall, useGo, useTimeRange, useUrlState } from "@naru/ui";
import { useState } from "react";
import { keepDraft } from "#kubernetes/web/index.ts";
import { promql } from "#telemetry/prometheus/api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";
import { isAlertName, type RuleDraft, ruleYaml } from "./rule-yaml.ts";

const STATE = { expr: "" };
const HOLDS = ["0s", "1m", "5m", "15m"] as const;
const SEVERITIES = ["critical", "warning", "info"] as const;

/** A rule in a few words; what becomes of it is the YAML that is looked at and applied next. */
export default function NewRulePage() {
  const t = useText();
  const go = useGo();
  const [{ expr }, change] = useUrlState(STATE);
  const [draft, setDraft] = useState({ name: "", expression: expr, summary: "" });
  const [holds, setHolds] = useState<(typeof HOLDS)[number]>("5m");
  const [severity, setSeverity] = useState<(typeof SEVERITIES)[number]>("warning");
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const isWhole = isAlertName(draft.name) && draft.expression.trim() !== "";
  const review = () => {
    const rule: RuleDraft = { ...draft, expression: draft.expression.trim(), holds, severity };
    go({ to: "/apply", search: { draft: keepDraft(ruleYaml(rule)) } });
  };
  return (
    <Page scroll title={t("newRule")} parent={{ to: "/alerts", title: t("alerts") }}>
      <Panel>
        <form
          className={styles.page}
          onSubmit={(event) => {
            event.preventDefault();
            if (isWhole) review();
          }}
        >
          <label>
            {t("ruleName")}
            <input
              type="text"
              maxLength={200}
              placeholder="TooManyErrors"
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
            {draft.name !== "" && !isAlertName(draft.name) && (
              <span className={styles.bad}>{t("badRuleName")}</span>
            )}
          </label>
          <label>
            {t("condition")}
            <textarea
              rows={4}
              maxLength={10_000}
              spellCheck={false}
              placeholder={'increase(naru_log_records_total{filter="OutOfMemoryError"}[5m]) > 0'}
              value={draft.expression}
              onChange={(event) => set({ expression: event.target.value })}
              onBlur={() => change({ expr: draft.expression.trim() }, true)}
            />
          </label>
          <Holding expression={expr} />
          <Segments
            label={t("holdsFor")}
            value={holds}
            options={HOLDS.map((value) => ({ value, label: value === "0s" ? t("atOnce") : value }))}
            onChange={setHolds}
          />
          <Segments
            label={t("severity")}
            value={severity}
            options={SEVERITIES.map((value) => ({ value, label: value }))}
            onChange={setSeverity}
          />
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
          <footer className={styles.foot}>
            <Button type="submit" look="primary" disabled={!isWhole}>
              {t("reviewYaml")}
            </Button>
          </footer>
        </form>
      </Panel>
    </Page>
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
