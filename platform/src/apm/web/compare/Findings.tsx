import {
  Badge,
  condition,
  Empty,
  formatDuration,
  formatInteger,
  formatPercent,
  PageLink,
  pathTo,
  ServiceName,
  type Target,
  type Tone,
} from "@naru/ui";
import type { ComparedSide, Finding } from "../../api.ts";
import { useText } from "./messages.ts";
import styles from "./Compare.module.css";

const TONES: Readonly<Record<Finding["change"], Tone>> = {
  failing: "bad",
  slower: "bad",
  tail: "warn",
  new: "warn",
  gone: "plain",
  faster: "good",
  recovering: "good",
};
const SHOWN = 50;

interface FindingsProps {
  readonly findings: readonly Finding[];
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly asked: { readonly filter: string };
}

/** One sentence for each finding, with its figures, worst first; each leads to where it can be looked at. */
export function Findings({ findings, a, b, asked }: FindingsProps) {
  const t = useText();
  if (a.transactions === 0 || b.transactions === 0) {
    return (
      <Empty title={t("emptySide", { side: a.transactions === 0 ? t("sideA") : t("sideB") })}>
        <p>{t("nothingHelp")}</p>
      </Empty>
    );
  }
  if (findings.length === 0) {
    return (
      <Empty title={t("noFindings")}>
        <p>{t("noFindingsHelp")}</p>
      </Empty>
    );
  }
  return (
    <ol className={styles.findings}>
      {findings.slice(0, SHOWN).map((finding) => (
        <li key={[finding.subject, finding.service, finding.id, finding.name, finding.change].join(" ")}>
          <Badge tone={TONES[finding.change]}>{t(`change_${finding.change}`)}</Badge>
          <span className={styles.subject}>
            <Badge>{t(`subject_${finding.subject}`)}</Badge>
            <ServiceName name={finding.service} />
            <PageLink {...targetOf(finding, asked.filter)} title={finding.name}>
              {finding.name}
            </PageLink>
          </span>
          <Verdict finding={finding} />
        </li>
      ))}
    </ol>
  );
}

function targetOf({ subject, id, service, name }: Finding, filter: string): Target {
  switch (subject) {
    case "statement":
      return { to: pathTo("/sql", id), search: { service } };
    case "exception":
      return { to: pathTo("/exceptions", id) };
    case "call":
      return { to: "/top", search: { of: "calls", service } };
    case "operation":
      return {
        to: "/live",
        search: { service, filter: `${condition("name", "=", name)} ${filter}`.trim() },
      };
  }
}

const orDash = (nano: number | null) => (nano === null ? "–" : formatDuration(nano));

function Verdict({ finding: { subject, change, a, b, q } }: { readonly finding: Finding }) {
  const t = useText();
  const chance = q < 0.001 ? "q < 0.001" : `q = ${q.toPrecision(2)}`;
  const counts = { countA: formatInteger(a.count), countB: formatInteger(b.count), chance };
  const times = {
    p50A: orDash(a.p50Nano),
    p50B: orDash(b.p50Nano),
    p95A: orDash(a.p95Nano),
    p95B: orDash(b.p95Nano),
  };
  const shares = { shareA: formatPercent(a.errorRatio), shareB: formatPercent(b.errorRatio) };
  const sentence = () => {
    switch (change) {
      case "slower":
        return t("saidSlower", { ...times, ...counts });
      case "faster":
        return t("saidFaster", { ...times, ...counts });
      case "tail":
        return t("saidTail", { ...times, ...counts });
      case "failing":
        return t("saidFailing", { ...shares, ...counts });
      case "recovering":
        return t("saidRecovering", { ...shares, ...counts });
      case "new":
        return subject === "exception" ? t("saidNewException", counts) : t("saidNew", counts);
      case "gone":
        return t("saidGone", counts);
    }
  };
  return (
    <p className={styles.verdict} title={t("chanceHelp")}>
      {sentence()}
    </p>
  );
}
