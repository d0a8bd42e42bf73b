import { Modal } from "@mantine/core";
import { icons, Keys, pathTo, ServiceName, useCall, useGo, useLanguage, useTimeRange } from "@naru/ui";
import { useState, type KeyboardEvent } from "react";
import { listServices } from "@naru/platform/telemetry/query/api.ts";
import { navigation } from "../features.ts";
import { useText } from "../messages.ts";
import styles from "./CommandPalette.module.css";
import { matching, traceIdIn, type Entry } from "./entries.ts";

const BODY = { body: styles.modal ?? "" };

interface CommandPaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function CommandPalette({ opened, onClose }: CommandPaletteProps) {
  const t = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size={600}
      yOffset="12vh"
      classNames={BODY}
      attributes={{ content: { "aria-label": t("search") } }}
    >
      <Palette onClose={onClose} />
    </Modal>
  );
}

function useEntries(text: string): readonly Entry[] {
  const t = useText();
  const [language] = useLanguage();
  const { range } = useTimeRange();
  const { data } = useCall(listServices, range);
  const id = traceIdIn(text);
  if (id !== undefined) {
    return [{ id, group: t("trace"), title: t("openTrace", { id }), to: pathTo("/traces", id) }];
  }
  return [
    ...matching(
      navigation.map(({ to, title, key }) => ({
        id: to,
        group: t("pages"),
        title: title[language],
        to,
        keys: `g ${key}`,
      })),
      text,
    ),
    ...matching(
      (data?.services ?? []).map(({ service }) => ({
        id: service,
        group: t("services"),
        title: service,
        service: true,
        to: pathTo("/services", service),
      })),
      text,
    ).slice(0, 30),
  ];
}

function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const entries = useEntries(text);
  const open = ({ to }: Entry) => {
    onClose();
    go({ to });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = entries[at];
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && chosen !== undefined) open(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <label className={styles.input}>
        <icons.IconSearch size={17} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls="palette"
          aria-activedescendant={`palette-${at}`}
          aria-label={t("search")}
          placeholder={t("searchHint")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div id="palette" className={styles.list} role="listbox" aria-label={t("search")}>
        {entries.length === 0 && <p className={styles.none}>{t("nothingFound")}</p>}
        {Array.from(
          Map.groupBy(entries, ({ group }) => group),
          ([group, members]) => (
            <div key={group} role="group" aria-label={group}>
              <div className={styles.group} aria-hidden>
                {group}
              </div>
              {members.map((entry) => (
                <Option
                  key={entry.id}
                  entry={entry}
                  index={entries.indexOf(entry)}
                  at={at}
                  onPoint={setAt}
                  onOpen={open}
                />
              ))}
            </div>
          ),
        )}
      </div>
    </>
  );
}

interface OptionProps {
  readonly entry: Entry;
  readonly index: number;
  /** Index of the chosen entry. */
  readonly at: number;
  readonly onPoint: (index: number) => void;
  readonly onOpen: (entry: Entry) => void;
}

function Option({ entry, index, at, onPoint, onOpen }: OptionProps) {
  return (
    <div
      id={`palette-${index}`}
      ref={index === at ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
      role="option"
      tabIndex={-1}
      aria-selected={index === at}
      className={styles.entry}
      onPointerMove={() => onPoint(index)}
      onPointerDown={() => onOpen(entry)}
    >
      {entry.service === true ? <ServiceName name={entry.title} /> : entry.title}
      {entry.keys !== undefined && <Keys keys={entry.keys} />}
    </div>
  );
}
