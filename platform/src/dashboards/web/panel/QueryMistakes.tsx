import type { Panel } from "../model/dashboard.ts";
import { type Choices, interpolated } from "../model/interpolate.ts";
import type { PanelData } from "./drawn.ts";
import styles from "./Panel.module.css";

interface QueryMistakesProps {
  readonly panel: Panel;
  readonly choices: Choices;
  readonly data: PanelData;
}

/** Queries that could not be carried out, with the place where they are wrong. */
export function QueryMistakes({ panel, choices, data }: QueryMistakesProps) {
  return (
    <div role="alert" className={styles.mistake}>
      {data.answers.map(({ error }, i) => {
        const expr = panel.targets[i]?.expr ?? "";
        return (
          error !== null && (
            <p key={expr}>
              {error.message}
              <Marked text={interpolated(expr, choices)} position={error.position} />
            </p>
          )
        );
      })}
    </div>
  );
}

interface MarkedProps {
  readonly text: string;
  readonly position: { readonly start: number; readonly end: number } | null;
}

function Marked({ text, position }: MarkedProps) {
  if (position === null) return <code>{text}</code>;
  const { start } = position;
  const end = Math.max(position.end, start + 1);
  return (
    <code>
      {text.slice(0, start)}
      <mark>{text.slice(start, end) || "␣"}</mark>
      {text.slice(end)}
    </code>
  );
}
