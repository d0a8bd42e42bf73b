import { Badge, type Tone } from "@naru/ui";
import type { ActiveAlertRow, AlertRow } from "../api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";

const severityTones: Readonly<Record<string, Tone>> = {
  critical: "bad",
  error: "bad",
  warning: "warn",
  info: "accent",
};

export function Severity({ severity }: Pick<AlertRow, "severity">) {
  return severity === "" ? (
    <span>–</span>
  ) : (
    <Badge tone={severityTones[severity] ?? "plain"}>{severity}</Badge>
  );
}

const stateTones = { firing: "bad", pending: "warn", resolved: "good" } as const;

export function AlertState({ state }: Pick<AlertRow, "state">) {
  const t = useText();
  return <Badge tone={stateTones[state]}>{t(state)}</Badge>;
}

/** Why nobody is told. */
export function Quiet({ alert: { silencedBy, inhibitedBy } }: { readonly alert: ActiveAlertRow }) {
  const t = useText();
  return (
    <>
      {silencedBy.length > 0 && <Badge>{t("silenced")}</Badge>}
      {inhibitedBy.length > 0 && <Badge>{t("inhibited")}</Badge>}
    </>
  );
}

/** Labels besides the name and the severity, which stand elsewhere. */
export function LabelLine({ labels }: Pick<AlertRow, "labels">) {
  const text = Object.entries(labels)
    .filter(([name]) => name !== "alertname" && name !== "severity")
    .map(([name, value]) => `${name}=${value}`)
    .join("  ");
  return (
    <span className={styles.labels} title={text}>
      {text || "–"}
    </span>
  );
}
