import { useId, useRef, useState, type KeyboardEvent } from "react";
import { IconFilter, IconX } from "../icon/icons.ts";
import { IconButton } from "../control/Button.tsx";
import { useShortcuts } from "../keys/shortcuts.ts";
import { useUiText } from "../text/messages.ts";
import { draftOf, isComplete, type Draft } from "./completion.ts";
import styles from "./FilterBox.module.css";
import { FilterChip } from "./FilterChip.tsx";
import { suggestionsFor, type Known, type Suggestion } from "./suggestions.ts";
import { splitTerms } from "./terms.ts";

interface FilterBoxProps {
  readonly label: string;
  readonly value: string;
  readonly example: string;
  readonly onChange: (filter: string) => void;
  /** What may come next, in answer to `onAsk`. */
  readonly known: readonly Known[];
  /** Tells what is being written; nothing when the box closes. */
  readonly onAsk: (draft: Draft | undefined) => void;
}

/** A filter text as chips, one a condition, and a line to write the next one. */
export function FilterBox({ label, value, example, onChange, known, onAsk }: FilterBoxProps) {
  const t = useUiText();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const terms = splitTerms(value);
  const draft = draftOf(text);
  const suggestions = suggestionsFor(text, draft, known);
  useShortcuts({ "/": () => input.current?.focus() });

  const show = (open: boolean, text: string) => {
    setOpen(open);
    onAsk(open ? draftOf(text) : undefined);
  };
  const write = (next: string) => {
    setText(next);
    setAt(-1);
    show(true, next);
  };
  const commit = (more: string) => {
    if (more.trim() !== "") onChange([...terms, more.trim()].join(" "));
    write("");
  };
  const choose = ({ whole, draft }: Suggestion) => (whole ? commit(draft) : write(draft));
  const without = (index: number) => terms.toSpliced(index, 1).join(" ");
  const edit = (index: number) => {
    const term = terms[index];
    if (term === undefined) return;
    onChange(without(index));
    write(term);
    input.current?.focus();
  };

  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: () => setAt(Math.min(at + 1, suggestions.length - 1)),
    ArrowUp: () => setAt(Math.max(at - 1, -1)),
    Enter: () => {
      const chosen = suggestions[at];
      if (chosen !== undefined) choose(chosen);
      else commit(text);
    },
    Escape: () => (open ? show(false, text) : input.current?.blur()),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const first = suggestions[Math.max(at, 0)];
    const action =
      event.key === "Tab" && text !== "" && open && first !== undefined && !event.shiftKey
        ? () => choose(first)
        : event.key === "Backspace" && text === "" && terms.length > 0
          ? () => edit(terms.length - 1)
          : event.key === " " && isComplete(text)
            ? () => commit(text)
            : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action(event);
  };

  return (
    <div className={styles.box} role="search">
      <IconFilter size={15} aria-hidden />
      {terms.map((term, i) => (
        <FilterChip
          key={terms.slice(0, i + 1).join(" ")}
          raw={term}
          onEdit={() => edit(i)}
          onRemove={() => onChange(without(i))}
        />
      ))}
      <input
        ref={input}
        className={styles.input}
        role="combobox"
        aria-label={label}
        aria-expanded={open && suggestions.length > 0}
        aria-controls={list}
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={terms.length === 0 ? `${t("filterPlaceholder")} ${example}` : ""}
        value={text}
        onChange={(event) => write(event.target.value)}
        onFocus={() => show(true, text)}
        onBlur={() => {
          if (isComplete(text)) commit(text);
          show(false, "");
        }}
        onKeyDown={onKeyDown}
      />
      {value !== "" && (
        <IconButton small label={t("clear")} onClick={() => onChange("")}>
          <IconX size={14} />
        </IconButton>
      )}
      {open && suggestions.length > 0 && (
        <div className={styles.list}>
          <div id={list} className={styles.options} role="listbox" aria-label={label}>
            {suggestions.map((one, i) => (
              <div
                key={one.draft}
                id={`${list}-${i}`}
                ref={i === at ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
                role="option"
                tabIndex={-1}
                aria-selected={i === at}
                className={styles.option}
                onPointerDown={(event) => {
                  // The input keeps the focus.
                  event.preventDefault();
                  choose(one);
                }}
              >
                <span>{one.text}</span>
                <small>{one.hint}</small>
              </div>
            ))}
          </div>
          <p className={styles.hint}>{t("filterHint")}</p>
        </div>
      )}
    </div>
  );
}
