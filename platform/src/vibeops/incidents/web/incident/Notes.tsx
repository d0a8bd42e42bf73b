import { Button, call, formatInstant, Panel, ProblemView, useZone, FormFoot } from "@naru/ui";
import { useState } from "react";
import { addNote, type IncidentDetail } from "../../api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { useWrite } from "../useWrite.ts";

/** What people wrote down, and a place to write. */
export function Notes({ told: { incident, happenings } }: { readonly told: IncidentDetail }) {
  const t = useText();
  const [zone] = useZone();
  const [text, setText] = useState("");
  const { isBusy, error, run } = useWrite();
  const notes = happenings.filter(({ kind }) => kind === "note");
  return (
    <Panel title={t("notes")}>
      {notes.length > 0 && (
        <ul className={styles.list}>
          {notes.map(({ at, by, text: written }) => (
            <li key={`${at}/${written}`}>
              <small className={styles.dim}>
                {by} · {formatInstant(at, zone, "minute")}
              </small>
              <p className={styles.written}>{written}</p>
            </li>
          ))}
        </ul>
      )}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isBusy || text.trim() === "") return;
          run(
            () => call(addNote, { id: incident.id, text }),
            () => setText(""),
          );
        }}
      >
        <textarea
          rows={2}
          maxLength={10_000}
          aria-label={t("writeNote")}
          placeholder={t("writeNote")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {error !== undefined && <ProblemView error={error} brief />}
        <FormFoot>
          <Button type="submit" small disabled={isBusy || text.trim() === ""}>
            {t(isBusy ? "adding" : "addNote")}
          </Button>
        </FormFoot>
      </form>
    </Panel>
  );
}
