import styles from "./TimeChart.module.css";

interface LegendProps {
  readonly items: readonly { readonly name: string; readonly color: string; readonly value?: string }[];
}

export function Legend({ items }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {items.map(({ name, color, value }) => (
        <li key={name}>
          <i className={styles.swatch} style={{ background: color }} aria-hidden />
          {name} {value !== undefined && <b>{value}</b>}
        </li>
      ))}
    </ul>
  );
}
