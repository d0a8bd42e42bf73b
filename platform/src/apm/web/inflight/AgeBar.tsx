import { formatInteger } from "@naru/ui";
import { ageClasses } from "../../api.ts";
import styles from "./InFlight.module.css";
import { useText } from "./messages.ts";

/** Names of the age classes, youngest first. */
export function useAgeNames(): readonly string[] {
  const t = useText();
  return [0, ...ageClasses].map((from, i) => {
    const to = ageClasses[i];
    if (to === undefined) return t("over", { seconds: from });
    return i === 0 ? t("under", { seconds: to }) : t("between", { from, to });
  });
}

export function AgeLegend() {
  const names = useAgeNames();
  return (
    <p className={styles.legend} aria-hidden>
      {names.map((name, age) => (
        <span key={name}>
          <i data-age={age} /> {name}
        </span>
      ))}
    </p>
  );
}

/** As many fill the bar; more of them share it. */
const MOST = 10;

/** @param ages  how many of each age class, youngest first */
export function AgeBar({ ages }: { readonly ages: readonly number[] }) {
  const names = useAgeNames();
  const total = ages.reduce((sum, n) => sum + n, 0);
  const told = ages.flatMap((n, age) => (n === 0 ? [] : [`${names[age]}: ${n}`])).join(", ");
  return (
    <span className={styles.ages} title={told}>
      <span className={styles.bar} aria-hidden>
        {ages.map((n, age) => (
          // oxlint-disable-next-line react/no-array-index-key -- the classes are what they are, in their order
          <i key={age} data-age={age} style={{ width: `${(100 * n) / Math.max(MOST, total)}%` }} />
        ))}
      </span>
      <b aria-label={told}>{formatInteger(total)}</b>
    </span>
  );
}
