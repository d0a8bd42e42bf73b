import { formatInstant, useZone } from "@naru/ui";
import { type ReactNode, useState } from "react";
import type { Cause, Inside } from "#vibeops/rca/api.ts";
import styles from "../Incidents.module.css";
import { Confidence, KindMark } from "../marks.tsx";
import { useText } from "../messages.ts";
import { useSay } from "../words.ts";
import { EvidenceList } from "./EvidenceList.tsx";
import { Steps } from "./Steps.tsx";

interface CauseCardProps {
  readonly cause: Cause;
  /** 1 is the most likely one, which stands open. */
  readonly rank: number;
}

/** A cause with why, where inside, what shows it and what argues against it. */
export function CauseCard({ cause, rank }: CauseCardProps) {
  const t = useText();
  const say = useSay();
  const [zone] = useZone();
  // What is closed is not drawn: a chart in it would not learn how wide it is.
  const [isOpen, setOpen] = useState(rank === 1);
  const { kind, service, confidence, since, headline, why, inside, evidence, against, forGood } = cause;
  return (
    <details className={styles.cause} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={styles.rank} title={t("rank", { rank })}>
          {rank}
        </span>
        <span className={styles.named}>
          <b>{say(headline)}</b>
          <span className={styles.facts}>
            <KindMark kind={kind} />
            <span>{service}</span>
            <Confidence confidence={confidence} />
            <span>
              {t("since")} {formatInstant(since, zone)}
            </span>
          </span>
        </span>
      </summary>
      {isOpen && (
        <div className={styles.inner}>
          {why.length > 0 && (
            <Part title={t("why")}>
              <ul className={styles.list}>
                {why.map((words) => (
                  <li key={words.en}>{say(words)}</li>
                ))}
              </ul>
            </Part>
          )}
          {inside.length > 0 && (
            <Part title={t("inside")}>
              <InsideTable inside={inside} />
            </Part>
          )}
          {evidence.length > 0 && (
            <Part title={t("evidence")}>
              <EvidenceList evidence={evidence} />
            </Part>
          )}
          {against.length > 0 && (
            <Part title={t("against")}>
              <EvidenceList evidence={against} />
            </Part>
          )}
          {forGood.length > 0 && (
            <Part title={t("forGood")}>
              <Steps steps={forGood} />
            </Part>
          )}
        </div>
      )}
    </details>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function InsideTable({ inside }: { readonly inside: readonly Inside[] }) {
  const t = useText();
  return (
    <ul className={styles.inside}>
      {inside.map(({ kind, name, before, after }) => (
        <li key={`${kind}/${name}`}>
          <code>{name}</code>
          {(before !== null || after !== null) && (
            <span className={styles.change}>
              <del title={t("before")}>{before ?? "–"}</del>
              <span aria-hidden>→</span>
              <ins title={t("after")}>{after ?? "–"}</ins>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
