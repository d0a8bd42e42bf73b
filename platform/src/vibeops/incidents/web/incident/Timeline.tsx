import { Badge, Button, formatInstant, PageLink, Panel, useLanguage, useZone } from "@naru/ui";
import { type ReactNode, useMemo, useState } from "react";
import type { Happening } from "../../api.ts";
import { relative } from "../duration.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { targetOfLink } from "../link.ts";
import { useSay } from "../words.ts";
import { type Course, courseOf, type Entry, shortened } from "./course.ts";

const MOST_SHOWN = 20;
/** From here on a time alone would be misread. */
const HALF_DAY_MS = 43_200_000;

/** What happened, in its order, with how long before or after the onset. */
export function Timeline({ onset, symptoms, changes, happenings }: Course) {
  const t = useText();
  const [isAll, setAll] = useState(false);
  const course = useMemo(
    () => courseOf({ onset, symptoms, changes, happenings }),
    [onset, symptoms, changes, happenings],
  );
  const shown = isAll ? course : shortened(course, MOST_SHOWN);
  return (
    <Panel title={t("timeline")}>
      <ol className={styles.timeline}>
        {shown.map((entry) => (
          <Line key={keyOf(entry)} entry={entry} onset={onset} />
        ))}
      </ol>
      {shown.length < course.length && (
        <p className={styles.text}>
          <Button small onClick={() => setAll(true)}>
            {t("showAll", { count: course.length })}
          </Button>
        </p>
      )}
    </Panel>
  );
}

function keyOf(entry: Entry): string {
  if (entry.of === "symptom") return `symptom/${entry.symptom.id}/${entry.at}`;
  if (entry.of === "change") return `change/${entry.change.name}/${entry.at}/${entry.change.words.en}`;
  if (entry.of === "happening")
    return `happening/${entry.happening.kind}/${entry.at}/${entry.happening.text}/${JSON.stringify(entry.happening.values)}`;
  return "onset";
}

function Line({ entry, onset }: { readonly entry: Entry; readonly onset: number | null }) {
  const [zone] = useZone();
  return (
    <li data-of={entry.of}>
      <time dateTime={new Date(entry.at).toISOString()} title={formatInstant(entry.at, zone)}>
        {onset !== null && Math.abs(entry.at - onset) > HALF_DAY_MS && formatInstant(entry.at, zone, "day")}
        <span>{formatInstant(entry.at, zone, "second", "clock")}</span>
        {onset !== null && <small>{relative(entry.at, onset)}</small>}
      </time>
      <div>
        <What entry={entry} />
      </div>
    </li>
  );
}

function What({ entry }: { readonly entry: Entry }): ReactNode {
  const t = useText();
  const say = useSay();
  if (entry.of === "onset") return <Badge tone="bad">{t("onset")}</Badge>;
  if (entry.of === "happening") return <Happened happening={entry.happening} />;
  if (entry.of === "symptom") return <Linked link={entry.symptom.link}>{say(entry.symptom.words)}</Linked>;
  const { kind, name, words, link, isSuspect } = entry.change;
  return (
    <>
      {isSuspect && <Badge tone="warn">{t("suspect")}</Badge>}{" "}
      <Linked link={link}>
        {kind} {name}
      </Linked>{" "}
      {say(words)}
    </>
  );
}

function Linked({ link, children }: { readonly link: string | null; readonly children: ReactNode }) {
  const target = link === null ? undefined : targetOfLink(link);
  if (target === undefined) return children;
  return (
    <PageLink {...target} className={styles.go}>
      {children}
    </PageLink>
  );
}

const tones: Partial<Record<Happening["kind"], "bad" | "good">> = {
  opened: "bad",
  "alert-fired": "bad",
  reopened: "bad",
  resolved: "good",
  "alert-resolved": "good",
};

function Happened({ happening }: { readonly happening: Happening }) {
  const sentence = useSentence();
  const { kind, text } = happening;
  return (
    <>
      <b data-tone={tones[kind]}>{sentence(happening)}</b>
      {text !== "" && <p className={styles.written}>{text}</p>}
    </>
  );
}

function useSentence(): (happening: Happening) => string {
  const t = useText();
  const [language] = useLanguage();
  return ({ kind, by: user, values }) => {
    const { services = "", alert = "", service = "", why, outcome } = values;
    const headline = values[language] ?? "";
    const sentences: Record<Happening["kind"], () => string> = {
      opened: () => t("opened"),
      grew: () => t("grew", { services }),
      cause: () => t("cause", { headline }),
      "alert-fired": () => t("alertFired", { alert, service }),
      "alert-resolved": () => t("alertResolved", { alert, service }),
      merged: () => t("mergedWith", { headline }),
      "merged-into": () => t("mergedInto", { headline }),
      acknowledged: () => t("acknowledged", { user }),
      unacknowledged: () => t("unacknowledged", { user }),
      note: () => t("note", { user }),
      verdict: () =>
        t(outcome === "right" ? "verdictRight" : outcome === "wrong" ? "verdictWrong" : "verdictBack", {
          user,
        }),
      resolved: () => (user === "" ? t("resolvedItself") : t("resolvedBy", { user })),
      reopened: () =>
        user === "" ? t(why === "on" ? "reopenedOn" : "reopenedBack") : t("reopenedBy", { user }),
    };
    return sentences[kind]();
  };
}
