import { condition, Empty, formatInteger, formatPercent, PageLink } from "@naru/ui";
import type { Explanation } from "../../api.ts";
import { useText } from "./messages.ts";
import styles from "./Compare.module.css";

const SHOWN = 12;

interface ExplanationsProps {
  readonly a: number;
  readonly b: number;
  readonly explanations: readonly Explanation[];
}

/** Attributes that tell the sides apart, the best first, with the shares of their values on both. */
export function Explanations({ a, b, explanations }: ExplanationsProps) {
  const t = useText();
  if (explanations.length === 0) {
    return (
      <Empty title={t("noExplanations")}>
        <p>{t("noExplanationsHelp", { countA: formatInteger(a), countB: formatInteger(b) })}</p>
      </Empty>
    );
  }
  return (
    <div className={styles.explanations}>
      {explanations.slice(0, SHOWN).map((explanation) => (
        <Attribute key={explanation.key} of={explanation} />
      ))}
    </div>
  );
}

function Attribute({ of: { key, also, strength, values, q } }: { readonly of: Explanation }) {
  const t = useText();
  const [lead] = values;
  return (
    <section className={styles.attribute} aria-label={key}>
      <h3>
        <code>{key}</code>
        <small title={t("strengthHelp")}>V = {strength.toFixed(2)}</small>
      </h3>
      {lead !== undefined && (
        <p className={styles.verdict} title={t("chanceHelp")}>
          {t("saidExplains", {
            value: lead.value,
            shareB: formatPercent(lead.shareB),
            shareA: formatPercent(lead.shareA),
            chance: q < 0.001 ? "q < 0.001" : `q = ${q.toPrecision(2)}`,
          })}
        </p>
      )}
      {also.length > 0 && <p className={styles.quiet}>{t("sameAs", { keys: also.join(", ") })}</p>}
      <table className={styles.values}>
        <thead>
          <tr>
            <th scope="col">{t("value")}</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, shareA, shareB }) => (
            <tr key={value}>
              <th scope="row">
                <PageLink to="/live" search={{ filter: condition(key, "=", value) }} title={value}>
                  {value || "–"}
                </PageLink>
              </th>
              <Share share={shareA} of="a" />
              <Share share={shareB} of="b" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Share({ share, of }: { readonly share: number; readonly of: "a" | "b" }) {
  return (
    <td className={styles.share} data-of={of} style={{ backgroundSize: `${share * 100}% 100%` }}>
      {formatPercent(share)}
    </td>
  );
}
