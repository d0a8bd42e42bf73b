import { Menu, IconButton, icons } from "@naru/ui";
import type { LogRow } from "../../api.ts";
import styles from "./Logs.module.css";
import { useText } from "./messages.ts";

interface ColumnMenuProps {
  readonly logs: readonly LogRow[];
  readonly columns: readonly string[];
  readonly onColumns: (columns: readonly string[]) => void;
}

const SAMPLE = 200;

/** Attributes of the lines in sight, to be shown as columns. */
export function ColumnMenu({ logs, columns, onColumns }: ColumnMenuProps) {
  const t = useText();
  const keys = new Set(columns);
  for (const { attributes, resource } of logs.slice(0, SAMPLE)) {
    for (const { key } of [...attributes, ...resource]) keys.add(key);
  }
  return (
    <Menu
      label={t("columns")}
      target={
        <IconButton label={t("columns")}>
          <icons.IconAdjustmentsHorizontal size={17} />
        </IconButton>
      }
    >
      <div className={styles.menu}>
        {Array.from(keys)
          .toSorted((a, b) => a.localeCompare(b))
          .map((key) => (
            <label key={key}>
              <input
                type="checkbox"
                checked={columns.includes(key)}
                onChange={(event) =>
                  onColumns(event.target.checked ? [...columns, key] : columns.filter((one) => one !== key))
                }
              />
              {key}
            </label>
          ))}
      </div>
    </Menu>
  );
}
