import { Badge, formatDuration, PageLink, pathTo, ServiceName, type Tone } from "@naru/ui";
import { ageClasses, type InFlight } from "../../api.ts";
import { originOf, placeOf, textOf } from "../profiles/frames.ts";
import styles from "./InFlight.module.css";
import { useText } from "./messages.ts";

interface InFlightListProps {
  readonly title: string;
  readonly note?: string;
  readonly rows: readonly InFlight[];
}

export function InFlightList({ title, note, rows }: InFlightListProps) {
  const t = useText();
  return (
    <section aria-label={title}>
      <h3 className={styles.head}>
        {title} {note !== undefined && <small>{note}</small>}
      </h3>
      <ol className={styles.list}>
        {rows.map((row) => (
          <li key={`${row.traceId}/${row.spanId}`}>
            <Badge tone={toneOf(row)}>{formatDuration(row.ageMs * 1e6)}</Badge>
            <PageLink to={pathTo("/traces", row.traceId)} className={styles.what} title={t("open")}>
              <ServiceName name={row.service} />
              <span>{nameOf(row)}</span>
            </PageLink>
            <span className={styles.where} title={whereIs(row)}>
              {whereIs(row)}
            </span>
            {row.stack.length > 0 && <Stack stack={row.stack} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The innermost frame of people's own code; all of it in the title. */
function Stack({ stack }: Pick<InFlight, "stack">) {
  const t = useText();
  const frame = stack.find((each) => originOf(each) === "own") ?? stack[0];
  if (frame === undefined) return null;
  return (
    <span className={styles.where} title={stack.map(textOf).join("\n")}>
      {t("at")} <code>{frame.function}</code> {placeOf(frame)}
    </span>
  );
}

function toneOf({ ageMs, abandoned }: InFlight): Tone {
  if (abandoned || ageMs >= ageClasses[2] * 1000) return "bad";
  return ageMs >= ageClasses[0] * 1000 ? "warn" : "plain";
}

/** A route is often known only when a request ends: until then its path says what it is. */
function nameOf({ name, attributes }: InFlight): string {
  const where = attributes["http.route"] ?? attributes["url.path"] ?? attributes["http.target"];
  return where === undefined || name.includes(" ") ? name : `${name} ${where}`;
}

/** The open spans below it, the innermost last: a statement is told by its text. */
function whereIs({ path, service }: InFlight): string {
  return path
    .slice(1)
    .map((span) => {
      const { "db.query.text": query, "db.statement": statement } = span.attributes;
      const what = query ?? statement ?? span.name;
      return span.service === service ? what : `${span.service} ${what}`;
    })
    .join(" › ");
}
