import { useRefresh } from "@naru/ui";
import { useState } from "react";

type Phase<A> =
  | { readonly name: "asked" | "busy" }
  | { readonly name: "done"; readonly answer: A }
  | { readonly name: "failed"; readonly error: Error };

/** Something that is done when a person says so: how far it is. The page is asked for again when it is done. */
export function useWrite<A>(write: () => Promise<A>) {
  const refresh = useRefresh();
  const [phase, setPhase] = useState<Phase<A>>({ name: "asked" });
  const run = async () => {
    setPhase({ name: "busy" });
    try {
      setPhase({ name: "done", answer: await write() });
      refresh();
    } catch (error) {
      setPhase({ name: "failed", error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  return { phase, start: () => void run() };
}
