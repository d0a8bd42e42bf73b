import {
  Badge,
  Button,
  formatDuration,
  formatInstant,
  formatInteger,
  formatPercent,
  Panel,
  ServiceName,
  useZone,
} from "@naru/ui";
import type { Pattern } from "../../api.ts";
import type { Box } from "../scatter/useBox.ts";
import { usePatternText } from "./messages.ts";
import styles from "./Patterns.module.css";

interface PatternListProps {
  readonly patterns: readonly Pattern[];
  readonly onSelect: (box: Box) => void;
}

/** Shapes that were recognised: what each is, what it likely means, and on what that stands. */
export function PatternList({ patterns, onSelect }: PatternListProps) {
  const t = usePatternText();
  if (patterns.length === 0) return null;
  return (
    <Panel title={t("patterns")} note={t("patternsHelp")}>
      <ul className={styles.list}>
        {patterns.map((pattern) => (
          <li
            key={[
              pattern.kind,
              pattern.service,
              pattern.operation,
              pattern.box.from,
              pattern.box.leastMs,
            ].join(" ")}
          >
            <Badge tone="warn">{t(pattern.kind)}</Badge>
            <span className={styles.what}>
              <ServiceName name={pattern.service} /> {pattern.operation}
              {pattern.pod !== "" && <Badge>{t("onePod", { pod: pattern.pod })}</Badge>}
            </span>
            <Button small onClick={() => onSelect(pattern.box)}>
              {t("show")}
            </Button>
            <p>
              <Meaning pattern={pattern} /> <Evidence pattern={pattern} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const MEANINGS = {
  vertical: "verticalMeaning",
  horizontal: "horizontalMeaning",
  bands: "bandsMeaning",
  step: "stepMeaning",
  rising: "risingMeaning",
} as const;

function Meaning({ pattern }: { readonly pattern: Pattern }) {
  const t = usePatternText();
  if (pattern.kind === "bands" && pattern.pod !== "") return t("badPodMeaning", { pod: pattern.pod });
  if (pattern.kind === "step" && (pattern.afterMs ?? 0) < (pattern.beforeMs ?? 0)) return t("betterMeaning");
  return t(MEANINGS[pattern.kind]);
}

function Evidence({ pattern }: { readonly pattern: Pattern }) {
  const t = usePatternText();
  const [zone] = useZone();
  const { kind, count, expected, beforeMs, afterMs, failedShare, box } = pattern;
  const words = {
    count: formatInteger(count),
    expected: expected === null ? "" : expected < 0.1 ? "<0.1" : expected.toFixed(1),
    before: took(beforeMs),
    after: took(afterMs),
    failed: formatPercent(failedShare),
    at: formatInstant(box.from, zone, "second"),
    least: took(box.leastMs),
    most: took(box.mostMs),
  };
  switch (kind) {
    case "vertical":
      return t("verticalEvidence", words);
    case "horizontal":
      return t("horizontalEvidence", words);
    case "bands":
      return t("bandsEvidence", words);
    case "step":
      return t("stepEvidence", words);
    case "rising":
      return t("risingEvidence", words);
  }
}

const took = (ms: number | null) => formatDuration((ms ?? 0) * 1e6);
