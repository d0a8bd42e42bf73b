import { Answer, formatPercent, IconButton, icons, Panel, Skeleton, useCall, type InputOf } from "@naru/ui";
import { profileLines } from "../../api.ts";
import { useText } from "./messages.ts";
import styles from "./Profiles.module.css";

interface SourceLinesProps {
  readonly input: InputOf<typeof profileLines>;
  readonly format: (value: number) => string;
  readonly onClose: () => void;
}

/** What each line of a file takes. */
export function SourceLines({ input, format, onClose }: SourceLinesProps) {
  const t = useText();
  const answer = useCall(profileLines, input, { live: true });
  return (
    <Panel
      title={t("lines", { file: input.file.split("/").slice(-2).join("/") })}
      actions={
        <IconButton small label={t("closeLines")} onClick={onClose}>
          <icons.IconX size={15} />
        </IconButton>
      }
    >
      <Answer of={answer} skeleton={<Skeleton height={120} />}>
        {({ lines, total }) =>
          lines.length === 0 ? (
            <p className={styles.empty}>{t("noLines")}</p>
          ) : (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keys
            <div className={styles.lines} tabIndex={0} role="region" aria-label={input.file}>
              <table>
                <thead>
                  <tr>
                    <th>{t("line")}</th>
                    <th>{t("by_function")}</th>
                    <th>{t("self")}</th>
                    <th>{t("total")}</th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map((row) => (
                    <tr key={`${row.line} ${row.function}`}>
                      <td>{row.line === 0 ? "?" : row.line}</td>
                      <td title={row.function}>{row.function}</td>
                      <td>
                        <Bar share={total === 0 ? 0 : row.self / total} text={format(row.self)} />
                      </td>
                      <td>
                        <Bar share={total === 0 ? 0 : row.total / total} text={format(row.total)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}

function Bar({ share, text }: { readonly share: number; readonly text: string }) {
  return (
    <span className={styles.bar} title={text}>
      <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} aria-hidden />
      <b>{formatPercent(share)}</b>
    </span>
  );
}
