import { Problem, ProblemView, useCall } from "@naru/ui";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { whoAmI } from "@naru/platform/identity/api.ts";
import { SignInPage } from "@naru/platform/identity/web/SignInPage.tsx";

/** Shows the page to whoever is signed in; to others the sign-in page, at the same address. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const session = useCall(whoAmI, {});
  if (session.error instanceof Problem && session.error.status === 401) {
    return <SignInPage onSignedIn={() => void client.invalidateQueries()} />;
  }
  if (session.data !== undefined) return children;
  if (session.error !== null)
    return <ProblemView error={session.error} retry={() => void session.refetch()} />;
  return null;
}
