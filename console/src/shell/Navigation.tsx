import { icons, useGo, useLanguage, useShortcuts } from "@naru/ui";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { navigation } from "../features.ts";
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
  return (
    <nav className={styles.nav} data-collapsed={collapsed || undefined} aria-label={t("navigation")}>
      <Link to="/" className={styles.brand} aria-label="Naru">
        <img src={mark} alt="" />
        {!collapsed && "Naru"}
      </Link>
      {navigation.map(({ to, title, icon: Icon }) => (
        <Link key={to} to={to} search={{}} className={styles.link} title={title[language]}>
          <Icon size={18} stroke={1.6} />
          <span hidden={collapsed}>{title[language]}</span>
        </Link>
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
