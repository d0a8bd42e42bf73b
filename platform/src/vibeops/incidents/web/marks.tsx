import { Badge, ServiceName } from "@naru/ui";
import type { CauseKind } from "#vibeops/rca/api.ts";
import type { IncidentRow } from "../api.ts";
import styles from "./Incidents.module.css";
import { useKindText } from "./kinds.ts";
import { useText } from "./messages.ts";
import { useConfidence } from "./words.ts";

const tones = { open: "bad", resolved: "good", merged: "plain" } as const;

export function StateMark({ state }: Pick<IncidentRow, "state">) {
  const t = useText();
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}

export function KindMark({ kind }: { readonly kind: CauseKind }) {
  const kindText = useKindText();
  return <Badge tone={kind === "unknown" ? "plain" : "accent"}>{kindText(kind)}</Badge>;
}

/** How sure it is, as a word, a figure and a bar. */
export function Confidence({ confidence }: { readonly confidence: number }) {
  const word = useConfidence();
  return (
    <span className={styles.confidence}>
      <span className={styles.bar} aria-hidden>
        <i style={{ width: `${confidence * 100}%` }} />
      </span>
      {word(confidence)}
    </span>
  );
}

const MOST_NAMED = 3;

/** The first few by name, and how many more there are. */
export function ServiceLine({ services }: { readonly services: readonly string[] }) {
  const rest = services.length - MOST_NAMED;
  return (
    <span className={styles.services} title={services.join(", ")}>
      {services.slice(0, MOST_NAMED).map((service) => (
        <ServiceName key={service} name={service} />
      ))}
      {rest > 0 && <span>+{rest}</span>}
    </span>
  );
}
