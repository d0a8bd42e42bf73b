import {
  Answer,
  Button,
  DataTable,
  Empty,
  SearchField,
  Segments,
  TableSkeleton,
  useCall,
  useUrlState,
} from "@naru/ui";
import { type FormEvent, useState } from "react";
import { findSessions } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";
import { STATE } from "../target.ts";
import { EndDialog, type Ending } from "./EndDialog.tsx";
import { useSessionColumns } from "./useSessionColumns.tsx";

export interface Place {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** Whoever comes for a user's sessions sees them, though they stand below. */
const intoView = (form: HTMLFormElement | null) => form?.scrollIntoView();

/** Sessions by user or by id, else those that were used last; and ending them. */
export function Found({ place }: { readonly place: Place }) {
  const t = useText();
  const [{ user }, change] = useUrlState(STATE);
  const [by, setBy] = useState<"user" | "id">("user");
  const [id, setId] = useState("");
  const [text, setText] = useState(user);
  const [ending, setEnding] = useState<Ending>();
  const answer = useCall(findSessions, { ...place, user, id }, { live: "slow" });
  const search = (event: FormEvent) => {
    event.preventDefault();
    setId(by === "id" ? text.trim() : "");
    change({ user: by === "user" ? text.trim() : "" });
  };
  const columns = useSessionColumns(answer.data?.at ?? 0, (session) => setEnding({ session }));
  return (
    <>
      <form ref={user === "" ? undefined : intoView} className={styles.search} onSubmit={search}>
        <Segments
          label={t("find")}
          value={by}
          options={[
            { value: "user", label: t("byUser") },
            { value: "id", label: t("byId") },
          ]}
          onChange={setBy}
        />
        <SearchField label={by === "user" ? t("byUser") : t("byId")} value={text} onChange={setText} />
        <Button type="submit">{t("search")}</Button>
        {user !== "" && (
          <Button onClick={() => setEnding({ user })}>
            <span className={styles.named}>{t("endAll", { user })}…</span>
          </Button>
        )}
      </form>
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {({ sessions, isPartial }) => (
          <>
            {sessions.length === 0 ? (
              <Empty title={t("noneFound")}>{user !== "" && <p>{t("noneFoundHelp")}</p>}</Empty>
            ) : (
              <DataTable
                label={t("sessions")}
                rows={sessions}
                columns={columns}
                keyOf={({ handle }) => handle}
              />
            )}
            {isPartial && sessions.length > 0 && <p className={styles.note}>{t("more")}</p>}
          </>
        )}
      </Answer>
      {ending !== undefined && (
        <EndDialog place={place} ending={ending} onClose={() => setEnding(undefined)} />
      )}
    </>
  );
}
