import { CopyButton, IconButton, icons } from "@naru/ui";
import type { Attribute } from "../api.ts";
import styles from "./AttributeList.module.css";
import { useText } from "./messages.ts";

interface AttributeListProps {
  readonly attributes: readonly Attribute[];
  /** Keeps (`=`) or leaves out (`!=`) what has this value. */
  readonly onFilter?: (attribute: Attribute, operator: "=" | "!=") => void;
}

/** Attributes by key, each to be copied or filtered by. */
export function AttributeList({ attributes, onFilter }: AttributeListProps) {
  const t = useText();
  return (
    <dl className={styles.list}>
      {attributes
        .toSorted((a, b) => a.key.localeCompare(b.key))
        .map((attribute) => (
          <div key={attribute.key} className={styles.item}>
            <dt className={styles.key}>{attribute.key}</dt>
            <dd className={styles.value} data-json={isJson(attribute) || undefined}>
              {readable(attribute)}
            </dd>
            <dd className={styles.actions}>
              {onFilter !== undefined && (
                <>
                  <IconButton small label={t("filterBy")} onClick={() => onFilter(attribute, "=")}>
                    <icons.IconFilter size={14} />
                  </IconButton>
                  <IconButton small label={t("filterOut")} onClick={() => onFilter(attribute, "!=")}>
                    <icons.IconFilterOff size={14} />
                  </IconButton>
                </>
              )}
              <CopyButton text={attribute.value} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

const ONE_LINE = 60;

/** Whether a value is spread over several lines. */
function isJson({ type, value }: Attribute): boolean {
  return value.length > ONE_LINE && (type === "array" || type === "map");
}

function readable(attribute: Attribute): string {
  if (attribute.type === "empty") return "–";
  return isJson(attribute) ? prettyJson(attribute.value) : attribute.value;
}

/** Indented when it is JSON, as it is otherwise. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
