import { useEffect, useRef, useState } from "react";
import { useUiText } from "../text/messages.ts";
import { Skeleton } from "../state/Skeleton.tsx";
import styles from "./Code.module.css";
import type * as Editor from "./editor.ts";

type Module = typeof Editor;

function useModule(): Module | undefined {
  const [module, setModule] = useState<Module>();
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const loaded = await import("./editor.ts");
      if (!gone) setModule(loaded);
    };
    void load();
    return () => {
      gone = true;
    };
  }, []);
  return module;
}

interface CodeEditorProps {
  readonly label: string;
  /** The text to begin with; a new one replaces what stands there. */
  readonly text: string;
  /** Without it the text can be read only. */
  readonly onChange?: (text: string) => void;
}

/** YAML to read or to edit. The editor's code comes when the first one is shown. */
export function CodeEditor({ label, text, onChange }: CodeEditorProps) {
  const element = useRef<HTMLDivElement>(null);
  const module = useModule();
  const current = useRef({ text, onChange });
  useEffect(() => {
    current.current.onChange = onChange;
  });
  const isReadOnly = onChange === undefined;
  useEffect(() => {
    const parent = element.current;
    if (module === undefined || parent === null) return undefined;
    const onType = (typed: string) => {
      current.current.text = typed;
      current.current.onChange?.(typed);
    };
    const view = module.createEditor(parent, { label, text, onChange: isReadOnly ? undefined : onType });
    return () => view.destroy();
  }, [module, label, text, isReadOnly]);
  return (
    <div ref={element} className={styles.code}>
      {module === undefined && <Skeleton height={160} />}
    </div>
  );
}

interface DifferenceProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What changes from one YAML to another. */
export function Difference({ label, before, after }: DifferenceProps) {
  const t = useUiText();
  const unchanged = t("unchangedLines");
  const element = useRef<HTMLDivElement>(null);
  const module = useModule();
  useEffect(() => {
    const parent = element.current;
    if (module === undefined || parent === null) return undefined;
    const view = module.createDifference(parent, { label, before, after, unchanged });
    return () => view.destroy();
  }, [module, label, before, after, unchanged]);
  return (
    <div ref={element} className={`${styles.code} ${styles.difference}`}>
      {module === undefined && <Skeleton height={80} />}
    </div>
  );
}
