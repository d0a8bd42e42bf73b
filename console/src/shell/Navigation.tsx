import { icons, useGo, useLanguage, useShortcuts } from "@naru/ui";
import { Link, useLocation } from "@tanstack/react-router";
import { Fragment, Suspense, useEffect, useRef, useState } from "react";
import { navigation, navigationGroups } from "../features.ts";
import { useText } from "../messages.ts";
import mark from "./naru.svg";
import styles from "./Shell.module.css";

const KEY = "naru.navigation";

export function Navigation() {
  const t = useText();
  const [language] = useLanguage();
  const go = useGo();
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(KEY) === "collapsed");
  useShortcuts(Object.fromEntries(navigation.map(({ key, to }) => [`g ${key}`, () => go({ to })])));
  const toggle = () => {
    localStorage.setItem(KEY, collapsed ? "expanded" : "collapsed");
    setCollapsed(!collapsed);
  };
  const bar = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a telephone the entries stand in a row that scrolls.
  useEffect(() => {
    bar.current
      ?.querySelector('[data-status="active"]')
      ?.scrollIntoView({ block: "nearest", inline: "center" });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new path is what it waits for
  }, [pathname]);
  return (
    <nav
      ref={bar}
      className={styles.nav}
      data-collapsed={collapsed || undefined}
      aria-label={t("navigation")}
    >
      <Link to="/" className={styles.brand} aria-label="Naru">
        <img src={mark} alt="" />
        {!collapsed && "Naru"}
      </Link>
      {navigationGroups.map(({ title: group, navigation: entries }) => (
        <Fragment key={entries[0]?.to}>
          {group !== undefined && !collapsed && <span className={styles.group}>{group[language]}</span>}
          {entries.map(({ to, title, icon: Icon, mark: Mark }) => (
            <Link key={to} to={to} search={{}} className={styles.link} title={title[language]}>
              <Icon size={18} stroke={1.6} />
              <span hidden={collapsed}>{title[language]}</span>
              {Mark !== undefined && (
                <span className={styles.mark}>
                  <Suspense fallback={null}>
                    <Mark />
                  </Suspense>
                </span>
              )}
            </Link>
          ))}
        </Fragment>
      ))}
      <button
        type="button"
        className={`${styles.link} ${styles.foot}`}
        aria-label={collapsed ? t("expand") : t("collapse")}
        onClick={toggle}
      >
        {collapsed ? (
          <icons.IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
        ) : (
          <icons.IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
        )}
      </button>
    </nav>
  );
}
