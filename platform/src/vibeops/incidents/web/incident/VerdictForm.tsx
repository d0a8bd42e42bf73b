import { Badge, Button, call, Panel, ProblemView, Segments, SelectField, FormFoot } from "@naru/ui";
import { useState } from "react";
import type { CauseKind } from "#vibeops/rca/api.ts";
import { type IncidentRow, setVerdict } from "../../api.ts";
import styles from "../Incidents.module.css";
import { causeKinds, useKindText } from "../kinds.ts";
import { useText } from "../messages.ts";
import { useWrite } from "../useWrite.ts";

/** Whether the cause was right, and what it really was. */
export function VerdictForm({ incident }: { readonly incident: IncidentRow }) {
  const t = useText();
  const { verdict, id } = incident;
  const { isBusy, error, run } = useWrite();
  if (verdict === null) return <Judge incident={incident} />;
  return (
    <Panel title={t("verdict")}>
      <div className={styles.form}>
        <p>
          {verdict.judged === null ? (
            <Badge>{t("judgedUnnamed", { user: verdict.by })}</Badge>
          ) : (
            <Badge tone={verdict.outcome === "right" ? "good" : "bad"}>
              {t(verdict.outcome === "right" ? "judgedRight" : "judgedWrong", { user: verdict.by })}
            </Badge>
          )}
        </p>
        <Really verdict={verdict} />
        {error !== undefined && <ProblemView error={error} brief />}
        <FormFoot>
          <Button small disabled={isBusy} onClick={() => run(() => call(setVerdict, { id, outcome: null }))}>
            {t("takeBackVerdict")}
          </Button>
        </FormFoot>
      </div>
    </Panel>
  );
}

function Really({
  verdict: { kind, service, text },
}: {
  readonly verdict: NonNullable<IncidentRow["verdict"]>;
}) {
  const t = useText();
  const kindText = useKindText();
  const what = [kind === null ? "" : kindText(kind), service].filter((part) => part !== "").join(", ");
  return (
    <>
      {what !== "" && (
        <p>
          {t("reallyKind")}: {what}
        </p>
      )}
      {text !== "" && <p className={styles.written}>{text}</p>}
    </>
  );
}

const outcomes = ["right", "wrong"] as const;

function Judge({ incident: { id, cause } }: { readonly incident: IncidentRow }) {
  const t = useText();
  const kindText = useKindText();
  const { isBusy, error, run } = useWrite();
  const [outcome, setOutcome] = useState<"right" | "wrong" | "">(cause === null ? "wrong" : "");
  const [kind, setKind] = useState<CauseKind | "">("");
  const [service, setService] = useState("");
  const [text, setText] = useState("");
  return (
    <Panel title={t(cause === null ? "whatWasIt" : "verdict")}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isBusy || outcome === "") return;
          const really = outcome === "wrong" ? { kind: kind === "" ? null : kind, service } : {};
          run(() => call(setVerdict, { id, outcome, text, ...really }));
        }}
      >
        <p className={styles.dim}>{t(cause === null ? "whatWasItHelp" : "verdictHelp")}</p>
        {cause !== null && (
          <Segments
            label={t("verdict")}
            value={outcome}
            options={outcomes.map((value) => ({ value, label: t(value) }))}
            onChange={setOutcome}
          />
        )}
        {outcome === "wrong" && (
          <>
            <SelectField
              label={t("reallyKind")}
              value={kind}
              options={[
                { value: "", label: t("notSaid") },
                ...causeKinds.map((value) => ({ value, label: kindText(value) })),
              ]}
              onChange={(value: CauseKind | "") => setKind(value)}
            />
            <label>
              {t("reallyService")}
              <input
                type="text"
                maxLength={1000}
                value={service}
                onChange={(event) => setService(event.target.value)}
              />
            </label>
          </>
        )}
        {outcome !== "" && (
          <label>
            {t("verdictText")}
            <textarea
              rows={2}
              maxLength={10_000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        )}
        {error !== undefined && <ProblemView error={error} brief />}
        {outcome !== "" && (
          <FormFoot>
            <Button type="submit" small disabled={isBusy}>
              {t(isBusy ? "saving" : "saveVerdict")}
            </Button>
          </FormFoot>
        )}
      </form>
    </Panel>
  );
}
