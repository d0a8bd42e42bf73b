import { IconButton, icons, PageLink } from "@naru/ui";
import { type ReactNode, useState } from "react";
import { useText } from "../messages.ts";
import type { Panel, Section } from "../model/dashboard.ts";
import { type Choices, interpolated } from "../model/interpolate.ts";
import { gapPixels, rowPixels } from "./measures.ts";
import { PanelBody } from "./PanelBody.tsx";
import styles from "./Panel.module.css";

interface DashboardGridProps {
  readonly sections: readonly Section[];
  readonly choices: Choices;
  /** What stands in a panel's head, while it is edited. */
  readonly tools?: ((panel: Panel) => ReactNode) | undefined;
  readonly chosen?: number | undefined;
}

const headPixels = 34;

/** Panels at their places, under the headings of their sections; on a telephone one under the other. */
export function DashboardGrid({ sections, choices, tools, chosen }: DashboardGridProps) {
  return sections.map((section) => (
    <DashboardSection key={section.id} section={section} choices={choices} tools={tools} chosen={chosen} />
  ));
}

interface DashboardSectionProps extends Omit<DashboardGridProps, "sections"> {
  readonly section: Section;
}

function DashboardSection({ section, choices, tools, chosen }: DashboardSectionProps) {
  const [isOpen, setOpen] = useState(!section.isCollapsed);
  const top = section.panels.reduce((least, { place }) => Math.min(least, place.y), Infinity);
  return (
    <section className={styles.section} aria-label={section.title || undefined}>
      {section.title !== "" && (
        <h2>
          <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? (
              <icons.IconChevronDown size={15} aria-hidden />
            ) : (
              <icons.IconChevronRight size={15} aria-hidden />
            )}
            {interpolated(section.title, choices)}
          </button>
        </h2>
      )}
      {isOpen && (
        <div className={styles.grid} data-grid>
          {section.panels.map((panel) => (
            <PanelCell
              key={panel.id}
              panel={panel}
              choices={choices}
              top={top}
              tools={tools?.(panel)}
              isChosen={panel.id === chosen}
            />
          ))}
        </div>
      )}
    </section>
  );
}

interface PanelCellProps {
  readonly panel: Panel;
  readonly choices: Choices;
  /** Where the section begins, in rows. */
  readonly top: number;
  readonly tools: ReactNode;
  readonly isChosen: boolean;
}

function PanelCell({ panel, choices, top, tools, isChosen }: PanelCellProps) {
  const { x, y, w, h } = panel.place;
  const title = interpolated(panel.title, choices);
  const height = h * (rowPixels + gapPixels) - gapPixels;
  const hasHead = title !== "" || tools !== undefined;
  return (
    <section
      className={styles.cell}
      aria-label={title || panel.type}
      data-chosen={isChosen || undefined}
      style={{
        gridColumn: `${x + 1} / span ${w}`,
        gridRow: `${y - top + 1} / span ${h}`,
        height,
      }}
    >
      {hasHead && (
        <header className={styles.head}>
          <h3 title={title}>{title}</h3>
          {panel.description !== "" && (
            <IconButton small label={panel.description}>
              <icons.IconHelp size={14} />
            </IconButton>
          )}
          {tools === undefined ? (
            <ExploreLink panel={panel} choices={choices} />
          ) : (
            <div className={styles.actions}>{tools}</div>
          )}
        </header>
      )}
      <PanelBody panel={panel} choices={choices} height={height - (hasHead ? headPixels : 0) - 4} />
    </section>
  );
}

/** To where a panel's queries can be changed without changing the panel. */
function ExploreLink({ panel: { title, targets }, choices }: Pick<PanelCellProps, "panel" | "choices">) {
  const t = useText();
  if (targets.length === 0) return null;
  const search = { expr: targets.map(({ expr }) => interpolated(expr, choices)) };
  return (
    <PageLink to="/promql" search={search} className={styles.explore} title={t("explore")}>
      <icons.IconZoomIn size={14} aria-hidden />
      <span className="visually-hidden">
        {t("explore")}: {interpolated(title, choices)}
      </span>
    </PageLink>
  );
}
