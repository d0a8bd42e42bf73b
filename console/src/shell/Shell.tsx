import { ContributionsProvider, TimeRangeProvider } from "@naru/ui";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { contributions } from "../features.ts";
import { useText } from "../messages.ts";
import { Navigation } from "./Navigation.tsx";
import { SessionGate } from "./SessionGate.tsx";
import styles from "./Shell.module.css";
import { TopBar } from "./TopBar.tsx";

export function Shell() {
  const t = useText();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // A new page is read from its top.
  useEffect(() => {
    if (main.current !== null) main.current.scrollTop = 0;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new path is what it waits for
  }, [pathname]);
  return (
    <TimeRangeProvider>
      <SessionGate>
        <div className={styles.shell}>
          <a href="#main" className={styles.skip}>
            {t("skip")}
          </a>
          <Navigation />
          <TopBar />
          <main id="main" ref={main} className={styles.main} tabIndex={-1}>
            <ContributionsProvider value={contributions}>
              <Outlet />
            </ContributionsProvider>
          </main>
        </div>
      </SessionGate>
    </TimeRangeProvider>
  );
}
