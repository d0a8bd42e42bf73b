// Runs before anything is painted, so that the page never flashes in the other scheme.
const choice = localStorage.getItem("naru.scheme") ?? "dark";
const light =
  choice === "light" || (choice === "auto" && matchMedia("(prefers-color-scheme: light)").matches);
document.documentElement.dataset.mantineColorScheme = light ? "light" : "dark";
