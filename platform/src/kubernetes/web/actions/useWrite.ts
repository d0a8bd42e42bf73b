import { useRefresh } from "@naru/ui";
import { useState } from "react";

type Phase<A> =
  | { readonly name: "asked" }
  | { readonly name: "busy" }
  | { readonly name: "done"; readonly answer: A }
  | { readonly name: "failed"; readonly error: Error };

/** Something that changes the world when a person says so: where it stands. What the page shows is asked for again
 *  when it is done. */
export function useWrite<A, P extends readonly unknown[]>(write: (...parameters: P) => Promise<A>) {
  const refresh = useRefresh();
  const [phase, setPhase] = useState<Phase<A>>({ name: "asked" });
  const start = async (...parameters: P) => {
    setPhase({ name: "busy" });
    try {
      setPhase({ name: "done", answer: await write(...parameters) });
      refresh();
    } catch (error) {
      setPhase({ name: "failed", error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  return { phase, start: (...parameters: P) => void start(...parameters) };
}
