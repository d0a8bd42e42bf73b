import { useEffect, useRef, useState } from "react";
import { Skeleton } from "../state/Skeleton.tsx";
import styles from "./Code.module.css";
import type * as Editor from "./query-editor.ts";
import type { Propose } from "./query-editor.ts";

type Module = typeof Editor;

interface QueryEditorProps {
  readonly label: string;
  /** The query to begin with. */
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What could be written at a place; the first answer that comes is kept until more is typed. */
  readonly propose: Propose;
  /** Ctrl or ⌘ with Enter. */
  readonly onRun: () => void;
}

/** PromQL to edit. */
export function QueryEditor({ label, text, onChange, propose, onRun }: QueryEditorProps) {
  const element = useRef<HTMLDivElement>(null);
  const [module, setModule] = useState<Module>();
  const current = useRef({ text, onChange, propose, onRun });
  useEffect(() => {
    current.current = { ...current.current, onChange, propose, onRun };
  });
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const loaded = await import("./query-editor.ts");
      if (!gone) setModule(loaded);
    };
    void load();
    return () => {
      gone = true;
    };
  }, []);
  useEffect(() => {
    const parent = element.current;
    if (module === undefined || parent === null) return undefined;
    const view = module.createQueryEditor(parent, {
      label,
      text: current.current.text,
      onChange: (typed) => {
        current.current.text = typed;
        current.current.onChange(typed);
      },
      propose: (context) => current.current.propose(context),
      onRun: () => current.current.onRun(),
    });
    return () => view.destroy();
  }, [module, label]);
  return (
    <div ref={element} className={`${styles.code} ${styles.query}`}>
      {module === undefined && <Skeleton height={34} />}
    </div>
  );
}
