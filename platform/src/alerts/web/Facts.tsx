import { PageLink, pathTo } from "@naru/ui";
import type { AlertRow } from "../api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";

/** Labels of an alert; those that name something with a page of its own lead there. */
export function Labels({ labels }: Pick<AlertRow, "labels">) {
  const t = useText();
  return (
    <ul className={styles.facts} aria-label={t("labels")}>
      {Object.entries(labels).map(([name, value]) => {
        const page = pageOf(name, labels);
        const text = `${name}=${value}`;
        return <li key={name}>{page === undefined ? text : <PageLink to={page}>{text}</PageLink>}</li>;
      })}
    </ul>
  );
}

function pageOf(name: string, labels: AlertRow["labels"]): string | undefined {
  const value = labels[name] ?? "";
  if (name === "service_name") return pathTo("/services", value);
  const { cluster, namespace } = labels;
  if (cluster === undefined) return undefined;
  if (name === "node") return pathTo(pathTo("/nodes", cluster), value);
  if (name === "pod" && namespace !== undefined)
    return pathTo(pathTo(pathTo("/pods", cluster), namespace), value);
  return undefined;
}

/** Said elsewhere on the page. */
const told = new Set(["summary", "description"]);

/** What else the rule says of an alert: a runbook or a dashboard as links. */
export function Annotations({ annotations }: Pick<AlertRow, "annotations">) {
  const t = useText();
  const others = Object.entries(annotations).filter(([name]) => !told.has(name));
  if (others.length === 0) return null;
  return (
    <ul className={styles.facts} aria-label={t("annotations")}>
      {others.map(([name, value]) => (
        <li key={name}>
          {/^https?:\/\//i.test(value) ? (
            <a href={value} target="_blank" rel="noreferrer">
              {name}
            </a>
          ) : (
            `${name}=${value}`
          )}
        </li>
      ))}
    </ul>
  );
}
