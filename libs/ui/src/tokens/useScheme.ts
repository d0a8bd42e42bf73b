import { useComputedColorScheme } from "@mantine/core";

/** The colour scheme in effect: what is drawn on a canvas is drawn again when it changes. */
export function useScheme(): "light" | "dark" {
  return useComputedColorScheme("dark");
}
