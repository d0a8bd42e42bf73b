import { useRef } from "react";
import { IconSearch } from "../icon/icons.ts";
import { useShortcuts } from "../keys/shortcuts.ts";
import styles from "./Field.module.css";

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether `/` puts the cursor here. */
  readonly slash?: boolean;
}

export function SearchField({ label, value, onChange, slash = false }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(slash ? { "/": () => input.current?.focus() } : {});
  return (
    <label className={styles.search}>
      <IconSearch size={15} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          // Browsers would empty the field.
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </label>
  );
}

interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly onChange: (value: V) => void;
}

export function SelectField<V extends string>({ label, value, options, onChange }: ChoiceProps<V>) {
  return (
    <label className={styles.select}>
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A choice of few, all in sight. */
export function Segments<V extends string>({ label, value, options, onChange }: ChoiceProps<V>) {
  return (
    <div className={styles.segments} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
