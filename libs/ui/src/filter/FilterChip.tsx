import { IconX } from "../icon/icons.ts";
import { useUiText } from "../text/messages.ts";
import styles from "./FilterBox.module.css";
import { readTerm } from "./terms.ts";

interface FilterChipProps {
  /** A piece of the filter text, as written. */
  readonly raw: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

export function FilterChip({ raw, onEdit, onRemove }: FilterChipProps) {
  const t = useUiText();
  const term = readTerm(raw);
  const contrary = term.negated || term.operator.startsWith("!");
  return (
    <span className={styles.chip}>
      <button
        type="button"
        className={contrary ? `${styles.term} ${styles.negated}` : styles.term}
        title={raw}
        onClick={onEdit}
      >
        {term.negated && "-"}
        {term.key}
        <i>{term.operator}</i>
        {term.key === "" ? term.value : <b>{term.value}</b>}
      </button>
      <button
        type="button"
        className={styles.remove}
        aria-label={t("filterRemove", { term: raw })}
        onClick={onRemove}
      >
        <IconX size={12} />
      </button>
    </span>
  );
}
