import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from "@mantine/core";

const river: MantineColorsTuple = [
  "#e8f4fe",
  "#cfe6fb",
  "#9dcbf7",
  "#79b9f5",
  "#62b0f6",
  "#3f97e6",
  "#2883d3",
  "#1d6fbf",
  "#0f66b8",
  "#08528f",
];

export const theme = createTheme({
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-mono)",
  primaryColor: "river",
  colors: { river },
  defaultRadius: "var(--radius)",
  respectReducedMotion: true,
});

/** The console's first script (`console/src/scheme-boot.js`) reads the same key before anything is painted. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: "naru.scheme" });
